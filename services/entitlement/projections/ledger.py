"""The ledger of requests: what each ticket reserved, spent or gave back, line by line."""

from datetime import date

from asyncpg import Record

from libs.events.base import Event
from libs.events.entitlement import (
    QuotaReserved,
    QuotaReturned,
    QuotaSpent,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
)
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row

ACTS: dict[type[Event], str] = {
    QuotaReserved: "reserved",
    QuotaSpent: "spent",
    QuotaReturned: "returned",
}
Decided = TicketEntitled | TicketLeftUncovered | TicketDenied
DECIDED: tuple[type[Decided], ...] = (TicketEntitled, TicketLeftUncovered, TicketDenied)
DECIDED_NAMED = {each.__name__: each for each in DECIDED}
TAKES = {"reserved": 1, "spent": 0, "returned": -1}


def _line_key(envelope: Envelope) -> Row:
    return {"shard": envelope.record.shard, "position": envelope.record.position}


def _line(_row: Row | None, envelope: Envelope) -> Row:
    event = envelope.event
    assert isinstance(event, QuotaReserved | QuotaSpent | QuotaReturned)
    act = ACTS[type(event)]
    return {
        **_line_key(envelope),
        "vendor": event.vendor,
        "entitlement_id": event.entitlement_id,
        "ticket_id": event.ticket_id,
        "act": act,
        "taken": TAKES[act],
        "received_on": event.received_on,
        "at": event.occurred_at,
        "because": event.because.model_dump(mode="json"),
    }


LEDGER = Projection(
    table="ledger",
    columns="""
        shard int, position bigint, vendor text not null, entitlement_id text not null,
        ticket_id text not null, act text not null, taken int not null,
        received_on date not null, at timestamptz not null, because jsonb not null
    """,
    keyed_by=("shard", "position"),
    key=_line_key,
    evolve=_line,
    events=frozenset(ACTS),
    begins=frozenset(ACTS),
    indexes="""
        create index if not exists ledger_right on ledger (entitlement_id, received_on)
            include (taken);
    """,
)


def _coverage_key(envelope: Envelope) -> Row:
    return {"ticket_id": envelope.key}


def _coverage(_row: Row | None, envelope: Envelope) -> Row:
    event = envelope.event
    assert isinstance(event, Decided)
    by = event.entitlement_id if isinstance(event, TicketEntitled) else None
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "entitlement_id": by,
        "name": type(event).__name__,
        "decided": event.model_dump(mode="json"),
    }


COVERAGES = Projection(
    table="coverages",
    columns="""
        ticket_id text, vendor text not null, entitlement_id text, name text not null,
        decided jsonb not null
    """,
    keyed_by=("ticket_id",),
    key=_coverage_key,
    evolve=_coverage,
    events=frozenset(DECIDED),
    begins=frozenset(DECIDED),
    indexes="""
        create index if not exists coverages_right on coverages (entitlement_id)
            where entitlement_id is not null;
    """,
)


async def taken(db: Db, entitlement_id: str, first: date, last: date | None) -> int:
    """How many requests of a window are reserved or spent."""
    number: int = await db.fetchval(
        "select coalesce(sum(taken), 0) from ledger where entitlement_id = $1"
        " and received_on >= $2 and ($3::date is null or received_on <= $3)",
        entitlement_id,
        first,
        last,
    )
    return number


async def lines(db: Db, entitlement_id: str, first: date, last: date | None) -> list[Record]:
    """What was done to the requests of a window, in its order, with the tickets' numbers."""
    return await db.fetch(
        "select l.*, c.ticket_number from ledger l left join claims c using (ticket_id)"
        " where entitlement_id = $1 and received_on >= $2"
        " and ($3::date is null or received_on <= $3) order by at, shard, position limit 5000",
        entitlement_id,
        first,
        last,
    )


async def coverage_of(db: Db, ticket_id: str) -> Decided | None:
    """How a ticket is covered, as it was judged last."""
    row = await db.fetchrow("select name, decided from coverages where ticket_id = $1", ticket_id)
    return DECIDED_NAMED[row["name"]].model_validate(row["decided"]) if row else None
