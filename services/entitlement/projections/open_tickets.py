"""Which edition each ticket keeps, so that it is known whom a change leaves under the old one."""

from libs.events.intake import (
    MergeUndone,
    TicketClosed,
    TicketRefused,
    TicketReopened,
    TicketSubmitted,
)
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row

EVENTS = (TicketSubmitted, TicketClosed, TicketRefused, TicketReopened, MergeUndone)


def _key(envelope: Envelope) -> Row | None:
    event = envelope.event
    return {"ticket_id": event.ticket_id} if isinstance(event, EVENTS) else None


def _evolve(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case TicketSubmitted() as submitted:
            return {
                "ticket_id": submitted.ticket_id,
                "vendor": submitted.vendor,
                "edition": submitted.edition,
                "is_open": True,
            }
        case TicketClosed() | TicketRefused() if row:
            return row | {"is_open": False}
        case TicketReopened() | MergeUndone() if row:
            return row | {"is_open": True}
    return row


OPEN_TICKETS = Projection(
    table="open_tickets",
    columns="""
        ticket_id text, vendor text not null, edition text not null, is_open bool not null
    """,
    keyed_by=("ticket_id",),
    key=_key,
    evolve=_evolve,
    events=frozenset(EVENTS),
    begins=frozenset((TicketSubmitted,)),
    indexes="""
        create index if not exists open_tickets_edition on open_tickets (edition) where is_open;
    """,
)


async def open_under(db: Db, edition: str) -> int:
    """How many open tickets keep an edition."""
    count: int = await db.fetchval(
        "select count(*) from open_tickets where edition = $1 and is_open", edition
    )
    return count
