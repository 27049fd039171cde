"""Every service in one process, on one real Postgres, with time at our command.

No broker: `settle` carries each service's new events, halves and errands until all is quiet.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from datetime import datetime, timedelta

import asyncpg
import httpx
from pydantic import SecretStr

from libs.runtime.app import create_app
from libs.runtime.clock import Clock
from libs.runtime.envelope import Record
from libs.runtime.errands import Errands
from libs.runtime.halves import Half, _keep
from libs.runtime.hands import HandsAtWork
from libs.runtime.prepare import prepare_service
from libs.runtime.relay import Outgoing
from libs.runtime.replica import Replica
from libs.runtime.service import Service
from libs.runtime.settings import PrepareSettings
from libs.runtime.ticks import Ticks
from tests.servers import database

SHARDS = 4
PASSWORD = "for-tests"
OPERATOR_KEY = "vk_op_for-tests"
KEPT = ("log_settings", "generation")


class HandClock(Clock):
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.instant: datetime | None = None
        super().__init__()

    def now(self) -> datetime:
        return self.instant or super().now()


class Desk:
    """The services of one test, and what carries events between them.

    `told` are settings of those services that know them.
    """

    def __init__(self, dsn: str, services: Sequence[Service], **told: object) -> None:
        self.dsn = dsn
        self.services = services
        self.told = told
        self.replicas = {service.name: self._replica(service) for service in services}
        self.apps = {name: create_app(replica) for name, replica in self.replicas.items()}
        self._errands = {name: Errands(*_parts(each)) for name, each in self.replicas.items()}
        self._hands = {
            name: HandsAtWork(each.service.hands, *_parts(each), each.settings)
            for name, each in self.replicas.items()
            if each.service.hands
        }
        self._carried = self._nothing()
        self.passive: set[str] = set()

    async def start(self) -> None:
        """Make the schemas, empty, and connect."""
        await self._prepare()
        await self.open()
        await self.empty()

    async def open(self) -> None:
        """Connect to the schemas as they are."""
        for replica in self.replicas.values():
            await replica.open()
            replica.holding._set(frozenset(range(SHARDS)))
            replica.halves.await_halves = _halves_are_here
            await self._take_shards(replica)

    async def _prepare(self) -> None:
        db = await asyncpg.connect(self.dsn)
        settings = PrepareSettings(
            DATABASE_URL=self.dsn,
            KAFKA_BOOTSTRAP="unused",
            roles_password=SecretStr(PASSWORD),
            shards=SHARDS,
        )
        for replica in self.replicas.values():
            await prepare_service(db, replica.service, settings)
        await db.close()

    async def stop(self) -> None:
        """Note how far each has read, and disconnect."""
        for replica in self.replicas.values():
            await replica.delivery.write_marks()
            await replica.stop()

    async def empty(self) -> None:
        """Begin anew: no events, no rows, no memory of them."""
        db = await asyncpg.connect(self.dsn)
        schemas = [f"{n}_1" if r.service.is_reader else n for n, r in self.replicas.items()]
        rows = await db.fetch(
            "select table_schema, table_name from information_schema.tables"
            " where table_schema = any($1) and table_type = 'BASE TABLE'"
            " and table_name <> all($2)",
            schemas,
            KEPT,
        )
        names = [f"{row['table_schema']}.{row['table_name']}" for row in rows]
        await db.execute(";".join(f"delete from {name}" for name in names))
        await db.close()
        self._carried = self._nothing()
        for replica in self.replicas.values():
            replica.editions.__init__(replica.database)
            replica.callers._known.clear()
            await self._take_shards(replica)

    def _nothing(self) -> dict[str, dict[int, int]]:
        """The position up to which each service's shards were carried: none yet."""
        return {name: dict.fromkeys(range(SHARDS), 0) for name in self.replicas}

    async def _take_shards(self, replica: Replica) -> None:
        for shard in range(SHARDS):
            await replica.delivery.take(shard)

    def set_time(self, instant: datetime | None) -> None:
        """What every service takes for the present; None: the real one."""
        for replica in self.replicas.values():
            replica.clock.instant = instant

    def client(self, service: str, key: str = OPERATOR_KEY, vendor: str | None = None):
        """An HTTP client of a service, with a key."""
        headers = {"Authorization": f"Bearer {key}"}
        if vendor:
            headers["Vakhta-Vendor"] = vendor
        transport = httpx.ASGITransport(self.apps[service])
        return httpx.AsyncClient(transport=transport, base_url="http://desk", headers=headers)

    async def settle(self) -> list[Record]:
        """Carry everything to everyone until nobody has news; returns what was carried."""
        carried: list[Record] = []
        while True:
            await self._run_errands_and_hands()
            news = await self._news()
            if not news:
                return carried
            await self._carry_halves(news)
            batches: dict[int, list[Record]] = defaultdict(list)
            for one in news:
                batches[one.record.shard].append(one.record)
            for replica in self._active():
                stopped = await replica.delivery.deliver_all(batches)
                assert not stopped, stopped
            carried.extend(one.record for one in news)

    async def at(self, instant: datetime) -> list[Record]:
        """Let it be `instant` everywhere, decide what is due, and settle."""
        self.set_time(instant)
        carried: list[Record] = []
        while True:
            made = 0
            for replica in self._active():
                if replica.service.ticking:
                    made += await self._ticks(replica).tick(instant)
            settled = await self.settle()
            carried.extend(settled)
            if not made and not settled:
                return carried

    async def redeliver(self) -> None:
        """Carry everything ever written once more, as after a crash of every relay."""
        self._carried = self._nothing()
        await self.settle()

    def _active(self) -> list[Replica]:
        return [r for name, r in self.replicas.items() if name not in self.passive]

    def _replica(self, service: Service) -> Replica:
        known = service.settings.model_fields.keys() & self.told.keys()
        settings = service.settings(
            runtime_database_url=_as_role(self.dsn, f"{service.name}_runtime"),
            api_database_url=_as_role(self.dsn, f"{service.name}_api"),
            KAFKA_BOOTSTRAP="127.0.0.1:1",
            secret=SecretStr("a secret for tests"),
            operator_key=SecretStr(OPERATOR_KEY),
            **{name: self.told[name] for name in known},
        )
        replica = Replica(service, settings)
        clock = HandClock()
        replica.clock = replica.delivery.clock = clock
        return replica

    def _ticks(self, replica: Replica) -> Ticks:
        def read_to() -> dict[int, datetime]:
            return dict.fromkeys(range(SHARDS), replica.clock.now() + timedelta(seconds=1))

        return Ticks(
            replica.service.ticking,
            replica.database,
            replica.execution,
            replica.holding,
            replica.clock,
            read_to,
        )

    async def _run_errands_and_hands(self) -> None:
        for replica in self._active():
            if replica.service.is_reader:
                continue
            while await self._errands[replica.service.name].run_due():
                pass
            if hands := self._hands.get(replica.service.name):
                while await hands.act_on_due():
                    pass

    async def _news(self) -> list[Outgoing]:
        """What the relays would publish now, taken for published."""
        found: list[Outgoing] = []
        for name, replica in self.replicas.items():
            if not replica.service.is_reader:
                found += await replica.relay._read(self._carried[name])
        for one in found:
            self._carried[one.record.source][one.record.shard] = one.record.position
        return found

    async def _carry_halves(self, news: Sequence[Outgoing]) -> None:
        for replica in self._active():
            halves = [
                Half(one.record.id, one.record.shard, one.record.vendor, one.person, one.half)
                for one in news
                if one.half is not None and one.record.source != replica.service.name
            ]
            if replica.service.reads_personal and halves:
                async with replica.database.noting() as db:
                    await _keep(db, halves)


@asynccontextmanager
async def running_desk(server: str, *services: Service, **told: object) -> AsyncIterator[Desk]:
    """A desk that is empty, on a database of its own, until the block ends."""
    async with database(server) as dsn:
        desk = Desk(dsn, services, **told)
        await desk.start()
        yield desk
        await desk.stop()


@asynccontextmanager
async def copied_desk(server: str, original: Desk, **told: object) -> AsyncIterator[Desk]:
    """A desk with the past of one that has stopped, on a copy of its database."""
    async with database(server, like=original.dsn.rpartition("/")[2]) as dsn:
        desk = Desk(dsn, original.services, **told)
        desk._carried = deepcopy(original._carried)
        await desk.open()
        yield desk
        await desk.stop()


def names(records: Sequence[Record]) -> list[str]:
    return [record.type for record in records]


def _as_role(dsn: str, role: str) -> str:
    host = dsn.rpartition("@")[2]
    return f"postgresql://{role}:{PASSWORD}@{host}"


def _parts(replica: Replica):
    return (
        replica.database,
        replica.execution,
        replica.holding,
        replica.signals,
        replica.clock,
    )


async def _halves_are_here(*_: object) -> None:
    """Nothing to wait for: halves are carried in front of their events."""
