"""A reader's tables made anew from the log, beside the old ones, and switched to at one instant."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import chain

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition

from libs.events.intake import ContactErased
from libs.runtime import mending
from libs.runtime.broker import connected
from libs.runtime.clock import Clock
from libs.runtime.database import Database
from libs.runtime.delivery import Batches, Delivery
from libs.runtime.editions import Editions
from libs.runtime.envelope import Alien, Record, record_in
from libs.runtime.execution import Execution
from libs.runtime.gaps import Owners
from libs.runtime.generations import Compared, Marks, Owner, begin, compared, copy, drop, marks_of
from libs.runtime.halves import Halves
from libs.runtime.marks import Gap
from libs.runtime.prepare import create_generation
from libs.runtime.service import Service
from libs.runtime.settings import Settings
from libs.runtime.shards import lock_space
from libs.runtime.signals import Signals

Progress = Callable[[int, int], None]
AT_ONCE = 5000
BESIDE = 4


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild came to."""

    generation: str
    records: int
    tables: tuple[Compared, ...]

    @property
    def same(self) -> bool:
        return all(table.same for table in self.tables)


class Rebuild:
    """Reads the whole log into a new generation while the service runs on the old one."""

    def __init__(self, service: Service, owner_url: str, settings: Settings) -> None:
        self.service = service
        self.owner_url = owner_url
        self.settings = settings
        self.records = 0
        self._held_back: dict[int, list[Record]] = defaultdict(list)

    async def run(self, report: Progress) -> Rebuilt:
        """Build, compare and switch. Raises where the database or the log cannot be read, and
        UnderWay where another rebuild of the service goes on."""
        async with AsyncExitStack() as closing:
            owner = await asyncpg.connect(self.owner_url)
            closing.push_async_callback(owner.close)
            old = await begin(owner, self.service.name)
            new = f"{self.service.name}_{int(old.rpartition('_')[2]) + 1}"
            shards = await owner.fetchval(f"select shards from {self.service.name}.log_settings")
            await create_generation(owner, self.service, new, shards)
            await copy(owner, "skipped_events", old, new)
            await self._open(new, closing)
            reading = asyncio.create_task(self.halves.run())
            try:
                await self._fill(owner, old, report)
                rebuilt = await self._switch(owner, old, new)
                await drop(owner, self.service.name, old)
                return rebuilt
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)

    async def _open(self, generation: str, closing: AsyncExitStack) -> None:
        settings = self.settings
        self.database = Database(self.service.name, is_reader=True, generation=generation)
        await self.database.open(
            settings.runtime_database_url, settings.api_database_url, BESIDE + 2
        )
        closing.push_async_callback(self.database.close)
        clock, editions = Clock(), Editions(self.database)
        signals = Signals(f"rebuild_{generation}")
        execution = Execution(self.service, self.database, signals, editions)
        async with self.database.reading(None) as db:
            await execution.folding.learn_columns(db)
        self.halves = Halves(self.database, settings.broker, wanted=self.service.reads_personal)
        self.halves.hold(frozenset(range(self.database.shards)))
        self.owners = Owners(settings.services, settings.operator_key.get_secret_value())
        closing.push_async_callback(self.owners.close)
        self.delivery = Delivery(
            self.service,
            self.database,
            execution,
            editions,
            self.halves,
            clock,
            honours_skips=True,
        )
        for shard in range(self.database.shards):
            await self.delivery.take(shard)
        self.consumer = await closing.enter_async_context(
            connected(
                AIOKafkaConsumer(
                    bootstrap_servers=settings.broker.bootstrap, enable_auto_commit=False
                )
            )
        )
        partitions = [
            TopicPartition(settings.broker.events, shard) for shard in range(self.database.shards)
        ]
        self.consumer.assign(partitions)
        for partition in partitions:
            self.consumer.seek(partition, 0)

    async def _fill(self, owner: Owner, old: str, report: Progress) -> None:
        """Read until the new generation is as far as the old one was a moment ago."""
        wanted = await marks_of(owner, old)
        total = sum(wanted.values())
        report(0, total)
        while not self._reached(wanted):
            await self._read_some(wanted)
            report(min(self.records, total), total)
        report(total, total)

    async def _switch(self, owner: Owner, old: str, new: str) -> Rebuilt:
        """Stop the old generation at one instant, bring the new one there, and switch."""
        space = lock_space(self.service.name)
        async with owner.transaction():
            for shard in range(self.database.shards):
                await owner.execute("select pg_advisory_xact_lock($1, $2)", space, shard)
            async with self.database.noting() as db:
                await copy(db, "skipped_events", old, new)
            wanted = await marks_of(owner, old)
            while not self._reached(wanted):
                await self._read_some(wanted)
            await self.delivery.write_marks()
            await self._retry_parked(owner, new)
            await self._await_halves(owner, old, new)
            tables = [
                await compared(owner, old, new, projection.table, projection.keyed_by)
                for projection in self.service.projections
            ]
            await copy(owner, "offsets", old, new)
            await copy(owner, "aliens", old, new)
            await owner.execute(f"update {self.service.name}.generation set current = $1", new)
        return Rebuilt(new, self.records, tuple(tables))

    async def _retry_parked(self, owner: Owner, new: str) -> None:
        """Take in what is spoilt on the topic for ever, and was mended in its owner's store."""
        for row in await owner.fetch(f"select key, shard from {new}.parked_keys"):
            await mending.retry(self.delivery, self.owners, row["shard"], row["key"])

    async def _await_halves(self, owner: Owner, old: str, new: str) -> None:
        query = (
            f"select bool_and(coalesce(n.next_offset, 0) >= o.next_offset) from {old}.offsets o"
            f" left join {new}.offsets n using (topic, shard) where topic = $1"
        )
        async with asyncio.timeout(60):
            while await owner.fetchval(query, self.settings.broker.personal) is False:
                await owner.execute("select pg_sleep(0.05)")

    def _reached(self, wanted: Marks) -> bool:
        return all(
            self.delivery.shards[shard].marks[source].position >= position
            for (shard, source), position in wanted.items()
        )

    async def _read_some(self, wanted: Marks) -> None:
        """Deliver what is not behind the wanted marks; hold the rest back for later."""
        batch = await self.consumer.getmany(timeout_ms=200, max_records=AT_ONCE)
        for partition, messages in batch.items():
            for message in messages:
                try:
                    record = record_in(message)
                except Alien:
                    continue
                self._held_back[partition.partition].append(record)
        ready = self._take_ready(wanted)
        await asyncio.gather(*(self._deliver(some) for some in _apart(ready)))

    def _take_ready(self, wanted: Marks) -> Batches:
        ready, later = {}, defaultdict(list)
        for shard, records in self._held_back.items():
            reached = [r for r in records if r.position <= wanted.get((shard, r.source), 0)]
            if reached:
                ready[shard] = reached
            if len(reached) < len(records):
                later[shard] = [r for r in records if r.position > wanted.get((shard, r.source), 0)]
        self._held_back = later
        return ready

    async def _deliver(self, batches: Batches) -> None:
        self.records += sum(map(len, batches.values()))
        while batches:
            stopped = await self.delivery.deliver_all(batches)
            for why in stopped.values():
                if isinstance(why, Exception):
                    raise why
            batches = {
                shard: [*await self.owners.missing(gap), *batches[shard]]
                for shard, gap in stopped.items()
                if isinstance(gap, Gap)
            }


def _apart(batches: Batches) -> list[Batches]:
    """Parts that are taken in beside each other: Postgres writes one while the next is folded.

    Not so with an erasure: it has to see every row that was written before it.
    """
    erases = any(r.type == ContactErased.__name__ for r in chain(*batches.values()))
    parts = 1 if erases else BESIDE
    return [{shard: batches[shard] for shard in list(batches)[n::parts]} for n in range(parts)]
