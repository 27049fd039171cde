"""Rights as they are asked for: by number, licence or contact, and by what is due."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from asyncpg import Record

from libs.events.entitlement import CustomerContactsNamed, EntitlementClaimed
from libs.runtime.database import Db
from libs.runtime.projection import Row
from services.entitlement.projections.customers import named_at
from services.entitlement.projections.entitlements import TERMS
from services.entitlement.projections.history import known_at

Seats = dict[str, Any]
"""How many workplaces, and the requests that the contract sets for them."""

BEST = (
    "$4 between coalesce(starts_on, 'infinity') and coalesce(ends_on, 'infinity') desc,"
    " coalesce(product, $3) is not distinct from $3 desc, ends_on desc nulls first, e.number"
)
"""One that holds on the day and covers the product, if there is any."""


def normal(number: str | None) -> str | None:
    """A right's number as it is compared: without spaces, in capitals; None where it is blank."""
    return "".join((number or "").split()).upper() or None


WITH_HOLDERS = (
    "select e.*, coalesce(c.contacts, '{}') || claimed_by as contacts,"
    " coalesce(c.contacts_known, '{}') as contacts_known from entitlements e"
    " left join customers c using (customer_id)"
)
"""Rights with the contacts that alone may use them, and with those who once were."""


async def right_numbered(db: Db, vendor: str, number: str | None) -> Row | None:
    """A vendor's right with the contacts that alone may use it; None for an unknown number."""
    row = await db.fetchrow(f"{WITH_HOLDERS} where e.vendor = $1 and e.number = $2", vendor, number)
    return dict(row) if row else None


async def right_of_licence(
    db: Db, vendor: str, number: str | None, product: str | None, on: date
) -> Row | None:
    """The best right of the customer who has the licence of this number (NANO-13)."""
    row = await db.fetchrow(
        f"{WITH_HOLDERS} join licences l using (customer_id)"
        f" where l.vendor = $1 and l.number = $2 order by {BEST} limit 1",
        vendor,
        number,
        product,
        on,
    )
    return dict(row) if row else None


async def rights_usable_by(
    db: Db, vendor: str, contact_id: str, product: str | None, on: date
) -> list[Row]:
    """The rights of the customers whose named contact this is or once was, and those that he
    claimed: the best first."""
    rows = await db.fetch(
        f"{WITH_HOLDERS} where e.vendor = $1"
        f" and (c.contacts_ever @> array[$2] or claimed_ever @> array[$2]) order by {BEST}"
        " limit 200",
        vendor,
        contact_id,
        product,
        on,
    )
    return [dict(row) for row in rows]


async def rights_of_contact(db: Db, vendor: str, contact_id: str) -> list[Record]:
    """All rights of the customers whose named contact this is, or that he claimed."""
    return await db.fetch(
        "select e.*, c.number as customer from entitlements e join customers c using (customer_id)"
        " where e.vendor = $1 and (c.contacts @> array[$2] or claimed_by @> array[$2])"
        " order by e.ends_on desc nulls first, e.number limit 200",
        vendor,
        contact_id,
    )


async def rights_of_customer(db: Db, customer_id: str) -> list[Record]:
    """All rights of a customer, with all their terms."""
    return await db.fetch("select * from entitlements where customer_id = $1", customer_id)


async def due(db: Db, shards: Sequence[int], until: datetime, limit: int) -> list[Record]:
    """Rights whose term ended by that instant and for which nobody said so yet, and those whose
    holder is to be reminded."""
    return await db.fetch(
        "(select entitlement_id, vendor, expires_at as at, true as ends from entitlements"
        " where shard = any($1) and not expired and expires_at <= $2 order by 3 limit $3)"
        " union all (select entitlement_id, vendor, next_reminder, false from entitlements"
        " where shard = any($1) and next_reminder <= $2 order by 3 limit $3)",
        shards,
        until,
        limit,
    )


async def next_due(shards: Sequence[int], db: Db) -> datetime | None:
    """When the next term ends, or the next reminder is to be sent."""
    at: datetime | None = await db.fetchval(
        "select least(min(e.at), min(r.at)) from unnest($1::int[]) as held (shard)"
        " left join lateral (select expires_at as at from entitlements e where"
        " e.shard = held.shard and not e.expired and e.expires_at is not null"
        " order by e.expires_at limit 1) e on true"
        " left join lateral (select next_reminder as at from entitlements e where"
        " e.shard = held.shard and next_reminder is not null"
        " order by next_reminder limit 1) r on true",
        shards,
    )
    return at


async def entitlement_with(db: Db, entitlement_id: str) -> Record | None:
    """One right by its id."""
    return await db.fetchrow("select * from entitlements where entitlement_id = $1", entitlement_id)


async def learned_after(db: Db, right: Row, at: datetime) -> list[datetime]:
    """When what a right is, or whose, was learned after an instant: the earliest first."""
    streams = [f"entitlement-{right['entitlement_id']}", f"customer-{right['customer_id']}"]
    rows = await db.fetch(
        "select distinct occurred_at from events where stream = any($1) and type = any($2)"
        " and occurred_at > $3 order by 1",
        streams,
        [each.__name__ for each in (*TERMS, EntitlementClaimed, CustomerContactsNamed)],
        at,
    )
    return [row["occurred_at"] for row in rows]


def seats_at(row: Row | Record, at: datetime) -> Seats:
    """The workplaces that a right was for at an instant."""
    first = {"seats": row["seats_first"], "requests": row["requests_first"]}
    return known_at(row["seats_known"], at, first)


def contacts_at(row: Row, at: datetime) -> tuple[str, ...]:
    """Who alone might use a right at an instant: as his customer's contact, or as his own."""
    named = named_at(row["contacts_known"], at)
    return (*named, *known_at(row["claimed_known"], at, []))


async def entitlements_after(db: Db, number: str, customer: str | None, limit: int) -> list[Record]:
    """Rights in the order of their numbers, behind one of them; of one customer or of all."""
    return await db.fetch(
        "select e.* from entitlements e join customers c using (customer_id)"
        " where e.number > $1 and ($2::text is null or c.number = $2) order by e.number limit $3",
        number,
        customer,
        limit,
    )
