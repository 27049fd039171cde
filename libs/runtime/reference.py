"""Facts that every service keeps a copy of: keys, editions, calendars, dated facts."""

from collections.abc import Callable
from typing import get_args

from libs.events.base import Event
from libs.events.entitlement import CalendarPublished, DatedFact, RegulationPublished
from libs.events.intake import ContactErased, KeyIssued, KeyRevoked, KeyRotated
from libs.regulation.published import Told, told
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row

EVENTS: tuple[type[Event], ...] = (
    KeyIssued,
    KeyRotated,
    KeyRevoked,
    RegulationPublished,
    CalendarPublished,
    *get_args(DatedFact),
    ContactErased,
)


def _key(column: str) -> Callable[[Envelope], Row]:
    return lambda envelope: {column: getattr(envelope.event, column)}


def _evolve_key(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case KeyIssued() as issued:
            return {
                "key_id": issued.key_id,
                "vendor": issued.vendor,
                "digest": issued.digest,
                "old_digest": None,
                "old_until": None,
                "client": issued.client,
                "product": issued.product,
                "scopes": list(issued.scopes),
                "engineer_id": issued.engineer_id,
                "expires_at": issued.expires_at,
                "revoked": False,
            }
        case KeyRotated() as rotated if row:
            return row | {
                "digest": rotated.digest,
                "old_digest": row["digest"],
                "old_until": rotated.old_until,
            }
        case KeyRevoked() if row:
            return row | {"revoked": True}
    return row


KEYS = Projection(
    table="client_keys",
    columns="""
        key_id text, vendor text not null, digest text not null, old_digest text,
        old_until timestamptz, client text not null, product text, scopes text[] not null,
        engineer_id text, expires_at timestamptz, revoked bool not null
    """,
    keyed_by=("key_id",),
    key=_key("key_id"),
    evolve=_evolve_key,
    events=frozenset((KeyIssued, KeyRotated, KeyRevoked)),
    indexes="""
        create index if not exists client_keys_digest on client_keys (digest);
        create index if not exists client_keys_old_digest on client_keys (old_digest);
        create or replace function key_by_digest(wanted text) returns setof client_keys
            language sql stable security definer
            begin atomic
                select * from client_keys where digest = wanted or old_digest = wanted;
            end;
    """,
)


def _evolve_edition(_row: Row | None, envelope: Envelope) -> Row | None:
    event = envelope.event
    assert isinstance(event, RegulationPublished)
    return {
        "edition": event.edition,
        "vendor": event.vendor,
        "in_force_from": event.in_force_from,
        "content": event.content,
    }


EDITIONS = Projection(
    table="editions",
    columns="""
        edition text, vendor text not null, in_force_from timestamptz not null,
        content jsonb not null
    """,
    keyed_by=("edition",),
    key=_key("edition"),
    evolve=_evolve_edition,
    events=frozenset((RegulationPublished,)),
    begins=frozenset((RegulationPublished,)),
)


def _evolve_calendar(_row: Row | None, envelope: Envelope) -> Row | None:
    event = envelope.event
    assert isinstance(event, CalendarPublished)
    return {
        "calendar": event.calendar,
        "vendor": event.vendor,
        "version": event.calendar_version,
        "rows": event.rows,
        "holidays": event.holidays,
        "special_days": event.special_days,
    }


CALENDARS = Projection(
    table="calendars",
    columns="""
        calendar text, vendor text not null, version text not null, rows text not null,
        holidays text not null, special_days text not null
    """,
    keyed_by=("calendar",),
    key=_key("calendar"),
    evolve=_evolve_calendar,
    events=frozenset((CalendarPublished,)),
    begins=frozenset((CalendarPublished,)),
)


def _fact_key(envelope: Envelope) -> Row | None:
    fact = told(envelope.event)
    return fact and {"vendor": envelope.event.vendor, "part": fact.part, "name": fact.name}


def _evolve_fact(row: Row | None, envelope: Envelope) -> Row | None:
    fact = told(envelope.event)
    return row if fact is None else _fact_row(fact, envelope.event)


def _fact_row(fact: Told, event: Event) -> Row:
    return {
        "vendor": event.vendor,
        "part": fact.part,
        "name": fact.name,
        "content": fact.content,
        "person": event.person_id(),
        "private": fact.private,
        "told_at": event.occurred_at,
    }


DATED_FACTS = Projection(
    table="dated_facts",
    columns="""
        vendor text not null, part text, name text, content jsonb not null, person text,
        private jsonb, told_at timestamptz not null
    """,
    keyed_by=("vendor", "part", "name"),
    key=_fact_key,
    evolve=_evolve_fact,
    events=frozenset(get_args(DatedFact)),
    begins=frozenset(get_args(DatedFact)),
    personal={"private": "person"},
)

PROJECTIONS = (KEYS, EDITIONS, CALENDARS, DATED_FACTS)


def facts_of(event: Event) -> tuple[str, ...]:
    """The names of the facts that this event brings, for keys that wait for one of them."""
    match event:
        case RegulationPublished():
            return (f"edition:{event.edition}", f"editions:{event.vendor}")
        case CalendarPublished():
            return (f"calendar:{event.calendar}",)
    return () if told(event) is None else (f"facts:{event.vendor}",)
