"""The generations of a reader's tables: how far each is, whether two are the same, and the end."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import asyncpg

from libs.runtime.database import Db
from libs.runtime.shards import lock_space

if TYPE_CHECKING:
    Owner: TypeAlias = asyncpg.Connection[asyncpg.Record]
else:  # asyncpg's classes take no parameter when the code runs
    Owner = asyncpg.Connection
"""A connection of the role that owns the schemas."""

Marks = dict[tuple[int, str], int]


@dataclass(frozen=True)
class Compared:
    """A table of the old and of the new generation, at equal watermarks."""

    table: str
    rows: int
    same: bool


class UnderWay(Exception):
    """Another rebuild of the service goes on: both would fill the same new tables."""


async def begin(owner: Owner, service: str) -> str:
    """Have the service's generations to oneself while the connection lives; gives the current one.

    What a rebuild that died left behind is removed, as no erasure reaches it. Raises UnderWay.
    """
    alone = "select pg_try_advisory_lock($1, $2)"
    if not await owner.fetchval(alone, lock_space(f"{service} is rebuilt"), 0):
        raise UnderWay(f"{service} is being rebuilt already")
    current: str = await owner.fetchval(f"select current from {service}.generation")
    for row in await owner.fetch(
        "select nspname from pg_namespace where nspname ~ $1 and nspname <> $2",
        f"^{service}_[0-9]+$",
        current,
    ):
        await owner.execute(f"drop schema {row['nspname']} cascade")
    return current


async def marks_of(owner: Owner, schema: str) -> Marks:
    """How far a generation is, by shard and source."""
    rows = await owner.fetch(f"select shard, source, position from {schema}.watermarks")
    return {(row["shard"], row["source"]): row["position"] for row in rows}


async def compared(
    owner: Owner,
    old: str,
    new: str,
    table: str,
    keys: tuple[str, ...],
) -> Compared:
    """Whether a table holds the same in both generations."""
    order = ", ".join(keys)
    counted = [
        await owner.fetch(
            "select count(*) as rows, md5(string_agg(md5(t::text), '' order by"
            f" {order})) as digest from {schema}.{table} t"
        )
        for schema in (old, new)
    ]
    return Compared(table, counted[1][0]["rows"], counted[0] == counted[1])


async def copy(db: Db, table: str, old: str, new: str) -> None:
    """Take over what no log tells again, beside what the new generation has by now."""
    await db.execute(
        f"insert into {new}.{table} select * from {old}.{table} on conflict do nothing"
    )


async def drop(owner: Owner, service: str, old: str) -> None:
    """Remove the old generation, as no erasure reaches it, when nobody reads in it any more."""
    reads_on = (
        "select exists (select from pg_stat_activity"
        " where datname = current_database() and usename = any($1) and xact_start < $2)"
    )
    roles = [f"{service}_runtime", f"{service}_api"]
    switched = await owner.fetchval("select clock_timestamp()")
    async with asyncio.timeout(60):
        while await owner.fetchval(reads_on, roles, switched):
            await owner.execute("select pg_sleep(0.05)")
    await owner.execute(f"drop schema {old} cascade")
