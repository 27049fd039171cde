"""What each service's database says of its log, of what it has taken in, and of what it could not.

All are read in one transaction, so that their numbers belong to one instant.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import asyncpg

from cli.trouble import Trouble

Db: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Marks = dict[tuple[str, int], int]

ID_BITS = 48
DIGEST = f"coalesce(bit_xor(('x' || right(id::text, 12))::bit({ID_BITS})::bigint), 0)"


@dataclass(frozen=True)
class Told:
    """Events that a store has handed to the topic, up to `position`, in number and by their ids."""

    position: int
    events: int = 0
    digest: int = 0


@dataclass(frozen=True)
class Parked:
    """A key that is set aside, and what it waits for, if it is tried again by itself."""

    key: str
    error: str
    waits: bool


@dataclass(frozen=True)
class Store:
    """One service at one instant; `heads` and `events` by shard, for one that writes events."""

    service: str
    heads: dict[int, int]
    events: dict[int, int]
    relayed: dict[int, Told]
    repeated_ids: int
    closed: dict[int, str]
    marks: Marks
    parked: tuple[Parked, ...]
    aliens: int
    failing_errands: int


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Db]:
    """A connection. Raises Trouble where Postgres does not take it."""
    try:
        db = await asyncpg.connect(url, timeout=10)
    except (OSError, asyncpg.PostgresError, TimeoutError) as fault:
        why = f"({type(fault).__name__}): {fault}"
        raise Trouble(f"Postgres does not answer {why}", f"Postgres не отвечает {why}") from fault
    try:
        yield db
    finally:
        await db.close()


async def read_stores(db: Db, services: Sequence[str]) -> dict[str, Store]:
    """All services at one instant."""
    async with db.transaction(isolation="repeatable_read", readonly=True):
        return {service: await _read(db, service) for service in services}


async def read_heads(db: Db, service: str) -> dict[int, int]:
    """The last position of each shard of a service's store; none for a reader."""
    schema = await schema_of(db, service)
    rows = await db.fetch(
        f"select shard, {schema}.head(shard) as head from {schema}.log_settings,"
        " generate_series(0, shards - 1) as shard"
    )
    return {row["shard"]: row["head"] for row in rows if row["head"]}


async def read_marks(db: Db, service: str) -> tuple[Marks, dict[int, int]]:
    """How far a service has read of others, and how far its own shards are relayed."""
    schema = await schema_of(db, service)
    marks = await db.fetch(f"select source, shard, position from {schema}.watermarks")
    relayed = await db.fetch(f"select shard, position from {schema}.relayed")
    return (
        {(row["source"], row["shard"]): row["position"] for row in marks},
        {row["shard"]: row["position"] for row in relayed},
    )


async def schema_of(db: Db, service: str) -> str:
    """Where the service's tables are: a reader's, in its present generation. Raises Trouble."""
    if not await db.fetchval("select to_regnamespace($1) is not null", service):
        raise Trouble(
            f"the database has no schema {service}: is it this desk's?",
            f"в базе данных нет схемы {service}: этой ли службы база?",
        )
    if await db.fetchval("select to_regclass($1) is null", f"{service}.generation"):
        return service
    return str(await db.fetchval(f"select current from {service}.generation"))


async def _read(db: Db, service: str) -> Store:
    schema = await schema_of(db, service)

    async def rows(query: str) -> list[Any]:
        return await db.fetch(query.format(schema=schema))

    logs = await rows(
        "select shard, max(position) as head, count(*) as events"
        " from {schema}.events group by shard"
    )
    relayed = await rows(
        f"select r.shard, r.position, count(e.id) as events, {DIGEST} as digest"
        " from {schema}.relayed r left join {schema}.events e"
        " on e.shard = r.shard and e.position <= r.position group by r.shard, r.position"
    )
    marks, _ = await read_marks(db, service)
    parked = await rows(
        "select key, error, retry_at is not null as waits"
        " from {schema}.parked_keys order by parked_at"
    )
    closed = await rows("select shard, reason from {schema}.closed_shards")
    (one,) = await rows(
        "select (select count(*) - count(distinct id) from {schema}.events) as repeated_ids,"
        " (select count(*) from {schema}.aliens) as aliens,"
        " (select count(*) from {schema}.errands where error is not null) as failing_errands"
    )
    return Store(
        service=service,
        heads={row["shard"]: row["head"] for row in logs},
        events={row["shard"]: row["events"] for row in logs},
        relayed={
            row["shard"]: Told(row["position"], row["events"], row["digest"]) for row in relayed
        },
        closed={row["shard"]: row["reason"] for row in closed},
        marks=marks,
        parked=tuple(Parked(row["key"], row["error"], row["waits"]) for row in parked),
        **dict(one),
    )
