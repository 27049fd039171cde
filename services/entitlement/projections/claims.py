"""What each ticket says of its right, and how far it is."""

from asyncpg import Record

from libs.events.intake import (
    CertificateAttached,
    DraftFiled,
    MergeUndone,
    TicketAdopted,
    TicketClassified,
    TicketClosed,
    TicketReopened,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row
from services.entitlement.projections.rights import normal

AS_THEY_CAME = "length(ticket_number), ticket_number"
"""Numbers are counted up, and told apart by their length where they grow a digit."""


def _claim_key(envelope: Envelope) -> Row | None:
    return {"ticket_id": envelope.key}


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
                "product_version": submitted.product_version,
                "number": normal(submitted.certificate),
                "edition": submitted.edition,
                "in_work": False,
                "is_open": submitted.is_served,
            }
        case TicketAdopted() if row:
            return row | {"is_open": True}
        case DraftFiled() as filed if row:
            return row | {
                "is_open": True,
                "channel": filed.channel,
                "product": filed.product,
                "number": normal(filed.certificate),
            }
        case TicketClassified() as classified if row:
            return row | {"kind": classified.kind}
        case CertificateAttached() as attached if row:
            return row | {"number": normal(attached.certificate)}
        case TicketTakenIntoWork() if row:
            return row | {"in_work": True}
        case TicketClosed() if row:
            return row | {"is_open": False}
        case TicketReopened() | MergeUndone() if row:
            return row | {"is_open": True}
    return row


CLAIMS = Projection(
    table="claims",
    columns="""
        ticket_id text, vendor text not null, contact_id text not null, client text not null,
        channel text not null, kind text not null, ticket_number text not null,
        product text, product_version text, number text,
        edition text not null, in_work bool not null, is_open bool not null
    """,
    keyed_by=("ticket_id",),
    key=_claim_key,
    evolve=_evolve_claim,
    events=frozenset(
        (
            TicketSubmitted,
            CertificateAttached,
            TicketAdopted,
            TicketClassified,
            DraftFiled,
            TicketTakenIntoWork,
            TicketClosed,
            TicketReopened,
            MergeUndone,
        )
    ),
    begins=frozenset((TicketSubmitted,)),
    indexes="""
        create index if not exists claims_open on claims (vendor, contact_id) where is_open;
        create index if not exists claims_open_number on claims (vendor, number) where is_open;
    """,
)


async def claim_of(db: Db, ticket_id: str) -> Record | None:
    """What a ticket claims: by the number that was named last."""
    return await db.fetchrow("select * from claims where ticket_id = $1", ticket_id)


async def open_tickets(
    db: Db, vendor: str, contacts: list[str], numbers: list[str], limit: int
) -> tuple[str, ...]:
    """Open tickets that no right covers, of these contacts or with one of these numbers: the
    first that came. One that was denied is about to be closed, and stays so."""
    rows = await db.fetch(
        "select ticket_id from claims left join coverages using (ticket_id)"
        " where claims.vendor = $1 and is_open and entitlement_id is null"
        " and name is distinct from 'TicketDenied'"
        " and (contact_id = any($2) or claims.number = any($3))"
        f" order by {AS_THEY_CAME} limit $4",
        vendor,
        contacts,
        numbers,
        limit,
    )
    return tuple(row["ticket_id"] for row in rows)


async def tickets_covered_by(db: Db, entitlement_id: str, limit: int) -> tuple[str, ...]:
    """Open tickets that a right covers: the first that came."""
    rows = await db.fetch(
        "select ticket_id from coverages join claims using (ticket_id)"
        f" where coverages.entitlement_id = $1 and is_open order by {AS_THEY_CAME} limit $2",
        entitlement_id,
        limit,
    )
    return tuple(row["ticket_id"] for row in rows)
