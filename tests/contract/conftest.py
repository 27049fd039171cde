"""What tests of the whole desk share: the demo world, found once a module at an instant."""

from datetime import UTC, date, datetime

import pytest

from tests.contract.world import SERVICES, World, mail_server
from tests.desk import Desk

MONDAY_NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
async def world(database_url):
    """Both vendors' demo world on a desk of all services, on Monday 2 March 2026 at noon MSK."""
    server, url, mails = await mail_server()
    desk = Desk(database_url, SERVICES, smtp=url)
    await desk.start()
    desk.set_time(MONDAY_NOON)
    world = World(desk)
    world.mails = mails
    await world.found(date(2026, 3, 1))
    yield world
    await desk.stop()
    server.close()


@pytest.fixture
def send(world):
    """Sends raw bytes to intake's `POST /v1/tickets`, or another method elsewhere."""

    async def sending(content=None, method="POST", service="intake", path="tickets", **headers):
        key = world.keys["cryptopro"]["client"]
        given = {
            "Authorization": f"Bearer {key}",
            "Idempotency-Key": "bad input",
            "Content-Type": "application/json",
        }
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in given.items() if value is not None}
        url = f"http://{service}/v1/{path}"
        return await world.http.request(method, url, content=content, headers=sent)

    return sending
