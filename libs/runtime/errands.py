"""Commands that another shard's event asked for, each executed in its own shard, once."""

import structlog
from asyncpg import Record as PgRecord

from libs.decider import Refused
from libs.runtime.clock import Clock
from libs.runtime.database import Database, Db, savepoint
from libs.runtime.delivery import TRANSIENT
from libs.runtime.envelope import Cause
from libs.runtime.execution import Execution, command_of
from libs.runtime.faults import fault
from libs.runtime.holding import Holding
from libs.runtime.parking import described
from libs.runtime.signals import Signals, wait

log = structlog.get_logger()

BATCH = 50
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
            if not await self.run_due():
                await wait(self.news, SAFETY_POLL)

    async def run_due(self) -> int:
        """Run what is due now; returns how many errands were run."""
        async with self.database.reading(None) as db:
            rows = await db.fetch(
                "select distinct shard from errands"
                " where shard = any($1) and next_at <= clock_timestamp()",
                list(self.holding.held),
            )
        return sum([await self._run_shard(row["shard"]) for row in rows])

    async def _run_shard(self, shard: int) -> int:
        async with self.database.writing(shard) as db:
            rows = await db.fetch(
                "select * from errands where shard = $1 and next_at <= clock_timestamp()"
                " order by next_at, id limit $2",
                shard,
                BATCH,
            )
            for row in rows:
                await self._run(db, row)
            fault("errand.before_commit")
        fault("errand.after_commit")
        self.execution.signals.wake(shard, "events")
        return len(rows)

    async def _run(self, db: Db, row: PgRecord) -> None:
        appending = self.execution.appending(db, (row["shard"],), self.clock.now())
        cause = Cause(row["correlation"], row["causation"], row["traceparent"])
        try:
            async with savepoint(db):
                command = command_of(self.execution.service, row["command"], row["body"])
                await self.execution.handle(appending, command, cause)
                await self.execution.finish(appending)
        except Refused as refused:
            log.info("errand_refused", command=row["command"], reason=str(refused))
        except TRANSIENT:
            raise
        except Exception as error:
            await self._postpone(db, row, error)
            return
        await db.execute("delete from errands where id = $1", row["id"])

    async def _postpone(self, db: Db, row: PgRecord, error: Exception) -> None:
        log.error("errand_failed", command=row["command"], error=described(error))
        await db.execute(
            "update errands set attempts = attempts + 1, error = $2, next_at ="
            " clock_timestamp() + interval '1 s' * least(300, 2 ^ least(attempts, 9))"
            " where id = $1",
            row["id"],
            described(error),
        )
