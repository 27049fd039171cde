"""From the topic to the service: every event at least once, every effect once."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import httpx
import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord

from libs.runtime import aliens
from libs.runtime.broker import Broker, connected, is_heard, nothing_fetched, notice_deafness
from libs.runtime.clock import Clock
from libs.runtime.database import Database
from libs.runtime.delivery import Delivery, Stopped
from libs.runtime.envelope import Record, record_in
from libs.runtime.gaps import Owners
from libs.runtime.marks import Forked, Gap
from libs.runtime.signals import rest_of
from libs.runtime.supervision import first_to_fail
from libs.runtime.telemetry import CONSUMER_LAG
from libs.runtime.transient import TRANSIENT

log = structlog.get_logger()

POLL_MS = 250
WAIT_MS = 500
TICKING_WAIT_MS = 100
"""Who decides by silence must often hear that there is nothing."""
MOST = 1000
MARKS_EVERY = 0.5
REST_AFTER_FAULT = 1.0
FAULTS_THAT_MAY_PASS = (*TRANSIENT, KafkaError, httpx.HTTPError)
Batch: TypeAlias = Mapping[TopicPartition, list[ConsumerRecord]]


class _Marker(ConsumerRebalanceListener):  # type: ignore[misc]
    """Only marks: aiokafka swallows what a rebalance listener raises."""

    def __init__(self, listener: "Listener") -> None:
        self._listener = listener

    async def on_partitions_revoked(self, revoked: Any) -> None:
        await self._listener.finish_batch()

    async def on_partitions_assigned(self, assigned: Any) -> None:
        self._listener.reassigned = True


class Listener:
    """Reads the shards that Kafka assigns to this replica and hands them to delivery."""

    def __init__(
        self,
        database: Database,
        broker: Broker,
        delivery: Delivery,
        owners: Owners,
        clock: Clock,
        on_assigned: Callable[[frozenset[int]], Awaitable[None]],
    ) -> None:
        self.database = database
        self.broker = broker
        self.delivery = delivery
        self.owners = owners
        self.clock = clock
        self.on_assigned = on_assigned
        self.reassigned = False
        self.stopped_shards: set[int] = set()
        self._consumer: AIOKafkaConsumer | None = None
        self._next: dict[TopicPartition, int] = {}
        self._noted: dict[TopicPartition, int] = {}
        self._resting: dict[TopicPartition, float] = {}
        self._busy = asyncio.Lock()
        self._marks_due = 0.0

    async def run(self) -> None:
        """Read for ever; raises KafkaError where the broker fails, and is started again."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.broker.bootstrap,
            group_id=self.broker.group(self.database.service),
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            partition_assignment_strategy=(StickyPartitionAssignor,),
            fetch_max_wait_ms=TICKING_WAIT_MS if self.delivery.service.ticking else WAIT_MS,
            session_timeout_ms=6_000,
            heartbeat_interval_ms=1_500,
            max_partition_fetch_bytes=2 * 1024 * 1024,
        )
        consumer.subscribe([self.broker.events], listener=_Marker(self))
        self.reassigned = True
        async with connected(consumer):
            try:
                self._consumer = consumer
                await first_to_fail(
                    self._poll_on(consumer), notice_deafness(self.broker, self._hears)
                )
            finally:
                self._consumer = None
                await self.on_assigned(frozenset())

    async def _poll_on(self, consumer: AIOKafkaConsumer) -> None:
        while True:
            await self._poll(consumer)

    def _hears(self) -> bool:
        """A long batch is no deafness: nothing is fetched while it is taken in."""
        return self.is_connected or self._busy.locked()

    @property
    def is_connected(self) -> bool:
        """Whether Kafka has answered lately; a consumer says nothing of a broker that is away."""
        return self._consumer is not None and is_heard(self._consumer)

    def read_to(self) -> dict[int, datetime]:
        """For each shard read to its end: the instant at which that end was seen."""
        consumer, now = self._consumer, self.clock.now()
        seen = {}
        for partition, reached in self._next.items():
            if consumer is None or partition not in consumer.assignment():
                continue
            end = consumer.highwater(partition)
            polled = consumer.last_poll_timestamp(partition)
            if end is not None and polled and reached >= end:
                age = max(0.0, time.time() - polled / 1000)
                seen[partition.partition] = now - timedelta(seconds=age)
        return seen

    async def finish_batch(self) -> None:
        """Wait until the batch in hand is committed; called when shards are taken away."""
        async with self._busy:
            self.reassigned = True

    async def _poll(self, consumer: AIOKafkaConsumer) -> None:
        batch = await consumer.getmany(timeout_ms=POLL_MS, max_records=MOST)
        began = time.monotonic()
        async with self._busy:
            if self.reassigned:
                await self._begin_assigned(consumer)
                return
            self._wake_rested(consumer)
            if batch:
                with nothing_fetched(consumer, self._is_stopped):
                    await self._take_in(consumer, batch)
                    if sum(map(len, batch.values())) < MOST:
                        await rest_of(self.delivery.service.takes_in_every, began)
        if time.monotonic() >= self._marks_due:
            self._marks_due = time.monotonic() + MARKS_EVERY
            await self._write_marks(consumer)

    def _is_stopped(self, partition: TopicPartition) -> bool:
        return partition in self._resting or partition.partition in self.stopped_shards

    async def _begin_assigned(self, consumer: AIOKafkaConsumer) -> None:
        """Start each assigned shard where Postgres says that it was left."""
        self.reassigned = False
        assigned = consumer.assignment()
        await self.delivery.write_marks()
        for shard in set(self.delivery.shards) - {tp.partition for tp in assigned}:
            self.delivery.leave(shard)
        async with self.database.reading(None) as db:
            rows = await db.fetch(
                "select shard, next_offset from offsets where topic = $1", self.broker.events
            )
        stored = {row["shard"]: row["next_offset"] for row in rows}
        self._next = {tp: stored.get(tp.partition, 0) for tp in assigned}
        self._noted = {}
        for partition, offset in self._next.items():
            await self.delivery.take(partition.partition)
            consumer.seek(partition, offset)
        await self.on_assigned(frozenset(tp.partition for tp in assigned))

    async def _take_in(self, consumer: AIOKafkaConsumer, batch: Batch) -> None:
        """Deliver what was read; a shard whose part failed is read again from where it was."""
        try:
            records = {
                tp.partition: await aliens.sorted_out(self.database, found, record_in)
                for tp, found in batch.items()
            }
            stopped = await self.delivery.deliver_all(records)
        except FAULTS_THAT_MAY_PASS as error:
            self._read_again(consumer, batch, error)
            return
        for partition, messages in batch.items():
            shard = partition.partition
            try:
                await self._resolve(shard, stopped.get(shard), records[shard])
                self._next[partition] = messages[-1].offset + 1
            except Forked as fork:
                log.error("forked", shard=shard, reason=str(fork))
                self.stopped_shards.add(shard)
                consumer.pause(partition)
            except FAULTS_THAT_MAY_PASS as error:
                self._read_again(consumer, [partition], error)

    async def _resolve(self, shard: int, stopped: Stopped | None, records: list[Record]) -> None:
        """Fill a shard's gaps; raises what else it stopped at."""
        while isinstance(stopped, Gap):
            log.warning("gap", source=stopped.source, shard=shard, after=stopped.after)
            records = [*await self.owners.missing(stopped), *records]
            stopped = await self.delivery.deliver(shard, records)
        if stopped is not None:
            raise stopped

    def _read_again(
        self, consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition], error: Exception
    ) -> None:
        for partition in partitions:
            log.warning("taking_in_again", shard=partition.partition, error=repr(error))
            consumer.seek(partition, self._next[partition])
            consumer.pause(partition)
            self._resting[partition] = time.monotonic() + REST_AFTER_FAULT

    def _wake_rested(self, consumer: AIOKafkaConsumer) -> None:
        for partition, until in list(self._resting.items()):
            if time.monotonic() >= until:
                del self._resting[partition]
                if partition in consumer.assignment():
                    consumer.resume(partition)

    async def _write_marks(self, consumer: AIOKafkaConsumer) -> None:
        """Note offsets here, where they count, and in Kafka, where dashboards and KEDA look."""
        reached = {
            tp: at
            for tp, at in self._next.items()
            if tp in consumer.assignment() and self._noted.get(tp) != at
        }
        if not reached:
            return
        await self.delivery.write_marks()
        async with self.database.noting() as db:
            await db.execute(
                "insert into offsets (topic, shard, next_offset) select $1, * from"
                " unnest($2::int[], $3::bigint[]) on conflict (topic, shard) do update"
                " set next_offset = greatest(offsets.next_offset, excluded.next_offset)",
                self.broker.events,
                [tp.partition for tp in reached],
                list(reached.values()),
            )
        await consumer.commit(reached)
        self._noted |= reached
        for tp, at in reached.items():
            lag = max(0, (consumer.highwater(tp) or at) - at)
            CONSUMER_LAG.labels(self.database.service, str(tp.partition)).set(lag)
