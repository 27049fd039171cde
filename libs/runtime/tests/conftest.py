"""A desk of the two small services."""

import pytest

from libs.runtime.tests import toys
from tests.desk import Desk


@pytest.fixture(scope="module")
async def toy_desk(database_url):
    desk = Desk(database_url, (toys.scribe, toys.taker, toys.reader))
    await desk.start()
    yield desk
    await desk.stop()


@pytest.fixture
async def desk(toy_desk):
    toys.fail_on.clear()
    toys.wait_on.clear()
    await toy_desk.empty()
    return toy_desk


@pytest.fixture
def scribe(desk):
    return desk.replicas["scribe"]
