"""What each ticket said of its right when it was submitted, for when it is opened again."""

from asyncpg import Record

from libs.events.intake import TicketSubmitted
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row
from services.entitlement.projections.entitlements import normal


def _claim_key(envelope: Envelope) -> Row | None:
    event = envelope.event
    return {"ticket_id": event.ticket_id} if isinstance(event, TicketSubmitted) else None


def _evolve_claim(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case TicketSubmitted() as submitted:
            return {
                "ticket_id": submitted.ticket_id,
                "vendor": submitted.vendor,
                "contact_id": submitted.contact_id,
                "client": submitted.client,
                "channel": submitted.channel,
                "kind": submitted.kind,
                "ticket_number": submitted.number,
                "product": submitted.product,
                "number": normal(submitted.certificate),
                "edition": submitted.edition,
            }
    return row


CLAIMS = Projection(
    table="claims",
    columns="""
        ticket_id text, vendor text not null, contact_id text not null, client text not null,
        channel text not null, kind text not null, ticket_number text not null,
        product text, number text, edition text not null
    """,
    keyed_by=("ticket_id",),
    key=_claim_key,
    evolve=_evolve_claim,
)


async def claim_of(db: Db, ticket_id: str) -> Record | None:
    """What a ticket claimed when it was submitted."""
    return await db.fetchrow("select * from claims where ticket_id = $1", ticket_id)
