"""What sla_clock keeps: tickets and their right, what was done on them, and what runs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

import asyncpg

from libs.events.entitlement import TicketDenied, TicketEntitled, TicketLeftUncovered
from libs.events.intake import TicketSubmitted
from libs.events.sla_clock import ClockMoved, ClockStarted, ClockWarned, SlaClockEvent
from libs.runtime.appending import decoded
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row
from services.sla_clock.acts import Act, act_of

PAGE = 1000


def _ticket_key(envelope: Envelope) -> Row | None:
    match envelope.event:
        case TicketSubmitted() | TicketEntitled() | TicketLeftUncovered() | TicketDenied() as event:
            return {"ticket_id": event.ticket_id}
    return None


def _evolve_ticket(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case TicketSubmitted() as submitted:
            return {
                "ticket_id": submitted.ticket_id,
                "vendor": submitted.vendor,
                "number": submitted.number,
                "client": submitted.client,
                "channel": submitted.channel,
                "edition": submitted.edition,
                "covered": None,
                "level": None,
            }
        case TicketEntitled() as entitled if row:
            return row | {"covered": bool(entitled.entitlement_id), "level": entitled.level}
        case TicketLeftUncovered() | TicketDenied() if row:
            return row | {"covered": False, "level": None}
    return row


TICKETS = Projection(
    table="tickets",
    columns="""
        ticket_id text, vendor text not null, number text not null, client text not null,
        channel text not null, edition text not null, covered bool, level text
    """,
    keyed_by=("ticket_id",),
    key=_ticket_key,
    evolve=_evolve_ticket,
)


def _act_key(envelope: Envelope) -> Row | None:
    act = act_of(envelope.event)
    if act is None:
        return None
    return {"ticket_id": act.ticket_id, "position": envelope.record.position}


def _evolve_act(_row: Row | None, envelope: Envelope) -> Row | None:
    act = act_of(envelope.event)
    if act is None:
        return None
    return {
        "ticket_id": act.ticket_id,
        "position": envelope.record.position,
        "vendor": act.vendor,
        "act": act.name,
        "at": act.at,
        "message_id": act.message_id,
        "channel": act.channel,
    }


ACTS = Projection(
    table="acts",
    columns="""
        ticket_id text, position bigint, vendor text not null, act text not null,
        at timestamptz not null, message_id text, channel text
    """,
    keyed_by=("ticket_id", "position"),
    key=_act_key,
    evolve=_evolve_act,
)


def _clock_key(envelope: Envelope) -> Row | None:
    event = envelope.event
    return {"clock_id": event.clock_id} if isinstance(event, SlaClockEvent) else None


def _evolve_clock(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case ClockStarted() as started:
            return _running(started, envelope.record.shard)
        case ClockMoved() as moved if row:
            return row | {
                "due_at": moved.due_at,
                "warn_at": moved.warn_at,
                "provisional": moved.provisional,
                "warned": row["warned"] and row["warn_at"] == moved.warn_at,
            }
        case ClockWarned() if row:
            return row | {"warned": True}
    return None


def _running(started: ClockStarted, shard: int) -> Row:
    return {
        "clock_id": started.clock_id,
        "vendor": started.vendor,
        "ticket_id": started.ticket_id,
        "shard": shard,
        "clock": started.clock,
        "started_at": started.occurred_at,
        "due_at": started.due_at,
        "warn_at": started.warn_at,
        "warned": False,
        "provisional": started.provisional,
        "edition": started.because.edition,
        "situation": started.because.facts.get("situation"),
    }


RUNNING_CLOCKS = Projection(
    table="running_clocks",
    columns="""
        clock_id text, vendor text not null, ticket_id text not null, shard int not null,
        clock text not null, started_at timestamptz not null, due_at timestamptz not null,
        warn_at timestamptz, warned bool not null, provisional bool not null,
        edition text not null, situation jsonb,
        next_at timestamptz not null generated always as
            (case when warned or warn_at is null then due_at else warn_at end) stored
    """,
    keyed_by=("clock_id",),
    key=_clock_key,
    evolve=_evolve_clock,
    indexes="""
        create index if not exists running_clocks_next on running_clocks (shard, next_at);
    """,
)

PROJECTIONS = (TICKETS, ACTS, RUNNING_CLOCKS)


async def ticket_of(db: Db, ticket_id: str) -> asyncpg.Record | None:
    """What is kept of a ticket."""
    return await db.fetchrow("select * from tickets where ticket_id = $1", ticket_id)


async def acts_since_opening(db: Db, ticket_id: str) -> list[Act]:
    """What was done on a ticket since it was opened for the last time, in its order."""
    rows = await db.fetch(
        "select ticket_id, vendor, act, at, message_id, channel from acts"
        " where ticket_id = $1 and position >= (select coalesce(max(position), 0) from acts"
        " where ticket_id = $1 and act = 'TicketReopened') order by position",
        ticket_id,
    )
    return [Act(*row) for row in rows]


async def act_of_message(db: Db, ticket_id: str, message_id: str) -> str | None:
    """Which act a message was."""
    name = await db.fetchval(
        "select act from acts where ticket_id = $1 and message_id = $2", ticket_id, message_id
    )
    return cast(str | None, name)


async def running_clocks(db: Db, vendor: str, after: str) -> Sequence[asyncpg.Record]:
    """Some of a vendor's running clocks, or of all (*), by their ids, behind one."""
    return await db.fetch(
        "select * from running_clocks where clock_id > $1 and $2 in (vendor, '*')"
        " order by clock_id limit $3",
        after,
        vendor,
        PAGE,
    )


async def due_clocks(
    db: Db, now: datetime, read_to: Mapping[int, datetime], most: int
) -> Sequence[asyncpg.Record]:
    """Clocks to warn of, and clocks that fell due before what was read, the earliest first.

    `read_to` has, for each shard, the instant up to which its silence is certain.
    """
    return await db.fetch(
        "select due.* from unnest($1::int[], $2::timestamptz[]) as held (shard, read_to)"
        " cross join lateral (select clock_id, ticket_id, vendor, next_at, due_at, held.read_to"
        " from running_clocks c where c.shard = held.shard and c.next_at <= $3"
        " and (c.next_at < c.due_at or c.due_at < held.read_to)"
        " order by c.next_at limit $4) due order by due.next_at, due.clock_id limit $4",
        list(read_to),
        list(read_to.values()),
        now,
        most,
    )


async def next_instant(shards: Sequence[int], db: Db) -> datetime | None:
    """The next instant at which a clock of these shards is to be warned of or falls due."""
    at = await db.fetchval(
        "select min(next_at) from unnest($1::int[]) as held (shard) cross join lateral"
        " (select next_at from running_clocks c where c.shard = held.shard"
        " order by next_at limit 1) first",
        shards,
    )
    return cast(datetime | None, at)


async def history(db: Db, ticket_id: str) -> list[SlaClockEvent]:
    """All that ever happened to a ticket's clocks."""
    rows: Sequence[Any] = await db.fetch(
        "select type, version, facts::text, null as half from events where stream = $1"
        " order by stream_version",
        f"clocks-{ticket_id}",
    )
    return [cast(SlaClockEvent, decoded(row)) for row in rows]
