"""What intake reads back: its own streams, what covers a ticket, and what waits for a release."""

from typing import cast

from asyncpg import Pool, Record

from libs.events.base import Event
from libs.events.conduct import ComplaintRaised
from libs.events.entitlement import TicketDenied, TicketEntitled, TicketLeftUncovered
from libs.events.intake import (
    ReleasePublished,
    TicketClosed,
    TicketDeferred,
    TicketEvent,
    TicketReopened,
    TicketResumed,
)
from libs.runtime.appending import decoded
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row

COVERING: frozenset[type[Event]] = frozenset((TicketEntitled, TicketLeftUncovered, TicketDenied))


def _ticket_key(envelope: Envelope) -> Row:
    return {"ticket_id": envelope.key}


def _covered(_row: Row | None, envelope: Envelope) -> Row:
    event = envelope.event
    is_covered = isinstance(event, TicketEntitled)
    return {
        "ticket_id": envelope.key,
        "vendor": event.vendor,
        "state": "covered" if is_covered else "uncovered",
        "plan": event.plan if isinstance(event, TicketEntitled) else None,
        "lack": None if is_covered else getattr(event, "reason", None),
    }


COVERAGE = Projection(
    table="coverage",
    columns="ticket_id text, vendor text not null, state text not null, plan text, lack text",
    keyed_by=("ticket_id",),
    key=_ticket_key,
    evolve=_covered,
    events=COVERING,
    begins=COVERING,
)


def _deferred(_row: Row | None, envelope: Envelope) -> Row | None:
    event = envelope.event
    if not isinstance(event, TicketDeferred):
        return None
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "product": event.product,
        "release": event.release,
        "edition": event.because.edition,
    }


DEFERRED = Projection(
    table="deferred",
    columns="""
        ticket_id text, vendor text not null, product text not null, release text, edition text
    """,
    keyed_by=("ticket_id",),
    key=_ticket_key,
    evolve=_deferred,
    events=frozenset(
        (TicketDeferred, TicketResumed, ReleasePublished, TicketClosed, TicketReopened)
    ),
    indexes="create index if not exists deferred_release on deferred (vendor, product, release);",
)
"""Tickets that are left to a release, until it is out or they go another way."""

PROJECTIONS = (COVERAGE, DEFERRED)

FUNCTIONS = """
    create or replace function contacts_on_record(wanted text[])
        returns table (contact_id text, is_erased bool, language text, half text)
        language sql stable security definer
        begin atomic
            select w.id, e.person is not null, c.language, c.half
            from unnest(wanted) as w (id)
            left join erased_persons e on e.person = w.id
            left join lateral (
                select r.facts ->> 'language' as language, p.half::text as half
                from events r join personal p on p.event_id = r.id
                where r.stream = 'contact-' || w.id
                order by r.stream_version desc limit 1
            ) as c on true;
        end;
"""
"""A contact's id derives from his vendor, so whoever knows it may ask for him by it alone."""


async def ticket_past(db: Db, ticket_id: str) -> list[TicketEvent]:
    """A ticket's events in their order, each with what is left of its personal half."""
    rows = await db.fetch(
        "select e.type, e.version, e.facts::text, p.half::text from events e"
        " left join personal p on p.event_id = e.id where e.stream = $1 order by e.stream_version",
        f"ticket-{ticket_id}",
    )
    return [cast(TicketEvent, decoded(row)) for row in rows]


async def complaint_raised(db: Db, complaint_id: str) -> ComplaintRaised | None:
    """A complaint with what is left of its personal half."""
    row = await db.fetchrow(
        "select e.type, e.version, e.facts::text, p.half::text from events e"
        " left join personal p on p.event_id = e.id where e.stream = $1",
        f"complaint-{complaint_id}",
    )
    return cast(ComplaintRaised, decoded(row)) if row else None


async def coverage_of(db: Db, ticket_id: str) -> Record | None:
    """What entitlement found of a ticket; None where it has not judged it yet."""
    return await db.fetchrow(
        "select state, plan, lack from coverage where ticket_id = $1", ticket_id
    )


async def covering_plan(db: Db, ticket_id: str) -> str | None:
    """The plan by which a ticket is served; None where it is not covered, or not judged yet."""
    row = await coverage_of(db, ticket_id)
    return row["plan"] if row else None


async def left_to(db: Db, vendor: str, product: str, release: str) -> list[Record]:
    """The tickets that are left to a release."""
    return await db.fetch(
        "select ticket_id, edition from deferred where vendor = $1 and product = $2"
        " and release = $3 order by ticket_id",
        vendor,
        product,
        release,
    )


async def contacts_on_record(pool: "Pool[Record]", contact_ids: list[str]) -> list[Record]:
    """Whether each was erased, his language and his particulars as JSON, if registered."""
    return await pool.fetch("select * from contacts_on_record($1)", contact_ids)


async def is_person(db: Db, person: str) -> bool:
    """Whether anything was ever known of a person, though he may be erased by now."""
    return bool(
        await db.fetchval(
            "select exists (select from events where stream = 'contact-' || $1)"
            " or exists (select from personal where person = $1)",
            person,
        )
    )


async def keys_after(db: Db, key_id: str, limit: int) -> list[Record]:
    """Clients' keys in the order of their ids, behind one of them."""
    return await db.fetch(
        "select * from client_keys where key_id > $1 order by key_id limit $2", key_id, limit
    )


async def is_key(db: Db, key_id: str) -> bool:
    """Whether the vendor has a key of this id."""
    return bool(await db.fetchval("select true from client_keys where key_id = $1", key_id))
