"""A ticket's story as it is read: its events in their order, with people's names."""

from collections.abc import Sequence
from datetime import datetime

from asyncpg import Record

from libs.runtime.database import Db
from services.views.queries.sight import Sight

Place = tuple[datetime, datetime, str, int]
"""Where an entry stands in its ticket's story: occurred, recorded, source, position."""


async def story(
    db: Db, sight: Sight, ticket_id: str, after: Place | None, limit: int
) -> list[Record]:
    """Entries of a ticket behind a place, the earliest first; no internal ones for its client."""
    return await db.fetch(
        "select * from timeline where ticket_id = $1 and not (internal and $2) and ($3::text is"
        " null or (at, recorded_at, source, position) > ($4, $5, $3, $6))"
        " order by at, recorded_at, source, position limit $7",
        ticket_id,
        sight.is_own,
        after[2] if after else None,
        after[0] if after else None,
        after[1] if after else None,
        after[3] if after else None,
        limit,
    )


def place_of(entry: Record) -> Place:
    return entry["at"], entry["recorded_at"], entry["source"], entry["position"]


async def names_in(db: Db, entries: Sequence[Record]) -> dict[str, str]:
    """The names, by id, of those who act in these entries or are spoken of."""
    ids = {str(value) for entry in entries for value in (entry["who"], *entry["facts"].values())}
    rows = await db.fetch(
        "select engineer_id as id, name from engineers"
        " where engineer_id = any($1) and name is not null union all"
        " select contact_id, name from contacts where contact_id = any($1) and name is not null",
        list(ids),
    )
    return {row["id"]: row["name"] for row in rows}
