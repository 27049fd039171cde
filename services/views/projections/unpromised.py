"""What the regulation does not promise on a ticket, in its words: as sla_clock tells it."""

from libs.events.sla_clock import NothingPromised
from libs.runtime.envelope import Record
from libs.runtime.projection import Row
from services.views.projections.folds import table


def _said(event: NothingPromised, _record: Record) -> Row:
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "clocks": list(event.clocks),
        "because": event.because,
    }


UNPROMISED = table(
    "unpromised",
    "ticket_id text, vendor text not null, clocks text[] not null, because jsonb not null",
    keyed_by=("ticket_id",),
    begins={NothingPromised: _said},
)
"""What was said last holds: a ticket may have been classified anew."""
