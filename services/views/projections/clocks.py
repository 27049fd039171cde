"""Every promise on a ticket: when it falls due and how it ended, as sla_clock tells it."""

from libs.events.sla_clock import (
    ClockBroken,
    ClockCancelled,
    ClockCorrected,
    ClockElapsed,
    ClockMet,
    ClockMetLate,
    ClockMoved,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockWarned,
)
from libs.runtime.envelope import Record
from libs.runtime.projection import Row
from services.views.projections.folds import table


def _started(event: ClockStarted, _record: Record) -> Row:
    return {
        "clock_id": event.clock_id,
        "vendor": event.vendor,
        "ticket_id": event.ticket_id,
        "clock": event.clock,
        "state": "running",
        "started_at": event.occurred_at,
        "due_at": event.due_at,
        "warn_at": event.warn_at,
        "provisional": event.provisional,
        "message_id": event.message_id,
        "met_by": event.met_by,
        "warned_at": None,
        "met_at": None,
        "broken_at": None,
        "because": event.because,
    }


def _moved(_row: Row, event: ClockMoved, _record: Record) -> Row:
    return {
        "due_at": event.due_at,
        "warn_at": event.warn_at,
        "provisional": event.provisional,
        "because": event.because,
    }


def _resumed(_row: Row, event: ClockResumed, _record: Record) -> Row:
    return {
        "state": "running",
        "due_at": event.due_at,
        "warn_at": event.warn_at,
        "because": event.because,
    }


def _paused(_row: Row, _event: ClockPaused, _record: Record) -> Row:
    return {"state": "paused"}


def _warned(row: Row, event: ClockWarned, _record: Record) -> Row:
    return {"warned_at": event.occurred_at, "warn_at": event.next_at or row["warn_at"]}


def _met(_row: Row, event: ClockMet, _record: Record) -> Row:
    return {"state": "met", "met_at": event.occurred_at}


def _broken(_row: Row, event: ClockBroken, _record: Record) -> Row:
    return {"state": "broken", "broken_at": event.occurred_at}


def _met_late(_row: Row, event: ClockMetLate, _record: Record) -> Row:
    return {"met_at": event.occurred_at}


def _corrected(_row: Row, event: ClockCorrected, _record: Record) -> Row:
    met_at = event.occurred_at if event.result == "met" else None
    return {"state": event.result, "met_at": met_at, "broken_at": None}


def _elapsed(_row: Row, _event: ClockElapsed, _record: Record) -> Row:
    return {"state": "elapsed"}


def _cancelled(_row: Row, _event: ClockCancelled, _record: Record) -> Row:
    return {"state": "cancelled"}


CLOCKS = table(
    "clocks",
    """
        clock_id text, vendor text not null, ticket_id text not null, clock text not null,
        state text not null, started_at timestamptz not null, due_at timestamptz not null,
        warn_at timestamptz, provisional bool not null, message_id text,
        met_by text[] not null,
        warned_at timestamptz, met_at timestamptz, broken_at timestamptz, because jsonb not null
    """,
    keyed_by=("clock_id",),
    begins={ClockStarted: _started},
    changes={
        ClockPaused: _paused,
        ClockResumed: _resumed,
        ClockMoved: _moved,
        ClockWarned: _warned,
        ClockMet: _met,
        ClockBroken: _broken,
        ClockMetLate: _met_late,
        ClockCorrected: _corrected,
        ClockElapsed: _elapsed,
        ClockCancelled: _cancelled,
    },
    indexes="create index if not exists clocks_ticket on clocks (ticket_id);",
)
