"""How each ticket stands for who is to take it: its right, its deadline, its engineer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from asyncpg import Record

from libs.events.base import Event
from libs.events.entitlement import TicketDenied, TicketEntitled, TicketLeftUncovered
from libs.events.intake import TicketClosed, TicketRefused, TicketReopened, TicketSubmitted
from libs.events.routing import (
    HandOverPlanned,
    TicketAssigned,
    TicketHandedOver,
    TicketQueued,
    TicketReturned,
)
from libs.events.sla_clock import (
    ClockBroken,
    ClockCancelled,
    ClockCorrected,
    ClockMet,
    ClockMoved,
    ClockResumed,
    ClockStarted,
)
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row

Change = Callable[[Row, Any], Row]
NO_PROMISE = "auto_close"
"""The clock that runs against the customer, not against the desk."""


def _submitted(envelope: Envelope) -> Row:
    event = envelope.event
    assert isinstance(event, TicketSubmitted)
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "shard": envelope.record.shard,
        "received_at": event.occurred_at,
        "ended": False,
        "priority": None,
        "lack": None,
        "customer_id": None,
        "product": event.product,
        "covered_product": None,
        "deadlines": {},
        "due_at": None,
        "engineer_id": None,
        "next_try": None,
        "hand_over_at": None,
    }


def _entitled(_row: Row, event: TicketEntitled) -> Row:
    return {
        "priority": "uncovered" if event.queue == "minimum" else "covered",
        "lack": event.lack,
        "customer_id": event.customer_id,
        "covered_product": event.product,
    }


def _uncovered(_row: Row, event: TicketLeftUncovered) -> Row:
    return {
        "priority": "uncovered",
        "lack": event.reason,
        "customer_id": None,
        "covered_product": event.product,
    }


def _denied(_row: Row, event: TicketDenied) -> Row:
    return {"priority": None, "lack": event.reason, "customer_id": None}


def _falls_due(row: Row, event: ClockStarted | ClockMoved | ClockResumed) -> Row:
    known = event.clock_id in row["deadlines"]
    if not known and not (isinstance(event, ClockStarted) and event.clock != NO_PROMISE):
        return {}
    return _deadlines(row["deadlines"] | {event.clock_id: event.due_at.isoformat()})


def _ended_clock(row: Row, event: ClockMet | ClockBroken | ClockCancelled | ClockCorrected) -> Row:
    return _deadlines({k: due for k, due in row["deadlines"].items() if k != event.clock_id})


def _deadlines(running: Mapping[str, str]) -> Row:
    due = min(map(datetime.fromisoformat, running.values()), default=None)
    return {"deadlines": dict(running), "due_at": due}


def _assigned(_row: Row, event: TicketAssigned | TicketHandedOver) -> Row:
    return {"engineer_id": event.engineer_id, "next_try": None, "hand_over_at": None}


CHANGES: Mapping[type[Event], Change] = {
    TicketClosed: lambda row, event: {"ended": True},
    TicketRefused: lambda row, event: {"ended": True},
    TicketReopened: lambda row, event: {"ended": False},
    TicketEntitled: _entitled,
    TicketLeftUncovered: _uncovered,
    TicketDenied: _denied,
    ClockStarted: _falls_due,
    ClockMoved: _falls_due,
    ClockResumed: _falls_due,
    ClockMet: _ended_clock,
    ClockBroken: _ended_clock,
    ClockCancelled: _ended_clock,
    ClockCorrected: _ended_clock,
    TicketQueued: lambda row, event: {"next_try": event.next_try},
    TicketAssigned: _assigned,
    TicketHandedOver: _assigned,
    HandOverPlanned: lambda row, event: {"hand_over_at": event.hand_over_at},
    TicketReturned: lambda row, event: {"engineer_id": None, "hand_over_at": None},
}


def _key(envelope: Envelope) -> Row | None:
    event = envelope.event
    if type(event) in CHANGES or isinstance(event, TicketSubmitted):
        return {"ticket_id": envelope.key}
    return None


def _evolve(row: Row | None, envelope: Envelope) -> Row | None:
    if isinstance(envelope.event, TicketSubmitted):
        return _submitted(envelope)
    return row and row | CHANGES[type(envelope.event)](row, envelope.event)


TICKETS = Projection(
    table="tickets",
    columns="""
        ticket_id text, vendor text not null, shard int not null, received_at timestamptz not null,
        ended bool not null, priority text, lack text, customer_id text, product text,
        covered_product text, deadlines jsonb not null, due_at timestamptz, engineer_id text,
        next_try timestamptz, hand_over_at timestamptz,
        next_at timestamptz generated always as (
            case when ended or priority is null then null
                when engineer_id is null then next_try else hand_over_at end
        ) stored
    """,
    keyed_by=("ticket_id",),
    key=_key,
    evolve=_evolve,
    indexes="""
        create index if not exists tickets_due on tickets (shard, next_at)
            where next_at is not null;
        create index if not exists tickets_held on tickets (vendor, engineer_id)
            where engineer_id is not null;
        create index if not exists tickets_waiting on tickets (vendor, priority, received_at)
            where engineer_id is null and not ended;
    """,
)


async def ticket_of(db: Db, ticket_id: str) -> Record | None:
    """One ticket as it stands."""
    return await db.fetchrow(
        "select *, coalesce(covered_product, product) as about from tickets where ticket_id = $1",
        ticket_id,
    )


async def due_tickets(db: Db, shards: Sequence[int], now: datetime, limit: int) -> list[Record]:
    """Tickets to be tried or handed over by now, the covered ones first."""
    return await db.fetch(
        "select ticket_id, vendor, next_at from tickets where shard = any($1) and next_at <= $2"
        " order by priority, received_at, ticket_id limit $3",
        shards,
        now,
        limit,
    )


async def next_due(shards: Sequence[int], db: Db) -> datetime | None:
    """When the next ticket is to be tried or handed over."""
    next_at: datetime | None = await db.fetchval(
        "select min(next_at) from unnest($1::int[]) as held (shard), lateral (select next_at from"
        " tickets t where t.shard = held.shard and next_at is not null order by 1 limit 1) first",
        shards,
    )
    return next_at


async def uncovered_waiting(db: Db, vendor: str, limit: int) -> list[Record]:
    """The vendor's uncovered tickets in the queue, those that have waited longest first."""
    return await db.fetch(
        "select ticket_id, coalesce(covered_product, product) as about from tickets"
        " where vendor = $1 and priority = 'uncovered' and engineer_id is null and not ended"
        " order by received_at, ticket_id limit $2",
        vendor,
        limit,
    )


async def covered_due(db: Db, vendor: str, now: datetime, but: str) -> int:
    """How many of the vendor's covered tickets are to be given out now, one left out."""
    count: int = await db.fetchval(
        "select count(*) from tickets where vendor = $1 and priority = 'covered'"
        " and engineer_id is null and not ended and next_try <= $2 and ticket_id <> $3",
        vendor,
        now,
        but,
    )
    return count


async def promised_of(db: Db, engineer_id: str) -> list[str]:
    """The tickets that an engineer has with a promise running."""
    rows = await db.fetch(
        "select ticket_id from tickets where engineer_id = $1 and due_at is not null"
        " and not ended order by ticket_id",
        engineer_id,
    )
    return [row["ticket_id"] for row in rows]


async def colleagues(
    db: Db, vendor: str, customer_id: str | None, but: str, only: str | None = None
) -> list[Record]:
    """The vendor's engineers, or one of them, with their absences and the tickets they have.

    `but`: the ticket that is not counted.
    """
    return await db.fetch(
        "select e.engineer_id, e.office_id, e.products,"
        " exists (select from dedications d where d.engineer_id = e.engineer_id"
        " and d.customer_id = $2) as dedicated,"
        " coalesce(h.covered, 0) as covered, coalesce(h.uncovered, 0) as uncovered,"
        " array(select a.absent_from from absences a where a.engineer_id = e.engineer_id"
        " order by a.absent_from, a.absent_until) as absent_from,"
        " array(select a.absent_until from absences a where a.engineer_id = e.engineer_id"
        " order by a.absent_from, a.absent_until) as absent_until"
        " from engineers e left join (select engineer_id,"
        " count(*) filter (where priority = 'covered') as covered,"
        " count(*) filter (where priority is distinct from 'covered') as uncovered"
        " from tickets where vendor = $1 and engineer_id is not null and not ended"
        " and ticket_id <> $3 group by engineer_id) h using (engineer_id)"
        " where e.vendor = $1 and ($4::text is null or e.engineer_id = $4) order by e.engineer_id",
        vendor,
        customer_id,
        but,
        only,
    )
