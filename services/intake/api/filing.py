"""A request that came where it is not served: adopted, or drafted and filed elsewhere."""

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from libs.regulation import Channel as Way
from libs.regulation import Edition, Text
from libs.regulation.fields import answer
from libs.runtime.http import ExpectedVersion, KnownEditions
from libs.runtime.problems import RESPONSES, Problem
from services.intake.api.acts import WithHand, WithPen
from services.intake.api.drafting import offer_of, submission_of
from services.intake.api.drafts import field_error, refusal, unknown_answers
from services.intake.api.requests import Answer, Name
from services.intake.api.states import TicketState, Written
from services.intake.api.values import (
    Engineer,
    ForContact,
    Line,
    Request,
    Word,
    edition_named,
    engineer_of,
)
from services.intake.api.values import Text as Words
from services.intake.domain.filing import AdoptTicket, FileDraft, OfferDraft
from services.intake.domain.ticket import Ticket

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["filing"])
ADOPTED = Text(
    ru="Специалист принял обращение, которое пришло не по каналу поддержки: сроки считаются"
    " с этой минуты.",
    en="An engineer took on a request that came by no channel of the support: promises count"
    " from now.",
)


class Filed(Request):
    """A drafted request as it is filed; what is left out stays as it was drafted."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "subject": "Не устанавливается сертификат",
                    "answers": {"product_versions": "5.0.12000", "os_version": "Windows 11"},
                }
            ]
        },
    )

    product: Word | None = None
    certificate: Word | None = None
    subject: Line = ""
    body: Words = ""
    answers: dict[Name, Answer] = Field(default={}, max_length=50)


@router.post("/adoption", summary="Take on a request that came by no channel")
async def adopt(caller: Engineer, hand: WithHand, editions: KnownEditions) -> TicketState:
    edition = await edition_named(editions, hand.ticket.submitted.edition)
    way = edition.way(hand.ticket.request.channel)
    because = edition.because(*filter(None, (way,)), ru=ADOPTED.ru, en=ADOPTED.en)
    return await hand.act(
        AdoptTicket(**hand.where, engineer_id=engineer_of(caller), because=because)
    )


@router.post("/draft", summary="Have the request filed by another channel")
async def offer(caller: Engineer, hand: WithHand, editions: KnownEditions) -> TicketState:
    edition = await edition_named(editions, hand.ticket.submitted.edition)
    way = _moving(edition, hand.ticket)
    right = edition.right("choose_channel")
    made = offer_of(
        edition,
        submission_of(hand.ticket),
        way.name,
        right or way,
        right.text if right else None,
    )
    return await hand.act(OfferDraft(**hand.where, engineer_id=engineer_of(caller), offer=made))


@router.post("/filing", status_code=201, summary="File the drafted request")
async def file(
    body: Filed,
    caller: ForContact,
    pen: WithPen,
    expected: ExpectedVersion,
    editions: KnownEditions,
) -> Written:
    """By an engineer, what the form requires and he does not know is recorded as missing."""
    edition = await edition_named(editions, pen.ticket.submitted.edition)
    way = _moving(edition, pen.ticket)
    by_engineer = "engineer" in caller.scopes
    submission = submission_of(pen.ticket) | _given(body) | {"channel": way.name}
    problems = edition.problems(submission)
    lacking = [each for each in problems if not answer(submission, each.field)]
    refused = [each for each in problems if not by_engineer or each not in lacking]
    errors = [*map(field_error, refused), *unknown_answers(body.answers, edition)]
    if errors and _is_new(pen, body):
        raise refusal(errors)
    right = edition.right("choose_channel")
    told = right.text if right and by_engineer else None
    text = pen.text("filing", body, answer(submission, "body"))
    return await pen.write(
        FileDraft(
            **text,
            channel=way.name,
            filed_by="engineer" if by_engineer else "contact",
            engineer_id=engineer_of(caller) if by_engineer else None,
            product=answer(submission, "product") or None,
            certificate=answer(submission, "certificate") or None,
            missing=tuple(each.field for each in lacking) if by_engineer else (),
            completeness=edition.form.fullness(submission),
            subject=answer(submission, "subject"),
            answers={name: answer(body.answers, name) for name in body.answers},
            because=edition.because(right, ru=told.ru, en=told.en) if right and told else None,
        ),
        expected,
    )


def _is_new(pen: WithPen, body: Filed) -> bool:
    return pen.text("filing", body, "")["message_id"] not in pen.ticket.messages


def _given(body: Filed) -> dict[str, object]:
    """What the filing says anew."""
    own = {
        "product": body.product,
        "certificate": body.certificate,
        "subject": body.subject,
        "body": body.body,
    }
    return {**body.answers, **{name: value for name, value in own.items() if value}}


def _moving(edition: Edition, ticket: Ticket) -> Way:
    """The channel by which the request is to be filed. Raises Problem 409 where there is none."""
    if ticket.filed.anew is not None:
        found = edition.way(ticket.filed.anew.channel)
    elif ticket.filed.drafted_for is not None:
        found = edition.way(ticket.filed.drafted_for)
    else:
        came_by = edition.way(ticket.submitted.channel)
        found = edition.way(came_by.moves_to) if came_by and came_by.moves_to else None
    if found is None:
        raise Problem(
            409,
            "The regulation moves no request of this channel to another one",
            ru="Регламент не переводит обращения этого канала в другой",
        )
    return found
