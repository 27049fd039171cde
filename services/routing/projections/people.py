"""Offices, engineers, whom they are dedicated to and when they are away."""

from collections.abc import Callable
from typing import Any

from asyncpg import Record

from libs.events.base import Event, readable
from libs.events.entitlement import CustomerRegistered, EngineerListed
from libs.events.routing import AbsencePlanned, EngineerDedicated, EngineerHired, OfficeOpened
from libs.runtime.database import Db
from libs.runtime.projection import Projection, Row


def _table(
    name: str,
    columns: str,
    keyed_by: tuple[str, ...],
    event_type: type[Event],
    row: Callable[[Any], Row],
    indexes: str = "",
    personal: dict[str, str] | None = None,
) -> Projection:
    """A table in which one kind of event writes whole rows."""
    return Projection(
        table=name,
        columns=f"vendor text not null, {columns}",
        keyed_by=keyed_by,
        key=lambda e: (
            {column: getattr(e.event, column) for column in keyed_by}
            if isinstance(e.event, event_type)
            else None
        ),
        evolve=lambda _, e: {"vendor": e.event.vendor, **row(e.event)},
        indexes=indexes,
        personal=personal or {},
    )


OFFICES = _table(
    "offices",
    "office_id text, ru text not null, en text not null",
    ("vendor", "office_id"),
    OfficeOpened,
    lambda event: {"office_id": event.office_id, "ru": event.ru, "en": event.en},
)

ENGINEERS = _table(
    "engineers",
    """
        engineer_id text, office_id text not null, products text[] not null,
        known_as text[] not null, language text not null, name text, email text
    """,
    ("engineer_id",),
    EngineerHired,
    lambda event: {
        "engineer_id": event.engineer_id,
        "office_id": event.office_id,
        "products": list(event.products),
        "known_as": list(event.known_as),
        "language": event.language,
        "name": readable(event.name),
        "email": readable(event.email),
    },
    "create unique index if not exists engineers_email on engineers (vendor, lower(email));",
    {"name": "engineer_id", "email": "engineer_id"},
)

LISTED = _table(
    "listed_engineers",
    """
        staff_id text, office_id text not null, products text[] not null,
        dedicated_to text[] not null, deputy_id text, from_date date, last_day date,
        known_as text[] not null, address_digest text not null
    """,
    ("staff_id",),
    EngineerListed,
    lambda event: {
        "staff_id": event.staff_id,
        "office_id": event.office,
        "products": list(event.products),
        "dedicated_to": list(event.dedicated_to),
        "deputy_id": event.deputy_id,
        "from_date": event.from_date,
        "last_day": event.last_day,
        "known_as": list(event.known_as),
        "address_digest": event.address_digest,
    },
    "create index if not exists listed_engineers_vendor on listed_engineers (vendor);",
)
"""Engineers as the vendor's dated facts name them."""

DEDICATIONS = _table(
    "dedications",
    "engineer_id text, customer_id text, deputy_id text",
    ("engineer_id", "customer_id"),
    EngineerDedicated,
    lambda event: {
        "engineer_id": event.engineer_id,
        "customer_id": event.customer_id,
        "deputy_id": event.deputy_id,
    },
    "create index if not exists dedications_customer on dedications (customer_id);",
)

ABSENCES = _table(
    "absences",
    "engineer_id text, absent_from timestamptz, absent_until timestamptz",
    ("engineer_id", "absent_from", "absent_until"),
    AbsencePlanned,
    lambda event: {
        "engineer_id": event.engineer_id,
        "absent_from": event.absent_from,
        "absent_until": event.absent_until,
    },
)

CUSTOMERS = _table(
    "customers",
    "customer_id text, number text not null",
    ("customer_id",),
    CustomerRegistered,
    lambda event: {"customer_id": event.customer_id, "number": event.number},
    "create index if not exists customers_number on customers (vendor, number);",
)

PROJECTIONS = (OFFICES, ENGINEERS, LISTED, DEDICATIONS, ABSENCES, CUSTOMERS)

PEOPLE = """(
    select h.vendor, h.engineer_id, h.language, h.name, h.email,
        coalesce(l.office_id, h.office_id) as office_id,
        coalesce(nullif(l.products, '{}'), h.products) as products,
        h.known_as || coalesce(l.known_as, '{}') as known_as,
        l.staff_id, coalesce(l.dedicated_to, '{}') as dedicated_to, l.deputy_id,
        l.from_date, l.last_day
    from engineers h left join listed_engineers l
        on l.vendor = h.vendor and l.address_digest = any(h.known_as)
    union all
    select l.vendor, l.staff_id, null, null, null, l.office_id, l.products, l.known_as,
        l.staff_id, l.dedicated_to, l.deputy_id, l.from_date, l.last_day
    from listed_engineers l where l.address_digest <> '' and not exists (
        select from engineers h where h.vendor = l.vendor and l.address_digest = any(h.known_as)
    )
)"""
"""All engineers: those who were hired, each as the facts name him where they do, and those whom
the facts alone name. One who is named without his digests was named before he could be found."""


async def office_is_open(db: Db, vendor: str, office_id: str) -> bool:
    """Whether the vendor opened that office."""
    return bool(
        await db.fetchval(
            "select true from offices where vendor = $1 and office_id = $2", vendor, office_id
        )
    )


async def engineer_called(db: Db, vendor: str, name: str, digest: str) -> str | None:
    """The id of the vendor's engineer with this id or address, of which this is the digest; None
    where there is none."""
    engineer_id: str | None = await db.fetchval(
        f"select engineer_id from {PEOPLE} p where vendor = $1"
        " and (engineer_id = $2 or lower(email) = lower($2) or exists (select from"
        " listed_engineers l where l.staff_id = p.staff_id and l.address_digest = $3))",
        vendor,
        name,
        digest,
    )
    return engineer_id


async def is_hired(db: Db, engineer_id: str) -> bool:
    """Whether an engineer was hired, or only the vendor's facts name him."""
    return bool(await db.fetchval("select true from engineers where engineer_id = $1", engineer_id))


async def is_listed(db: Db, engineer_id: str) -> bool:
    """Whether the vendor's facts name an engineer of this id."""
    return bool(
        await db.fetchval("select true from listed_engineers where staff_id = $1", engineer_id)
    )


async def engineer_known_as(db: Db, vendor: str, digest: str) -> str | None:
    """The engineer whom a request names by a keyed digest; None where it is nobody, or several."""
    rows = await db.fetch(
        f"select engineer_id from {PEOPLE} p where vendor = $1 and $2 = any(known_as) limit 2",
        vendor,
        digest,
    )
    return rows[0]["engineer_id"] if len(rows) == 1 else None


async def customer_numbered(db: Db, vendor: str, number: str) -> str | None:
    """The id of the vendor's customer with this number; None where it is not known here."""
    customer_id: str | None = await db.fetchval(
        "select customer_id from customers where vendor = $1 and number = $2", vendor, number
    )
    return customer_id


async def offices(db: Db) -> list[Record]:
    """All offices of the caller's vendor."""
    return await db.fetch("select * from offices order by office_id")


async def engineers_after(db: Db, engineer_id: str, limit: int) -> list[Record]:
    """Engineers with their open tickets, in the order of their ids, behind one of them."""
    return await db.fetch(
        "select e.*, (select count(*) from tickets t where t.vendor = e.vendor"
        " and t.engineer_id = e.engineer_id) as open_tickets"
        f" from {PEOPLE} e where engineer_id > $1 order by engineer_id limit $2",
        engineer_id,
        limit,
    )


async def dedications_after(db: Db, cursor: str, limit: int) -> list[Record]:
    """Who is dedicated to whom, by an act of the desk or by the vendor's facts, behind one pair."""
    return await db.fetch(
        "select distinct on (cursor) * from (select engineer_id, customer_id, deputy_id, 1 as rank,"
        " concat_ws('/', engineer_id, customer_id) as cursor from dedications"
        " union all select p.engineer_id, c.customer_id, d.engineer_id, 2,"
        f" concat_ws('/', p.engineer_id, c.customer_id) from {PEOPLE} p"
        " join customers c on c.vendor = p.vendor and c.number = any(p.dedicated_to)"
        f" left join {PEOPLE} d on d.staff_id = p.deputy_id) known"
        " where cursor > $1 order by cursor, rank limit $2",
        cursor,
        limit,
    )


async def absences_after(db: Db, cursor: str, limit: int) -> list[Record]:
    """Who is away when, engineer by engineer, behind one absence."""
    return await db.fetch(
        "select * from (select *, concat_ws('/', engineer_id,"
        " to_char(absent_from at time zone 'UTC', 'YYYYMMDDHH24MISS'),"
        " to_char(absent_until at time zone 'UTC', 'YYYYMMDDHH24MISS')) as cursor"
        " from absences) a where cursor > $1 order by cursor limit $2",
        cursor,
        limit,
    )
