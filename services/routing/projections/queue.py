"""What is asked of the tables of routing: a ticket, what is due, what waits, who could take it."""

from collections.abc import Sequence
from datetime import datetime

from asyncpg import Record

from libs.runtime.database import Db
from services.routing.projections.people import PEOPLE

# Covered tickets first, by their places and by what is owed on them; the others as they came.
# `GET /v1/queue` of views shows this order to engineers.
IN_TURN = (
    "priority, case priority when 'covered' then place end,"
    " case priority when 'covered' then owed_at end nulls last, received_at, ticket_id"
)


async def ticket_of(db: Db, ticket_id: str) -> Record | None:
    """One ticket as it stands."""
    return await db.fetchrow(
        "select *, coalesce(covered_product, product) as about from tickets where ticket_id = $1",
        ticket_id,
    )


async def due_tickets(db: Db, shards: Sequence[int], now: datetime, limit: int) -> list[Record]:
    """Tickets to be tried or handed over by now, in their turn."""
    return await db.fetch(
        "select ticket_id, vendor, next_at from tickets where shard = any($1) and next_at <= $2"
        f" order by {IN_TURN} limit $3",
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


async def held_by_staff(db: Db, vendor: str, staff_id: str) -> list[str]:
    """The open tickets of an engineer whom the vendor's facts name."""
    rows = await db.fetch(
        f"select ticket_id from tickets t join {PEOPLE} p using (vendor, engineer_id)"
        " where vendor = $1 and p.staff_id = $2 and not ended order by ticket_id",
        vendor,
        staff_id,
    )
    return [row["ticket_id"] for row in rows]


async def queued(db: Db, vendor: str, limit: int) -> list[str]:
    """The vendor's tickets in the queue, in their turn."""
    rows = await db.fetch(
        "select ticket_id from tickets where vendor = $1 and engineer_id is null and not ended"
        f" and priority is not null order by {IN_TURN} limit $2",
        vendor,
        limit,
    )
    return [row["ticket_id"] for row in rows]


async def colleagues(
    db: Db, vendor: str, customer_id: str | None, but: str, only: str | None = None
) -> list[Record]:
    """The vendor's engineers, or one of them, with their absences and the tickets they have.

    `but`: the ticket that is not counted.
    """
    return await db.fetch(
        f"with people as materialized (select * from {PEOPLE} p where vendor = $1),"
        " owner as (select number from customers where customer_id = $2)"
        " select e.engineer_id, e.office_id, e.products, e.from_date, e.last_day,"
        " exists (select from dedications d where d.engineer_id = e.engineer_id"
        " and d.customer_id = $2) or exists (select from owner where number = any(e.dedicated_to))"
        " as dedicated,"
        " exists (select from dedications d where d.deputy_id = e.engineer_id"
        " and d.customer_id = $2) or exists (select from owner, people o"
        " where number = any(o.dedicated_to) and o.deputy_id = e.staff_id) as deputy,"
        " h.covered, h.uncovered,"
        " array(select a.absent_from from absences a where a.engineer_id = e.engineer_id"
        " order by a.absent_from, a.absent_until) as absent_from,"
        " array(select a.absent_until from absences a where a.engineer_id = e.engineer_id"
        " order by a.absent_from, a.absent_until) as absent_until"
        # Engineer by engineer: whoever asks about one of them need not count what all have.
        " from people e cross join lateral (select"
        " count(*) filter (where priority = 'covered') as covered,"
        " count(*) filter (where priority is distinct from 'covered') as uncovered"
        " from tickets t where t.vendor = $1 and t.engineer_id = e.engineer_id and not ended"
        " and ticket_id <> $3) h"
        " where $4::text is null or e.engineer_id = $4 order by e.engineer_id",
        vendor,
        customer_id,
        but,
        only,
    )
