"""Rights as they are asked for: by number, licence or contact, and by what is due."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from asyncpg import Record

from libs.events.entitlement import EntitlementClaimed
from libs.runtime.database import Db
from libs.runtime.projection import Row
from services.entitlement.projections.entitlements import TERMS

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


async def right_numbered(db: Db, vendor: str, number: str | None) -> Row | None:
    """A vendor's right with the contacts that alone may use it; None for an unknown number."""
    row = await db.fetchrow(
        "select e.*, coalesce(c.contacts, '{}') || claimed_by as contacts from entitlements e"
        " left join customers c using (customer_id) where e.vendor = $1 and e.number = $2",
        vendor,
        number,
    )
    return dict(row) if row else None


async def right_of_licence(
    db: Db, vendor: str, number: str | None, product: str | None, on: date
) -> Row | None:
    """The best right of the customer who has the licence of this number (NANO-13)."""
    row = await db.fetchrow(
        "select e.*, coalesce(c.contacts, '{}') || claimed_by as contacts from licences l"
        " join entitlements e using (customer_id) left join customers c using (customer_id)"
        f" where l.vendor = $1 and l.number = $2 order by {BEST} limit 1",
        vendor,
        number,
        product,
        on,
    )
    return dict(row) if row else None


async def right_of_contact(
    db: Db, vendor: str, contact_id: str, product: str | None, on: date
) -> Row | None:
    """The best right of the customers whose named contact this is, or that he claimed."""
    row = await db.fetchrow(
        "select e.*, c.contacts || claimed_by as contacts from entitlements e"
        " join customers c using (customer_id)"
        " where e.vendor = $1 and (c.contacts @> array[$2] or claimed_by @> array[$2])"
        f" order by {BEST} limit 1",
        vendor,
        contact_id,
        product,
        on,
    )
    return dict(row) if row else None


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


async def known_at(db: Db, entitlement_id: str) -> datetime | None:
    """When what a right is, or whose, was learned last."""
    at: datetime | None = await db.fetchval(
        "select max(occurred_at) from events where stream = 'entitlement-' || $1"
        " and type = any($2)",
        entitlement_id,
        [each.__name__ for each in (*TERMS, EntitlementClaimed)],
    )
    return at


def seats_at(row: Row | Record, at: datetime) -> Seats:
    """The workplaces that a right was for at an instant."""
    known = {datetime.fromisoformat(since): seats for since, seats in row["seats_known"].items()}
    past = [since for since in known if since <= at]
    first = {"seats": row["seats_first"], "requests": row["requests_first"]}
    return known[max(past)] if past else first


async def entitlements_after(db: Db, number: str, customer: str | None, limit: int) -> list[Record]:
    """Rights in the order of their numbers, behind one of them; of one customer or of all."""
    return await db.fetch(
        "select e.* from entitlements e join customers c using (customer_id)"
        " where e.number > $1 and ($2::text is null or c.number = $2) order by e.number limit $3",
        number,
        customer,
        limit,
    )
