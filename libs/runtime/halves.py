"""The personal halves that a service takes in, kept beside its read models while they may live."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import ConsumerRecord
from pydantic_core import from_json

from libs.events.codec import CATALOGUE
from libs.runtime import aliens
from libs.runtime.broker import Broker, connected, is_heard, nothing_fetched, notice_deafness
from libs.runtime.database import Database, Db
from libs.runtime.envelope import Alien, Record
from libs.runtime.signals import rest_of
from libs.runtime.supervision import first_to_fail

RECENT = 50_000
STRIDE = 0.02
LIKELY_WITHIN = 0.1


@dataclass(frozen=True, slots=True)
class Half:
    """An event's personal half as it lies on the topic; `text` is None once it is erased."""

    event_id: UUID
    shard: int
    vendor: str
    person: str
    text: str | None


def half_of(message: ConsumerRecord) -> Half:
    """The half of a Kafka message. Raises Alien where it is none of ours."""
    try:
        event_id = UUID(message.key.decode())
        if message.value is None:
            return Half(event_id, message.partition, "", "", None)
        headers = dict(message.headers)
        from_json(message.value)
        vendor, person = headers["vendor"].decode(), headers["person"].decode()
        return Half(event_id, message.partition, vendor, person, message.value.decode())
    except (KeyError, ValueError, AttributeError) as broken:
        raise Alien(f"{type(broken).__name__}: not a personal half") from broken


def has_half(record: Record) -> bool:
    cls = CATALOGUE.get(record.type)
    return cls is not None and bool(cls.personal_fields())


class Halves:
    """Reads `vakhta.personal` for the shards this replica holds, and joins halves to records."""

    def __init__(self, database: Database, broker: Broker, *, wanted: bool) -> None:
        self.database = database
        self.broker = broker
        self.wanted = wanted
        self._next: dict[int, int] = {}
        self._shards: frozenset[int] = frozenset()
        self._changed = asyncio.Event()
        self._moved = asyncio.Condition()
        self._consumer: AIOKafkaConsumer | None = None
        self._recent: set[UUID] = set()
        self._waiting = 0

    def hold(self, shards: frozenset[int]) -> None:
        """From now on read the halves of these shards."""
        if shards != self._shards:
            self._shards = shards
            self._changed.set()

    async def of(self, db: Db, records: Sequence[Record]) -> dict[UUID, str]:
        """The halves that there are, by event id."""
        ids = [record.id for record in records if self.wanted and has_half(record)]
        if not ids:
            return {}
        rows = await db.fetch(
            "select event_id, half::text from personal where event_id = any($1)", ids
        )
        return {row["event_id"]: row["half"] for row in rows}

    async def await_halves(self, records: Sequence[Record]) -> None:
        """Wait until each half has come, or its partition was read to the end: then it is erased.

        A half is acknowledged by the broker before its event is sent, so the end of the
        partition, asked for now, lies behind every half that there can be.
        """
        wanted = [record for record in records if self.wanted and has_half(record)]
        if all(r.id in self._recent for r in wanted) or await self._all_here(wanted):
            return
        if await self._come_at_once(wanted):
            return
        consumer = self._consumer
        if consumer is None:
            raise TimeoutError("the topic of personal halves is not being read yet")
        ends = await consumer.end_offsets(
            [TopicPartition(self.broker.personal, r.shard) for r in wanted]
        )
        await self._until(
            lambda: all(self._next.get(tp.partition, 0) >= end for tp, end in ends.items()), 30
        )

    async def _come_at_once(self, records: Sequence[Record]) -> bool:
        """Whether all come within a moment, as most do: then the broker need not be asked."""
        missing = {record.id for record in records}
        try:
            await self._until(lambda: missing <= self._recent, LIKELY_WITHIN)
        except TimeoutError:
            return False
        return True

    async def _until(self, is_so: Callable[[], bool], seconds: float) -> None:
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds), self._moved:
                await self._moved.wait_for(is_so)
        finally:
            self._waiting -= 1

    async def run(self) -> None:
        """Read for ever; raises where the broker fails, and is started again."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.broker.bootstrap,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=500,
        )
        async with connected(consumer):
            self._consumer = consumer
            self._changed.set()
            try:
                await first_to_fail(
                    self._read(consumer), notice_deafness(self.broker, lambda: is_heard(consumer))
                )
            finally:
                self._consumer = None

    async def _read(self, consumer: AIOKafkaConsumer) -> None:
        while True:
            if self._changed.is_set():
                await self._assign(consumer)
            if not self._shards:
                await self._changed.wait()
                continue
            batch = await consumer.getmany(timeout_ms=100, max_records=2000)
            began = time.monotonic()
            if batch:
                with nothing_fetched(consumer):
                    await self._take_in(batch)
                    await self._tell(consumer)
                    await rest_of(STRIDE, began)
            elif self._waiting:
                await self._tell(consumer)

    async def _all_here(self, records: Sequence[Record]) -> bool:
        async with self.database.reading(None) as db:
            return len(await self.of(db, records)) == len(records)

    async def _assign(self, consumer: AIOKafkaConsumer) -> None:
        self._changed.clear()
        shards = self._shards
        before, self._next = self._next, {}
        consumer.assign([TopicPartition(self.broker.personal, shard) for shard in sorted(shards)])
        async with self.database.reading(None) as db:
            rows = await db.fetch(
                "select shard, next_offset from offsets where topic = $1", self.broker.personal
            )
        stored = {row["shard"]: row["next_offset"] for row in rows}
        for shard in shards:
            self._next[shard] = max(before.get(shard, 0), stored.get(shard, 0))
            consumer.seek(TopicPartition(self.broker.personal, shard), self._next[shard])

    async def _take_in(self, batch: dict[TopicPartition, list[ConsumerRecord]]) -> None:
        halves = await aliens.sorted_out(self.database, chain(*batch.values()), half_of)
        async with self.database.writing(*(tp.partition for tp in batch)) as db:
            await _keep(db, halves)
            await db.execute(
                "insert into offsets (topic, shard, next_offset) select $1, * from"
                " unnest($2::int[], $3::bigint[]) on conflict (topic, shard) do update"
                " set next_offset = excluded.next_offset",
                self.broker.personal,
                [tp.partition for tp in batch],
                [messages[-1].offset + 1 for messages in batch.values()],
            )
        self._remember(halves)

    def _remember(self, halves: Sequence[Half]) -> None:
        """Which halves came lately: their events follow, and need not ask the database."""
        if len(self._recent) > RECENT:
            self._recent.clear()
        self._recent.update(half.event_id for half in halves)

    async def _tell(self, consumer: AIOKafkaConsumer) -> None:
        """Tell those who wait how far was read."""
        if not self._waiting:
            return
        for partition in consumer.assignment():
            self._next[partition.partition] = await consumer.position(partition)
        async with self._moved:
            self._moved.notify_all()


async def _keep(db: Db, halves: Sequence[Half]) -> None:
    """Take in a batch; of several halves of one event the last one counts."""
    last = {half.event_id: half for half in halves}
    erased = [half.event_id for half in last.values() if half.text is None]
    if erased:
        await db.execute("delete from personal where event_id = any($1)", erased)
    kept = [half for half in last.values() if half.text is not None]
    if kept:
        await db.execute(
            "insert into personal (event_id, shard, vendor, person, own, half)"
            " select id, shard, vendor, person, false, half::json from unnest("
            "$1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[])"
            " as new (id, shard, vendor, person, half) where not exists"
            " (select from erased_persons e where e.person = new.person)"
            " on conflict (event_id) do nothing",
            [half.event_id for half in kept],
            [half.shard for half in kept],
            [half.vendor for half in kept],
            [half.person for half in kept],
            [half.text for half in kept],
        )
