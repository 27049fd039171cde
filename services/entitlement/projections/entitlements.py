"""Rights to support by number, by contact and by the end of their term."""

from collections.abc import Sequence
from datetime import date, datetime

from asyncpg import Record

from libs.events.entitlement import EntitlementExpired, EntitlementRegistered
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row


def _entitlement_key(envelope: Envelope) -> Row | None:
    match envelope.event:
        case EntitlementRegistered() | EntitlementExpired() as event:
            return {"entitlement_id": event.entitlement_id}
    return None


def _evolve_entitlement(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case EntitlementRegistered() as registered:
            return {
                "entitlement_id": registered.entitlement_id,
                "vendor": registered.vendor,
                "shard": envelope.record.shard,
                "number": registered.number,
                "customer_id": registered.customer_id,
                "plan": registered.plan,
                "product": registered.product,
                "services": list(registered.services),
                "level": registered.level,
                "starts_on": registered.starts_on,
                "ends_on": registered.ends_on,
                "expires_at": registered.expires_at,
                "edition": registered.edition,
                "expired": False,
            }
        case EntitlementExpired() if row:
            return row | {"expired": True}
    return row


ENTITLEMENTS = Projection(
    table="entitlements",
    columns="""
        entitlement_id text, vendor text not null, shard int not null, number text not null,
        customer_id text not null, plan text not null, product text, services text[] not null,
        level text, starts_on date not null, ends_on date not null,
        expires_at timestamptz not null, edition text not null, expired bool not null
    """,
    keyed_by=("entitlement_id",),
    key=_entitlement_key,
    evolve=_evolve_entitlement,
    indexes="""
        create unique index if not exists entitlements_number on entitlements (vendor, number);
        create index if not exists entitlements_expiring on entitlements (shard, expires_at)
            where not expired;
    """,
)


def normal(number: str | None) -> str | None:
    """A right's number as it is compared: without spaces, in capitals; None where it is blank."""
    return "".join((number or "").split()).upper() or None


async def right_numbered(db: Db, vendor: str, number: str | None) -> Row | None:
    """A vendor's right with the contacts that alone may use it; None for an unknown number."""
    row = await db.fetchrow(
        "select e.*, coalesce(c.contacts, '{}') as contacts from entitlements e"
        " left join customers c using (customer_id) where e.vendor = $1 and e.number = $2",
        vendor,
        number,
    )
    return dict(row) if row else None


async def right_of_contact(
    db: Db, vendor: str, contact_id: str, product: str | None, on: date
) -> Row | None:
    """The best right of the customers whose named contact this is: one that holds on the day and
    covers the product, if there is any."""
    row = await db.fetchrow(
        "select e.*, c.contacts from entitlements e join customers c using (customer_id)"
        " where e.vendor = $1 and c.contacts @> array[$2]"
        " order by $4 between starts_on and ends_on desc,"
        " coalesce(product, $3) is not distinct from $3 desc, ends_on desc, e.number limit 1",
        vendor,
        contact_id,
        product,
        on,
    )
    return dict(row) if row else None


async def expiring(db: Db, shards: Sequence[int], until: datetime, limit: int) -> list[Record]:
    """Rights whose term ended by that instant and for which nobody said so yet."""
    return await db.fetch(
        "select entitlement_id, vendor, expires_at from entitlements"
        " where shard = any($1) and not expired and expires_at <= $2"
        " order by expires_at limit $3",
        shards,
        until,
        limit,
    )


async def next_expiry(shards: Sequence[int], db: Db) -> datetime | None:
    """When the next term ends."""
    due: datetime | None = await db.fetchval(
        "select min(expires_at) from unnest($1::int[]) as held (shard) cross join lateral"
        " (select expires_at from entitlements e where e.shard = held.shard and not e.expired"
        " order by e.expires_at limit 1) first",
        shards,
    )
    return due


async def entitlement_with(db: Db, entitlement_id: str) -> Record | None:
    """One right by its id."""
    return await db.fetchrow("select * from entitlements where entitlement_id = $1", entitlement_id)


async def entitlements_after(db: Db, number: str, customer: str | None, limit: int) -> list[Record]:
    """Rights in the order of their numbers, behind one of them; of one customer or of all."""
    return await db.fetch(
        "select e.* from entitlements e join customers c using (customer_id)"
        " where e.number > $1 and ($2::text is null or c.number = $2) order by e.number limit $3",
        number,
        customer,
        limit,
    )
