"""What intake reads back: its own streams are its read model, so nothing is written twice; of
others' facts it keeps by which plan each ticket is served."""

from typing import cast

from asyncpg import Pool, Record

from libs.events.base import Event
from libs.events.conduct import ComplaintRaised
from libs.events.entitlement import TicketDenied, TicketEntitled, TicketLeftUncovered
from libs.events.intake import TicketEvent
from libs.runtime.appending import decoded
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row

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

COVERING: frozenset[type[Event]] = frozenset((TicketEntitled, TicketLeftUncovered, TicketDenied))


def _covered_key(envelope: Envelope) -> Row:
    return {"ticket_id": envelope.key}


def _covered(_row: Row | None, envelope: Envelope) -> Row | None:
    event = envelope.event
    plan = event.plan if isinstance(event, TicketEntitled) else None
    return {"ticket_id": envelope.key, "vendor": event.vendor, "plan": plan}


COVERED = Projection(
    table="covered",
    columns="ticket_id text, vendor text not null, plan text",
    keyed_by=("ticket_id",),
    key=_covered_key,
    evolve=_covered,
    events=COVERING,
    begins=COVERING,
)


async def covering_plan(db: Db, ticket_id: str) -> str | None:
    """The plan by which a ticket is served; None where it is not covered, or not judged yet."""
    plan: str | None = await db.fetchval("select plan from covered where ticket_id = $1", ticket_id)
    return plan


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
