"""When something happens to a ticket, what that means for the promises made on it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from asyncpg import Record

from libs.events.entitlement import (
    CalendarPublished,
    ScheduleOverridden,
    SpecialDaysChosen,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
)
from libs.events.intake import Channel, SolutionReceived
from libs.regulation import Situation
from libs.regulation.clocks import Occasion
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Envelope
from services.sla_clock.acts import Act, act_of
from services.sla_clock.calendars import count_anew, law_of
from services.sla_clock.domain import (
    Command,
    Promise,
    ReachDue,
    RecordAct,
    StartClock,
    WarnClock,
)
from services.sla_clock.law import Law
from services.sla_clock.projections import (
    act_of_message,
    acts_since_opening,
    due_clocks,
    ticket_of,
)

DECIDED_AT_ONCE = 500


async def react(envelope: Envelope, db: Db, editions: Editions) -> Sequence[Command]:
    """The commands that a fact of another service means for a ticket's clocks."""
    match envelope.event:
        case TicketEntitled() as entitled:
            return await _judged(entitled, db, editions)
        case TicketLeftUncovered() as left:
            return [_without_right(left), *await _judged(left, db, editions)]
        case TicketDenied() as denied:
            return [_without_right(denied)]
        case SolutionReceived() as received:
            return await _received(received, db, editions)
        case CalendarPublished() | ScheduleOverridden() | SpecialDaysChosen() as change:
            return await count_anew(change, db, editions)
    act = act_of(envelope.event)
    return await _acted(act, db, editions) if act else ()


async def tick(now: datetime, read_to: Mapping[int, datetime], db: Db) -> Sequence[Command]:
    """Warnings whose instant has come, and ends of clocks that nothing can keep any more."""
    return [_reached(clock, now) for clock in await due_clocks(db, now, read_to, DECIDED_AT_ONCE)]


async def _judged(
    judged: TicketEntitled | TicketLeftUncovered, db: Db, editions: Editions
) -> list[Command]:
    """The first promises, and what has been done since: the right may be known late."""
    ticket = await _known(db, judged.ticket_id)
    law = await law_of(ticket["edition"], db, editions)
    acts = await acts_since_opening(db, judged.ticket_id)
    commands: list[Command] = []
    if not any(act.occasion == "reopening" for act in acts):
        commands += _first_promises(ticket, judged.received_at, law)
    for act in acts:
        commands += _means(act, ticket, law)
    return commands


async def _acted(act: Act, db: Db, editions: Editions) -> list[Command]:
    if act.occasion is None:
        return [_recorded(act)]
    ticket = await _known(db, act.ticket_id)
    if ticket["covered"] is None:
        return [_recorded(act)]
    return _means(act, ticket, await law_of(ticket["edition"], db, editions))


async def _received(received: SolutionReceived, db: Db, editions: Editions) -> list[Command]:
    """A proven receipt begins the days after which a ticket closes by itself (CPRO-P-40…45)."""
    ticket = await _known(db, received.ticket_id)
    law = await law_of(ticket["edition"], db, editions)
    rule = law.edition.auto_close
    if rule is None or received.evidence not in rule.evidence:
        return []
    if await act_of_message(db, received.ticket_id, received.message_id) not in rule.after:
        return []
    closing = law.closing(received.occurred_at, ticket["number"])
    return _starts(ticket, received.occurred_at, received.message_id, [closing])


def _first_promises(ticket: Record, received_at: datetime, law: Law) -> list[Command]:
    promises = law.promises(_situation(ticket, "first"), received_at)
    return _starts(ticket, received_at, None, promises)


def _means(act: Act, ticket: Record, law: Law) -> list[Command]:
    """An act ends what it ends and, where it asks for an answer anew, begins what it begins."""
    if act.occasion is None:
        return [_recorded(act)]
    promises = law.promises(_situation(ticket, act.occasion, act.channel), act.at)
    return [_recorded(act), *_starts(ticket, act.at, act.message_id, promises)]


def _situation(ticket: Record, occasion: Occasion, channel: Channel | None = None) -> Situation:
    return Situation(
        occasion=occasion,
        channel=channel or ticket["channel"],
        covered=ticket["covered"],
        level=ticket["level"],
    )


def _starts(
    ticket: Record, at: datetime, message_id: str | None, promises: Iterable[Promise | None]
) -> list[Command]:
    return [
        StartClock(
            id=ticket["ticket_id"],
            vendor=ticket["vendor"],
            at=at,
            clock_id=":".join(filter(None, (ticket["ticket_id"], promise.clock, message_id))),
            message_id=message_id,
            promise=promise,
        )
        for promise in promises
        if promise
    ]


def _recorded(act: Act) -> RecordAct:
    return RecordAct(act.ticket_id, act.vendor, act.at, act.name, act.message_id)


def _without_right(judged: TicketLeftUncovered | TicketDenied) -> RecordAct:
    return RecordAct(judged.ticket_id, judged.vendor, judged.occurred_at, type(judged).__name__)


def _reached(clock: Record, now: datetime) -> Command:
    ticket_id, vendor, clock_id = clock["ticket_id"], clock["vendor"], clock["clock_id"]
    if clock["next_at"] < clock["due_at"]:
        return WarnClock(ticket_id, vendor, now, clock_id)
    return ReachDue(ticket_id, vendor, now, clock_id, clock["read_to"])


async def _known(db: Db, ticket_id: str) -> Record:
    ticket = await ticket_of(db, ticket_id)
    if ticket is None:
        raise LookupError(f"no TicketSubmitted of {ticket_id} was ever taken in")
    return ticket
