"""How a ticket ends, and how it is opened again, as its own edition allows."""

from typing import Literal

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from libs.regulation import Edition
from libs.regulation.fields import answer
from libs.runtime.callers import Caller
from libs.runtime.http import ExpectedVersion, KnownEditions
from libs.runtime.problems import Problem
from services.intake.api.acts import WithHand, WithPen
from services.intake.api.drafting import submission_of
from services.intake.api.drafts import field_error, refusal, unknown_answers
from services.intake.api.reasons import REFUSALS, chosen, need_grounds, why
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
from services.intake.domain.ending import CloseTicket, RefuseTicket, ReopenTicket
from services.intake.domain.ticket import Ticket

router = APIRouter(prefix="/tickets/{ticket_id}", tags=["ending"])
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


class Reopening(Request):
    """Why a closed ticket is opened again; `answers` give what its form still lacks."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"body": "Ошибка появилась снова."}]},
    )

    body: Body
    answers: dict[Word, Answer] = Field(default={}, max_length=50)


@router.post("/refusals", summary="Refuse the ticket, for a reason of the regulation")
async def refuse(
    body: Refusal, caller: Engineer, hand: WithHand, editions: KnownEditions
) -> TicketState:
    edition = await edition_named(editions, hand.ticket.submitted.edition)
    reason = chosen(edition, body.reason, *REFUSALS)
    if reason is None:
        raise Problem(409, "This vendor's regulation gives an engineer no reason to refuse")
    need_grounds(reason, body.grounds)
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
    body: Closing, caller: ForContact, hand: WithHand, editions: KnownEditions
) -> TicketState:
    by_engineer = "engineer" in caller.scopes
    if not by_engineer and body.outcome not in CONTACTS_ENDINGS:
        raise Problem(403, f"A contact closes as {' or '.join(CONTACTS_ENDINGS)}")
    edition = await edition_named(editions, hand.ticket.submitted.edition)
    reason = chosen(edition, body.reason, body.outcome)
    return await hand.act(
        CloseTicket(
            **hand.where,
            outcome=body.outcome,
            closed_by="engineer" if by_engineer else "contact",
            engineer_id=engineer_of(caller) if by_engineer else None,
            because=why(edition, reason, body.closer) if reason else None,
        )
    )


@router.post("/reopening", status_code=201, summary="Open a closed ticket again")
async def reopen(
    body: Reopening,
    caller: ForContact,
    pen: WithPen,
    expected: ExpectedVersion,
    editions: KnownEditions,
) -> Written:
    edition = await edition_named(editions, pen.ticket.submitted.edition)
    _refuse_incomplete(edition, pen.ticket, body)
    return await pen.write(
        ReopenTicket(
            **pen.text("reopening", body, body.body),
            reopened_by=_party(caller),
            outcomes=edition.reopening.outcomes,
            advice=edition.reopening.message.en,
            answers={name: answer(body.answers, name) for name in body.answers},
        ),
        expected,
    )


def _party(caller: Caller) -> Literal["contact", "engineer"]:
    return "engineer" if "engineer" in caller.scopes else "contact"


def _refuse_incomplete(edition: Edition, ticket: Ticket, body: Reopening) -> None:
    """Who left out what a reopening needs is asked for it. Raises Problem 422 (TKAD-59)."""
    submission = {**submission_of(ticket), **body.answers}
    lacking = edition.form.completeness(submission, edition.reopening.complete).lacking
    errors = [*map(field_error, lacking), *unknown_answers(body.answers, edition)]
    if errors:
        raise refusal(errors)
