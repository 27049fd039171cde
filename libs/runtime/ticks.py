"""The passing of time as one more source of commands, on the shards that are held."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import structlog

from libs.decider import Command
from libs.runtime.clock import Clock
from libs.runtime.database import Database
from libs.runtime.envelope import Cause
from libs.runtime.execution import Execution
from libs.runtime.faults import fault
from libs.runtime.groups import Answer, Executed, Request
from libs.runtime.holding import Holding
from libs.runtime.identity import event_id
from libs.runtime.parking import described
from libs.runtime.service import Ticking
from libs.runtime.shards import shard_of
from libs.runtime.store import ShardClosed
from libs.runtime.transient import TRANSIENT

log = structlog.get_logger()

LONGEST_SLEEP = 0.25
SHORTEST_SLEEP = 0.02
UNCONFIRMED_SLEEP = 0.1


class Ticks:
    """Asks the service what is due, has it decided, and sleeps until the next instant."""

    def __init__(
        self,
        ticking: Ticking,
        database: Database,
        execution: Execution,
        holding: Holding,
        clock: Clock,
        read_to: Callable[[], Mapping[int, datetime]],
    ) -> None:
        self.ticking = ticking
        self.database = database
        self.execution = execution
        self.holding = holding
        self.clock = clock
        self.read_to = read_to

    async def run(self) -> None:
        while True:
            next_due = await self._next_due()
            if next_due is None or self.clock.now() < next_due:
                await asyncio.sleep(self._until(next_due))
            elif not await self.tick(self.clock.now()):
                await asyncio.sleep(UNCONFIRMED_SLEEP)

    async def tick(self, now: datetime) -> int:
        """Decide what is due at `now`; returns how many events that made."""
        read_to = {s: at for s, at in self.read_to().items() if s in self.holding.held}
        async with self.database.reading(None) as db:
            commands = await self.ticking.tick(now, read_to, db)
        by_shard: dict[int, list[Command]] = defaultdict(list)
        for command in commands:
            by_shard[shard_of(command.id, self.database.shards)].append(command)
        return sum([await self._decide(due, now) for due in by_shard.values()])

    async def _decide(self, commands: Sequence[Command], now: datetime) -> int:
        """Decide a shard's commands together or, where that fails, each by itself; those of a
        closed one wait for its refill."""
        fault("tick.before_execute")
        requests = [Request(command, Cause(event_id(), None, ""), now) for command in commands]
        try:
            return _events(await self.execution.run_group(requests, None))
        except ShardClosed:
            return 0
        except TRANSIENT:
            raise
        except Exception:
            return sum([await self._decide_one(request) for request in requests])

    async def _decide_one(self, request: Request) -> int:
        try:
            return _events(await self.execution.run_group([request], None))
        except TRANSIENT:
            raise
        except Exception as error:
            log.error("tick_failed", command=type(request.command).__name__, error=described(error))
            return 0

    async def _next_due(self) -> datetime | None:
        async with self.database.reading(None) as db:
            return await self.ticking.next_due(sorted(self.holding.held), db)

    def _until(self, next_due: datetime | None) -> float:
        if next_due is None:
            return LONGEST_SLEEP
        seconds = (next_due - self.clock.now()).total_seconds()
        return min(LONGEST_SLEEP, max(SHORTEST_SLEEP, seconds))


def _events(answers: Sequence[Answer]) -> int:
    made = 0
    for answer in answers:
        if isinstance(answer, Executed):
            made += len(answer.events)
        else:
            log.info("tick_refused", reason=str(answer))
    return made
