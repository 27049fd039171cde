"""The second path: a batch is taken in once, whatever is redelivered or dies."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from libs.runtime import parking
from libs.runtime.appending import Appending
from libs.runtime.clock import Clock
from libs.runtime.database import Database, Db, savepoint
from libs.runtime.editions import Editions
from libs.runtime.envelope import Record
from libs.runtime.execution import Execution
from libs.runtime.faults import fault
from libs.runtime.halves import Halves
from libs.runtime.marks import Forked, Gap, ShardState, move_watermarks
from libs.runtime.reactions import Reactions
from libs.runtime.service import Service
from libs.runtime.store import ShardClosed
from libs.runtime.telemetry import HANDLING, TAKEN_IN
from libs.runtime.transient import TRANSIENT

Batches: TypeAlias = Mapping[int, Sequence[Record]]
"""Records by shard, each shard's in their order."""
Stopped: TypeAlias = Gap | Forked | ShardClosed
"""Why no more of a shard was taken in."""


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
        self.halves = halves
        self.clock = clock
        self.shards: dict[int, ShardState] = {}
        self._reactions = Reactions(execution, editions, halves, honours_skips=honours_skips)
        self._watchers: list[Callable[[Batches], None]] = []

    def watch(self, watcher: Callable[[Batches], None]) -> None:
        """Call `watcher` with what was taken in, whenever it was committed."""
        self._watchers.append(watcher)

    async def take(self, shard: int) -> None:
        """Learn from Postgres how far a shard was taken in."""
        async with self.database.writing(shard) as db:
            state = ShardState(parked=await parking.parked_keys(db, shard))
            await state.read(db, shard)
        self.shards[shard] = state

    def leave(self, shard: int) -> None:
        self.shards.pop(shard, None)

    async def deliver(self, shard: int, records: Sequence[Record]) -> Gap | None:
        """Take in records of one shard; returns the gap it stopped at, if any.

        Raises one of TRANSIENT where it is to be repeated, Forked where the shard must stop.
        """
        stopped = (await self.deliver_all({shard: records})).get(shard)
        if isinstance(stopped, Exception):
            raise stopped
        return stopped

    async def deliver_all(self, batches: Batches) -> dict[int, Stopped]:
        """Take in records of several shards together; tells where a shard stopped, and at what.

        Raises one of TRANSIENT where all of it is to be repeated.
        """
        stopped: dict[int, Stopped] = {}
        concerned: dict[int, Sequence[Record]] = {}
        for shard, records in batches.items():
            state = self.shards[shard]
            try:
                fresh, gap = state.continuous(records, self.service.name)
            except Forked as fork:
                stopped[shard] = fork
                continue
            if gap:
                stopped[shard] = gap
            if any(self._reactions.concern(record) for record in fresh):
                concerned[shard] = fresh
            elif fresh:
                state.pass_over(fresh)
                TAKEN_IN.labels(self.service.name).inc(len(fresh))
        if concerned:
            with HANDLING.labels(self.service.name).time():
                await self.halves.await_halves(
                    [r for r in chain(*concerned.values()) if self._reactions.concern(r)]
                )
                stopped |= await self._take_in(concerned)
        return stopped

    async def write_marks(self) -> None:
        """Note in Postgres how far was read where nothing concerned us."""
        behind = {shard: state for shard, state in self.shards.items() if state.behind}
        if not behind:
            return
        async with self.database.noting() as db:
            for state in behind.values():
                state.behind = False
            await move_watermarks(db, behind)

    async def retry(self, shard: int, key: str) -> str | None:
        """Try a parked key's events again, in their order; returns the error it stopped at."""
        async with self.database.writing(shard) as db:
            while (first := await parking.next_parked(db, key)) is not None:
                sequence, record = first
                appending = self.execution.appending(db, (shard,), self.clock.now())
                try:
                    async with savepoint(db):
                        await self._reactions.take_in(appending, [record])
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

    async def _take_in(self, batches: Batches) -> dict[int, Stopped]:
        """Together; where that fails shard by shard, and where that fails one by one."""
        try:
            await self._together(batches)
            return {}
        except Exception as error:
            if isinstance(error, TRANSIENT) and not isinstance(error, ShardClosed):
                raise
            if len(batches) > 1:
                return await self._apart(batches)
            (alone,) = batches
            if isinstance(error, ShardClosed):
                return {alone: error}
            await self._one_by_one(alone, batches[alone])
            return {}

    async def _apart(self, batches: Batches) -> dict[int, Stopped]:
        stopped: dict[int, Stopped] = {}
        for shard, records in batches.items():
            stopped |= await self._take_in({shard: records})
        return stopped

    async def _together(self, batches: Batches) -> None:
        async with self.database.writing(*batches) as db:
            appending = self.execution.appending(db, batches, self.clock.now())
            batches = await self._not_seen(appending, batches)
            free = []
            for shard, records in batches.items():
                parked = self.shards[shard].parked
                await self._reactions.park_behind(db, [r for r in records if r.key in parked])
                free += [r for r in records if r.key not in parked]
            fault("deliver.before_project")
            await self._reactions.take_in(appending, free)
            await self._finish(db, batches)
        self._committed(batches, appending)

    async def _one_by_one(self, shard: int, records: Sequence[Record]) -> None:
        state = self.shards[shard]
        appendings = []
        async with self.database.writing(shard) as db:
            first = self.execution.appending(db, (shard,), self.clock.now())
            batches = await self._not_seen(first, {shard: records})
            parked = set(state.parked)
            for record in batches[shard]:
                if record.key in parked:
                    await self._reactions.park_behind(db, [record])
                    continue
                appending = self.execution.appending(db, (shard,), self.clock.now())
                try:
                    async with savepoint(db):
                        await self._reactions.take_in(appending, [record])
                    appendings.append(appending)
                except TRANSIENT:
                    raise
                except Exception as error:
                    await parking.park(db, record, error)
                    parked.add(record.key)
            await self._finish(db, batches)
        state.parked = parked
        self._committed(batches, *appendings)

    async def _not_seen(self, appending: Appending, batches: Batches) -> dict[int, list[Record]]:
        """Drop what another replica took in while this one believed to hold the shard, and learn
        which keys are parked: another replica may have released one."""
        stored: dict[tuple[int, str], int] = {}
        for row in await appending.db.fetch(
            "select shard, source, position, null as closed, null as parked from watermarks"
            " where shard = any($1) union all select shard, null, head(shard),"
            " (select reason from closed_shards c where c.shard = held.shard),"
            " (select array_agg(key) from parked_keys p where p.shard = held.shard)"
            " from unnest($1::int[]) as held (shard)",
            list(batches),
        ):
            shard = row["shard"]
            if row["source"] is None:
                appending.know_head(shard, row["position"], row["closed"])
                self.shards[shard].parked = set(row["parked"] or ())
            else:
                stored[shard, row["source"]] = row["position"]
        return {
            shard: [r for r in records if r.position > stored.get((shard, r.source), 0)]
            for shard, records in batches.items()
        }

    async def _finish(self, db: Db, batches: Batches) -> None:
        reached = {}
        for shard, records in batches.items():
            reached[shard] = ShardState()
            reached[shard].advance(records)
        await move_watermarks(db, reached)
        fault("deliver.before_commit")

    def _committed(self, batches: Batches, *appendings: Appending) -> None:
        fault("deliver.after_commit")
        for shard, records in batches.items():
            if self.service.is_reader:
                self.execution.signals.wake(shard)
            self.shards[shard].advance(records)
            TAKEN_IN.labels(self.service.name).inc(len(records))
        for appending in appendings:
            self.execution.written(appending)
        for watcher in self._watchers:
            watcher(batches)
