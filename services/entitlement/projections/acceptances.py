"""Which contacts accepted which editions, so that nobody is asked to accept one again."""

from libs.events.entitlement import RegulationAccepted
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row


def _key(envelope: Envelope) -> Row | None:
    match envelope.event:
        case RegulationAccepted() as accepted:
            return {"contact_id": accepted.contact_id, "edition": accepted.edition}
    return None


def _evolve(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case RegulationAccepted() as accepted:
            return {
                "contact_id": accepted.contact_id,
                "edition": accepted.edition,
                "vendor": accepted.vendor,
                "accepted_at": accepted.occurred_at,
            }
    return row


ACCEPTANCES = Projection(
    table="acceptances",
    columns="""
        contact_id text, edition text, vendor text not null, accepted_at timestamptz not null
    """,
    keyed_by=("contact_id", "edition"),
    key=_key,
    evolve=_evolve,
)


async def has_accepted(db: Db, contact_id: str, edition: str) -> bool:
    """Whether the contact's consent to the edition is on record."""
    return bool(
        await db.fetchval(
            "select true from acceptances where contact_id = $1 and edition = $2",
            contact_id,
            edition,
        )
    )
