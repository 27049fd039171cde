"""Wakes the loops of a replica when there is something for them, here or in another replica."""

import asyncio
import time
from collections import defaultdict
from typing import Literal, get_args

import asyncpg

COALESCE = 0.005
COALESCE_READERS = 0.05
Kind = Literal["events", "errands", "tasks"]
KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}


class Signals:
    """Which shards have news, and of what kind: each loop is woken for its own work alone.

    In process at once; for other replicas by NOTIFY, coalesced. The NOTIFY is sent outside the
    writing transaction, where it would serialise commits, and may be lost: every loop also looks
    by itself from time to time.
    """

    def __init__(self, channel: str, *, hears_all: bool = False) -> None:
        self.channel = channel
        self.hears_all = hears_all
        self.held: frozenset[int] = frozenset()
        self._events: dict[Kind, list[asyncio.Event]] = defaultdict(list)
        self._elsewhere: set[tuple[Kind, int]] = set()
        self._news = asyncio.Event()

    def subscription(self, kind: Kind = "events") -> asyncio.Event:
        """An event that is set at each piece of news of the kind; its owner clears it."""
        event = asyncio.Event()
        self._events[kind].append(event)
        return event

    def cancel(self, event: asyncio.Event) -> None:
        for events in self._events.values():
            if event in events:
                events.remove(event)

    def wake(self, shard: int, kind: Kind = "events") -> None:
        self._ring(kind)
        if shard not in self.held:
            self._elsewhere.add((kind, shard))
            self._news.set()

    def _ring(self, kind: Kind) -> None:
        for event in self._events[kind]:
            event.set()

    def heard(self, payload: str) -> None:
        """Another replica wrote; ring when it concerns a shard of ours, or always."""
        for told in filter(None, payload.split(",")):
            kind, _, shard = told.partition(":")
            if kind in KINDS and (self.hears_all or int(shard) in self.held):
                self._ring(KINDS[kind])

    async def tell_other_replicas(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        """Send what was collected, for ever."""
        while True:
            await self._news.wait()
            await asyncio.sleep(COALESCE_READERS if self.hears_all else COALESCE)
            self._news.clear()
            told, self._elsewhere = self._elsewhere, set()
            payload = ",".join(f"{kind}:{shard}" for kind, shard in sorted(told))
            await pool.execute("select pg_notify($1, $2)", self.channel, payload)

    async def hear_other_replicas(self, url: str) -> None:
        """Listen until the connection breaks; the caller starts again."""
        lost = asyncio.Event()
        db = await asyncpg.connect(url)
        try:
            db.add_termination_listener(lambda _: lost.set())
            await db.add_listener(self.channel, lambda *got: self.heard(got[3]))
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


async def rest_of(stride: float, began: float) -> None:
    """Sleep until a stride is over that began then: what comes meanwhile is done together."""
    await asyncio.sleep(max(0.0, began + stride - time.monotonic()))
