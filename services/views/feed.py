"""Live changes, read once for all who listen: each event is told to those who may see it.

What this replica takes in is told from memory. For what other replicas take in, and where
something is missing in between, the timeline is asked.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from libs.events.entitlement import RegulationPublished
from libs.runtime.envelope import Record
from libs.runtime.signals import wait
from libs.runtime.supervision import keep_running
from services.views.heard import Heard, Marks
from services.views.listeners import Entry, Listener
from services.views.projections.lines import LINES
from services.views.queries.changes import between, clients_of, reached
from services.views.queries.sight import Sight, hidden_from

LOOK_AGAIN = 0.5
REST = 0.01
AT_ONCE = 500
MOST_FRESH = 10_000
MOST_CLIENTS = 50_000
INTERNAL = {event.__name__: line.internal for event, line in LINES.items()}


class Feed:
    """The one reader of a process; it reads as long as anybody listens."""

    def __init__(self, replica: Any) -> None:
        self.database = replica.database
        self.delivery = replica.delivery
        self.signals = replica.signals
        self.editions = replica.editions
        self.clock = replica.clock
        self._listeners: set[Listener] = set()
        self._users = 0
        self._reading: asyncio.Task[None] | None = None
        self._began = asyncio.Event()
        self._turn = asyncio.Lock()
        self._marks = Marks({})
        self._fresh: deque[tuple[Entry, bool]] = deque()
        self._unsure: set[int] = set()
        self._client_of: dict[str, str] = {}
        self.delivery.watch(self._taken_in)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Read until the last of those inside has left."""
        self._users += 1
        if self._reading is None:
            self._reading = asyncio.create_task(keep_running("changes", self._read))
        try:
            await self._began.wait()
            yield
        finally:
            self._users -= 1
            if not self._users:
                self._stop()

    @asynccontextmanager
    async def listening(self, sight: Sight, heard: Heard) -> AsyncIterator[Listener]:
        """One who hears all that is told after what it `begins` behind.

        Another replica may have told more than was heard of here: then here is caught up first.
        """
        async with self._turn:
            if any(self._marks.of(*at) < position for at, position in heard.items()):
                await self._ask_timeline(range(self.database.shards))
            listener = Listener(sight, dict(self._marks.heard))
            listener.hide(await hidden_from(sight, self.clock.now(), self.editions))
            self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def _taken_in(self, batches: Mapping[int, Sequence[Record]]) -> None:
        """Remember what was just committed; what cannot be remembered is asked for."""
        if self._reading is None:
            return
        if len(self._fresh) > MOST_FRESH:
            self._unsure.update(entry.shard for entry, _ in self._fresh)
            self._fresh.clear()
        for shard, records in batches.items():
            parked = self.delivery.shards[shard].parked
            for record in records:
                if record.type == RegulationPublished.__name__:
                    self.editions.forget()
                is_shown = record.type in INTERNAL and record.key not in parked
                self._fresh.append((_entry_of(record), is_shown))

    def _stop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._reading = None
        self._began.clear()

    async def _read(self) -> None:
        news = self.signals.subscription()
        try:
            await self._begin()
            while True:
                async with self._turn:
                    await self._tell_news()
                await asyncio.sleep(REST)
                if not self._unsure:
                    await wait(news, LOOK_AGAIN)
        except Exception:
            self._unsure.update(range(self.database.shards))
            raise
        finally:
            self.signals.cancel(news)

    async def _begin(self) -> None:
        if not self._began.is_set():
            self._fresh.clear()
            async with self.database.reading(None) as db:
                self._marks = Marks(await reached(db))
            self._unsure.clear()
            self._began.set()

    async def _tell_news(self) -> None:
        elsewhere = set(range(self.database.shards)) - set(self.delivery.shards)
        if unsure := self._unsure | elsewhere:
            await self._ask_timeline(unsure)
            self._unsure -= unsure
        fresh, self._fresh = self._fresh, deque()
        if fresh:
            await self._look_anew()
        await self._learn_clients([entry for entry, is_shown in fresh if is_shown])
        for entry, is_shown in fresh:
            ahead = entry.position - self._marks.of(entry.source, entry.shard)
            if ahead == 1:
                self._pass(entry, is_shown)
            elif ahead > 1:
                self._unsure.add(entry.shard)

    async def _ask_timeline(self, shards: Collection[int]) -> None:
        """Tell what the timeline holds of these shards beyond what was told."""
        full = True
        while full:
            async with self.database.reading(None) as db:
                until = {at: to for at, to in (await reached(db)).items() if at[1] in shards}
                found = await between(db, self._marks.heard, until, AT_ONCE)
            if found:
                await self._look_anew()
            for row in found:
                self._pass(Entry(*row), True)
            full = len(found) == AT_ONCE
        for (source, shard), position in until.items():
            if position > self._marks.of(source, shard):
                self._marks.move(source, shard, position)

    async def _look_anew(self) -> None:
        """What comes now is told as far as the edition shows it that is in force now."""
        now = self.clock.now()
        customers = {one.sight.vendor: one.sight for one in self._listeners if one.sight.is_own}
        for vendor, sight in customers.items():
            hidden = await hidden_from(sight, now, self.editions)
            for listener in self._listeners:
                if listener.sight.is_own and listener.sight.vendor == vendor:
                    listener.hide(hidden)

    async def _learn_clients(self, entries: Sequence[Entry]) -> None:
        """Whose the tickets are, as far as a client listens who sees its own alone."""
        vendors = {one.sight.vendor for one in self._listeners if one.sight.is_own}
        wanted = {entry.ticket_id for entry in entries if entry.vendor in vendors}
        unknown = wanted - self._client_of.keys()
        if len(self._client_of) > MOST_CLIENTS:
            self._client_of.clear()
            unknown = wanted
        if unknown:
            async with self.database.reading(None) as db:
                self._client_of |= await clients_of(db, unknown)

    def _pass(self, entry: Entry, is_shown: bool) -> None:
        """Move on past an entry, and tell of it where it is shown."""
        self._marks.move(entry.source, entry.shard, entry.position)
        if not is_shown:
            return
        if entry.client is None and entry.ticket_id in self._client_of:
            entry = replace(entry, client=self._client_of[entry.ticket_id])
        hearing = [listener for listener in self._listeners if listener.may_hear(entry)]
        if hearing:
            heard = self._marks.text
            message = entry.message(heard)
            for listener in hearing:
                listener.offer(heard, message)


def _entry_of(record: Record) -> Entry:
    return Entry(
        record.source,
        record.shard,
        record.position,
        record.type,
        record.key,
        record.vendor,
        INTERNAL.get(record.type, True),
        None,
    )
