"""Which contacts accepted which editions, so that nobody is asked to accept one again."""

from asyncpg import Record

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
    indexes="create index if not exists acceptances_edition on acceptances (edition, contact_id);",
)


async def acceptances_after(db: Db, edition: str, contact_id: str, limit: int) -> list[Record]:
    """Who accepted an edition, in the order of the contacts' ids, behind one of them."""
    return await db.fetch(
        "select contact_id, accepted_at from acceptances"
        " where edition = $1 and contact_id > $2 order by contact_id limit $3",
        edition,
        contact_id,
        limit,
    )


async def accepted_by(db: Db, edition: str) -> int:
    """How many contacts accepted an edition."""
    count: int = await db.fetchval("select count(*) from acceptances where edition = $1", edition)
    return count


async def has_accepted(db: Db, contact_id: str, edition: str) -> bool:
    """Whether the contact's consent to the edition is on record."""
    return bool(
        await db.fetchval(
            "select true from acceptances where contact_id = $1 and edition = $2",
            contact_id,
            edition,
        )
    )
