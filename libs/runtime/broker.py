"""The Kafka of a desk: where it is, what its two topics are called, how to take leave of it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

STOPPED_WITHIN = 5.0


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


async def leave(client: AIOKafkaConsumer | AIOKafkaProducer) -> None:
    """Stop a client that may be beyond recovery, without waiting for what it cannot do.

    A consumer whose broker or reader failed in the middle of a fetch may wait for it for ever.
    """
    try:
        async with asyncio.timeout(STOPPED_WITHIN):
            await client.stop()
    except Exception:
        return
