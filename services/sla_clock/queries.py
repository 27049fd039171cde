"""What sla_clock is asked for of its own tables: a ticket, its acts, the clocks that run."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

import asyncpg

from libs.events.sla_clock import ClockEvent
from libs.runtime.appending import decoded
from libs.runtime.database import Db
from libs.runtime.projection import Row
from services.sla_clock.acts import Act

PAGE = 1000
LAST = 2**62


async def ticket_of(db: Db, ticket_id: str) -> asyncpg.Record | None:
    """What is kept of a ticket."""
    return await db.fetchrow("select * from tickets where ticket_id = $1", ticket_id)


async def known_ticket(db: Db, ticket_id: str) -> Row:
    """The same of one that was submitted. Raises LookupError where that was never taken in."""
    ticket = await ticket_of(db, ticket_id)
    if ticket is None:
        raise LookupError(f"no TicketSubmitted of {ticket_id} was ever taken in")
    return dict(ticket)


async def acts_since_opening(db: Db, ticket_id: str, before: int = LAST) -> list[Act]:
    """What was done on a ticket since it was opened for the last time, in its order; `before` is
    the position of the first act that is left out."""
    rows = await db.fetch(
        "select ticket_id, vendor, act as name, at, message_id, channel, asks, answered from acts"
        " where ticket_id = $1 and position >= (select coalesce(max(position), 0) from acts"
        " where ticket_id = $1 and act = 'TicketReopened' and position < $2)"
        " and position < $2 order by position",
        ticket_id,
        before,
    )
    return [Act(**dict(row) | {"answered": tuple(row["answered"])}) for row in rows]


async def acts_of_message(db: Db, ticket_id: str, message_id: str) -> list[str]:
    """Which act a message was, and how often its receipt has been withdrawn since."""
    rows = await db.fetch(
        "select act from acts where ticket_id = $1 and message_id = $2 order by position",
        ticket_id,
        message_id,
    )
    return [row["act"] for row in rows]


async def clocks_of(db: Db, ticket_id: str) -> Sequence[asyncpg.Record]:
    """The clocks that run or stand on a ticket."""
    return await db.fetch(
        "select * from running_clocks where ticket_id = $1 order by clock_id", ticket_id
    )


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


async def history(db: Db, ticket_id: str) -> list[ClockEvent]:
    """All that ever happened to a ticket's clocks."""
    rows: Sequence[Any] = await db.fetch(
        "select type, version, facts::text, null as half from events where stream = $1"
        " order by stream_version",
        f"clocks-{ticket_id}",
    )
    return [cast(ClockEvent, decoded(row)) for row in rows]
