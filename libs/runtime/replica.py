"""One running copy of a service: its API, ears, relay, clock and hands."""

import asyncio
from collections.abc import Awaitable, Callable

from libs.runtime import mending, parking
from libs.runtime.callers import Callers
from libs.runtime.clock import Clock
from libs.runtime.database import Database
from libs.runtime.delivery import Delivery
from libs.runtime.editions import Editions
from libs.runtime.envelope import Record
from libs.runtime.erasure import sweep
from libs.runtime.errands import Errands
from libs.runtime.execution import Execution
from libs.runtime.gaps import Owners
from libs.runtime.halves import Halves
from libs.runtime.hands import HandsAtWork
from libs.runtime.holding import Holding
from libs.runtime.identity import Identity
from libs.runtime.listener import Listener
from libs.runtime.lost_past import LostPast
from libs.runtime.relay import Relay
from libs.runtime.service import Service
from libs.runtime.settings import Settings
from libs.runtime.signals import Signals
from libs.runtime.supervision import keep_running
from libs.runtime.telemetry import PARKED
from libs.runtime.ticks import Ticks

MEASURE_EVERY = 5.0
RETRY_PARKED_EVERY = 0.5
SWEEP_EVERY = 5.0
NOT_PARKED = "nothing is parked under this key"


class Replica:
    """Builds the parts of one service and runs them until it is stopped."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self.service = service
        self.settings = settings
        operator_key = settings.operator_key.get_secret_value()
        self.clock = Clock()
        self.identity = Identity(settings.secret.get_secret_value())
        self.database = Database(service.name, is_reader=service.is_reader)
        self.signals = Signals(f"vakhta_{service.name}", hears_all=service.is_reader)
        self.editions = Editions(self.database)
        self.execution = Execution(service, self.database, self.signals, self.editions)
        self.callers = Callers(self.database, operator_key)
        self.owners = Owners(settings.services, operator_key)
        self.holding = Holding(service.name, settings.runtime_database_url)
        self.halves = Halves(self.database, settings.broker, wanted=service.reads_personal)
        self.delivery = Delivery(
            service, self.database, self.execution, self.editions, self.halves, self.clock
        )
        self.listener = Listener(
            self.database,
            settings.broker,
            self.delivery,
            self.owners,
            self.clock,
            self._on_assigned,
        )
        self.relay = Relay(
            self.database,
            settings.broker,
            self.holding,
            self.signals,
            LostPast(self.database, settings.broker),
            service.publishes_every,
        )
        self.holding.watch(self._on_held)
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Connect to the database and learn its tables. Raises where that cannot be."""
        settings = self.settings
        await self.database.open(
            settings.runtime_database_url, settings.api_database_url, settings.connections
        )
        await self.clock.synchronise(self.database.runtime)
        async with self.database.reading(None) as db:
            await self.execution.folding.learn_columns(db)

    def start(self) -> None:
        """Start every loop."""
        for name, loop in self._loops().items():
            self._tasks.append(asyncio.create_task(keep_running(name, loop), name=name))

    async def stop(self) -> None:
        """Finish what is in hand, leave the group, close."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.owners.close()
        await self.database.close()

    def not_ready(self) -> list[str]:
        """The parts that are not ready, in words; empty when all are."""
        missing = []
        if not self.listener.is_connected:
            missing.append("the listener is not connected to Kafka")
        if self.listener.stopped_shards:
            missing.append(f"shards stopped: {sorted(self.listener.stopped_shards)}")
        return missing

    def _loops(self) -> dict[str, Callable[[], Awaitable[None]]]:
        shared = (self.database, self.execution, self.holding)
        at_work = (*shared, self.signals, self.clock)
        loops: dict[str, Callable[[], Awaitable[None]]] = {
            "clock": lambda: self.clock.keep_synchronised(self.database.runtime),
            "listener": self.listener.run,
            "parked": self._retry_parked,
            "erasures": self._sweep_erasures,
            "tell": lambda: self.signals.tell_other_replicas(self.database.runtime),
            "hear": lambda: self.signals.hear_other_replicas(self.settings.runtime_database_url),
            "measures": self._measure,
        }
        if self.service.reads_personal:
            loops["halves"] = self.halves.run
        if self.service.is_reader:
            return loops
        loops |= {
            "holding": self.holding.run,
            "relay": self.relay.run,
            "errands": Errands(*at_work).run,
        }
        if self.service.ticking:
            ticks = Ticks(self.service.ticking, *shared, self.clock, self.listener.read_to)
            loops["ticks"] = ticks.run
        if self.service.hands:
            hands = HandsAtWork(self.service.hands, *at_work, self.settings)
            loops["hands"] = hands.run
        return loops

    async def _on_assigned(self, shards: frozenset[int]) -> None:
        """Examine what is new first: a store that was restored to its past must not react on
        anything, nor let time pass, at positions that the topic has already."""
        new = shards - self.holding.assigned
        if new and not self.service.is_reader:
            await self.relay.lost_past.examine(new)
        self.holding.assign(shards)
        self.halves.hold(shards)

    def _on_held(self, shards: frozenset[int]) -> None:
        self.signals.held = shards

    async def _retry_parked(self) -> None:
        while True:
            await asyncio.sleep(RETRY_PARKED_EVERY)
            async with self.database.reading(None) as db:
                keys = await parking.due(db, list(self.delivery.shards))
            for key in keys:
                await self.retry_parked(key)

    async def retry_parked(self, key: str) -> str | None:
        """Try a parked key again now; returns the error it stopped at, if any."""
        shard = await self._shard_parked(key)
        return NOT_PARKED if shard is None else await self.delivery.retry(shard, key)

    async def retry_mended(self, key: str) -> str | None:
        """The same, where what fails is first asked for anew from the service that owns it."""
        shard = await self._shard_parked(key)
        if shard is None:
            return NOT_PARKED
        return await mending.retry(self.delivery, self.owners, shard, key)

    async def skip_first(self, key: str, reason: str) -> Record | None:
        """Leave out for good what a parked key stands on; None where nothing is parked."""
        shard = await self._shard_parked(key)
        if shard is None:
            return None
        async with self.database.writing(shard) as db:
            return await parking.skip_first(db, key, reason)

    async def _shard_parked(self, key: str) -> int | None:
        async with self.database.reading(None) as db:
            shard: int | None = await db.fetchval(
                "select shard from parked_keys where key = $1", key
            )
        return shard

    async def _sweep_erasures(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_EVERY)
            async with self.database.noting() as db:
                await sweep(db, self.execution.folding)

    async def _measure(self) -> None:
        while True:
            await asyncio.sleep(MEASURE_EVERY)
            async with self.database.reading(None) as db:
                rows = await db.fetch(
                    "select retry_at is not null as waits, count(*) from parked_keys group by 1"
                )
            counts = {row["waits"]: row["count"] for row in rows}
            PARKED.labels(self.service.name, "failed").set(counts.get(False, 0))
            PARKED.labels(self.service.name, "waiting").set(counts.get(True, 0))
            if not self.service.is_reader:
                await self.relay.measure()
