"""A service's Postgres: two roles, two pools, and transactions that hold a shard."""

import re
from asyncio import Lock
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg
from asyncpg import Connection, Pool, Record
from asyncpg.pool import PoolConnectionProxy
from pydantic_core import from_json, to_json

from libs.runtime.shards import lock_space

if TYPE_CHECKING:
    Db: TypeAlias = Connection[Record] | PoolConnectionProxy[Record]
else:  # asyncpg's classes take no parameter when the code runs
    Db = Connection
"""A connection inside a transaction: what services' queries are handed."""

SLUG = re.compile(r"[a-z0-9_]{1,40}|\*")
TIMEOUT = 30
NOTES_AT_ONCE = 2
STATEMENTS_KEPT = 1000


class _Connection(asyncpg.Connection):
    """A connection that knows which guards its transaction has."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.guards: set[str] = set()

    def get_reset_query(self) -> str:
        """Nothing: every setting and lock of ours ends with its transaction."""
        return ""


def as_json(value: Any) -> str:
    """How rows and commands are handed to Postgres."""
    return to_json(value).decode()


async def _set_codecs(db: Db) -> None:
    for name in ("jsonb", "json"):
        await db.set_type_codec(name, encoder=as_json, decoder=from_json, schema="pg_catalog")


class Database:
    """The pools of one service. `vendor=None` means the runtime's role, which sees all vendors.

    A reader's tables lie in the schema that its row `generation` names; `generation` given here
    means that one instead, whatever is current.
    """

    def __init__(self, service: str, *, is_reader: bool, generation: str | None = None) -> None:
        self.service = service
        self.is_reader = is_reader
        self.generation = generation
        self.shards = 0
        self._gates: dict[int, Lock] = defaultdict(Lock)
        self._space = lock_space(generation or service)
        self.runtime: Pool[Record]
        self.notes: Pool[Record]
        self.api: Pool[Record]

    async def open(self, runtime_url: str, api_url: str, connections: int) -> None:
        """Connect. Raises OSError or asyncpg.PostgresError where the server cannot be used."""
        self.runtime = await self._pool(runtime_url, connections)
        self.notes = await self._pool(runtime_url, NOTES_AT_ONCE, may_lose=True)
        self.api = await self._pool(api_url, connections, searches=self.is_reader)
        self.shards = await self.runtime.fetchval("select shards from log_settings")

    async def close(self) -> None:
        await self.api.close()
        await self.notes.close()
        await self.runtime.close()

    async def _pool(
        self, url: str, connections: int, *, may_lose: bool = False, searches: bool = False
    ) -> "Pool[Record]":
        """A pool; `may_lose`: its commits need not outlive the server's last instant, since what
        is lost is read from the topic, found out or done once more. `searches`: the best plan of
        its queries hangs on their values; all others go row by row through keys, and planning
        them anew would cost more than to run them."""
        return await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=connections,
            connection_class=_Connection,
            command_timeout=TIMEOUT,
            init=_set_codecs,
            server_settings={
                "search_path": self.service,
                "application_name": self.service,
                "synchronous_commit": "off" if may_lose else "on",
                "plan_cache_mode": "auto" if searches else "force_generic_plan",
            },
            statement_cache_size=STATEMENTS_KEPT,
        )

    @asynccontextmanager
    async def reading(self, vendor: str | None) -> AsyncIterator[Db]:
        """A read-only transaction that sees the vendor's rows alone."""
        pool = self.runtime if vendor is None else self.api
        async with self._transaction(pool, "begin read only", vendor, ()) as db:
            yield db

    @asynccontextmanager
    async def noting(self) -> AsyncIterator[Db]:
        """A transaction of the runtime that appends nothing, needs no shard, and may be lost
        with the server's last instant: what it notes is found out or done once more."""
        async with self._transaction(self.notes, "begin", None, ()) as db:
            yield db

    @asynccontextmanager
    async def writing(self, *shards: int, vendor: str | None = None) -> AsyncIterator[Db]:
        """A transaction that has the shards to itself until it ends.

        Writers of a shard take turns, so nothing is decided on a stale past, and positions
        become visible in their order. Locks are taken in one order everywhere, so nobody waits
        in a circle. Requests wait here before they take a connection.
        """
        async with AsyncExitStack() as gates:
            for shard in sorted(shards):
                await gates.enter_async_context(self._gates[shard])
            pool = self.runtime if vendor is None else self.api
            async with self._transaction(pool, "begin", vendor, sorted(shards)) as db:
                yield db

    async def hold_if_free(self, db: Db, shards: Iterable[int]) -> list[int]:
        """Give a transaction more shards to itself, of those that nobody has; never waits."""
        rows = await db.fetch(
            "select shard from unnest($2::int[]) as wanted (shard)"
            " where pg_try_advisory_xact_lock($1, shard)",
            self._space,
            sorted(shards),
        )
        return [row["shard"] for row in rows]

    @asynccontextmanager
    async def _transaction(
        self, pool: "Pool[Record]", begin: str, vendor: str | None, shards: Sequence[int]
    ) -> AsyncIterator[Db]:
        # The locks come first: the generation may be switched while one waits for them.
        statements = [begin]
        statements += [f"select pg_advisory_xact_lock({self._space}, {shard})" for shard in shards]
        statements += self._settings(vendor)
        async with pool.acquire() as db:
            guards_of(db).clear()
            try:
                await db.execute(";".join(statements))
                yield db
                await db.execute("commit")
            except BaseException:
                if not db.is_closed():
                    with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                        await db.execute("rollback")
                raise

    def _settings(self, vendor: str | None) -> list[str]:
        settings = []
        if vendor is not None:
            if not SLUG.fullmatch(vendor):
                raise ValueError(f"not a vendor: {vendor!r}")
            settings.append(f"select set_config('app.vendor', '{vendor}', true)")
        if self.generation is not None:
            settings.append(f"set local search_path = {self.generation}")
        elif self.is_reader:
            settings.append(
                f"select set_config('search_path', current, true) from {self.service}.generation"
            )
        return settings


def guards_of(db: Db) -> set[str]:
    """The guards that a transaction has by now: they need not be asked for again."""
    guards: set[str] = db.guards  # type: ignore[union-attr]
    return guards


@asynccontextmanager
async def savepoint(db: Db) -> AsyncIterator[None]:
    """Undo what is done inside when it raises, and nothing else of the transaction."""
    await db.execute("savepoint tried")
    guards = guards_of(db)
    before = set(guards)
    try:
        yield
    except Exception:
        guards &= before
        await db.execute("rollback to savepoint tried")
        raise
    await db.execute("release savepoint tried")
