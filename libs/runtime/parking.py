"""Keys that are set aside in order, so that one bad event stops one ticket and not a shard."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter

from libs.events.codec import FromTheFuture
from libs.runtime.database import Db
from libs.runtime.editions import MissingFact
from libs.runtime.envelope import Record
from libs.runtime.store import OPEN_SHARD

LONGEST_WAIT = timedelta(minutes=1)
_records = TypeAdapter(Record)


async def parked_keys(db: Db, shard: int) -> set[str]:
    return {
        row["key"] for row in await db.fetch("select key from parked_keys where shard = $1", shard)
    }


async def park(db: Db, record: Record, error: Exception) -> None:
    """Set a record aside as the first of its key; those behind it follow by `park_behind`.

    A key that waits for a fact, or for a reader that knows the version, is retried by itself.
    """
    by_itself = isinstance(error, MissingFact | FromTheFuture)
    await db.execute(
        "insert into parked_keys (key, shard, vendor, error, waits_for, attempts, retry_at)"
        " values ($1, $2, $3, $4, $5, 1, case when $6 then clock_timestamp() + interval '1 s' end)"
        " on conflict (key) do nothing",
        record.key,
        record.shard,
        record.vendor,
        described(error),
        error.fact if isinstance(error, MissingFact) else None,
        by_itself,
    )
    await park_behind(db, [record])


async def park_behind(db: Db, records: Sequence[Record]) -> None:
    for record in records:
        await db.execute(
            "insert into parked_events (key, record) values ($1, $2)",
            record.key,
            record._asdict(),
        )


async def failed_again(db: Db, key: str, error: Exception) -> None:
    """Note another failure; the wait doubles up to a minute where it is retried by itself."""
    await db.execute(
        "update parked_keys set error = $2, waits_for = $3, attempts = attempts + 1, retry_at ="
        " case when $4 then clock_timestamp() + least($5, interval '1 s' * 2 ^ least(attempts, 8))"
        " end where key = $1",
        key,
        described(error),
        error.fact if isinstance(error, MissingFact) else None,
        isinstance(error, MissingFact | FromTheFuture),
        LONGEST_WAIT,
    )


async def release(db: Db, facts: Sequence[str]) -> None:
    """Let the keys that wait for one of these facts be tried at once."""
    await db.execute(
        "update parked_keys set retry_at = clock_timestamp() where waits_for = any($1)", facts
    )


async def due(db: Db, shards: Sequence[int]) -> list[str]:
    rows = await db.fetch(
        "select key from parked_keys where shard = any($1) and retry_at <= clock_timestamp()"
        f" and {OPEN_SHARD}"
        " order by retry_at limit 100",
        shards,
    )
    return [row["key"] for row in rows]


async def next_parked(db: Db, key: str) -> tuple[int, Record] | None:
    """The first record set aside of a key, with its number in the row."""
    row = await db.fetchrow(
        "select sequence, record from parked_events where key = $1 order by sequence limit 1", key
    )
    return (row["sequence"], _records.validate_python(row["record"])) if row else None


async def replace(db: Db, key: str, sequence: int, record: Record) -> None:
    """Set another copy of a record in its place."""
    await db.execute(
        "update parked_events set record = $3 where key = $1 and sequence = $2",
        key,
        sequence,
        record._asdict(),
    )


async def unpark_one(db: Db, key: str, sequence: int) -> None:
    await db.execute("delete from parked_events where key = $1 and sequence = $2", key, sequence)


async def unpark_key(db: Db, key: str) -> None:
    await db.execute("delete from parked_keys where key = $1", key)


async def not_skipped(db: Db, records: Sequence[Record]) -> list[Record]:
    """These records without those that a person decided to skip; rebuilds honour it."""
    rows = await db.fetch(
        "select source, shard, position from skipped_events where shard = any($1)",
        list({record.shard for record in records}),
    )
    skipped = {(row["source"], row["shard"], row["position"]) for row in rows}
    return [r for r in records if (r.source, r.shard, r.position) not in skipped]


async def skip_first(db: Db, key: str, reason: str) -> Record | None:
    """Skip the record that a key is parked on, for good, and note why."""
    first = await next_parked(db, key)
    if first is None:
        return None
    sequence, record = first
    await db.execute(
        "insert into skipped_events (source, shard, position, key, reason)"
        " values ($1, $2, $3, $4, $5) on conflict do nothing",
        record.source,
        record.shard,
        record.position,
        key,
        reason,
    )
    await unpark_one(db, key, sequence)
    return record


async def listing(db: Db) -> list[dict[str, Any]]:
    rows = await db.fetch(
        "select k.*, (select count(*) from parked_events e where e.key = k.key) as events,"
        " (select e.record->>'type' from parked_events e where e.key = k.key"
        " order by sequence limit 1) as first_type from parked_keys k order by parked_at"
    )
    return [dict(row) for row in rows]


def described(error: Exception) -> str:
    """An error's kind and place, without the values that people typed."""
    if isinstance(error, MissingFact | FromTheFuture):
        return str(error)
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_qualname}:{frame.tb_lineno}" if frame else "?"
    return f"{type(error).__name__} in {place}"
