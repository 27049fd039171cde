"""When a request comes or is opened again, look what covers it; when a term ends, say so;
when work was logged, reckon it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from asyncpg import Record

from libs.decider import Command
from libs.events.intake import TicketReopened, TicketSubmitted
from libs.events.work import WorkLogged, WorkReversed
from libs.regulation import Edition
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Row
from services.entitlement.domain.acceptance import AcceptRegulation
from services.entitlement.domain.charges import ChargeWork, Worked
from services.entitlement.domain.coverage import DecideCoverage
from services.entitlement.domain.entitlements import ExpireEntitlement
from services.entitlement.domain.rights import Right, day_of, must_be_named
from services.entitlement.projections.acceptances import has_accepted
from services.entitlement.projections.claims import claim_of
from services.entitlement.projections.entitlements import (
    expiring,
    right_numbered,
    right_of_contact,
)
from services.entitlement.projections.work import work_on

EXPIRED_AT_ONCE = 500


async def react(envelope: Envelope, db: Db, editions: Editions) -> Sequence[Command]:
    match envelope.event:
        case TicketSubmitted() as submitted:
            return (*await covers(submitted, db, editions), *await _consent(submitted, db))
        case TicketReopened() as reopened:
            return await covers(reopened, db, editions)
        case WorkLogged() | WorkReversed() as event:
            return await charges(event, db, editions)
    return ()


async def covers(
    event: TicketSubmitted | TicketReopened, db: Db, editions: Editions
) -> Sequence[Command]:
    """The wish to judge a ticket's claim by what stands now, under its own edition."""
    claim = await claim_of(db, event.ticket_id)
    if claim is None:
        return ()
    edition = await editions.named(claim["edition"], db)
    row = await _row_of_right(claim, day_of(event.occurred_at, edition), edition, db)
    return (
        DecideCoverage(
            id=event.ticket_id,
            vendor=event.vendor,
            at=event.occurred_at,
            edition=edition,
            channel=claim["channel"],
            product=claim["product"],
            number=claim["number"],
            contact_id=claim["contact_id"],
            kind=claim["kind"],
            right=Right.of(row, await editions.named(row["edition"], db)) if row else None,
        ),
    )


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


async def _row_of_right(claim: Record, on: date, edition: Edition, db: Db) -> Row | None:
    if claim["number"] is not None:
        return await right_numbered(db, claim["vendor"], claim["number"])
    if must_be_named(edition, claim["channel"]):
        return None
    return await right_of_contact(db, claim["vendor"], claim["contact_id"], claim["product"], on)


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
    rows = await expiring(db, list(read_to), now, EXPIRED_AT_ONCE)
    return [ExpireEntitlement(r["entitlement_id"], r["vendor"], r["expires_at"]) for r in rows]
