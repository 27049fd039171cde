"""Who holds which right: customers, rights by number, and what each ticket claimed."""

from collections.abc import Sequence
from datetime import datetime

from asyncpg import Record

from libs.events.base import readable
from libs.events.entitlement import CustomerRegistered, EntitlementExpired, EntitlementRegistered
from libs.events.intake import TicketSubmitted
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row


def _customer_key(envelope: Envelope) -> Row | None:
    event = envelope.event
    return {"customer_id": event.customer_id} if isinstance(event, CustomerRegistered) else None


def _evolve_customer(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case CustomerRegistered() as registered:
            return {
                "customer_id": registered.customer_id,
                "vendor": registered.vendor,
                "number": registered.number,
                "kind": registered.kind,
                "contacts": list(registered.contacts),
                "name": readable(registered.name),
            }
    return row


CUSTOMERS = Projection(
    table="customers",
    columns="""
        customer_id text, vendor text not null, number text not null, kind text not null,
        contacts text[] not null, name text
    """,
    keyed_by=("customer_id",),
    key=_customer_key,
    evolve=_evolve_customer,
    indexes="create unique index if not exists customers_number on customers (vendor, number);",
    personal={"name": "customer_id"},
)


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


def _claim_key(envelope: Envelope) -> Row | None:
    event = envelope.event
    return {"ticket_id": event.ticket_id} if isinstance(event, TicketSubmitted) else None


def _evolve_claim(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case TicketSubmitted() as submitted:
            return {
                "ticket_id": submitted.ticket_id,
                "vendor": submitted.vendor,
                "contact_id": submitted.contact_id,
                "channel": submitted.channel,
                "product": submitted.product,
                "number": normal(submitted.certificate),
                "edition": submitted.edition,
            }
    return row


CLAIMS = Projection(
    table="claims",
    columns="""
        ticket_id text, vendor text not null, contact_id text not null, channel text not null,
        product text, number text, edition text not null
    """,
    keyed_by=("ticket_id",),
    key=_claim_key,
    evolve=_evolve_claim,
)

PROJECTIONS = (CUSTOMERS, ENTITLEMENTS, CLAIMS)


def normal(number: str | None) -> str | None:
    """A right's number as it is compared: without spaces, in capitals; None where it is blank."""
    return "".join((number or "").split()).upper() or None


async def claim_of(db: Db, ticket_id: str) -> Record | None:
    """What a ticket claimed when it was submitted."""
    return await db.fetchrow("select * from claims where ticket_id = $1", ticket_id)


async def right_numbered(db: Db, vendor: str, number: str | None) -> Row | None:
    """A vendor's right with the contacts that alone may use it; None for an unknown number."""
    row = await db.fetchrow(
        "select e.*, coalesce(c.contacts, '{}') as contacts from entitlements e"
        " left join customers c using (customer_id) where e.vendor = $1 and e.number = $2",
        vendor,
        number,
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
        "select min(expires_at) from entitlements where shard = any($1) and not expired", shards
    )
    return due


async def binding_edition(db: Db, vendor: str, at: datetime) -> str | None:
    """The edition under whose notice a change is published: the newest in force, else the next
    to come; None before the first."""
    edition: str | None = await db.fetchval(
        "select edition from editions where vendor = $1 order by in_force_from <= $2 desc,"
        " abs(extract(epoch from in_force_from - $2)) limit 1",
        vendor,
        at,
    )
    return edition


async def customer_numbered(db: Db, vendor: str, number: str) -> str | None:
    """The id of a vendor's customer; None for an unknown number."""
    customer_id: str | None = await db.fetchval(
        "select customer_id from customers where vendor = $1 and number = $2", vendor, number
    )
    return customer_id


async def is_erased(db: Db, contact_id: str) -> bool:
    """Whether a person's particulars were deleted, so that his id is never used again."""
    return bool(await db.fetchval("select true from erased_persons where person = $1", contact_id))


async def customers_after(db: Db, number: str, limit: int) -> list[Record]:
    """Customers in the order of their numbers, behind one of them."""
    return await db.fetch(
        "select * from customers where number > $1 order by number limit $2", number, limit
    )


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


async def editions_after(db: Db, edition: str, limit: int) -> list[Record]:
    """Editions in the order of their ids, behind one of them."""
    return await db.fetch(
        "select edition, in_force_from from editions where edition > $1 order by edition limit $2",
        edition,
        limit,
    )
