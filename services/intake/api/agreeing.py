"""To agree with the contact until when a ticket will be solved (NANO-47)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import AwareDatetime, ConfigDict, Field

from libs.regulation import AgreedClock, Edition, Situation
from libs.runtime.editions import Editions
from libs.runtime.http import KnownEditions
from libs.runtime.problems import RESPONSES, Problem
from libs.worktime import spoken
from services.intake.api.access import ServiceDatabase
from services.intake.api.acts import Hand, WithHand
from services.intake.api.states import TicketState
from services.intake.api.values import Engineer, Request, edition_named, engineer_of
from services.intake.domain.solutions import AgreeClosingTime
from services.intake.domain.ticket import Found, Ticket
from services.intake.projections import covering_plan

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["solutions"])
LATEST = 2190


class ClosingTime(Request):
    """Until when; without it, what the edition proposes for this kind of request."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"due_at": "2027-03-17T18:00:00+03:00"}]}
    )

    due_at: AwareDatetime | None = Field(default=None, description="As agreed with the contact")


@router.post("/closing-time", summary="Agree until when the ticket will be solved")
async def agree(
    body: ClosingTime,
    caller: Engineer,
    hand: WithHand,
    editions: KnownEditions,
    database: ServiceDatabase,
) -> TicketState:
    """A new agreement moves the one before it."""
    edition = await edition_named(editions, hand.ticket.submitted.edition)
    async with database.reading(caller.vendor) as db:
        plan = await covering_plan(db, hand.ticket.submitted.ticket_id)
    clause = _agreed_clause(edition, hand.ticket, plan)
    due_at = body.due_at or await _usual(edition, clause, hand, editions)
    if due_at.year > LATEST:
        raise Problem(
            422,
            f"due_at: name a day before the year {LATEST + 1}",
            ru=f"due_at: назовите день до {LATEST + 1} года",
        )
    said = spoken(due_at.astimezone(ZoneInfo(edition.schedule.zone)))
    return await hand.act(
        AgreeClosingTime(
            **hand.where,
            engineer_id=engineer_of(caller),
            due_at=due_at,
            because=edition.because(
                clause,
                ru=f"{clause.promise.ru} Согласовано, что обращение будет решено {said.ru}.",
                en=f"{clause.promise.en} It was agreed that it will be solved on {said.en}.",
            ),
        )
    )


def _agreed_clause(edition: Edition, ticket: Ticket, plan: str | None) -> AgreedClock:
    """The promise whose time is agreed. Raises Problem 409 where the edition leaves none to be."""
    found = ticket.found or Found(ticket.submitted.kind)
    situation = Situation(
        occasion="first",
        channel=ticket.submitted.channel,
        covered=True,
        plan=plan,
        kind=found.kind,
        topic=found.topic,
    )
    clause = next(iter(edition.agreed(situation)), None)
    if clause is None:
        raise Problem(
            409,
            "This regulation leaves no time to be agreed for such a request",
            ru="Регламент не предусматривает согласования срока для такого обращения",
        )
    return clause


async def _usual(edition: Edition, clause: AgreedClock, hand: Hand, editions: Editions) -> datetime:
    """What the edition proposes for the kind. Raises Problem 422 where it proposes nothing."""
    ticket = hand.ticket
    kind = ticket.found.kind if ticket.found else ticket.submitted.kind
    limit = clause.usual.get(kind)
    if limit is None:
        raise Problem(
            422,
            f"due_at: the regulation proposes no time for {kind}, name one",
            ru=f"due_at: для {kind} регламент не предлагает срока, назовите его",
        )
    hours = await editions.hours(edition, attended=clause.attended)
    return limit.due(hand.where["at"], hours).due
