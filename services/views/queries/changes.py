"""What has come since somebody last looked: the timeline by positions instead of by ticket."""

from collections.abc import Collection, Mapping

from asyncpg import Record

from libs.runtime.database import Db
from services.views.discretion import untold
from services.views.heard import Heard
from services.views.queries.sight import Sight

LINES = (
    "select l.source, l.shard, l.position, l.type, l.ticket_id, l.vendor, l.internal, t.client"
    " from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[])"
    "   as ahead (source, shard, after, until)"
    " join timeline l on l.source = ahead.source and l.shard = ahead.shard"
    "   and l.position > ahead.after and l.position <= ahead.until"
    " left join tickets t on t.ticket_id = l.ticket_id"
)
ORDER = "order by l.shard, l.source, l.position limit $5"


async def reached(db: Db) -> Heard:
    """How far every source was taken in, in every shard."""
    rows = await db.fetch("select source, shard, position from watermarks")
    return {(row["source"], row["shard"]): row["position"] for row in rows}


async def between(db: Db, heard: Heard, until: Heard, limit: int) -> list[Record]:
    """Entries of every vendor behind `heard`, up to and including `until`, by their positions."""
    ahead = _ahead(heard, until)
    return await db.fetch(f"{LINES} {ORDER}", *ahead, limit) if ahead else []


async def missed(db: Db, sight: Sight, heard: Heard, until: Heard, limit: int) -> list[Record]:
    """The same, as far as it may be seen."""
    ahead = _ahead(heard, until)
    if not ahead:
        return []
    return await db.fetch(
        f"{LINES} where l.vendor = $6 and ($7::text is null or t.client = $7 and not l.internal)"
        f" and l.type <> all ($8) {ORDER}",
        *ahead,
        limit,
        sight.vendor,
        sight.client,
        list(untold(sight.hidden)),
    )


async def clients_of(db: Db, tickets: Collection[str]) -> dict[str, str]:
    """Whose the tickets are, by ticket."""
    rows = await db.fetch(
        "select ticket_id, client from tickets where ticket_id = any($1)", list(tickets)
    )
    return {row["ticket_id"]: row["client"] for row in rows}


def _ahead(heard: Mapping[tuple[str, int], int], until: Heard) -> list[list[str | int]]:
    """Where to look, as columns: source, shard, behind which position, and up to which one."""
    found = [
        (source, shard, heard.get((source, shard), 0), position)
        for (source, shard), position in until.items()
        if position > heard.get((source, shard), 0)
    ]
    return [list(column) for column in zip(*found, strict=True)]
