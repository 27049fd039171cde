"""How late clocks ring: `DATABASE_URL=… python -m bench.timers` prints JSON figures.

Among 1,000,000 running clocks some fall due at 100 a second, then 10,000 at one instant. A clock
is late by the time from its due instant to the commit that says that it is broken. No broker: the
shards count as read to their end. The clocks that do not fall due are rows without a history.
"""

import asyncio
import json
import os
import secrets
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import quantiles
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import asyncpg
from pydantic import SecretStr

from libs.events.base import Because
from libs.events.sla_clock import ClockBroken
from libs.runtime.appending import Appending
from libs.runtime.envelope import Cause
from libs.runtime.groups import Request
from libs.runtime.identity import event_id
from libs.runtime.prepare import prepare_service
from libs.runtime.replica import Replica
from libs.runtime.settings import PrepareSettings, Settings
from libs.runtime.shards import shard_of
from libs.runtime.ticks import Ticks
from services.sla_clock.domain import Promise, StartClock
from services.sla_clock.main import service

SHARDS = 16
RUNNING = int(os.environ.get("CLOCKS", "1000000"))
A_SECOND, SECONDS = 100, 20
AT_ONE_INSTANT = 10_000
LONGEST = 60.0
COLUMNS = [
    "clock_id",
    "vendor",
    "ticket_id",
    "shard",
    "clock",
    "started_at",
    "due_at",
    "warn_at",
    "warned",
    "provisional",
    "edition",
]
PASSWORD = "for-the-bench"
WHY = Because(rules=("CPRO-R-28",), edition="bench", calendar="bench", ru="срок", en="limit")


class Bell:
    """Notes how late each broken promise was committed, until as many as expected were."""

    def __init__(self, replica: Replica, expected: int) -> None:
        self.expected = expected
        self.all_rung = asyncio.Event()
        self.clock = replica.clock
        self.late: list[float] = []
        self._execution = replica.execution
        self._written = replica.execution.written
        replica.execution.written = self.written

    def written(self, appending: Appending) -> None:
        self._written(appending)
        now = self.clock.now()
        for envelope in appending.appended:
            if isinstance(envelope.event, ClockBroken):
                self.late.append((now - envelope.event.occurred_at).total_seconds())
        if len(self.late) >= self.expected:
            self.all_rung.set()

    def silence(self) -> None:
        self._execution.written = self._written


async def main(url: str) -> dict[str, Any]:
    """The figures, from a database of their own that is dropped at the end."""
    name = f"bench_timers_{secrets.token_hex(4)}"
    await _tell(url, f"create database {name}")
    try:
        return await _measured(urlsplit(url)._replace(path=f"/{name}").geturl())
    finally:
        await _tell(url, f"drop database {name} with (force)")


async def _measured(url: str) -> dict[str, Any]:
    replica = await _replica(url)
    try:
        return await _figures(url, replica)
    finally:
        await replica.stop()


async def _figures(url: str, replica: Replica) -> dict[str, Any]:
    seeded = await _seed(url, replica.clock.now())
    soon = replica.clock.now() + timedelta(seconds=10)
    spread = [soon + timedelta(seconds=n / A_SECOND) for n in range(A_SECOND * SECONDS)]
    steady = await _rung(replica, spread)
    closing_time = replica.clock.now() + timedelta(seconds=30)
    burst = await _rung(replica, [closing_time] * AT_ONE_INSTANT)
    return {
        "running_clocks": RUNNING,
        "seeded_in_seconds": seeded,
        f"{A_SECOND}_due_a_second": steady,
        f"{AT_ONE_INSTANT}_due_at_one_instant": burst,
    }


async def _rung(replica: Replica, dues: list[datetime]) -> dict[str, Any]:
    """Start a clock for each due instant, let the ticks run, and say how late each one rang."""
    await _start(replica, dues)
    bell = Bell(replica, len(dues))
    ahead = (dues[0] - replica.clock.now()).total_seconds()
    ticks = Ticks(
        service.ticking,
        replica.database,
        replica.execution,
        replica.holding,
        replica.clock,
        lambda: _read_to(replica),
    )
    ticking = asyncio.create_task(ticks.run())
    async with asyncio.timeout(ahead + (dues[-1] - dues[0]).total_seconds() + LONGEST):
        await bell.all_rung.wait()
    ticking.cancel()
    bell.silence()
    return {"started_ahead_seconds": round(ahead, 1), **_lateness(bell.late)}


def _read_to(replica: Replica) -> dict[int, datetime]:
    return dict.fromkeys(range(SHARDS), replica.clock.now())


def _lateness(late: list[float]) -> dict[str, Any]:
    cuts = quantiles(late, n=100)
    return {
        "clocks": len(late),
        "late_p50_ms": round(cuts[49] * 1000, 1),
        "late_p99_ms": round(cuts[98] * 1000, 1),
        "all_done_after_ms": round(max(late) * 1000, 1),
        "early": sum(seconds < 0 for seconds in late),
    }


async def _replica(url: str) -> Replica:
    db = await asyncpg.connect(url)
    await prepare_service(
        db,
        service,
        PrepareSettings(
            DATABASE_URL=url,
            KAFKA_BOOTSTRAP="unused",
            roles_password=SecretStr(PASSWORD),
            shards=SHARDS,
        ),
    )
    await db.close()
    server = url.rpartition("@")[2]
    replica = Replica(
        service,
        Settings(
            runtime_database_url=f"postgresql://sla_clock_runtime:{PASSWORD}@{server}",
            api_database_url=f"postgresql://sla_clock_api:{PASSWORD}@{server}",
            KAFKA_BOOTSTRAP="unused:1",
            secret=SecretStr("bench"),
            operator_key=SecretStr("bench"),
        ),
    )
    await replica.open()
    replica.holding.held = frozenset(range(SHARDS))
    return replica


async def _start(replica: Replica, dues: list[datetime]) -> None:
    """Promises as they are made, each on a ticket of its own, due at these instants."""
    now = replica.clock.now()
    by_shard: dict[int, list[Request]] = defaultdict(list)
    for due in dues:
        command = _promise(str(event_id()), now, due)
        request = Request(command, Cause(event_id(), None, ""), now)
        by_shard[shard_of(command.id, SHARDS)].append(request)
    for requests in by_shard.values():
        for first in range(0, len(requests), 200):
            await replica.execution.run_group(requests[first : first + 200], None)


def _promise(ticket_id: str, now: datetime, due: datetime) -> StartClock:
    promise = Promise(
        clock="first_response",
        due_at=due,
        warn_at=None,
        provisional=False,
        met_by=("ReplySent",),
        ended_by=("TicketClosed",),
        zone="Europe/Moscow",
        because=WHY,
    )
    return StartClock(ticket_id, "bench", now, f"{ticket_id}:first_response", None, promise)


async def _seed(url: str, now: datetime) -> float:
    """Clocks that run on through the bench: they fall due over the thirty days after it."""
    began = perf_counter()
    db = await asyncpg.connect(url)
    await db.copy_records_to_table(
        "running_clocks", schema_name="sla_clock", columns=COLUMNS, records=_rows(now)
    )
    await db.execute("vacuum analyze sla_clock.running_clocks")
    await db.close()
    return round(perf_counter() - began, 1)


def _rows(now: datetime) -> Iterator[tuple[Any, ...]]:
    for n in range(RUNNING):
        due = now + timedelta(hours=1, seconds=n * 2_592_000 / RUNNING)
        warn = due - timedelta(minutes=30)
        ticket = f"{n * 2654435761 % 2**32:08x}-0000-8000-8000-{n:012x}"
        clock = f"{ticket}:first_response"
        shard = n % SHARDS
        yield clock, "bench", ticket, shard, "first_response", now, due, warn, False, False, "bench"


async def _tell(url: str, statement: str) -> None:
    db = await asyncpg.connect(url)
    await db.execute(statement)
    await db.close()


if __name__ == "__main__":
    if not (server := os.environ.get("DATABASE_URL")):
        sys.exit("Set DATABASE_URL to a Postgres where databases and roles may be created")
    print(json.dumps(asyncio.run(main(server)), indent=2))
