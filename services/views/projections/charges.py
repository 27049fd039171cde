"""What the work on a ticket costs by now, as entitlement reckons it."""

from libs.events.entitlement import WorkCharged
from libs.runtime.envelope import Record
from libs.runtime.projection import Row
from services.views.projections.folds import table


def _charged(event: WorkCharged, _record: Record) -> Row:
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "raw_minutes": event.raw_minutes,
        "billed_minutes": event.billed_minutes,
        "amount": str(event.amount),
        "currency": event.currency,
        "reckoned_at": event.occurred_at,
        "because": event.because,
    }


CHARGES = table(
    "charges",
    """
        ticket_id text, vendor text not null, raw_minutes int not null,
        billed_minutes int not null, amount text not null, currency text,
        reckoned_at timestamptz not null, because jsonb not null
    """,
    keyed_by=("ticket_id",),
    begins={WorkCharged: _charged},
)
