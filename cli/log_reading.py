"""The log of all services as it lies on the topic: each event once, from any place."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord
from pydantic_core import from_json, to_json

from cli.trouble import Trouble
from libs.runtime.broker import Broker, connected
from libs.runtime.envelope import Alien, Record, from_message

POLL_MS = 500
MOST = 5000


@dataclass
class Place:
    """How far the log was read: each shard's next offset (`start` for those not named), and each
    source's last position there.

    Positions are dense, so the last one is all that is needed to know an event again.
    """

    start: int = 0
    offsets: dict[int, int] = field(default_factory=dict)
    positions: dict[tuple[str, int], int] = field(default_factory=dict)

    def is_new(self, record: Record) -> bool:
        """Whether the event was not read yet; from now on it was."""
        of = (record.source, record.shard)
        if record.position <= self.positions.get(of, 0):
            return False
        self.positions[of] = record.position
        return True


@dataclass(frozen=True)
class Read:
    """An event of the log with its offset on the topic."""

    record: Record
    offset: int
    facts: dict[str, Any]

    def line(self) -> bytes:
        """The event as one line of JSON: its envelope by the names of CloudEvents, and its facts.

        The personal half lies on another topic and is never here.
        """
        record = self.record
        envelope = {
            "specversion": "1.0",
            "id": record.id,
            "type": f"vakhta.{record.type}",
            "source": record.source,
            "subject": record.stream,
            "time": record.occurred_at,
            "datacontenttype": "application/json",
            "version": record.version,
            "vendor": record.vendor,
            "shard": record.shard,
            "position": record.position,
            "streamversion": record.stream_version,
            "recordedtime": record.recorded_at,
            "correlationid": record.correlation,
            "causationid": record.causation,
            "traceparent": record.traceparent,
            "offset": self.offset,
            "data": self.facts,
        }
        return to_json(envelope) + b"\n"


@dataclass
class Seen:
    """What was met on the way besides new events."""

    repeats: int = 0
    aliens: int = 0


class LogReader:
    """Reads all shards from a place on, which moves along."""

    def __init__(self, consumer: AIOKafkaConsumer, topic: str, place: Place) -> None:
        self._consumer = consumer
        self._topic = topic
        self.place = place
        self.seen = Seen()
        self.ends: dict[int, int] = {}

    @property
    def left(self) -> int:
        """How many messages there are up to the end as it was at the beginning."""
        return sum(max(0, end - self.place.offsets[shard]) for shard, end in self.ends.items())

    async def begin(self, back: int | None = None) -> None:
        """Go to the place, or so many messages before each shard's end."""
        shards = sorted(partition.partition for partition in self._consumer.assignment())
        partitions = [TopicPartition(self._topic, shard) for shard in shards]
        ends = await self._consumer.end_offsets(partitions)
        self.ends = {partition.partition: end for partition, end in ends.items()}
        for partition, end in ends.items():
            start = self.place.offsets.get(partition.partition, self.place.start)
            begin = max(0, min(start if back is None else end - back, end))
            self.place.offsets[partition.partition] = begin
            self._consumer.seek(partition, begin)

    async def to_the_end(self) -> AsyncIterator[list[Read]]:
        """New events up to the end as it was at the beginning, in batches."""
        while self.left:
            yield await self.some()

    async def some(self) -> list[Read]:
        """New events that have come within half a second."""
        batch = await self._consumer.getmany(timeout_ms=POLL_MS, max_records=MOST)
        found = [read for messages in batch.values() for read in self._new(messages)]
        for partition in batch:
            self.place.offsets[partition.partition] = await self._consumer.position(partition)
        return found

    def _new(self, messages: Iterable[ConsumerRecord]) -> Iterable[Read]:
        for message in messages:
            read = opened(message)
            if read is None:
                self.seen.aliens += 1
            elif self.place.is_new(read.record):
                yield read
            else:
                self.seen.repeats += 1


def opened(message: ConsumerRecord) -> Read | None:
    """The event in a message; None where no service of ours can have written it."""
    try:
        record = from_message(message.partition, message.value, message.headers)
        facts = from_json(record.facts)
    except (Alien, ValueError):
        return None
    return Read(record, message.offset, facts) if isinstance(facts, dict) else None


class TopicAway(Trouble):
    """Kafka does not let the log be read; `error` names the fault."""

    def __init__(self, broker: Broker, error: str) -> None:
        self.error = error
        super().__init__(
            f"the topic {broker.events} cannot be read at {broker.bootstrap} ({error}): "
            "`vakhta status` shows whether Kafka runs",
            f"топик {broker.events} по адресу {broker.bootstrap} не читается ({error}): "
            "идёт ли Kafka, покажет `vakhta status`",
        )


@asynccontextmanager
async def reading(
    broker: Broker, place: Place, back: int | None = None
) -> AsyncIterator[LogReader]:
    """A reader at its place, or `back` messages before each end. Raises TopicAway."""
    topic = AIOKafkaConsumer(
        broker.events, bootstrap_servers=broker.bootstrap, enable_auto_commit=False
    )
    try:
        async with connected(topic) as consumer:
            reader = LogReader(consumer, broker.events, place)
            await reader.begin(back)
            yield reader
    except KafkaError as fault:
        raise TopicAway(broker, type(fault).__name__) from fault
