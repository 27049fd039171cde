"""What may be asked of the clocks: how a ticket's promises stand, and what would be promised."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AwareDatetime, BaseModel

from libs.events.base import Because
from libs.events.intake import Channel
from libs.events.sla_clock import ClockName
from libs.regulation import Situation
from libs.regulation.clocks import Occasion
from libs.runtime.callers import Caller
from libs.runtime.editions import MissingFact
from libs.runtime.http import KnownEditions, Now, Reading, requires
from libs.runtime.problems import RESPONSES, Problem
from services.sla_clock.domain import Clock, Promise, Status, decider
from services.sla_clock.law import Law
from services.sla_clock.projections import history, ticket_of

router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["clocks"])

Anyone = Annotated[Caller, Depends(requires("submit", "read_own", "engineer", "administer"))]
LEVEL_MISSING = "The promise depends on the level of support: name it in `level`"
TicketId = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,64}$")]
Word = Annotated[str, Query(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class ClockShown(BaseModel):
    """One promise on a ticket: `because` says why it is due then, `outcome` why it ended so.

    `overdue_unconfirmed`: the due instant has passed, and it is not certain yet that nothing
    kept the promise.
    """

    clock_id: str
    clock: ClockName
    state: Status | Literal["overdue_unconfirmed"]
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None
    provisional: bool
    message_id: str | None
    ended_at: datetime | None
    because: Because
    outcome: Because | None

    @classmethod
    def of(cls, clock: Clock, now: datetime) -> "ClockShown":
        unconfirmed = clock.status == "running" and clock.due_at < now
        return cls(
            clock_id=clock.started.clock_id,
            clock=clock.started.clock,
            state="overdue_unconfirmed" if unconfirmed else clock.status,
            started_at=clock.started.occurred_at,
            due_at=clock.due_at,
            warn_at=clock.warn_at,
            provisional=clock.provisional,
            message_id=clock.started.message_id,
            ended_at=clock.ended_at,
            because=clock.because,
            outcome=clock.outcome,
        )


class PromiseShown(BaseModel):
    """A promise that would be made, and why it would be due then."""

    clock: ClockName
    due_at: datetime
    warn_at: datetime | None
    provisional: bool
    because: Because

    @classmethod
    def of(cls, promise: Promise) -> "PromiseShown":
        return cls(
            clock=promise.clock,
            due_at=promise.due_at,
            warn_at=promise.warn_at,
            provisional=promise.provisional,
            because=promise.because,
        )


@router.get("/tickets/{ticket_id}/clocks", summary="How the promises on a ticket stand, and why")
async def ticket_clocks(
    ticket_id: TicketId, caller: Anyone, now: Now, db: Reading
) -> list[ClockShown]:
    ticket = await ticket_of(db, ticket_id)
    if ticket is None or not (caller.reads_all or ticket["client"] == caller.client):
        raise Problem(404, "There is no such ticket here, or not yet")
    clocks = decider.fold(await history(db, ticket_id))
    return [ClockShown.of(clock, now) for clock in clocks.values()]


@router.get("/deadlines", summary="What would be promised to a request, without making one")
async def deadlines(
    caller: Anyone,
    editions: KnownEditions,
    now: Now,
    db: Reading,
    channel: Channel = "portal",
    occasion: Occasion = "first",
    level: Word | None = None,
    received_at: Annotated[AwareDatetime | None, Query(alias="from")] = None,
) -> list[PromiseShown]:
    """An empty list: the regulation makes no promise in this situation."""
    start = received_at or now
    situation = Situation(occasion=occasion, channel=channel, covered=True, level=level)
    try:
        edition = await editions.in_force(caller.vendor, start)
        law = Law(edition, await editions.calendar(edition.schedule.calendar))
        return [PromiseShown.of(promise) for promise in law.promises(situation, start)]
    except MissingFact:
        raise Problem(404, f"No regulation of {caller.vendor} is in force at {start}") from None
    except KeyError as error:
        raise Problem(422, str(error.args[0]) if level else LEVEL_MISSING) from None
    except (ValueError, OverflowError) as error:
        raise Problem(422, f"from: {error}") from None
