"""What tests of the whole desk share: the demo world, found once a module at an instant."""

from datetime import UTC, date, datetime

import pytest

from tests.contract.world import SERVICES, World, mail_server
from tests.desk import Desk

MONDAY_NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
async def world(database_url):
    """Both vendors' demo world on a desk of all services, on Monday 2 March 2026 at noon MSK."""
    server, url = await mail_server()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("VAKHTA_SMTP", url)
        desk = Desk(database_url, SERVICES)
        await desk.start()
        desk.set_time(MONDAY_NOON)
        world = World(desk)
        await world.found(date(2026, 3, 1))
        yield world
        await desk.stop()
    server.close()
