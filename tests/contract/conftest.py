"""What tests of the whole desk share: the demo world, found once a run and copied for a module."""

from datetime import UTC, date, datetime

import pytest

from tests.contract.world import copied_world, found_world

MONDAY_MORNING = datetime(2026, 3, 2, 5, tzinfo=UTC)
MONDAY_NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
async def founded(postgres_url):
    """All vendors' demo world as it is before the offices open, on Monday 2 March 2026."""
    async with found_world(postgres_url, MONDAY_MORNING, date(2026, 3, 1)) as world:
        yield world


@pytest.fixture(scope="module")
async def world(postgres_url, founded):
    """The demo world on a desk of all services, on Monday 2 March 2026 at noon MSK."""
    async with copied_world(postgres_url, founded, MONDAY_NOON) as world:
        yield world


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
