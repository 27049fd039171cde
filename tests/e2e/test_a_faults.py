"""A process may die at any of the named places: nothing is lost and nothing happens twice."""

import asyncio
import itertools
import os
import re
import signal
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from cli.embedded.ports import free_port
from libs.runtime.faults import FAULT_POINTS
from libs.runtime.shards import lock_space
from tests.e2e.checker import SHARDS, check, settled
from tests.e2e.load import incoming
from tests.waiting import eventually

RUNTIME = Path(__file__).parents[2] / "libs" / "runtime"
ROUNDS = (
    {
        "intake": "execute.before_commit",
        "entitlement": "deliver.before_project",
        "sla_clock": "deliver.before_commit",
        "routing": "deliver.after_commit",
        "notification": "hands.before_act",
    },
    {
        "intake": "execute.after_commit",
        "entitlement": "relay.after_send",
        "sla_clock": "relay.after_watermark",
        "notification": "hands.after_act",
    },
    {"intake": "errand.before_commit", "entitlement": "tick.before_execute"},
    {"intake": "errand.after_commit"},
    {"intake": "relay.after_personal"},
)
"""Which services die at the same time, each at which place."""
PER_SECOND = 6
"""As many requests as meet each death, and leave the processor to those who start again."""


def test_every_fault_point_has_a_case():
    assert {point for points in ROUNDS for point in points.values()} == set(FAULT_POINTS)


def test_every_fault_point_is_passed_somewhere_in_the_runtime():
    passed = set()
    for path in RUNTIME.glob("*.py"):
        passed |= set(re.findall(r'(?<!def )\bfault\("([a-z_.]+)"\)', path.read_text()))

    assert passed == set(FAULT_POINTS)


@pytest.mark.parametrize("points", ROUNDS, ids=lambda points: " ".join(points.values()))
async def test_services_that_die_there_lose_and_double_nothing(up, points):
    ports = dict(zip(points, free_ports(len(points)), strict=True))
    urls = [await up.url("intake")]
    if "intake" in points:
        urls.insert(0, f"http://127.0.0.1:{ports['intake']}")

    async with incoming(up, urls, PER_SECOND), asyncio.TaskGroup() as group:
        for service, point in points.items():
            group.create_task(die(up, service, point, ports[service]))

    await settled(up)
    await check(up)


def free_ports(number):
    """So many ports, all different."""
    found = set()
    while len(found) < number:
        found.add(free_port([]))
    return found


async def die(up, service, point, port):
    """Run a service in its own one's place until it dies at the point, then start its own again."""
    program = await up.program(service)
    await up.vakhta("stop", service)
    dying = await asyncio.create_subprocess_exec(
        *program.command[:-1],
        str(port),
        cwd=program.folder,
        env={**os.environ, **program.environment, "VAKHTA_FAULT": f"{point}:3"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(120):
            if point.startswith("tick."):
                await let_rights_expire(up, f"http://127.0.0.1:{port}", 12)
            if point.startswith("errand."):
                await let_errands_arise(up, service, lambda: dying.returncode is not None)
            assert await dying.wait() == -signal.SIGKILL
    finally:
        if dying.returncode is None:
            dying.kill()
        await up.vakhta("start", service)


async def let_rights_expire(up, url, number):
    """Rights whose term is over: each shard's are a tick's business at once, and their ids, new
    on each desk, scatter them over the shards."""
    over = datetime.now(UTC).date() - timedelta(days=2)
    for n in range(number):
        body = {
            "number": f"KP-OLD-{n:03}",
            "customer": "K-1001",
            "plan": "certificate",
            "product": "csp",
            "starts_on": (over - timedelta(days=300)).isoformat(),
            "ends_on": over.isoformat(),
        }
        headers = {
            "Authorization": f"Bearer {up.operator_key}",
            "Vakhta-Vendor": "cryptopro",
            "Idempotency-Key": f"expired-{n}",
        }

        async def posted(body=body, headers=headers, first=n == 0):
            try:
                answer = await up.client.post(f"{url}/v1/entitlements", json=body, headers=headers)
            except httpx.HTTPError:
                return not first
            return answer.status_code < 500

        await eventually(posted)


async def let_errands_arise(up, service, is_over):
    """Hold a shard of a service as another writer would, again and again, until it is over: what
    an event of another shard asks of this one becomes an errand."""
    errands = f"select exists (select from {service}.errands where shard = $1)"
    db = await up.connect()
    shards = itertools.cycle(range(SHARDS))
    while not is_over():
        shard = next(shards)
        async with db.transaction():
            await db.execute("select pg_advisory_xact_lock($1, $2)", lock_space(service), shard)
            with suppress(AssertionError):  # all that came may have been for the shard held itself
                await eventually(lambda shard=shard: db.fetchval(errands, shard), 1)
    await db.close()
