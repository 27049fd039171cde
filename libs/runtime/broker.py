"""The Kafka of a desk: where it is, what its two topics are called, how to take leave of it."""

import asyncio
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

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


async def leave(client: AIOKafkaConsumer | AIOKafkaProducer) -> None:
    """Stop a client that may be beyond recovery, without waiting for what it cannot do.

    A consumer whose broker or reader failed in the middle of a fetch may wait for it for ever.
    """
    try:
        async with asyncio.timeout(STOPPED_WITHIN):
            await client.stop()
    except Exception:
        return
