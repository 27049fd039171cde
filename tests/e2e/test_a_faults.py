"""A process may die at any of the named places: nothing is lost and nothing happens twice."""

import asyncio
import os
import re
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from cli.embedded.ports import free_port
from libs.runtime.faults import FAULT_POINTS
from tests.e2e.checker import check, settled
from tests.waiting import eventually

RUNTIME = Path(__file__).parents[2] / "libs" / "runtime"
CASES = {
    "execute.before_commit": "intake",
    "execute.after_commit": "intake",
    "deliver.before_project": "entitlement",
    "deliver.before_commit": "sla_clock",
    "deliver.after_commit": "routing",
    "errand.before_commit": "intake",
    "errand.after_commit": "intake",
    "relay.after_personal": "intake",
    "relay.after_send": "entitlement",
    "relay.after_watermark": "intake",
    "tick.before_execute": "entitlement",
    "hands.before_act": "notification",
    "hands.after_act": "notification",
}
"""Which service dies at which place."""


def test_every_fault_point_has_a_case():
    assert set(CASES) == set(FAULT_POINTS)


def test_every_fault_point_is_passed_somewhere_in_the_runtime():
    passed = set()
    for path in RUNTIME.glob("*.py"):
        passed |= set(re.findall(r'(?<!def )\bfault\("([a-z_.]+)"\)', path.read_text()))

    assert passed == set(FAULT_POINTS)


@pytest.mark.parametrize("point", CASES)
async def test_a_service_that_dies_there_loses_and_doubles_nothing(up, point):
    service = CASES[point]
    living = await up.url("intake")
    program = await up.program(service)
    port = free_port([])
    await up.vakhta("stop", service)
    dying = await asyncio.create_subprocess_exec(
        *program.command[:-1],
        str(port),
        cwd=program.folder,
        env={**os.environ, **program.environment, "VAKHTA_FAULT": f"{point}:3"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    urls = [f"http://127.0.0.1:{port}", living] if service == "intake" else [living]
    submitting = [
        asyncio.create_task(submit_until_dead(up, vendor, urls, dying))
        for vendor in ("cryptopro", "technokad")
    ]
    try:
        if point.startswith("tick."):
            await let_rights_expire(up, f"http://127.0.0.1:{port}", 4)
        async with asyncio.timeout(60):
            assert await dying.wait() == -signal.SIGKILL
    finally:
        if dying.returncode is None:
            dying.kill()
        await up.vakhta("start", service)
    await asyncio.gather(*submitting)

    await settled(up)
    await check(up)


async def submit_until_dead(up, vendor, urls, dying):
    """One ticket after the other; the last one meets the death and is repeated until accepted."""
    while dying.returncode is None:
        await up.submit(vendor, *urls)


async def let_rights_expire(up, url, number):
    """Rights whose term is over: each is a tick's business at once."""
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
