"""What one transaction adds to the store, in the order of its shards."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from asyncpg import Record as PgRecord

from libs.decider import Command
from libs.events.base import Event
from libs.events.codec import Encoded, decode, encode
from libs.runtime.database import Db
from libs.runtime.envelope import Cause, Envelope, Record
from libs.runtime.identity import event_id
from libs.runtime.shards import key_of, shard_of
from libs.runtime.store import ShardClosed, insert, loss

MAX_EVENT_BYTES = 512 * 1024


class WrongShard(Exception):
    """A transaction tried to append to a stream of a shard that it does not hold."""


class EventTooLarge(ValueError):
    """An event is larger than the topic would take."""


class Appending:
    """One transaction's view of the shards it holds: streams it loaded, events it will write."""

    def __init__(
        self, db: Db, source: str, held: Iterable[int], shards: int, now: datetime
    ) -> None:
        self.db = db
        self.source = source
        self.held = frozenset(held)
        self.shards = shards
        self.now = now
        self.appended: list[Envelope] = []
        self.asked: set[int] = set()
        self.refused: list[tuple[Command, str]] = []
        self._staged: list[tuple[Envelope, Encoded]] = []
        self._heads: dict[int, int] = {}
        self._closed: str | None = None
        self._streams: dict[str, list[Event]] = {}

    async def load(self, streams: Iterable[str]) -> None:
        """Read the streams that are not known yet, and at first the heads of the shards.

        Raises WrongShard for a stream of a shard that is not held, ShardClosed where one is.
        """
        wanted = [stream for stream in streams if stream not in self._streams]
        for stream in wanted:
            if shard_of(key_of(stream), self.shards) not in self.held:
                raise WrongShard(f"{stream} lies in none of the shards {sorted(self.held)}")
        if unknown := self.held - self._heads.keys():
            await self._load_heads(unknown)
        if self._closed:
            raise ShardClosed(self._closed)
        if wanted:
            await self._load_streams(wanted)

    @property
    def unwritten(self) -> list[Event]:
        """What was appended and is not in the database yet."""
        return [envelope.event for envelope, _ in self._staged]

    def know_head(self, shard: int, head: int, closed: str | None) -> None:
        """What the transaction has read of a shard already, under its lock."""
        self._heads[shard] = head
        self._closed = self._closed or closed

    async def hold_if_free(self, shards: Sequence[int]) -> None:
        """Take in more shards that the transaction has to itself by now; a closed one is left."""
        for row in await self._heads_of(shards):
            if _lost(self.source, row) is None:
                self._heads[row["shard"]] = row["head"]
                self.held |= {row["shard"]}

    async def _load_heads(self, shards: Iterable[int]) -> None:
        for row in await self._heads_of(shards):
            if reason := _lost(self.source, row):
                raise ShardClosed(reason)
            self._heads[row["shard"]] = row["head"]

    async def _heads_of(self, shards: Iterable[int]) -> list[PgRecord]:
        return await self.db.fetch(
            "select shard, head(shard) as head, reason, coalesce(position, 0) as sent"
            " from unnest($1::int[]) as held (shard)"
            " left join closed_shards using (shard) left join relayed using (shard)",
            list(shards),
        )

    async def _load_streams(self, wanted: list[str]) -> None:
        rows = await self.db.fetch(
            "select e.stream, e.type, e.version, e.facts::text, p.half::text from events e"
            " left join personal p on p.event_id = e.id where e.stream = any($1)"
            " order by e.stream, e.stream_version",
            wanted,
        )
        self._streams |= {stream: [] for stream in wanted}
        for row in rows:
            self._streams[row["stream"]].append(decoded(row))

    def past(self, stream: str) -> list[Event]:
        return self._streams[stream]

    def append(self, stream: str, events: Sequence[Event], cause: Cause) -> list[Envelope]:
        """Add events to a loaded stream; `write` brings them to the database.

        Raises EventTooLarge over 512 KiB.
        """
        past = self._streams[stream]
        shard = shard_of(key_of(stream), self.shards)
        encoded = [checked(encode(event)) for event in events]
        envelopes = []
        for event, one in zip(events, encoded, strict=True):
            past.append(event)
            self._heads[shard] += 1
            record = self._record(stream, len(past), one, event, cause, shard)
            envelopes.append(Envelope(record, event))
        self._staged.extend(zip(envelopes, encoded, strict=True))
        return envelopes

    async def write(self) -> list[Envelope]:
        """Write what was appended since the last time; returns it."""
        staged, self._staged = self._staged, []
        if staged:
            await insert(self.db, [(envelope.record, one) for envelope, one in staged])
        envelopes = [envelope for envelope, _ in staged]
        self.appended.extend(envelopes)
        return envelopes

    def _record(
        self, stream: str, version: int, one: Encoded, event: Event, cause: Cause, shard: int
    ) -> Record:
        return Record(
            source=self.source,
            shard=shard,
            position=self._heads[shard],
            stream=stream,
            stream_version=version,
            id=event_id(),
            type=one.type,
            version=one.version,
            vendor=event.vendor,
            occurred_at=event.occurred_at,
            recorded_at=self.now,
            correlation=cause.correlation,
            causation=cause.causation,
            traceparent=cause.traceparent,
            facts=one.facts,
        )


def _lost(source: str, row: PgRecord) -> str | None:
    """Why a shard takes no writes; seen before any relay looks: no position may be given twice."""
    shard, head, sent = row["shard"], row["head"], row["sent"]
    return row["reason"] or (loss(source, shard, head, sent) if head < sent else None)


def checked(one: Encoded) -> Encoded:
    size = len(one.facts) + len(one.personal or "")
    if size > MAX_EVENT_BYTES // 4 and len((one.facts + (one.personal or "")).encode()) > (
        MAX_EVENT_BYTES
    ):
        raise EventTooLarge(
            f"{one.type} has {size} characters; {MAX_EVENT_BYTES} bytes is the most"
        )
    return one


def decoded(row: PgRecord) -> Event:
    event = decode(row["type"], row["version"], row["facts"], row["half"])
    if event is None:
        raise ValueError(f"the store holds an event of an unknown name: {row['type']}")
    return event
