"""Customers by the vendor's own numbers, with the contacts that alone may use their rights."""

from collections.abc import Mapping
from datetime import datetime

from asyncpg import Record

from libs.events.base import readable
from libs.events.entitlement import CustomerContactsNamed, CustomerRegistered
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row
from services.entitlement.projections.history import and_told, known_at


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
                **_contacts(registered.contacts, {}, registered.occurred_at),
                "name": readable(registered.name),
            }
        case CustomerContactsNamed() as named if row:
            return row | _contacts(named.contacts, row["contacts_known"], named.occurred_at)
    return row


def _contacts(contacts: tuple[str, ...], known: dict[str, list[str]], at: datetime) -> Row:
    """Who is named, who was when, and who ever was."""
    known = and_told(known, at, list(contacts))
    ever = sorted({each for named in known.values() for each in named})
    return {"contacts": list(contacts), "contacts_known": known, "contacts_ever": ever}


CUSTOMERS = Projection(
    table="customers",
    columns="""
        customer_id text, vendor text not null, number text not null, kind text not null,
        contacts text[] not null, contacts_known jsonb not null, contacts_ever text[] not null,
        name text
    """,
    keyed_by=("customer_id",),
    key=_customer_key,
    evolve=_evolve_customer,
    indexes="""
        create unique index if not exists customers_number on customers (vendor, number);
        create index if not exists customers_contacts on customers using gin (contacts);
        create index if not exists customers_contacts_ever on customers
            using gin (contacts_ever);
    """,
    personal={"name": "customer_id"},
)


async def customer_numbered(db: Db, vendor: str, number: str) -> Record | None:
    """A vendor's customer; None for an unknown number."""
    return await db.fetchrow(
        "select * from customers where vendor = $1 and number = $2", vendor, number
    )


async def customer_named(db: Db, vendor: str, number: str) -> Record | None:
    """A vendor's customer by the number of one of his licences, or by his own as it is compared."""
    return await db.fetchrow(
        "select c.* from customers c left join licences l on l.customer_id = c.customer_id"
        " and l.is_licence and l.number = $2 where c.vendor = $1"
        " and (l.number is not null or c.number = $2)"
        " order by l.number nulls last limit 1",
        vendor,
        number,
    )


async def contacts_of(db: Db, customer_id: str) -> list[str]:
    """The contacts that alone may use a customer's rights."""
    contacts = await db.fetchval(
        "select contacts from customers where customer_id = $1", customer_id
    )
    return list(contacts or ())


async def customers_of(db: Db, vendor: str, contact_id: str) -> list[Record]:
    """The customers whose named contact this is, or once was."""
    return await db.fetch(
        "select * from customers where vendor = $1 and contacts_ever @> array[$2] limit 200",
        vendor,
        contact_id,
    )


def named_at(known: Mapping[str, list[str]], at: datetime) -> list[str]:
    """The contacts that were named at an instant; before all, those who were named first."""
    return known_at(known, at, known[min(known)] if known else [])


async def customers_after(db: Db, number: str, limit: int) -> list[Record]:
    """Customers in the order of their numbers, behind one of them."""
    return await db.fetch(
        "select * from customers where number > $1 order by number limit $2", number, limit
    )


async def is_erased(db: Db, contact_id: str) -> bool:
    """Whether a person's particulars were deleted, so that his id is never used again."""
    return bool(await db.fetchval("select true from erased_persons where person = $1", contact_id))
