"""The Kafka of a desk: where it is, what its two topics are called, how to take leave of it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.structs import ConsumerRecord

STOPPED_WITHIN = 5.0
LONGEST_SILENCE = 5.0
DEAF_AFTER = 10


@dataclass(frozen=True)
class Broker:
    """`prefix` tells desks on one cluster, and generations of one log, apart."""

    bootstrap: str
    prefix: str = "vakhta"

    @property
    def events(self) -> str:
        return f"{self.prefix}.events"

    @property
    def personal(self) -> str:
        return f"{self.prefix}.personal"

    def group(self, service: str) -> str:
        return f"{self.prefix}.{service}"

    async def answers(self) -> bool:
        """Whether one of the brokers takes connections."""
        for address in self.bootstrap.split(","):
            host, _, port = address.strip().rpartition(":")
            try:
                async with asyncio.timeout(2):
                    _, writer = await asyncio.open_connection(host, int(port))
            except (OSError, ValueError):
                continue
            writer.close()
            return True
        return False


@asynccontextmanager
async def connected(
    client: AIOKafkaConsumer | AIOKafkaProducer,
) -> AsyncIterator[AIOKafkaConsumer | AIOKafkaProducer]:
    """A started client; however the block ends, and a start that fails or is cut short, it is left.

    Raises KafkaError where no broker answers.
    """
    try:
        await client.start()
        yield client
    finally:
        await _leave(client)


async def read_to_end(
    broker: Broker, topic: str, offsets: Mapping[int, int]
) -> AsyncIterator[ConsumerRecord]:
    """Messages of a topic's partitions from these offsets to the present end of each.

    Raises KafkaError where the topic cannot be read.
    """
    starts = {TopicPartition(topic, partition): at for partition, at in offsets.items()}
    async with connected(
        AIOKafkaConsumer(bootstrap_servers=broker.bootstrap, enable_auto_commit=False)
    ) as consumer:
        consumer.assign(list(starts))
        ends = await consumer.end_offsets(list(starts))
        for partition, at in starts.items():
            consumer.seek(partition, min(at, ends[partition]))
        unread = {partition for partition, end in ends.items() if starts[partition] < end}
        while unread:
            for messages in (await consumer.getmany(timeout_ms=500)).values():
                for message in messages:
                    yield message
            unread = {p for p in unread if await consumer.position(p) < ends[p]}


@contextmanager
def nothing_fetched(
    consumer: AIOKafkaConsumer, but: Callable[[TopicPartition], bool] = lambda _: False
) -> Iterator[None]:
    """Keep a consumer from asking for more: the broker would answer with the first record that
    comes, and every record would cost all of us a fetch of its own. What `but` tells stays so."""
    paused = consumer.assignment() - consumer.paused()
    consumer.pause(*paused)
    try:
        yield
    finally:
        consumer.resume(*(tp for tp in paused & consumer.assignment() if not but(tp)))


def is_heard(consumer: AIOKafkaConsumer) -> bool:
    """Whether the broker has answered a consumer lately; it says nothing of one that is away."""
    polled = [consumer.last_poll_timestamp(tp) or 0 for tp in consumer.assignment()]
    return not polled or time.time() - max(polled) / 1000 < LONGEST_SILENCE


async def notice_deafness(broker: Broker, hears: Callable[[], bool]) -> None:
    """Raise TimeoutError when a broker that answers is not heard for long: a consumer that met
    its broker's death may wait for ever, and a new one does not."""
    deaf = 0
    while deaf < DEAF_AFTER:
        await asyncio.sleep(1)
        deaf = deaf + 1 if not hears() and await broker.answers() else 0
    raise TimeoutError("the consumer hears nothing of a broker that answers")


async def _leave(client: AIOKafkaConsumer | AIOKafkaProducer) -> None:
    """Stop a client that may be beyond recovery, without waiting for what it cannot do.

    A consumer whose broker or reader failed in the middle of a fetch may wait for it for ever.
    """
    try:
        async with asyncio.timeout(STOPPED_WITHIN):
            await client.stop()
    except Exception:
        return
