"""A desk of the two small services."""

import pytest

from libs.runtime.tests import toys
from tests.desk import running_desk


@pytest.fixture(scope="session")
async def toy_desk(postgres_url):
    async with running_desk(postgres_url, toys.scribe, toys.taker, toys.reader) as desk:
        yield desk


@pytest.fixture
async def desk(toy_desk):
    toys.fail_on.clear()
    toys.wait_on.clear()
    await toy_desk.empty()
    return toy_desk


@pytest.fixture
def scribe(desk):
    return desk.replicas["scribe"]
