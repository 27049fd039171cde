"""Notices a store that was restored to its past while the topic remembers more."""

from collections.abc import AsyncIterator, Iterable

import structlog

from libs.runtime.broker import Broker, read_to_end
from libs.runtime.database import Database
from libs.runtime.envelope import Alien, Record, record_in
from libs.runtime.store import loss
from libs.runtime.telemetry import SHARDS_CLOSED

log = structlog.get_logger()


class LostPast:
    """Compares a shard's store with the end of its partition before anything is published."""

    def __init__(self, database: Database, broker: Broker) -> None:
        self.database = database
        self.broker = broker

    async def examine(self, shards: Iterable[int]) -> dict[int, int]:
        """The watermark of each shard that may be published; the others are closed to writes.

        Raises KafkaError where the topic cannot be read: nothing may be published unexamined.
        """
        wanted = sorted(shards)
        async with self.database.runtime.acquire() as db:
            rows = await db.fetch(
                "select s.shard, head(s.shard) as head, coalesce(r.position, 0) as sent,"
                " coalesce(r.topic_offset, 0) as topic_offset,"
                " exists (select from closed_shards c where c.shard = s.shard) as closed"
                " from unnest($1::int[]) as s (shard) left join relayed r using (shard)",
                wanted,
            )
        offsets = {row["shard"]: row["topic_offset"] for row in rows}
        on_topic = dict.fromkeys(wanted, 0)
        async for record in read_tail(self.broker, offsets):
            if record.source == self.database.service:
                on_topic[record.shard] = max(on_topic[record.shard], record.position)
        sound = {}
        for row in rows:
            last = max(on_topic[row["shard"]], row["sent"])
            if last > row["head"]:
                await self._close(row["shard"], last)
            elif not row["closed"]:
                sound[row["shard"]] = row["sent"]
        async with self.database.runtime.acquire() as db:
            closed = await db.fetchval("select count(*) from closed_shards")
        SHARDS_CLOSED.labels(self.database.service).set(closed)
        return sound

    async def _close(self, shard: int, last: int) -> None:
        """Close a shard, unless it was refilled while its partition was being read."""
        async with self.database.writing(shard) as db:
            head = await db.fetchval("select head($1)", shard)
            if head >= last:
                return
            reason = loss(self.database.service, shard, head, last)
            log.error("shard_closed", shard=shard, head=head, topic=last)
            await db.execute(
                "insert into closed_shards (shard, reason) values ($1, $2) on conflict (shard)"
                " do update set reason = excluded.reason",
                shard,
                reason,
            )


async def read_tail(broker: Broker, offsets: dict[int, int]) -> AsyncIterator[Record]:
    """Records of the topic from these offsets to the present end; aliens are left out."""
    async for message in read_to_end(broker, broker.events, offsets):
        try:
            yield record_in(message)
        except Alien:
            continue
