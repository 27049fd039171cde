"""Commands that another shard's event asked for, each executed in its own shard, once."""

from collections.abc import Sequence

import structlog
from asyncpg import Record as PgRecord

from libs.decider import Refused
from libs.runtime.appending import Appending
from libs.runtime.clock import Clock
from libs.runtime.database import Database
from libs.runtime.envelope import Cause
from libs.runtime.execution import Execution, command_of
from libs.runtime.faults import fault
from libs.runtime.holding import Holding
from libs.runtime.parking import described
from libs.runtime.signals import Signals, wait
from libs.runtime.store import OPEN_SHARD
from libs.runtime.transient import TRANSIENT

log = structlog.get_logger()

BATCH = 64
SAFETY_POLL = 1.0


class Errands:
    """Runs the errands whose target shards this replica holds."""

    def __init__(
        self,
        database: Database,
        execution: Execution,
        holding: Holding,
        signals: Signals,
        clock: Clock,
    ) -> None:
        self.database = database
        self.execution = execution
        self.holding = holding
        self.clock = clock
        self.news = signals.subscription("errands")

    async def run(self) -> None:
        while True:
            if await self.run_due() < BATCH:
                await wait(self.news, SAFETY_POLL)

    async def run_due(self) -> int:
        """Run what is due now, together or, where that fails, one by one; returns how many."""
        rows = await self.database.runtime.fetch(
            "select * from errands where shard = any($1) and next_at <= clock_timestamp()"
            f" and {OPEN_SHARD}"
            " order by next_at, id limit $2",
            list(self.holding.held),
            BATCH,
        )
        if not rows:
            return 0
        try:
            await self._run(rows)
        except TRANSIENT:
            raise
        except Exception:
            for row in rows:
                await self._run_alone(row)
        return len(rows)

    async def _run(self, rows: Sequence[PgRecord]) -> None:
        """Decide errands in one transaction that holds their shards, and forget them there."""
        shards = {row["shard"] for row in rows}
        async with self.database.writing(*shards) as db:
            mine = await db.fetch(
                "delete from errands where id = any($1) returning id", [row["id"] for row in rows]
            )
            left = {row["id"] for row in mine}
            appending = self.execution.appending(db, shards, self.clock.now())
            for row in rows:
                if row["id"] in left:
                    await self._decide(appending, row)
            await self.execution.finish(appending)
            fault("errand.before_commit")
        fault("errand.after_commit")
        self.execution.written(appending)

    async def _decide(self, appending: Appending, row: PgRecord) -> None:
        command = command_of(self.execution.service, row["command"], row["body"])
        cause = Cause(row["correlation"], row["causation"], row["traceparent"])
        try:
            await self.execution.handle(appending, command, cause)
        except Refused as refused:
            log.info("errand_refused", command=row["command"], reason=str(refused))

    async def _run_alone(self, row: PgRecord) -> None:
        try:
            await self._run([row])
        except TRANSIENT:
            raise
        except Exception as error:
            await self._postpone(row, error)

    async def _postpone(self, row: PgRecord, error: Exception) -> None:
        log.error("errand_failed", command=row["command"], error=described(error))
        async with self.database.noting() as db:
            await db.execute(
                "update errands set attempts = attempts + 1, error = $2, next_at ="
                " clock_timestamp() + interval '1 s' * least(300, 2 ^ least(attempts, 9))"
                " where id = $1",
                row["id"],
                described(error),
            )
