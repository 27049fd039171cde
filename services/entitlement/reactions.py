"""What a request that comes, goes on or ends means for its right, and when a term ends."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from libs.decider import Command
from libs.events.entitlement import (
    EntitlementActivated,
    EntitlementRegistered,
    EntitlementRenewed,
)
from libs.events.intake import TicketClosed, TicketReopened, TicketSubmitted, TicketTakenIntoWork
from libs.events.work import WorkLogged, WorkReversed
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Envelope
from services.entitlement.domain.acceptance import AcceptRegulation
from services.entitlement.domain.asking import JudgeTicket, SettleQuota, SpendQuota
from services.entitlement.domain.charges import ChargeWork, Worked
from services.entitlement.domain.commands import ExpireEntitlement, RemindHolder
from services.entitlement.projections.acceptances import has_accepted
from services.entitlement.projections.claims import claim_of
from services.entitlement.projections.rights import due
from services.entitlement.projections.work import work_on

DUE_AT_ONCE = 500


async def react(envelope: Envelope, db: Db, editions: Editions) -> Sequence[Command]:
    match envelope.event:
        case TicketSubmitted() as event:
            judge = JudgeTicket(event.ticket_id, event.vendor, event.occurred_at, "submitted")
            return (judge, *await _consent(event, db))
        case TicketReopened() as event:
            return (JudgeTicket(event.ticket_id, event.vendor, event.occurred_at, "reopened"),)
        case TicketTakenIntoWork() as event:
            return (SpendQuota(event.ticket_id, event.vendor, event.occurred_at),)
        case TicketClosed() as event:
            ended = SettleQuota(event.ticket_id, event.vendor, event.occurred_at, event.outcome)
            return (ended,)
        case WorkLogged() | WorkReversed() as event:
            return await charges(event, db, editions)
    return ()


async def charges(
    event: WorkLogged | WorkReversed, db: Db, editions: Editions
) -> Sequence[Command]:
    """The wish to reckon all work on a ticket anew, under its own edition (RGN-38…41)."""
    claim = await claim_of(db, event.ticket_id)
    if claim is None:
        return ()
    rows = await work_on(db, event.ticket_id)
    return (
        ChargeWork(
            id=event.ticket_id,
            vendor=event.vendor,
            at=event.occurred_at,
            edition=await editions.named(claim["edition"], db),
            facts=await editions.facts(event.vendor, db),
            worked=tuple(Worked.of(dict(row)) for row in rows),
        ),
    )


def asks(envelope: Envelope) -> Sequence[Command]:
    """A right that became known is looked up anew for the open requests it may cover."""
    match envelope.event:
        case EntitlementRegistered() | EntitlementActivated() | EntitlementRenewed() as known:
            return [
                JudgeTicket(ticket_id, known.vendor, known.occurred_at, "learned")
                for ticket_id in known.tickets
            ]
    return ()


async def _consent(submitted: TicketSubmitted, db: Db) -> Sequence[Command]:
    if await has_accepted(db, submitted.contact_id, submitted.edition):
        return ()
    return (
        AcceptRegulation(
            id=submitted.contact_id,
            vendor=submitted.vendor,
            at=submitted.occurred_at,
            edition=submitted.edition,
            ticket_id=submitted.ticket_id,
        ),
    )


async def tick(now: datetime, read_to: Mapping[int, datetime], db: Db) -> Sequence[Command]:
    """Terms that ended, and holders who are to be reminded that theirs end."""
    rows = await due(db, list(read_to), now, DUE_AT_ONCE)
    return [
        (ExpireEntitlement if row["ends"] else RemindHolder)(
            row["entitlement_id"], row["vendor"], row["at"]
        )
        for row in rows
    ]
