"""Records on the topic that no service of ours can have written: kept, and moving nothing."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from aiokafka.structs import ConsumerRecord

from libs.runtime.database import Database
from libs.runtime.envelope import Alien
from libs.runtime.telemetry import ALIENS

Read = TypeVar("Read")


async def set_aside(database: Database, message: ConsumerRecord, reason: str) -> None:
    async with database.noting() as db:
        await db.execute(
            "insert into aliens (topic, shard, topic_offset, reason, headers, value)"
            " values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
            message.topic,
            message.partition,
            message.offset,
            reason,
            repr(message.headers)[:10_000],
            message.value,
        )


async def sorted_out(
    database: Database, messages: Iterable[ConsumerRecord], read: Callable[[ConsumerRecord], Read]
) -> list[Read]:
    """What the messages hold, by `read`; where that raises Alien it is set aside and counted."""
    found = []
    for message in messages:
        try:
            found.append(read(message))
        except Alien as alien:
            ALIENS.labels(database.service).inc()
            await set_aside(database, message, str(alien))
    return found
