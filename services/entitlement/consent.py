"""A user's first request under an edition is his consent to it, where the edition says so."""

from collections.abc import Sequence

from libs.events.intake import TicketSubmitted
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from services.entitlement.domain.acceptance import AcceptRegulation
from services.entitlement.projections.acceptances import has_accepted


async def consent(
    submitted: TicketSubmitted, db: Db, editions: Editions
) -> Sequence[AcceptRegulation]:
    """The wish to put a consent on record, once for a user and an edition (CPRO-R-15)."""
    edition = await editions.named(submitted.edition, db)
    acceptance = edition.acceptance
    if acceptance is None or not acceptance.is_given_by(submitted.channel):
        return ()
    if await has_accepted(db, submitted.contact_id, edition.id):
        return ()
    return (
        AcceptRegulation(
            id=submitted.contact_id,
            vendor=submitted.vendor,
            at=submitted.occurred_at,
            edition=edition.id,
            ticket_id=submitted.ticket_id,
            because=edition.because(acceptance, ru=acceptance.text.ru, en=acceptance.text.en),
        ),
    )
