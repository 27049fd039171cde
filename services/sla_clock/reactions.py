"""When something happens to a ticket, what that means for the promises made on it."""

from collections.abc import Mapping, Sequence
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
from libs.events.intake import (
    ClosingTimeAgreed,
    SolutionReceived,
)
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Envelope
from services.sla_clock.acts import Act, act_of, waits_for
from services.sla_clock.calendars import count_anew, law_of
from services.sla_clock.domain import (
    Command,
    ReachDue,
    SayNothingPromised,
    WarnClock,
)
from services.sla_clock.law import Law
from services.sla_clock.queries import (
    acts_of_message,
    acts_since_opening,
    clocks_of,
    due_clocks,
    ticket_of,
)
from services.sla_clock.wishes import (
    AGREED_ANEW,
    Judged,
    moved,
    not_promised,
    recorded,
    situation_of,
    starts,
    without_right,
)

DECIDED_AT_ONCE = 500
ANSWERS = ("ReplySent", "InformationRequested", "SolutionProposed", "CallAnswered")
Wish = Command | SayNothingPromised


async def react(envelope: Envelope, db: Db, editions: Editions) -> Sequence[Wish]:
    """The commands that a fact of another service means for a ticket's clocks."""
    match envelope.event:
        case TicketEntitled() | TicketLeftUncovered() as judged:
            return await _judged(judged, db, editions)
        case TicketDenied() as denied:
            return [without_right(denied)]
        case SolutionReceived() as received:
            return await _received(received, db, editions)
        case ClosingTimeAgreed() as agreed:
            return await _agreed(agreed, db, editions)
        case CalendarPublished() | ScheduleOverridden() | SpecialDaysChosen() as change:
            return await count_anew(change, db, editions)
    act = act_of(envelope.event)
    return await _acted(act, envelope.record.position, db, editions) if act else ()


async def tick(now: datetime, read_to: Mapping[int, datetime], db: Db) -> Sequence[Command]:
    """Warnings whose instant has come, and ends of clocks that nothing can keep any more."""
    return [_reached(clock, now) for clock in await due_clocks(db, now, read_to, DECIDED_AT_ONCE)]


async def _judged(judged: Judged, db: Db, editions: Editions) -> list[Wish]:
    """The first promises, and what has been done since: the right may be known late."""
    ticket = await _known(db, judged.ticket_id)
    law = await law_of(ticket["edition"], db, editions)
    acts = await acts_since_opening(db, judged.ticket_id)
    wishes: list[Wish] = [] if ticket["covered"] else [without_right(judged)]
    if ticket["covered"] and ticket["was_covered"] is False:
        return wishes + _promises_from_now(ticket, acts, judged.occurred_at, law)
    if not any(act.occasion == "reopening" for act in acts):
        wishes += _first_promises(ticket, judged.received_at, law)
        wishes += not_promised(ticket, judged, law)
    for position, act in enumerate(acts):
        wishes += _means(act, acts[:position], ticket, law)
    return wishes


def _promises_from_now(
    ticket: Record, acts: Sequence[Act], at: datetime, law: Law
) -> list[Command]:
    """A right learned late promises an answer to what still waits for one, from the instant that
    it is known (A-05); a ticket that is closed, or answered, gets nothing."""
    last = next((act for act in reversed(acts) if act.name in ANSWERS or act.occasion), None)
    closed = any(act.name == "TicketClosed" for act in acts)
    if closed or (last and last.name in ANSWERS):
        return []
    occasion, message = (last.occasion, last.message_id) if last else ("first", None)
    promises = law.promises(situation_of(ticket, occasion or "first"), at)
    return starts(ticket, at, message, promises)


async def _acted(act: Act, position: int, db: Db, editions: Editions) -> list[Command]:
    ticket = await _known(db, act.ticket_id)
    if ticket["covered"] is None:
        return [recorded(act)]
    before = await acts_since_opening(db, act.ticket_id, position)
    if act.occasion is None and waits_for(act, before) is None:
        return [recorded(act)]
    return _means(act, before, ticket, await law_of(ticket["edition"], db, editions))


async def _received(received: SolutionReceived, db: Db, editions: Editions) -> list[Command]:
    """A proven receipt begins the days after which a ticket closes by itself (CPRO-P-40…45)."""
    ticket = await _known(db, received.ticket_id)
    law = await law_of(ticket["edition"], db, editions)
    rule = law.edition.auto_close
    if rule is None or received.evidence not in rule.evidence:
        return []
    acts = await acts_of_message(db, received.ticket_id, received.message_id)
    if not acts or acts[0] not in rule.after:
        return []
    closing = law.closing(received.occurred_at, ticket["number"])
    again = f":{len(acts)}" if len(acts) > 1 else ""
    return starts(ticket, received.occurred_at, received.message_id, [closing], again)


async def _agreed(agreed: ClosingTimeAgreed, db: Db, editions: Editions) -> list[Command]:
    """The time of a solution, agreed for the first time or anew (NANO-47)."""
    ticket = await _known(db, agreed.ticket_id)
    law = await law_of(ticket["edition"], db, editions)
    running = {clock["clock"]: clock["clock_id"] for clock in await clocks_of(db, agreed.ticket_id)}
    wishes: list[Command] = []
    for promise in law.agreed(situation_of(ticket, "first"), agreed.occurred_at, agreed.due_at):
        if promise.clock in running:
            clock_id = running[promise.clock]
            wishes.append(moved(ticket, agreed.occurred_at, clock_id, promise, AGREED_ANEW))
        else:
            again = f":{agreed.occurred_at:%Y%m%d%H%M%S}"
            wishes += starts(ticket, agreed.occurred_at, None, [promise], again)
    return wishes


def _first_promises(ticket: Record, received_at: datetime, law: Law) -> list[Command]:
    promises = law.promises(situation_of(ticket, "first"), received_at)
    return starts(ticket, received_at, None, promises)


def _means(act: Act, before: Sequence[Act], ticket: Record, law: Law) -> list[Command]:
    """An act ends what it ends and, where it asks for an answer anew, begins what it begins."""
    done = recorded(act, waits_for(act, before), law)
    if act.occasion is None:
        return [done]
    promises = law.promises(situation_of(ticket, act.occasion, act.channel), act.at)
    return [done, *starts(ticket, act.at, act.message_id, promises)]


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
