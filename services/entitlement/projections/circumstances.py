"""Customers' licences, pilot projects and circumstances: what the regulation ties rights to."""

from datetime import datetime

from asyncpg import Record

from libs.events.entitlement import CircumstanceNoted, LicenceKeyHandedOver, PilotStarted
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row


def _licence_key(envelope: Envelope) -> Row:
    return {"entitlement_id": envelope.key}


def _licence(_row: Row | None, envelope: Envelope) -> Row:
    event = envelope.event
    assert isinstance(event, LicenceKeyHandedOver | PilotStarted)
    is_licence = isinstance(event, LicenceKeyHandedOver)
    return {
        "entitlement_id": event.entitlement_id,
        "vendor": event.vendor,
        "customer_id": event.customer_id,
        "number": event.licence if isinstance(event, LicenceKeyHandedOver) else event.pilot,
        "is_licence": is_licence,
        "since": event.occurred_at,
    }


LICENCES = Projection(
    table="licences",
    columns="""
        entitlement_id text, vendor text not null, customer_id text not null,
        number text not null, is_licence bool not null, since timestamptz not null
    """,
    keyed_by=("entitlement_id",),
    key=_licence_key,
    evolve=_licence,
    events=frozenset((LicenceKeyHandedOver, PilotStarted)),
    begins=frozenset((LicenceKeyHandedOver, PilotStarted)),
    indexes="""
        create index if not exists licences_customer on licences (customer_id);
        create index if not exists licences_number on licences (vendor, number);
    """,
)


def _circumstance_key(envelope: Envelope) -> Row:
    event = envelope.event
    assert isinstance(event, CircumstanceNoted)
    return {"customer_id": event.customer_id, "circumstance": event.circumstance}


def _circumstance(_row: Row | None, envelope: Envelope) -> Row:
    event = envelope.event
    assert isinstance(event, CircumstanceNoted)
    return {
        **_circumstance_key(envelope),
        "vendor": event.vendor,
        "holds": event.holds,
        "since": event.occurred_at,
    }


CIRCUMSTANCES = Projection(
    table="circumstances",
    columns="""
        customer_id text, circumstance text, vendor text not null, holds bool not null,
        since timestamptz not null
    """,
    keyed_by=("customer_id", "circumstance"),
    key=_circumstance_key,
    evolve=_circumstance,
    events=frozenset((CircumstanceNoted,)),
    begins=frozenset((CircumstanceNoted,)),
)


async def licences_before(db: Db, customer_id: str, at: datetime, but: str) -> int:
    """How many licences a customer had before an instant, one left out."""
    number: int = await db.fetchval(
        "select count(*) from licences where customer_id = $1 and is_licence and since <= $2"
        " and entitlement_id <> $3",
        customer_id,
        at,
        but,
    )
    return number


async def licences_of(db: Db, customer_id: str) -> list[str]:
    """The numbers of a customer's licences."""
    rows = await db.fetch(
        "select number from licences where customer_id = $1 and is_licence", customer_id
    )
    return [row["number"] for row in rows]


async def licensed_at(db: Db, customer_id: str) -> datetime | None:
    """When a customer got his first licence."""
    at: datetime | None = await db.fetchval(
        "select min(since) from licences where customer_id = $1 and is_licence", customer_id
    )
    return at


async def licence_numbered(db: Db, vendor: str, number: str) -> Record | None:
    """The licence of a number, with its customer."""
    return await db.fetchrow(
        "select * from licences where vendor = $1 and number = $2 and is_licence", vendor, number
    )


async def circumstances_of(db: Db, customer_id: str, at: datetime | None = None) -> frozenset[str]:
    """The circumstances that hold for a customer, and did at an instant."""
    rows = await db.fetch(
        "select circumstance from circumstances where customer_id = $1 and holds"
        " and ($2::timestamptz is null or since <= $2)",
        customer_id,
        at,
    )
    return frozenset(row["circumstance"] for row in rows)
