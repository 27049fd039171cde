"""From the store to the topic: at least once, in order, the personal half first."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from aiokafka import AIOKafkaProducer
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.structs import RecordMetadata
from asyncpg import Record as PgRecord

from libs.runtime.broker import Broker, connected
from libs.runtime.database import Database
from libs.runtime.envelope import Record, to_message
from libs.runtime.faults import fault
from libs.runtime.holding import Holding
from libs.runtime.lost_past import LostPast
from libs.runtime.signals import Signals, rest_of, wait
from libs.runtime.store import COLUMNS, record_of
from libs.runtime.telemetry import RELAY_LAG, RELAYED

BATCH = 400
SAFETY_POLL = 0.5
ACK_WITHIN = 30.0
EXAMINE_AGAIN = 5.0


@dataclass(frozen=True)
class Outgoing:
    """An event to publish, with its half where it has one."""

    record: Record
    half: str | None
    person: str | None


class Relay:
    """Publishes the shards that the replica holds.

    It stops at the first send that is not acknowledged: that may or may not have been written,
    so the producer is thrown away and the next one starts again from the watermark.
    """

    def __init__(
        self,
        database: Database,
        broker: Broker,
        holding: Holding,
        signals: Signals,
        lost_past: LostPast,
        stride: float,
    ) -> None:
        self.database = database
        self.broker = broker
        self.holding = holding
        self.news = signals.subscription()
        self.lost_past = lost_past
        self.stride = stride
        self._sent: dict[int, int] = {}
        self._examine_at = 0.0
        self._tombstones_at = 0.0
        holding.watch(self._on_change)

    async def run(self) -> None:
        """Publish until a send fails; the caller starts again."""
        self._sent = {}
        producer = AIOKafkaProducer(
            bootstrap_servers=self.broker.bootstrap,
            enable_idempotence=True,
            acks="all",
            max_batch_size=256 * 1024,
            max_request_size=2 * 1024 * 1024,
            request_timeout_ms=10_000,
        )
        async with connected(producer):
            while True:
                began = time.monotonic()
                if await self._publish(producer):
                    continue
                await wait(self.news, SAFETY_POLL)
                await rest_of(self.stride, began)

    def _on_change(self, held: frozenset[int]) -> None:
        self._sent = {shard: at for shard, at in self._sent.items() if shard in held}
        self._examine_at = 0.0
        self.news.set()

    async def _publish(self, producer: AIOKafkaProducer) -> bool:
        """Publish what there is; tells whether there may be more."""
        await self._take_new_shards()
        shards = dict(self._sent)
        if not shards:
            return False
        if time.monotonic() >= self._tombstones_at:
            self._tombstones_at = time.monotonic() + SAFETY_POLL
            await self._send_tombstones(producer, list(shards))
        outgoing = await self._read(shards)
        if not outgoing:
            return False
        await self._send_halves(producer, outgoing)
        fault("relay.after_personal")
        acknowledged = await self._send_events(producer, outgoing)
        fault("relay.after_send")
        await self._move_watermarks(acknowledged)
        fault("relay.after_watermark")
        RELAYED.labels(self.database.service).inc(len(outgoing))
        return len(outgoing) >= BATCH

    async def _take_new_shards(self) -> None:
        new = self.holding.held - self._sent.keys()
        if new and time.monotonic() >= self._examine_at:
            self._examine_at = time.monotonic() + EXAMINE_AGAIN
            for shard, sent in (await self.lost_past.examine(new)).items():
                self._sent[shard] = sent

    async def _read(self, shards: dict[int, int]) -> list[Outgoing]:
        rows = await self.database.notes.fetch(
            f"select e.*, p.half::text, p.person from"
            " unnest($1::int[], $2::bigint[]) as taken (of_shard, sent) cross join lateral"
            f" (select {COLUMNS}, facts::text from events"
            " where shard = of_shard and position > sent order by position limit $3) e"
            # One by one through the key: a join of a guessed number of events reads all halves.
            " left join lateral (select half, person from personal where event_id = e.id limit 1) p"
            " on true order by e.shard, e.position",
            list(shards),
            list(shards.values()),
            BATCH,
        )
        return [self._outgoing(row) for row in rows]

    def _outgoing(self, row: PgRecord) -> Outgoing:
        return Outgoing(record_of(self.database.service, row), row["half"], row["person"])

    async def _send_halves(self, producer: AIOKafkaProducer, outgoing: list[Outgoing]) -> None:
        batches = Batches(producer, self.broker.personal)
        for one in outgoing:
            if one.half is not None:
                await batches.add(
                    one.record.shard,
                    str(one.record.id).encode(),
                    one.half.encode(),
                    [
                        ("vendor", one.record.vendor.encode()),
                        ("person", (one.person or "").encode()),
                    ],
                )
        await batches.acknowledged()

    async def _send_events(
        self, producer: AIOKafkaProducer, outgoing: list[Outgoing]
    ) -> list[tuple[int, int, int]]:
        """Send; returns the last position and offset of each shard."""
        batches = Batches(producer, self.broker.events)
        for one in outgoing:
            await batches.add(one.record.shard, *to_message(one.record))
        offsets = await batches.acknowledged()
        last = {one.record.shard: one.record.position for one in outgoing}
        return [(shard, position, offsets[shard]) for shard, position in last.items()]

    async def _move_watermarks(self, acknowledged: list[tuple[int, int, int]]) -> None:
        await self.database.notes.execute(
            "insert into relayed (shard, position, topic_offset) select * from"
            " unnest($1::int[], $2::bigint[], $3::bigint[]) on conflict (shard) do update"
            " set position = excluded.position, topic_offset = excluded.topic_offset"
            " where relayed.position < excluded.position",
            *(list(column) for column in zip(*sorted(acknowledged), strict=True)),
        )
        for shard, position, _ in acknowledged:
            if shard in self._sent:
                self._sent[shard] = position

    async def _send_tombstones(self, producer: AIOKafkaProducer, shards: list[int]) -> None:
        async with self.database.runtime.acquire() as db:
            rows = await db.fetch(
                "select event_id, shard from tombstones where shard = any($1) limit 1000", shards
            )
            if not rows:
                return
            batches = Batches(producer, self.broker.personal)
            for row in rows:
                await batches.add(row["shard"], str(row["event_id"]).encode(), None, [])
            await batches.acknowledged()
            ids: list[UUID] = [row["event_id"] for row in rows]
            await db.execute("delete from tombstones where event_id = any($1)", ids)

    async def measure(self) -> None:
        """Set the metric of what is not yet published."""
        async with self.database.runtime.acquire() as db:
            for shard, sent in list(self._sent.items()):
                head = await db.fetchval("select head($1)", shard)
                RELAY_LAG.labels(self.database.service, str(shard)).set(head - sent)


class Batches:
    """Messages to one topic, put together by shard: one wait for many, in their order."""

    def __init__(self, producer: AIOKafkaProducer, topic: str) -> None:
        self._producer = producer
        self._topic = topic
        self._open: dict[int, BatchBuilder] = {}
        self._sent: list[tuple[int, int, asyncio.Future[RecordMetadata]]] = []

    async def add(
        self, shard: int, key: bytes, value: bytes | None, headers: Sequence[tuple[str, bytes]]
    ) -> None:
        """Add a message; what does not go in beside it goes before it."""
        batch = self._open.get(shard)
        if batch is not None:
            if batch.append(timestamp=None, key=key, value=value, headers=headers):
                return
            await self._send(shard, batch)
        self._open[shard] = self._producer.create_batch()
        self._open[shard].append(timestamp=None, key=key, value=value, headers=headers)

    async def acknowledged(self) -> dict[int, int]:
        """Send the rest and wait until all is written; the offset of each shard's last message.

        Raises KafkaError or TimeoutError where that is not sure.
        """
        for shard, batch in self._open.items():
            await self._send(shard, batch)
        self._open = {}
        async with asyncio.timeout(ACK_WITHIN):
            written = await asyncio.gather(*(future for _, _, future in self._sent))
        return {
            shard: at.offset + count - 1
            for (shard, count, _), at in zip(self._sent, written, strict=True)
        }

    async def _send(self, shard: int, batch: BatchBuilder) -> None:
        batch.close()
        async with asyncio.timeout(ACK_WITHIN):
            future = await self._producer.send_batch(batch, self._topic, partition=shard)
        self._sent.append((shard, batch.record_count(), future))
