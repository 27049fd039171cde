"""What has come since somebody last looked: the timeline by positions instead of by ticket."""

from collections.abc import Mapping

from asyncpg import Record

from libs.runtime.database import Db
from services.views.queries.sight import Sight

Seen = dict[tuple[str, int], int]
"""The last position seen, by source and shard."""


async def reached(db: Db) -> Seen:
    """How far every source was taken in, in every shard."""
    rows = await db.fetch("select source, shard, position from watermarks")
    return {(row["source"], row["shard"]): row["position"] for row in rows}


async def between(db: Db, sight: Sight, seen: Seen, until: Seen, limit: int) -> list[Record]:
    """Entries behind `seen`, up to and including `until`, in the order of their positions."""
    ahead = _ahead(seen, until)
    if not ahead:
        return []
    return await db.fetch(
        "select l.source, l.shard, l.position, l.type, l.ticket_id"
        " from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[])"
        "   as ahead (source, shard, after, until)"
        " join timeline l on l.source = ahead.source and l.shard = ahead.shard"
        "   and l.position > ahead.after and l.position <= ahead.until"
        " join tickets t on t.ticket_id = l.ticket_id"
        " where l.vendor = $5 and ($6::text is null or t.client = $6 and not l.internal)"
        " order by l.shard, l.source, l.position limit $7",
        *(list(column) for column in zip(*ahead, strict=True)),
        sight.vendor,
        sight.client,
        limit,
    )


def _ahead(seen: Mapping[tuple[str, int], int], until: Seen) -> list[tuple[str, int, int, int]]:
    return [
        (source, shard, seen.get((source, shard), 0), position)
        for (source, shard), position in until.items()
        if position > seen.get((source, shard), 0)
    ]
