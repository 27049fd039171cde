"""Each process is killed in its turn while requests come in: nothing is lost or doubled."""

import random

import pytest

from cli.home import Home
from cli.status import status
from libs.runtime.command import SERVICES
from tests.e2e.checker import check, settled
from tests.e2e.load import incoming, more_accepted
from tests.waiting import eventually

SEED = 20_261_123
BETWEEN = 30
"""Submissions between two deaths: about a second and a half of them."""
LEASES_OVER = 200
"""Mail that a killed process was about to send waits until its lease is over."""


@pytest.mark.timeout(420)
async def test_every_process_may_be_killed_while_requests_come_in(up):
    victims = [*SERVICES, "kafka", "postgres"]
    random.Random(SEED).shuffle(victims)
    intake = await up.url("intake")

    async with incoming(up, [intake]):
        for victim in victims:
            await more_accepted(up, BETWEEN)
            await eventually(lambda: all_ready(up), 90)
            await up.kill(victim)
        await more_accepted(up, BETWEEN)

    await settled(up, LEASES_OVER)
    figures = await check(up)
    assert figures["tickets"] >= BETWEEN * (len(victims) + 1)


async def all_ready(up) -> bool:
    """Whether all that was killed before is back."""
    found = await status(Home(up.folder))
    replicas = [one for service in found["services"].values() for one in service["replicas"]]
    return all(
        one["ready"] and one["pid"] for one in [*replicas, found["kafka"], found["postgres"]]
    )
