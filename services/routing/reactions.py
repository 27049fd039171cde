"""When a ticket is covered, promised, worked on or ended, look who is to have it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from libs.decider import Command
from libs.events.base import Because
from libs.events.entitlement import (
    EngineerListed,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
)
from libs.events.intake import (
    MergeUndone,
    PriorityChanged,
    TicketClosed,
    TicketRefused,
    TicketReopened,
    TicketTakenIntoWork,
)
from libs.events.routing import AbsencePlanned
from libs.events.sla_clock import (
    ClockBroken,
    ClockCancelled,
    ClockCorrected,
    ClockMet,
    ClockMetLate,
    ClockMoved,
    ClockResumed,
    ClockStarted,
)
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Envelope
from services.routing.domain.choice import offers
from services.routing.domain.commands import FollowEngineer, ReturnTicket, RouteTicket
from services.routing.domain.offices import OpenOffice
from services.routing.knowledge import QUEUE_SEEN, Desk
from services.routing.projections.queue import (
    due_tickets,
    held_by_staff,
    queued,
    ticket_of,
    uncovered_waiting,
)

TRIED_AT_ONCE = 200
CLOSED = Because(ru="Обращение закрыто", en="The ticket was closed")

Ending = TicketDenied | TicketRefused | TicketClosed


async def react(envelope: Envelope, db: Db, editions: Editions) -> Sequence[Command]:
    match envelope.event:
        case EngineerListed() as listed:
            return await on_the_list(listed, db, editions)
        case TicketEntitled() | TicketLeftUncovered() as event:
            return (RouteTicket(event.ticket_id, event.vendor, event.occurred_at),)
        case TicketReopened() | MergeUndone() | PriorityChanged() as event:
            return (RouteTicket(event.ticket_id, event.vendor, event.occurred_at),)
        case ClockStarted() | ClockMoved() | ClockResumed() as event:
            return (RouteTicket(event.ticket_id, event.vendor, event.occurred_at),)
        case ClockMet() | ClockMetLate() | ClockBroken() as event:
            return (RouteTicket(event.ticket_id, event.vendor, event.occurred_at),)
        case ClockCancelled() | ClockCorrected() as event:
            return (RouteTicket(event.ticket_id, event.vendor, event.occurred_at),)
        case TicketTakenIntoWork() as event:
            follow = FollowEngineer(
                event.ticket_id, event.vendor, event.occurred_at, event.engineer_id
            )
            return (follow, *await freed(event, db, editions))
        case TicketDenied() | TicketRefused() | TicketClosed() as event:
            because = event.because or CLOSED
            back = ReturnTicket(event.ticket_id, event.vendor, event.occurred_at, because)
            return (back, *await freed(event, db, editions))
    return ()


async def on_the_list(
    listed: EngineerListed, db: Db, editions: Editions
) -> Sequence[OpenOffice | RouteTicket]:
    """An engineer comes, goes, or knows other products: his office is open, and what he has or
    could take is looked at."""
    vendor, at = listed.vendor, listed.occurred_at
    edition = await editions.in_force(vendor, at, db)
    offices = [each for each in edition.schedule.offices if each.slug == listed.office]
    has = await held_by_staff(db, vendor, listed.staff_id)
    return [
        *(
            OpenOffice(f"{vendor}.{each.slug}", vendor, at, each.slug, each.name.ru, each.name.en)
            for each in offices
        ),
        *(RouteTicket(each, vendor, at) for each in (*has, *await queued(db, vendor, QUEUE_SEEN))),
    ]


async def freed(
    event: Ending | TicketTakenIntoWork, db: Db, editions: Editions
) -> Sequence[RouteTicket]:
    """Try the queue's uncovered tickets that somebody is free for without this ticket."""
    row = await ticket_of(db, event.ticket_id)
    if row is None or row["engineer_id"] is None:
        return ()
    if isinstance(event, TicketTakenIntoWork) and row["engineer_id"] == event.engineer_id:
        return ()
    waiting = await uncovered_waiting(db, event.vendor, QUEUE_SEEN)
    if not waiting:
        return ()
    at = event.occurred_at
    desk = await Desk.of(event.vendor, at, db, editions)
    await desk.have_the_pool()
    people = await desk.colleagues(event.ticket_id)
    given = offers(people, [(each["ticket_id"], each["about"]) for each in waiting], at)
    return [RouteTicket(ticket_id, event.vendor, at) for ticket_id in given]


def asks(envelope: Envelope) -> Sequence[RouteTicket]:
    """Who will be away may have to hand over what is promised."""
    match envelope.event:
        case AbsencePlanned() as planned:
            return [
                RouteTicket(ticket_id, planned.vendor, planned.occurred_at)
                for ticket_id in planned.tickets
            ]
    return ()


async def tick(now: datetime, read_to: Mapping[int, datetime], db: Db) -> Sequence[Command]:
    """Tickets whose next try or whose engineer's end of shift has come."""
    rows = await due_tickets(db, list(read_to), now, TRIED_AT_ONCE)
    return [RouteTicket(row["ticket_id"], row["vendor"], row["next_at"]) for row in rows]
