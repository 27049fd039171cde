"""Who has a ticket or had it last, since when, and why: as routing tells it."""

from libs.events.routing import (
    HandOverPlanned,
    TicketAssigned,
    TicketHandedOver,
    TicketQueued,
    TicketReturned,
)
from libs.runtime.envelope import Record
from libs.runtime.projection import Row
from services.views.projections.folds import table


def _assigned(event: TicketAssigned | TicketHandedOver, _record: Record) -> Row:
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "state": "assigned",
        "engineer_id": event.engineer_id,
        "office_id": event.office_id,
        "priority": None,
        "next_try": None,
        "hand_over_at": None,
        "since": event.occurred_at,
        "because": event.because,
    }


def _queued(event: TicketQueued, _record: Record) -> Row:
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "state": "queued",
        "engineer_id": None,
        "office_id": None,
        "priority": event.priority,
        "next_try": event.next_try,
        "hand_over_at": None,
        "since": event.occurred_at,
        "because": event.because,
    }


def _planned(_row: Row, event: HandOverPlanned, _record: Record) -> Row:
    return {"hand_over_at": event.hand_over_at}


def _returned(_row: Row, event: TicketReturned, _record: Record) -> Row:
    return {
        "state": "returned",
        "hand_over_at": None,
        "since": event.occurred_at,
        "because": event.because,
    }


ASSIGNMENTS = table(
    "assignments",
    """
        ticket_id text, vendor text not null, state text not null, engineer_id text,
        office_id text, priority text, next_try timestamptz, hand_over_at timestamptz,
        since timestamptz not null, because jsonb not null
    """,
    keyed_by=("ticket_id",),
    begins={TicketAssigned: _assigned, TicketHandedOver: _assigned, TicketQueued: _queued},
    changes={HandOverPlanned: _planned, TicketReturned: _returned},
    indexes="""
        create index if not exists assignments_engineer on assignments (vendor, engineer_id);
        create index if not exists assignments_office on assignments (vendor, office_id);
    """,
)
