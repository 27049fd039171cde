"""Which editions a vendor published, asked of the copy that every service keeps."""

from datetime import datetime

from asyncpg import Record

from libs.runtime.database import Db


async def binding_edition(db: Db, vendor: str, at: datetime) -> str | None:
    """The edition under whose notice a change is published: the newest in force, else the next
    to come; None before the first."""
    edition: str | None = await db.fetchval(
        "select edition from editions where vendor = $1 order by in_force_from <= $2 desc,"
        " abs(extract(epoch from in_force_from - $2)) limit 1",
        vendor,
        at,
    )
    return edition


async def editions_after(db: Db, edition: str, limit: int) -> list[Record]:
    """Editions in the order of their ids, behind one of them."""
    return await db.fetch(
        "select edition, in_force_from from editions where edition > $1 order by edition limit $2",
        edition,
        limit,
    )
