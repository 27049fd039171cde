"""How fast a backlog leaves the stores by the relay, and reaches the read models of views."""

import asyncio
from functools import partial
from time import perf_counter, process_time

import asyncpg
from pydantic import SecretStr

from libs.runtime.command import collect_garbage_rarely, service_named
from libs.runtime.rebuild import Rebuild
from libs.runtime.replica import Replica
from libs.runtime.settings import Settings
from tests.e2e.checker import WRITERS
from tests.e2e.processes import UpDesk
from tests.waiting import eventually

ENOUGH_EVENTS = 50_000


async def settings_of(desk: UpDesk, service: str) -> Settings:
    """The settings that the desk gives a service, for a replica in this process."""
    given = (await desk.program(service)).environment
    return Settings(
        runtime_database_url=given["VAKHTA_RUNTIME_DATABASE_URL"],
        api_database_url=given["VAKHTA_API_DATABASE_URL"],
        KAFKA_BOOTSTRAP=given["KAFKA_BOOTSTRAP"],
        secret=SecretStr(given["VAKHTA_SECRET"]),
        operator_key=SecretStr(given["VAKHTA_OPERATOR_KEY"]),
    )


async def relay(desk: UpDesk) -> dict[str, object]:
    """Publish each store, grown by copies of its events, by one relay in this process.

    All services are stopped, for nobody can read such a log any more: the last thing that a desk
    is measured by.
    """
    for name in (*WRITERS, "views"):
        await desk.vakhta("stop", name)
    owner = await asyncpg.connect((await desk.status())["postgres"]["url"])
    figures = {}
    total = seconds = 0.0
    for name in WRITERS:
        events = await _grow(owner, name)
        await owner.execute(f"update {name}.relayed set position = 0")
        replica = Replica(service_named(name), await settings_of(desk, name))
        await replica.open()
        replica.holding.assign(frozenset(range(16)))
        tasks = [asyncio.create_task(replica.holding.run())]
        await eventually(partial(_holds_all, replica))
        tasks.append(asyncio.create_task(replica.relay.run()))
        sent, took = await _published(owner, name)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await replica.stop()
        figures[name] = {"events": events, "a_second": round(sent / took)}
        total, seconds = total + sent, seconds + took
    await owner.close()
    return {"a_second": round(total / seconds), **figures}


async def _grow(owner: asyncpg.Connection, name: str) -> int:
    """Copy a store's events, with their halves, behind themselves until there are enough."""
    number = await owner.fetchval(f"select count(*) from {name}.events")
    columns = await owner.fetchval(
        "select string_agg(column_name, ', ') from information_schema.columns"
        " where table_schema = $1 and table_name = 'events'"
        " and column_name not in ('position', 'id', 'stream_version')",
        name,
    )
    copies = ENOUGH_EVENTS // (2 * number)
    async with owner.transaction():
        await owner.execute(
            "create temp table originals on commit drop as"
            f" select *, max(position) over (partition by shard) as head from {name}.events"
        )
        for copy in range(1, copies + 1):
            again = f"md5(id::text || '{copy}')::uuid"
            await owner.execute(
                f"insert into {name}.events (position, id, stream_version, {columns}) select"
                f" position + {copy} * head, {again}, stream_version + {copy} * 100000, {columns}"
                " from originals"
            )
            await owner.execute(
                f"insert into {name}.personal (event_id, shard, vendor, person, own, half)"
                f" select {again}, p.shard, p.vendor, p.person, p.own, p.half"
                f" from {name}.personal p join originals on id = event_id"
            )
    return number * (copies + 1)


async def _holds_all(replica: Replica) -> bool:
    return len(replica.holding.held) == replica.database.shards


async def _published(owner: asyncpg.Connection, name: str) -> tuple[int, float]:
    """How many events were published and in how many seconds, from the first moved watermark to
    the last: a relay connects once in its life."""
    query = (
        f"select coalesce(sum(r.position), 0)::bigint as sent,"
        f" (select count(*) from {name}.events) as all from {name}.relayed r"
    )
    first: tuple[int, float] | None = None
    while True:
        row, now = await owner.fetchrow(query), perf_counter()
        if first is None and row["sent"]:
            first = (row["sent"], now)
        if first and row["sent"] >= row["all"]:
            return row["all"] - first[0], now - first[1]
        await asyncio.sleep(0.002)


async def delivery(desk: UpDesk) -> dict[str, object]:
    """Deliver the whole log into views' tables made anew, by one process, again and again until
    enough events are counted; from the first look at the topic to the last commit."""
    url = (await desk.status())["postgres"]["url"]
    settings = await settings_of(desk, "views")
    collect_garbage_rarely()
    events, seconds, processor, same = 0, 0.0, 0.0, True
    while events < ENOUGH_EVENTS:
        reports: list[tuple[float, float]] = []
        rebuild = Rebuild(service_named("views"), url, settings)
        rebuilt = await rebuild.run(lambda *_, to=reports: to.append(_instants()))
        (began, spent), (ended, spent_at_end) = reports[0], reports[-1]
        events += rebuilt.records
        seconds += ended - began
        processor += spent_at_end - spent
        same &= rebuilt.same
    return {
        "events": events,
        "a_second": round(events / seconds),
        "processor_us_an_event": round(processor / events * 1e6),
        "rows_are_the_same": same,
    }


def _instants() -> tuple[float, float]:
    return perf_counter(), process_time()
