"""Records on the topic that no service of ours can have written: kept, and moving nothing."""

from aiokafka.structs import ConsumerRecord

from libs.runtime.database import Database


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
