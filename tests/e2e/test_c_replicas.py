"""Two replicas of each service divide the work, and one takes over what the other leaves."""

import asyncio
import os
import signal
from contextlib import asynccontextmanager

import httpx

from cli.embedded.ports import free_port
from libs.runtime.command import SERVICES
from libs.runtime.shards import lock_space
from tests.e2e.checker import SHARDS, WRITERS, check, settled
from tests.e2e.load import incoming, more_accepted
from tests.waiting import eventually

STOPPED = ("intake-1", "entitlement-1", "sla_clock-1")
KILLED = ("routing", "notification", "views")
PER_SECOND = 10


async def test_replicas_divide_the_shards_and_take_over_from_each_other(up):
    first = await up.url("intake")
    async with second_replicas(up) as second:
        await eventually(lambda: divided(up), 60)
        for vendor in ("cryptopro", "technokad"):
            for url in (first, second["intake"].url):
                await up.submit(vendor, url)

        async with stopped(up), incoming(up, [first, second["intake"].url], PER_SECOND):
            for service in KILLED:
                second[service].process.kill()
            await eventually(lambda: held_by_one(up), 60)
            await more_accepted(up, 60)

        for url in (await up.url("views"), second["intake"].url):
            assert await works(up, url)
        await settled(up)
        await check(up)
    await eventually(lambda: held_by_one(up), 60)


@asynccontextmanager
async def stopped(up):
    """The desk's own replicas of some services are stopped until the block ends."""
    await asyncio.gather(*(up.vakhta("stop", name) for name in STOPPED))
    try:
        yield
    finally:
        await asyncio.gather(*(up.vakhta("start", name) for name in STOPPED))


class Second:
    """A service's second replica, beside the one that the desk runs."""

    def __init__(self, process, url):
        self.process = process
        self.url = url


@asynccontextmanager
async def second_replicas(up):
    """One more replica of every service, ready; all are ended in the end."""
    started = {}
    try:
        for service in SERVICES:
            program, port = await up.program(service), free_port([])
            process = await asyncio.create_subprocess_exec(
                *program.command[:-1],
                str(port),
                cwd=program.folder,
                env={**os.environ, **program.environment},
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            started[service] = Second(process, f"http://127.0.0.1:{port}")
        for one in started.values():
            await eventually(lambda one=one: is_ready(up, one.url), 60)
        yield started
    finally:
        for one in started.values():
            if one.process.returncode is None:
                one.process.send_signal(signal.SIGTERM)
        await asyncio.gather(*(one.process.wait() for one in started.values()))


async def is_ready(up, url):
    try:
        answer = await up.client.get(f"{url}/readyz")
    except httpx.HTTPError:
        return False
    return answer.json()["status"] == "ready"


async def works(up, url):
    """Whether the replica has taken in events."""
    told = (await up.client.get(f"{url}/metrics")).text
    counts = [line for line in told.splitlines() if line.startswith("vakhta_events_taken_in_total")]
    return sum(float(line.rpartition(" ")[2]) for line in counts) > 0


async def held(up):
    """For each service that writes: how many shards each of its replicas holds."""
    db = await up.connect()
    try:
        return {
            service: sorted(
                row["shards"]
                for row in await db.fetch(
                    "select count(*) as shards from pg_locks where locktype = 'advisory'"
                    " and granted and classid::bigint = $1 group by pid",
                    lock_space(f"{service} holds") & 0xFFFFFFFF,
                )
            )
            for service in WRITERS
        }
    finally:
        await db.close()


async def divided(up):
    return set(map(tuple, (await held(up)).values())) == {(SHARDS // 2, SHARDS // 2)}


async def held_by_one(up):
    return set(map(tuple, (await held(up)).values())) == {(SHARDS,)}
