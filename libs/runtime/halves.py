"""The personal halves that a service takes in, kept beside its read models while they may live."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import ConsumerRecord

from libs.events.codec import CATALOGUE
from libs.runtime.broker import Broker, leave
from libs.runtime.database import Database, Db
from libs.runtime.envelope import Record

RECENT = 50_000


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

    async def await_halves(self, shard: int, records: Sequence[Record]) -> None:
        """Wait until each half has come, or its partition was read to the end: then it is erased.

        A half is acknowledged by the broker before its event is sent, so the end of the
        partition, asked for now, lies behind every half that there can be.
        """
        wanted = [record for record in records if self.wanted and has_half(record)]
        if all(r.id in self._recent for r in wanted) or await self._all_here(wanted):
            return
        consumer = self._consumer
        if consumer is None:
            raise TimeoutError("the topic of personal halves is not being read yet")
        partition = TopicPartition(self.broker.personal, shard)
        end = (await consumer.end_offsets([partition]))[partition]
        self._waiting += 1
        try:
            async with asyncio.timeout(30), self._moved:
                await self._moved.wait_for(lambda: self._next.get(shard, 0) >= end)
        finally:
            self._waiting -= 1

    async def run(self) -> None:
        """Read for ever; raises where the broker fails, and is started again."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.broker.bootstrap,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=200,
        )
        await consumer.start()
        self._consumer = consumer
        self._changed.set()
        try:
            while True:
                if self._changed.is_set():
                    await self._assign(consumer)
                if not self._shards:
                    await self._changed.wait()
                    continue
                batch = await consumer.getmany(timeout_ms=100, max_records=2000)
                await self._take_in(batch)
                if batch or self._waiting:
                    await self._note_positions(consumer)
        finally:
            self._consumer = None
            await leave(consumer)

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
        for partition, messages in batch.items():
            async with self.database.writing(partition.partition) as db:
                await _keep(db, messages)
                await db.execute(
                    "insert into offsets (topic, shard, next_offset) values ($1, $2, $3)"
                    " on conflict (topic, shard) do update set next_offset = excluded.next_offset",
                    self.broker.personal,
                    partition.partition,
                    messages[-1].offset + 1,
                )
            self._remember(messages)

    def _remember(self, messages: Sequence[ConsumerRecord]) -> None:
        """Which halves came lately: their events follow, and need not ask the database."""
        if len(self._recent) > RECENT:
            self._recent.clear()
        self._recent.update(UUID(message.key.decode()) for message in messages)

    async def _note_positions(self, consumer: AIOKafkaConsumer) -> None:
        for partition in consumer.assignment():
            self._next[partition.partition] = await consumer.position(partition)
        async with self._moved:
            self._moved.notify_all()


async def _keep(db: Db, messages: Sequence[ConsumerRecord]) -> None:
    """Take in a batch; of several messages with one key the last one counts."""
    last = {UUID(message.key.decode()): message for message in messages}
    erased = [event_id for event_id, message in last.items() if message.value is None]
    if erased:
        await db.execute("delete from personal where event_id = any($1)", erased)
    kept = [
        (event_id, message.partition, *_owner(message), message.value.decode())
        for event_id, message in last.items()
        if message.value is not None
    ]
    if kept:
        await db.execute(
            "insert into personal (event_id, shard, vendor, person, own, half)"
            " select id, shard, vendor, person, false, half::json from unnest("
            "$1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[])"
            " as new (id, shard, vendor, person, half) where not exists"
            " (select from erased_persons e where e.person = new.person)"
            " on conflict (event_id) do nothing",
            *(list(column) for column in zip(*kept, strict=True)),
        )


def _owner(message: ConsumerRecord) -> tuple[str, str]:
    found = dict(message.headers)
    return found["vendor"].decode(), found["person"].decode()
