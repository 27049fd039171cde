"""How a ticket stands when it comes in."""

from libs.events.base import Because
from libs.events.intake import TicketSubmitted
from libs.runtime.envelope import Record
from libs.runtime.projection import Row
from services.views.projections.kinship import links_at_birth
from services.views.projections.waiting import OPEN


def submitted(event: TicketSubmitted, record: Record) -> Row:
    return OPEN | {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "number": event.number,
        "version": record.stream_version,
        "contact_id": event.contact_id,
        "client": event.client,
        "channel": event.channel,
        "kind": event.kind,
        "language": event.language,
        "product": event.product,
        "certificate": event.certificate,
        "edition": event.edition,
        "logged_by": event.logged_by,
        "missing": list(event.missing),
        "completeness": event.completeness,
        "off_channel": _why(event.off_channel),
        "drafted_for": None,
        "searched": list(event.searched),
        "submitted_at": event.occurred_at,
        "updated_at": event.occurred_at,
        "told_at": event.occurred_at,
        "taken_at": None,
        "answerer": None,
        "closing_time": None,
        "plan": None,
        "consent": None,
        "ended_at": None,
        "closed_at": None,
        "outcome": None,
        "closed_by": None,
        "rendered_in_time": None,
        "topic": None,
        "cause": None,
        "reproduced": None,
        "is_defect": False,
        "priority": None,
        "placed_at": None,
        "passed_to": None,
        "rated": None,
        "links": links_at_birth(event),
    }


def _why(because: Because | None) -> Row | None:
    return because.model_dump(mode="json") if because else None
