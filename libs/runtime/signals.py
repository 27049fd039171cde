"""Wakes the loops of a replica when there is something for them, here or in another replica."""

import asyncio
from collections.abc import Iterable

import asyncpg

COALESCE = 0.005


class Signals:
    """Which shards have news. In process at once; for other replicas by NOTIFY, coalesced.

    The NOTIFY is sent outside the writing transaction, where it would serialise commits, and may
    be lost: every loop also looks by itself from time to time.
    """

    def __init__(self, channel: str, *, hears_all: bool = False) -> None:
        self.channel = channel
        self.hears_all = hears_all
        self.held: frozenset[int] = frozenset()
        self._events: list[asyncio.Event] = []
        self._elsewhere: set[int] = set()
        self._news = asyncio.Event()

    def subscription(self) -> asyncio.Event:
        """An event that is set at each piece of news; its owner clears it."""
        event = asyncio.Event()
        self._events.append(event)
        return event

    def cancel(self, event: asyncio.Event) -> None:
        self._events.remove(event)

    def wake(self, shard: int) -> None:
        self._ring()
        if shard not in self.held:
            self._elsewhere.add(shard)
            self._news.set()

    def _ring(self) -> None:
        for event in self._events:
            event.set()

    def heard(self, shards: Iterable[int]) -> None:
        """Another replica wrote; ring when it concerns a shard of ours, or always."""
        if self.hears_all or self.held.intersection(shards):
            self._ring()

    async def tell_other_replicas(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        """Send what was collected, for ever."""
        while True:
            await self._news.wait()
            await asyncio.sleep(COALESCE)
            self._news.clear()
            shards, self._elsewhere = self._elsewhere, set()
            await pool.execute("select pg_notify($1, $2)", self.channel, ",".join(map(str, shards)))

    async def hear_other_replicas(self, url: str) -> None:
        """Listen until the connection breaks; the caller starts again."""
        lost = asyncio.Event()
        db = await asyncpg.connect(url)
        try:
            db.add_termination_listener(lambda _: lost.set())
            await db.add_listener(
                self.channel, lambda *got: self.heard(map(int, filter(None, got[3].split(","))))
            )
            await lost.wait()
        finally:
            await db.close()


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Until the event is set or the seconds are over; clears it."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
    finally:
        event.clear()
