"""What sla_clock keeps: tickets and their right, what was done on them, and what runs."""

from libs.events.entitlement import TicketDenied, TicketEntitled, TicketLeftUncovered
from libs.events.intake import DraftFiled, TicketClassified, TicketSubmitted
from libs.events.sla_clock import (
    ClockEvent,
    ClockMoved,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockWarned,
)
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row
from services.sla_clock.acts import act_of


def _ticket_key(envelope: Envelope) -> Row | None:
    match envelope.event:
        case TicketSubmitted() | TicketClassified() | DraftFiled() as event:
            return {"ticket_id": event.ticket_id}
        case TicketEntitled() | TicketLeftUncovered() | TicketDenied() as event:
            return {"ticket_id": event.ticket_id}
    return None


def _evolve_ticket(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case TicketSubmitted() as submitted:
            return {
                "ticket_id": submitted.ticket_id,
                "vendor": submitted.vendor,
                "number": submitted.number,
                "client": submitted.client,
                "channel": submitted.channel,
                "edition": submitted.edition,
                "kind": submitted.kind,
                "topic": None,
                "covered": None,
                "plan": None,
                "level": None,
                "was_covered": None,
            }
        case TicketClassified() as classified if row:
            return row | {"kind": classified.kind, "topic": classified.topic}
        case DraftFiled() as filed if row:
            return row | {"channel": filed.channel}
        case TicketEntitled() | TicketLeftUncovered() | TicketDenied() as judged if row:
            return row | right_of(judged) | {"was_covered": row["covered"]}
    return row


def right_of(judged: TicketEntitled | TicketLeftUncovered | TicketDenied) -> Row:
    """Whether a right covers a ticket, and by which plan it is served."""
    if isinstance(judged, TicketEntitled):
        covered = bool(judged.entitlement_id)
        return {"covered": covered, "plan": judged.plan, "level": judged.level}
    return {"covered": False, "plan": None, "level": None}


TICKETS = Projection(
    table="tickets",
    columns="""
        ticket_id text, vendor text not null, number text not null, client text not null,
        channel text not null, edition text not null, kind text not null, topic text,
        covered bool, was_covered bool, plan text, level text
    """,
    keyed_by=("ticket_id",),
    key=_ticket_key,
    evolve=_evolve_ticket,
)


def _act_key(envelope: Envelope) -> Row | None:
    act = act_of(envelope.event)
    if act is None:
        return None
    return {"ticket_id": act.ticket_id, "position": envelope.record.position}


def _evolve_act(_row: Row | None, envelope: Envelope) -> Row | None:
    act = act_of(envelope.event)
    if act is None:
        return None
    return {
        "ticket_id": act.ticket_id,
        "position": envelope.record.position,
        "vendor": act.vendor,
        "act": act.name,
        "at": act.at,
        "message_id": act.message_id,
        "channel": act.channel,
        "asks": act.asks,
        "answered": list(act.answered),
    }


ACTS = Projection(
    table="acts",
    columns="""
        ticket_id text, position bigint, vendor text not null, act text not null,
        at timestamptz not null, message_id text, channel text,
        asks int not null, answered int[] not null
    """,
    keyed_by=("ticket_id", "position"),
    key=_act_key,
    evolve=_evolve_act,
)


def _clock_key(envelope: Envelope) -> Row | None:
    event = envelope.event
    return {"clock_id": event.clock_id} if isinstance(event, ClockEvent) else None


def _evolve_clock(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case ClockStarted() as started:
            return _running(started, envelope.record.shard)
        case ClockMoved() as moved if row:
            return row | {
                "due_at": moved.due_at,
                "warn_at": moved.warn_at,
                "provisional": moved.provisional,
                "warned": row["warned"] and row["warn_at"] == moved.warn_at,
            }
        case ClockWarned() as given if row:
            if given.next_at:
                return row | {"warn_at": given.next_at}
            return row | {"warned": True}
        case ClockPaused() if row:
            return row | {"stands": True}
        case ClockResumed() as resumed if row:
            return row | {
                "due_at": resumed.due_at,
                "warn_at": resumed.warn_at,
                "warned": row["warned"] and row["warn_at"] == resumed.warn_at,
                "stands": False,
            }
    return None


def _running(started: ClockStarted, shard: int) -> Row:
    return {
        "clock_id": started.clock_id,
        "vendor": started.vendor,
        "ticket_id": started.ticket_id,
        "shard": shard,
        "clock": started.clock,
        "started_at": started.occurred_at,
        "due_at": started.due_at,
        "warn_at": started.warn_at,
        "warned": False,
        "stands": False,
        "provisional": started.provisional,
        "edition": started.because.edition,
        "situation": started.because.facts.get("situation"),
    }


RUNNING_CLOCKS = Projection(
    table="running_clocks",
    columns="""
        clock_id text, vendor text not null, ticket_id text not null, shard int not null,
        clock text not null, started_at timestamptz not null, due_at timestamptz not null,
        warn_at timestamptz, warned bool not null, provisional bool not null,
        stands bool not null, edition text not null, situation jsonb,
        next_at timestamptz generated always as
            (case when stands then null when warned or warn_at is null then due_at else warn_at end)
            stored
    """,
    keyed_by=("clock_id",),
    key=_clock_key,
    evolve=_evolve_clock,
    indexes="""
        create index if not exists running_clocks_next on running_clocks (shard, next_at);
        create index if not exists running_clocks_ticket on running_clocks (ticket_id);
    """,
)

PROJECTIONS = (TICKETS, ACTS, RUNNING_CLOCKS)
