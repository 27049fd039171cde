"""Which shards this replica works on: those Kafka assigned to it, each behind a session lock."""

import asyncio
from collections.abc import Callable

import asyncpg

from libs.runtime.shards import lock_space
from libs.runtime.telemetry import SHARDS_HELD

RETRY = 0.2


class Holding:
    """Holds the locks of the assigned shards on a connection of its own.

    A pool's release would drop session locks. A replica that lost its assignment without knowing
    keeps the lock as long as its connection lives, so never two publish or tick one shard.
    """

    def __init__(self, service: str, url: str) -> None:
        self.service = service
        self.url = url
        self.assigned: frozenset[int] = frozenset()
        self.held: frozenset[int] = frozenset()
        self._changed = asyncio.Event()
        self._watchers: list[Callable[[frozenset[int]], None]] = []

    def watch(self, watcher: Callable[[frozenset[int]], None]) -> None:
        """Call `watcher` with the shards held, whenever they change."""
        self._watchers.append(watcher)

    def assign(self, shards: frozenset[int]) -> None:
        self.assigned = shards
        self._changed.set()

    async def run(self) -> None:
        """Keep the locks in step with the assignment; raises when the connection breaks."""
        space = lock_space(f"{self.service} holds")
        db = await asyncpg.connect(self.url)
        try:
            while True:
                for shard in self.held - self.assigned:
                    await db.execute("select pg_advisory_unlock($1, $2)", space, shard)
                    self._set(self.held - {shard})
                for shard in sorted(self.assigned - self.held):
                    if await db.fetchval("select pg_try_advisory_lock($1, $2)", space, shard):
                        self._set(self.held | {shard})
                await self._pause(db)
        finally:
            self._set(frozenset())
            await db.close(timeout=2)

    async def _pause(self, db: "asyncpg.Connection[asyncpg.Record]") -> None:
        complete = self.held == self.assigned
        try:
            async with asyncio.timeout(1.0 if complete else RETRY):
                await self._changed.wait()
        except TimeoutError:
            await db.execute("select 1")
        self._changed.clear()

    def _set(self, held: frozenset[int]) -> None:
        if held != self.held:
            self.held = held
            SHARDS_HELD.labels(self.service).set(len(held))
            for watcher in self._watchers:
                watcher(held)
