"""The second path: a shard's batch is taken in once, whatever is redelivered or dies."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from asyncpg import DeadlockDetectedError, InterfaceError, PostgresConnectionError
from asyncpg.exceptions import (
    CannotConnectNowError,
    InsufficientResourcesError,
    OperatorInterventionError,
    SerializationError,
)
from opentelemetry.trace import SpanKind

from libs.events.intake import ContactErased
from libs.runtime import parking, reference
from libs.runtime.clock import Clock
from libs.runtime.database import Database, Db, savepoint
from libs.runtime.editions import Editions
from libs.runtime.envelope import Cause, Envelope, Record
from libs.runtime.erasure import erase
from libs.runtime.execution import Execution
from libs.runtime.faults import fault
from libs.runtime.halves import Halves
from libs.runtime.service import Service
from libs.runtime.store import Appending, ShardClosed
from libs.runtime.telemetry import HANDLING, TAKEN_IN, span, traceparent

TRANSIENT = (
    OSError,
    TimeoutError,
    PostgresConnectionError,
    InterfaceError,
    CannotConnectNowError,
    InsufficientResourcesError,
    OperatorInterventionError,
    DeadlockDetectedError,
    SerializationError,
    ShardClosed,
)
"""Faults that may pass: the whole batch is tried again and nothing is parked."""


class Forked(Exception):
    """Two different events claim one position: a service's log has two futures."""


@dataclass(frozen=True)
class Gap:
    """Positions of a source that did not come: those between `after` and `before`."""

    source: str
    shard: int
    after: int
    before: int


@dataclass
class Mark:
    """How far a source was read in a shard, and the id of the event there."""

    position: int = 0
    last_id: UUID | None = None


@dataclass
class ShardState:
    """What this replica knows of a shard that it takes in; Postgres knows it too, or less."""

    marks: dict[str, Mark] = field(default_factory=lambda: defaultdict(Mark))
    parked: set[str] = field(default_factory=set)
    behind: bool = False


class Delivery:
    """Takes in batches of records for one service."""

    def __init__(
        self,
        service: Service,
        database: Database,
        execution: Execution,
        editions: Editions,
        halves: Halves,
        clock: Clock,
    ) -> None:
        self.service = service
        self.database = database
        self.execution = execution
        self.editions = editions
        self.halves = halves
        self.clock = clock
        self.shards: dict[int, ShardState] = {}
        self._taken = {cls.__name__ for cls in (*service.subscribes, *reference.EVENTS)}
        self._subscribed = frozenset(service.subscribes)

    async def take(self, shard: int) -> None:
        """Learn from Postgres how far a shard was taken in."""
        async with self.database.writing(shard) as db:
            state = ShardState(parked=await parking.parked_keys(db, shard))
            await self._read_marks(db, shard, state)
        self.shards[shard] = state

    def leave(self, shard: int) -> None:
        self.shards.pop(shard, None)

    async def deliver(self, shard: int, records: Sequence[Record]) -> Gap | None:
        """Take in records of one shard, in their order; returns the gap it stopped at, if any.

        Raises one of TRANSIENT where it is to be repeated, Forked where the shard must stop.
        """
        state = self.shards[shard]
        fresh, gap = self._continuous(state, records)
        if not fresh:
            return gap
        if any(record.type in self._taken for record in fresh):
            with HANDLING.labels(self.service.name).time():
                await self._take_in(shard, state, fresh)
        else:
            self._pass_over(state, fresh)
        TAKEN_IN.labels(self.service.name).inc(len(fresh))
        return gap

    async def write_marks(self) -> None:
        """Note in Postgres how far was read where nothing concerned us."""
        behind = [shard for shard, state in self.shards.items() if state.behind]
        if not behind:
            return
        async with self.database.noting() as db:
            for shard in behind:
                state = self.shards.get(shard)
                if state:
                    state.behind = False
                    await self._save_marks(db, shard, state)

    async def retry(self, shard: int, key: str) -> str | None:
        """Try a parked key's events again, in their order; returns the error it stopped at."""
        async with self.database.writing(shard) as db:
            while (first := await parking.next_parked(db, key)) is not None:
                sequence, record = first
                appending = self.execution.appending(db, (shard,), self.clock.now())
                try:
                    async with savepoint(db):
                        await self._apply(appending, await self._open(db, [record]))
                        await parking.unpark_one(db, key, sequence)
                except TRANSIENT:
                    raise
                except Exception as error:
                    await parking.failed_again(db, key, error)
                    return parking.described(error)
                self.execution.written(appending)
            await parking.unpark_key(db, key)
        if shard in self.shards:
            self.shards[shard].parked.discard(key)
        return None

    def _continuous(
        self, state: ShardState, records: Sequence[Record]
    ) -> tuple[list[Record], Gap | None]:
        reached = {source: mark.position for source, mark in state.marks.items()}
        fresh: list[Record] = []
        for record in records:
            if record.source == self.service.name:
                continue
            position = reached.get(record.source, 0)
            if record.position > position + 1:
                return fresh, Gap(record.source, record.shard, position, record.position)
            if record.position == position + 1:
                fresh.append(record)
                reached[record.source] = record.position
            else:
                self._check_same(state, record)
        return fresh, None

    def _check_same(self, state: ShardState, record: Record) -> None:
        mark = state.marks[record.source]
        if record.position == mark.position and mark.last_id not in (None, record.id):
            raise Forked(
                f"{record.source} has two events at position {record.position} of shard"
                f" {record.shard}: {mark.last_id} and {record.id}"
            )

    def _pass_over(self, state: ShardState, records: Sequence[Record]) -> None:
        self._advance(state, records)
        state.behind = True

    def _advance(self, state: ShardState, records: Sequence[Record]) -> None:
        for record in records:
            state.marks[record.source] = Mark(record.position, record.id)

    async def _take_in(self, shard: int, state: ShardState, records: Sequence[Record]) -> None:
        await self.halves.await_halves(shard, [r for r in records if r.type in self._taken])
        try:
            await self._together(shard, state, records)
        except TRANSIENT:
            raise
        except Exception:
            await self._one_by_one(shard, state, records)

    async def _together(self, shard: int, state: ShardState, records: Sequence[Record]) -> None:
        async with self.database.writing(shard) as db:
            records = await self._not_seen(db, shard, state, records)
            free = [r for r in records if r.key not in state.parked]
            await parking.park_behind(db, [r for r in records if r.key in state.parked])
            appending = self.execution.appending(db, (shard,), self.clock.now())
            fault("deliver.before_project")
            await self._apply(appending, await self._open(db, free))
            await self._finish(db, shard, state, records)
        self._committed(shard, state, records, appending)

    async def _one_by_one(self, shard: int, state: ShardState, records: Sequence[Record]) -> None:
        parked = set(state.parked)
        appendings = []
        async with self.database.writing(shard) as db:
            records = await self._not_seen(db, shard, state, records)
            for record in records:
                if record.key in parked:
                    await parking.park_behind(db, [record])
                    continue
                appending = self.execution.appending(db, (shard,), self.clock.now())
                try:
                    async with savepoint(db):
                        await self._apply(appending, await self._open(db, [record]))
                    appendings.append(appending)
                except TRANSIENT:
                    raise
                except Exception as error:
                    await parking.park(db, record, error)
                    parked.add(record.key)
            await self._finish(db, shard, state, records)
        state.parked = parked
        self._committed(shard, state, records, *appendings)

    async def _not_seen(
        self, db: Db, shard: int, state: ShardState, records: Sequence[Record]
    ) -> list[Record]:
        """Drop what another replica took in while this one believed to hold the shard."""
        stored = ShardState()
        await self._read_marks(db, shard, stored)
        return [r for r in records if r.position > stored.marks[r.source].position]

    async def _open(self, db: Db, records: Sequence[Record]) -> list[Envelope]:
        taken = [record for record in records if record.type in self._taken]
        if not taken:
            return []
        passed = await parking.skipped(db, taken)
        taken = [record for record in taken if (record.source, record.position) not in passed]
        halves = await self.halves.of(db, taken)
        opened = (record.opened(halves.get(record.id)) for record in taken)
        return [envelope for envelope in opened if envelope is not None]

    async def _apply(self, appending: Appending, envelopes: Sequence[Envelope]) -> None:
        await self.execution.folding.fold(appending.db, envelopes)
        for envelope in envelopes:
            name = f"{self.service.name} takes in {envelope.record.type}"
            with span(name, SpanKind.CONSUMER, envelope.record.traceparent, key=envelope.key):
                await self._react(appending, envelope)

    async def _react(self, appending: Appending, envelope: Envelope) -> None:
        if isinstance(envelope.event, ContactErased):
            await erase(appending.db, self.execution.folding, envelope.event.contact_id)
        if facts := reference.facts_of(envelope.event):
            await parking.release(appending.db, facts)
        if type(envelope.event) not in self._subscribed:
            return
        for command in await self.service.react(envelope, appending.db, self.editions):
            cause = Cause.of(envelope.record, traceparent())
            await self.execution.handle_or_send(appending, command, cause)
            await self.execution.finish(appending)

    async def _finish(
        self, db: Db, shard: int, state: ShardState, records: Sequence[Record]
    ) -> None:
        reached = ShardState()
        reached.marks.update(state.marks)
        self._advance(reached, records)
        await self._save_marks(db, shard, reached)
        fault("deliver.before_commit")

    def _committed(
        self, shard: int, state: ShardState, records: Sequence[Record], *appendings: Appending
    ) -> None:
        fault("deliver.after_commit")
        if self.service.is_reader:
            self.execution.signals.wake(shard)
        self._advance(state, records)
        state.behind = False
        for appending in appendings:
            self.execution.written(appending)

    async def _read_marks(self, db: Db, shard: int, state: ShardState) -> None:
        for row in await db.fetch(
            "select source, position, last_id from watermarks where shard = $1", shard
        ):
            state.marks[row["source"]] = Mark(row["position"], row["last_id"])

    async def _save_marks(self, db: Db, shard: int, state: ShardState) -> None:
        marks = [(source, m.position, m.last_id) for source, m in state.marks.items() if m.last_id]
        if marks:
            await db.execute(
                "insert into watermarks (source, shard, position, last_id) select source, $1,"
                " position, last_id from unnest($2::text[], $3::bigint[], $4::uuid[])"
                " as new (source, position, last_id) on conflict (source, shard) do update"
                " set position = excluded.position, last_id = excluded.last_id"
                " where watermarks.position < excluded.position",
                shard,
                *(list(column) for column in zip(*marks, strict=True)),
            )
