"""Each process is killed in its turn while requests come in: nothing is lost or doubled."""

import random

from cli.home import Home
from cli.status import status
from libs.runtime.__main__ import SERVICES
from tests.e2e.checker import check, settled
from tests.e2e.load import incoming, more_accepted
from tests.waiting import eventually

SEED = 20_261_123
BETWEEN = 60
"""Submissions between two deaths: about three seconds of them."""


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

    await settled(up)
    figures = await check(up)
    assert figures["tickets"] >= BETWEEN * (len(victims) + 1)


async def all_ready(up) -> bool:
    """Whether all that was killed before is back."""
    found = await status(Home(up.folder))
    replicas = [one for service in found["services"].values() for one in service["replicas"]]
    return all(
        one["ready"] and one["pid"] for one in [*replicas, found["kafka"], found["postgres"]]
    )
