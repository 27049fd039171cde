"""The second path: a shard's batch is taken in once, whatever is redelivered or dies."""

from collections.abc import Sequence

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
from libs.runtime.marks import Gap, ShardState
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


class Delivery:
    """Takes in batches of records for one service.

    `honours_skips`: leave out what a person skipped once, as when the log is read anew.
    """

    def __init__(
        self,
        service: Service,
        database: Database,
        execution: Execution,
        editions: Editions,
        halves: Halves,
        clock: Clock,
        *,
        honours_skips: bool = False,
    ) -> None:
        self.service = service
        self.database = database
        self.execution = execution
        self.editions = editions
        self.halves = halves
        self.clock = clock
        self.honours_skips = honours_skips
        self.shards: dict[int, ShardState] = {}
        self._taken = {cls.__name__ for cls in (*service.subscribes, *reference.EVENTS)}
        self._subscribed = frozenset(service.subscribes)

    async def take(self, shard: int) -> None:
        """Learn from Postgres how far a shard was taken in."""
        async with self.database.writing(shard) as db:
            state = ShardState(parked=await parking.parked_keys(db, shard))
            await state.read(db, shard)
        self.shards[shard] = state

    def leave(self, shard: int) -> None:
        self.shards.pop(shard, None)

    async def deliver(self, shard: int, records: Sequence[Record]) -> Gap | None:
        """Take in records of one shard, in their order; returns the gap it stopped at, if any.

        Raises one of TRANSIENT where it is to be repeated, Forked where the shard must stop.
        """
        state = self.shards[shard]
        fresh, gap = state.continuous(records, self.service.name)
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
                    await state.save(db, shard)

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

    def _pass_over(self, state: ShardState, records: Sequence[Record]) -> None:
        state.advance(records)
        state.behind = True

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
            appending = self.execution.appending(db, (shard,), self.clock.now())
            records = await self._not_seen(appending, shard, records)
            free = [r for r in records if r.key not in state.parked]
            await parking.park_behind(db, [r for r in records if r.key in state.parked])
            fault("deliver.before_project")
            await self._apply(appending, await self._open(db, free))
            await self._finish(db, shard, state, records)
        self._committed(shard, state, records, appending)

    async def _one_by_one(self, shard: int, state: ShardState, records: Sequence[Record]) -> None:
        appendings = []
        async with self.database.writing(shard) as db:
            first = self.execution.appending(db, (shard,), self.clock.now())
            records = await self._not_seen(first, shard, records)
            parked = set(state.parked)
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
        self, appending: Appending, shard: int, records: Sequence[Record]
    ) -> list[Record]:
        """Drop what another replica took in while this one believed to hold the shard, and learn
        which keys are parked: another replica may have released one."""
        stored: dict[str, int] = {}
        for row in await appending.db.fetch(
            "select source, position, null as closed, null as parked from watermarks"
            " where shard = $1 union all select null, head($1),"
            " (select reason from closed_shards where shard = $1),"
            " (select array_agg(key) from parked_keys where shard = $1)",
            shard,
        ):
            if row["source"] is None:
                appending.know_head(shard, row["position"], row["closed"])
                self.shards[shard].parked = set(row["parked"] or ())
            else:
                stored[row["source"]] = row["position"]
        return [r for r in records if r.position > stored.get(r.source, 0)]

    async def _open(self, db: Db, records: Sequence[Record]) -> list[Envelope]:
        taken = [record for record in records if record.type in self._taken]
        if not taken:
            return []
        if self.honours_skips:
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
            self.editions.forget()
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
        reached.advance(records)
        await reached.save(db, shard)
        fault("deliver.before_commit")

    def _committed(
        self, shard: int, state: ShardState, records: Sequence[Record], *appendings: Appending
    ) -> None:
        fault("deliver.after_commit")
        if self.service.is_reader:
            self.execution.signals.wake(shard)
        state.advance(records)
        state.behind = False
        for appending in appendings:
            self.execution.written(appending)
