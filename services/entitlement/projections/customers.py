"""Customers by the vendor's own numbers, with the contacts that alone may use their rights."""

from asyncpg import Record

from libs.events.base import readable
from libs.events.entitlement import CustomerContactsNamed, CustomerRegistered
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row


def _customer_key(envelope: Envelope) -> Row | None:
    match envelope.event:
        case CustomerRegistered() | CustomerContactsNamed() as event:
            return {"customer_id": event.customer_id}
    return None


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
        case CustomerContactsNamed() as named if row:
            return row | {"contacts": list(named.contacts)}
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
    indexes="""
        create unique index if not exists customers_number on customers (vendor, number);
        create index if not exists customers_contacts on customers using gin (contacts);
    """,
    personal={"name": "customer_id"},
)


async def customer_numbered(db: Db, vendor: str, number: str) -> Record | None:
    """A vendor's customer; None for an unknown number."""
    return await db.fetchrow(
        "select * from customers where vendor = $1 and number = $2", vendor, number
    )


async def contacts_of(db: Db, customer_id: str) -> list[str]:
    """The contacts that alone may use a customer's rights."""
    contacts = await db.fetchval(
        "select contacts from customers where customer_id = $1", customer_id
    )
    return list(contacts or ())


async def customer_of(db: Db, vendor: str, contact_id: str) -> str | None:
    """The customer whose named contact this is; None where there is none, or are several."""
    rows = await db.fetch(
        "select customer_id from customers where vendor = $1 and contacts @> array[$2] limit 2",
        vendor,
        contact_id,
    )
    return rows[0]["customer_id"] if len(rows) == 1 else None


async def customers_after(db: Db, number: str, limit: int) -> list[Record]:
    """Customers in the order of their numbers, behind one of them."""
    return await db.fetch(
        "select * from customers where number > $1 order by number limit $2", number, limit
    )


async def is_erased(db: Db, contact_id: str) -> bool:
    """Whether a person's particulars were deleted, so that his id is never used again."""
    return bool(await db.fetchval("select true from erased_persons where person = $1", contact_id))
