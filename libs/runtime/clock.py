"""The one clock of a service: Postgres's, carried on by the process's monotonic one."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import asyncpg

REFRESH = 10.0


class Clock:
    """Postgres's time without asking for it each time; a host clock set back changes nothing."""

    def __init__(self) -> None:
        self._anchor = datetime.now(UTC)
        self._at = time.monotonic()

    def now(self) -> datetime:
        return self._anchor + timedelta(seconds=time.monotonic() - self._at)

    async def synchronise(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        before = time.monotonic()
        anchor = await pool.fetchval("select clock_timestamp()")
        self._anchor, self._at = anchor, (before + time.monotonic()) / 2

    async def keep_synchronised(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        while True:
            await asyncio.sleep(REFRESH)
            await self.synchronise(pool)
