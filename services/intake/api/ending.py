"""How a ticket ends, and how it is opened again, as its own edition allows."""

from typing import Literal

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from libs.events.intake import Outcome
from libs.regulation import Edition
from libs.regulation.fields import answer
from libs.runtime.callers import Caller
from libs.runtime.http import ExpectedVersion, KnownEditions
from libs.runtime.problems import RESPONSES, Problem
from services.intake.api.acts import Hand, Regulation, WithHand, WithPen
from services.intake.api.reasons import (
    REFUSALS,
    chosen,
    need_grounds,
    refuse_unreported,
    why,
    wrong,
)
from services.intake.api.reopening import refuse_final, refuse_incomplete
from services.intake.api.requests import Answer
from services.intake.api.states import TicketState, Written
from services.intake.api.values import (
    Body,
    Engineer,
    ForContact,
    Request,
    Text,
    Word,
    edition_named,
    engineer_of,
)
from services.intake.domain.ending import CloseTicket, RateTicket, RefuseTicket, ReopenTicket, Reply
from services.intake.domain.treatment import endings_of

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["ending"])
Ending = Literal[
    "solved",
    "not_solved",
    "not_our_fault",
    "technically_impossible",
    "advice_only",
    "withdrawn",
]
CONTACTS_ENDINGS = ("solved", "withdrawn")


class Refusal(Request):
    """An engineer's refusal, for one of the edition's reasons (`GET …/rights` lists them)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"reason": "not_identified", "grounds": "Звонивший не назвал организацию."}
            ]
        },
    )

    reason: Word
    closer: Word | None = Field(default=None, description="Which of the reason's own statements")
    grounds: Text = ""


class Closing(Request):
    """An end that somebody decided; an edition may want a reason for it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"outcome": "solved"}]}
    )

    outcome: Ending
    reason: Word | None = None
    closer: Word | None = None
    grounds: Text = Field(default="", description="The last word, which the contact reads")


class Rating(Request):
    """How well the question was solved, from 1 to 5."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"score": 5, "comment": "Быстро и понятно."}]},
    )

    score: int = Field(ge=1, le=5)
    comment: Text = ""


class Reopening(Request):
    """Why a closed ticket is opened again, if anything is said of it; `answers` give what its form
    still lacks."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"body": "Ошибка появилась снова."}]},
    )

    body: Body = "Открыто заново"
    answers: dict[Word, Answer] = Field(default={}, max_length=50)


@router.post("/refusals", summary="Refuse the ticket, for a reason of the regulation")
async def refuse(
    body: Refusal, caller: Engineer, hand: WithHand, editions: KnownEditions
) -> TicketState:
    edition = await edition_named(editions, hand.ticket.submitted.edition)
    reason = chosen(edition, body.reason, *REFUSALS)
    if reason is None:
        raise Problem(
            409,
            "This vendor's regulation gives an engineer no reason to refuse",
            ru="Регламент не даёт специалисту оснований отказать",
        )
    need_grounds(reason, body.grounds)
    refuse_unreported(edition, reason)
    return await hand.act(
        RefuseTicket(
            **hand.where,
            engineer_id=engineer_of(caller),
            reason=reason.slug,
            grounds=body.grounds,
            outcome="refused" if "refused" in reason.leads_to else "stopped",
            because=why(edition, reason, body.closer),
        )
    )


@router.post("/closing", summary="Close the ticket")
async def close(
    body: Closing, caller: ForContact, hand: WithHand, edition: Regulation
) -> TicketState:
    party = _party(caller)
    if party == "contact" and body.outcome not in CONTACTS_ENDINGS:
        raise Problem(
            403,
            f"A contact closes as {' or '.join(CONTACTS_ENDINGS)}",
            ru=f"Заявитель закрывает с результатом {' или '.join(CONTACTS_ENDINGS)}",
        )
    if party == "engineer":
        _refuse_foreign(edition, body.outcome)
    reason = chosen(edition, body.reason, body.outcome, by=party)
    if reason is not None:
        need_grounds(reason, body.grounds)
    return await hand.act(
        CloseTicket(
            **hand.where,
            outcome=body.outcome,
            closed_by=party,
            engineer_id=engineer_of(caller) if party == "engineer" else None,
            reason=reason.slug if reason else None,
            reply=_last_word(body, hand),
            because=why(edition, reason, body.closer) if reason else None,
        )
    )


@router.post("/rating", summary="Say how well the question was solved")
async def rate(
    body: Rating, _caller: ForContact, hand: WithHand, edition: Regulation
) -> TicketState:
    survey = edition.survey
    if survey is None:
        raise Problem(
            409,
            "This vendor's regulation asks for no rating: write a message instead",
            ru="Регламент не предусматривает оценки: напишите сообщение",
        )
    because = edition.because(survey, ru=survey.question.ru, en=survey.question.en)
    return await hand.act(
        RateTicket(**hand.where, score=body.score, comment=body.comment, because=because)
    )


@router.post("/reopening", status_code=201, summary="Open a closed ticket again")
async def reopen(
    body: Reopening,
    caller: ForContact,
    pen: WithPen,
    expected: ExpectedVersion,
    edition: Regulation,
) -> Written:
    """Where the regulation does not let it be opened again, a new ticket goes on with it:
    `POST /v1/tickets/{id}/continuations`."""
    text = pen.text("reopening", body, body.body)
    rule = edition.reopening
    if text["message_id"] not in pen.ticket.messages:
        refuse_final(edition, pen.ticket)
        refuse_incomplete(edition, pen.ticket, body.answers)
    return await pen.write(
        ReopenTicket(
            **text,
            reopened_by=_party(caller),
            outcomes=rule.outcomes,
            advice=rule.message,
            because=edition.because(rule, ru=rule.message.ru, en=rule.message.en),
            answers={name: answer(body.answers, name) for name in body.answers},
        ),
        expected,
    )


def _refuse_foreign(edition: Edition, outcome: Outcome) -> None:
    """Raises Problem 422 for an outcome that the ticket's regulation does not know."""
    known = endings_of(edition)
    if outcome not in known:
        names = ", ".join(known)
        raise wrong("outcome", f"Choose one of: {names}", f"Выберите результат: {names}")


def _last_word(body: Closing, hand: Hand) -> Reply | None:
    if not body.grounds:
        return None
    ticket_id = hand.ticket.submitted.ticket_id
    digest = hand.ids.digest("closing", body.model_dump_json())
    told = str(len(hand.ticket.messages))
    return Reply(hand.ids.derive("message", ticket_id, digest, told), digest, body.grounds)


def _party(caller: Caller) -> Literal["contact", "engineer"]:
    return "engineer" if "engineer" in caller.scopes else "contact"
