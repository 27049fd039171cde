"""How each ticket stands for who is to take it: its right, its deadline, its engineer."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, get_args

from libs.events.base import Event
from libs.events.entitlement import TicketDenied, TicketEntitled, TicketLeftUncovered
from libs.events.intake import (
    MergeUndone,
    Place,
    PriorityChanged,
    TicketClosed,
    TicketRefused,
    TicketReopened,
    TicketSubmitted,
)
from libs.events.routing import (
    HandOverPlanned,
    TicketAssigned,
    TicketHandedOver,
    TicketQueued,
    TicketReturned,
)
from libs.events.sla_clock import (
    ClockBroken,
    ClockCancelled,
    ClockCorrected,
    ClockMet,
    ClockMetLate,
    ClockMoved,
    ClockResumed,
    ClockStarted,
)
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row

Change = Callable[[Row, Any], Row]
NO_PROMISE = "auto_close"
"""The clock that runs against the customer, not against the desk."""
PLACES = get_args(Place)
GENERAL = PLACES.index("general")


def _submitted(envelope: Envelope) -> Row:
    event = envelope.event
    assert isinstance(event, TicketSubmitted)
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "shard": envelope.record.shard,
        "received_at": event.occurred_at,
        "ended": False,
        "priority": None,
        "lack": None,
        "customer_id": None,
        "plan": None,
        "place": GENERAL,
        "contact_id": event.contact_id,
        "discussed_with": event.discussed_with,
        "line": event.line,
        "product": event.product,
        "covered_product": None,
        "deadlines": {},
        "missed": {},
        "due_at": None,
        "owed_at": None,
        "engineer_id": None,
        "next_try": None,
        "hand_over_at": None,
    }


def _entitled(_row: Row, event: TicketEntitled) -> Row:
    return {
        "priority": "uncovered" if event.queue == "minimum" else "covered",
        "lack": event.lack,
        "plan": event.plan,
        "place": PLACES.index(event.queue),
        "customer_id": event.customer_id,
        "covered_product": event.product,
    }


def _uncovered(_row: Row, event: TicketLeftUncovered) -> Row:
    return {
        "priority": "uncovered",
        "lack": event.reason,
        "plan": None,
        "place": PLACES.index("minimum"),
        "customer_id": None,
        "covered_product": event.product,
    }


def _denied(_row: Row, event: TicketDenied) -> Row:
    return {"priority": None, "lack": event.reason, "customer_id": None}


def _falls_due(row: Row, event: ClockStarted | ClockMoved | ClockResumed) -> Row:
    known = event.clock_id in row["deadlines"]
    if not known and not (isinstance(event, ClockStarted) and event.clock != NO_PROMISE):
        return {}
    running = row["deadlines"] | {event.clock_id: event.due_at.isoformat()}
    return _promises(running, row["missed"])


def _settled(row: Row, event: ClockMet | ClockMetLate | ClockCancelled | ClockCorrected) -> Row:
    return _promises(_but(event, row["deadlines"]), _but(event, row["missed"]))


def _missed(row: Row, event: ClockBroken) -> Row:
    """What was promised and not kept is still owed: its ticket goes before others."""
    missed = row["missed"] | {event.clock_id: event.occurred_at.isoformat()}
    return _promises(_but(event, row["deadlines"]), missed)


def _but(
    event: ClockMet | ClockMetLate | ClockBroken | ClockCancelled | ClockCorrected,
    promises: Mapping[str, str],
) -> Mapping[str, str]:
    return {clock: due for clock, due in promises.items() if clock != event.clock_id}


def _promises(running: Mapping[str, str], missed: Mapping[str, str]) -> Row:
    """When the next promise falls due, and since when or until when one is owed."""
    due = min(map(datetime.fromisoformat, running.values()), default=None)
    owed = min(map(datetime.fromisoformat, (*running.values(), *missed.values())), default=None)
    return {"deadlines": dict(running), "missed": dict(missed), "due_at": due, "owed_at": owed}


def _ended(row: Row, _event: TicketClosed | TicketRefused) -> Row:
    return _promises(row["deadlines"], {}) | {"ended": True}


def _assigned(_row: Row, event: TicketAssigned | TicketHandedOver) -> Row:
    return {"engineer_id": event.engineer_id, "next_try": None, "hand_over_at": None}


CHANGES: Mapping[type[Event], Change] = {
    TicketClosed: _ended,
    TicketRefused: _ended,
    TicketReopened: lambda row, event: {"ended": False},
    MergeUndone: lambda row, event: {"ended": False},
    PriorityChanged: lambda row, event: {"place": PLACES.index(event.priority)},
    TicketEntitled: _entitled,
    TicketLeftUncovered: _uncovered,
    TicketDenied: _denied,
    ClockStarted: _falls_due,
    ClockMoved: _falls_due,
    ClockResumed: _falls_due,
    ClockMet: _settled,
    ClockMetLate: _settled,
    ClockBroken: _missed,
    ClockCancelled: _settled,
    ClockCorrected: _settled,
    TicketQueued: lambda row, event: {"next_try": event.next_try},
    TicketAssigned: _assigned,
    TicketHandedOver: _assigned,
    HandOverPlanned: lambda row, event: {"hand_over_at": event.hand_over_at},
    TicketReturned: lambda row, event: {"engineer_id": None, "hand_over_at": None},
}


def _key(envelope: Envelope) -> Row | None:
    event = envelope.event
    if type(event) in CHANGES or isinstance(event, TicketSubmitted):
        return {"ticket_id": envelope.key}
    return None


def _evolve(row: Row | None, envelope: Envelope) -> Row | None:
    if isinstance(envelope.event, TicketSubmitted):
        return _submitted(envelope)
    return row and row | CHANGES[type(envelope.event)](row, envelope.event)


TICKETS = Projection(
    table="tickets",
    columns="""
        ticket_id text, vendor text not null, shard int not null, received_at timestamptz not null,
        ended bool not null, priority text, lack text, plan text, place int not null,
        contact_id text not null, discussed_with text, line text, customer_id text, product text,
        covered_product text, deadlines jsonb not null, missed jsonb not null,
        due_at timestamptz, owed_at timestamptz, engineer_id text, next_try timestamptz,
        hand_over_at timestamptz,
        next_at timestamptz generated always as (
            case when ended or priority is null then null
                when engineer_id is null then next_try else hand_over_at end
        ) stored
    """,
    keyed_by=("ticket_id",),
    key=_key,
    evolve=_evolve,
    indexes="""
        create index if not exists tickets_due on tickets (shard, next_at)
            where next_at is not null;
        create index if not exists tickets_held on tickets (vendor, engineer_id)
            where engineer_id is not null;
        create index if not exists tickets_waiting on tickets (vendor, priority, received_at)
            where engineer_id is null and not ended;
    """,
)
