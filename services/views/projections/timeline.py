"""A ticket's story, one row an event: who did what, with which text, and why."""

from libs.events.base import Because, readable
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row
from services.views.projections.lines import LINES

EXPLAINED = frozenset(event for event in LINES if "because" in event.model_fields)


def _key(envelope: Envelope) -> Row:
    record = envelope.record
    return {"source": record.source, "shard": record.shard, "position": record.position}


def _evolve(_row: Row | None, envelope: Envelope) -> Row:
    event, record = envelope.event, envelope.record
    line = LINES[type(event)]
    because = event.because if type(event) in EXPLAINED else None  # type: ignore[attr-defined]
    return {
        "source": record.source,
        "shard": record.shard,
        "position": record.position,
        "vendor": record.vendor,
        "ticket_id": record.key,
        "type": record.type,
        "at": record.occurred_at,
        "recorded_at": record.recorded_at,
        "party": getattr(event, line.party_in) if line.party_in else line.party,
        "who": getattr(event, line.by) if line.by else None,
        "facts": {name: getattr(event, name) for name in line.facts},
        "because": _in_short(because) if because else None,
        "text": readable(getattr(event, line.text)) if line.text else None,
        "answers": readable(getattr(event, line.answers)) if line.answers else None,
        "person": event.person_id() if line.text else None,
        "internal": line.internal,
    }


def _in_short(because: Because) -> Row:
    """Why it was decided, without the facts that led to it: those lie with what was decided."""
    return {
        "ru": because.ru,
        "en": because.en,
        "rules": because.rules,
        "edition": because.edition,
        "calendar": because.calendar,
        "assumed": because.assumed,
    }


TIMELINE = Projection(
    table="timeline",
    columns="""
        source text, shard int, position bigint, vendor text not null, ticket_id text not null,
        type text not null, at timestamptz not null, recorded_at timestamptz not null,
        party text not null, who text, facts jsonb not null, because jsonb, text text,
        answers jsonb, person text, internal bool not null
    """,
    keyed_by=("source", "shard", "position"),
    key=_key,
    evolve=_evolve,
    indexes="""
        create index if not exists timeline_ticket on timeline (ticket_id);
        create index if not exists timeline_person on timeline (person) where person is not null;
    """,
    personal={"text": "person", "answers": "person"},
    events=frozenset(LINES),
    begins=frozenset(LINES),
)
