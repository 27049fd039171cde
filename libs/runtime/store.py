"""The event store, which is also the outbox: a dense order in every shard."""

from collections.abc import Sequence

from asyncpg import Record as PgRecord

from libs.events.codec import Encoded
from libs.runtime.database import Db
from libs.runtime.envelope import Record

COLUMNS = (
    "shard, position, stream, stream_version, id, type, version, vendor, occurred_at,"
    " recorded_at, correlation, causation, traceparent"
)


FIELDS = (*COLUMNS.split(", "), "facts")
INSERT_FACTS = (
    f"insert into events ({COLUMNS}, facts) select {COLUMNS}, facts::json from unnest("
    "$1::int[], $2::bigint[], $3::text[], $4::int[], $5::uuid[], $6::text[], $7::int[],"
    " $8::text[], $9::timestamptz[], $10::timestamptz[], $11::uuid[], $12::uuid[],"
    f" $13::text[], $14::text[]) as new ({COLUMNS}, facts)"
)
INSERT_BOTH = (
    "with kept as (insert into personal (event_id, shard, vendor, person, own, half)"
    " select id, shard, vendor, person, true, half::json from unnest("
    "$15::uuid[], $16::int[], $17::text[], $18::text[], $19::text[])"
    " as new (id, shard, vendor, person, half)"
    " where not exists (select from erased_persons e where e.person = new.person)"
    f" on conflict (event_id) do nothing) {INSERT_FACTS}"
)


class ShardClosed(Exception):
    """The store lost its newest events in this shard: it takes no writes until it is refilled."""


OPEN_SHARD = "shard not in (select shard from closed_shards)"
"""Of rows that are a shard's work: what a closed one has to do waits for its refill."""


def loss(source: str, shard: int, head: int, last: int) -> str:
    """What to say of a store that ends in front of what it once published."""
    return (
        f"the store of {source} ends at position {head} in shard {shard}, the topic at {last}:"
        " the store lost its newest events. `vakhta doctor --refill` brings them back"
    )


def record_of(source: str, row: PgRecord) -> Record:
    """A row of `events`, with its facts as text, as a record."""
    return Record(
        source,
        row["shard"],
        row["position"],
        row["stream"],
        row["stream_version"],
        row["id"],
        row["type"],
        row["version"],
        row["vendor"],
        row["occurred_at"],
        row["recorded_at"],
        row["correlation"],
        row["causation"],
        row["traceparent"],
        row["facts"],
    )


async def insert(db: Db, written: Sequence[tuple[Record, Encoded]]) -> None:
    """Write records at their positions; a position that is taken is a unique violation.

    Their personal halves go with them, but none of a person who was erased.
    """
    records = [record for record, _ in written]
    halves = [
        (record.id, record.shard, record.vendor, one.person, one.personal)
        for record, one in written
        if one.personal is not None
    ]
    columns = [[getattr(record, name) for record in records] for name in FIELDS]
    if halves:
        await db.execute(INSERT_BOTH, *columns, *map(list, zip(*halves, strict=True)))
    else:
        await db.execute(INSERT_FACTS, *columns)


async def read(db: Db, source: str, shard: int, after: int, limit: int) -> list[Record]:
    """Records of a shard behind a position, in their order."""
    rows = await db.fetch(
        f"select {COLUMNS}, facts::text from events"
        " where shard = $1 and position > $2 order by position limit $3",
        shard,
        after,
        limit,
    )
    return [record_of(source, row) for row in rows]
