"""A ticket's story as it is read: its events in their order, with people's names."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from libs.events.codec import OWNERS
from libs.runtime.database import Db
from services.views.discretion import of_entry, untold
from services.views.queries.sight import Sight

Place = tuple[datetime, datetime, str, int]
"""Where an entry stands in its ticket's story: occurred, recorded, source, position."""


async def story(
    db: Db, sight: Sight, ticket_id: str, after: Place | None, limit: int
) -> list[dict[str, Any]]:
    """Entries of a ticket behind a place, the earliest first; no internal ones for its client, and
    nothing that its vendor hides from him.

    What was recorded at one instant is told in the order in which services hear of each other.
    """
    at, recorded_at, source, position = after or (None, None, None, None)
    rows = await db.fetch(
        "select l.*, coalesce(l.text, x.body) as text, coalesce(l.answers, x.answers) as answers"
        " from timeline l cross join lateral (select array_position($1, l.source) as turn) s"
        " left join texts x on l.type = 'TicketSubmitted' and x.ticket_id = l.ticket_id"
        " where l.ticket_id = $2 and not (l.internal and $3) and l.type <> all ($9)"
        " and ($4::timestamptz is null or"
        " (l.at, l.recorded_at, s.turn, l.position) > ($4, $5, array_position($1, $6), $7))"
        " order by l.at, l.recorded_at, s.turn, l.position limit $8",
        list(OWNERS),
        ticket_id,
        sight.is_own,
        at,
        recorded_at,
        source,
        position,
        limit,
        list(untold(sight.hidden)),
    )
    return [of_entry(dict(row), sight.hidden) for row in rows]


def place_of(entry: Mapping[str, Any]) -> Place:
    return entry["at"], entry["recorded_at"], entry["source"], entry["position"]


async def names_in(db: Db, entries: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The names, by id, of those who act in these entries or are spoken of."""
    ids = {str(value) for entry in entries for value in (entry["who"], *entry["facts"].values())}
    rows = await db.fetch(
        "select engineer_id as id, name from engineers"
        " where engineer_id = any($1) and name is not null union all"
        " select contact_id, name from contacts where contact_id = any($1) and name is not null",
        list(ids),
    )
    return {row["id"]: row["name"] for row in rows}
