"""Whether a ticket is covered, by which right, and why, as entitlement tells it; and by which plan
it is served at present."""

from libs.events.entitlement import TicketDenied, TicketEntitled, TicketLeftUncovered
from libs.events.intake import MergeUndone, TicketReopened
from libs.events.work import SupportTypeChanged
from libs.runtime.envelope import Record
from libs.runtime.projection import Row
from services.views.projections.folds import table


def _decided(event: TicketEntitled | TicketLeftUncovered | TicketDenied, state: str) -> Row:
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "state": state,
        "entitlement_id": None,
        "customer_id": None,
        "plan": None,
        "judged_plan": None,
        "level": None,
        "queue": None,
        "reason": None,
        "decided_at": event.occurred_at,
        "because": event.because,
    }


def _entitled(event: TicketEntitled, _record: Record) -> Row:
    return _decided(event, "covered") | {
        "entitlement_id": event.entitlement_id,
        "customer_id": event.customer_id,
        "plan": event.plan,
        "judged_plan": event.plan,
        "level": event.level,
        "queue": event.queue,
        "reason": event.lack,
    }


def _left_uncovered(event: TicketLeftUncovered, _record: Record) -> Row:
    return _decided(event, "uncovered") | {"queue": "minimum", "reason": event.reason}


def _denied(event: TicketDenied, _record: Record) -> Row:
    return _decided(event, "denied") | {"reason": event.reason}


COVERAGE = table(
    "coverage",
    """
        ticket_id text, vendor text not null, state text not null, entitlement_id text,
        customer_id text, plan text, judged_plan text, level text, queue text,
        reason text, decided_at timestamptz not null, because jsonb not null
    """,
    keyed_by=("ticket_id",),
    begins={
        TicketEntitled: _entitled,
        TicketLeftUncovered: _left_uncovered,
        TicketDenied: _denied,
    },
    changes={
        SupportTypeChanged: lambda _row, event, _record: {"plan": event.plan},
        TicketReopened: lambda row, _event, _record: {"plan": row["judged_plan"]},
        MergeUndone: lambda row, _event, _record: {"plan": row["judged_plan"]},
    },
    indexes="create index if not exists coverage_customer on coverage (customer_id);",
)
