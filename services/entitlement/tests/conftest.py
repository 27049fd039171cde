"""A desk of entitlement and of somebody who says what intake would say."""

from datetime import UTC, datetime

import pytest

from libs.regulation.tests.desk import REGULATIONS, TEXTS
from services.entitlement.main import service
from services.entitlement.tests.editions import DOCUMENT
from tests.desk import running_desk
from tests.speaking import say, speaker

CALENDAR = REGULATIONS / "calendar"
RUSSIAN = {
    "calendar": "ru",
    "rows": (CALENDAR / "ru.csv").read_text(),
    "holidays": (CALENDAR / "ru_holidays.toml").read_text(),
}
TODAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Town:
    """A vendor `acme` with a published regulation, and short words for what is asked of it."""

    def __init__(self, desk):
        self.desk = desk

    def client(self, vendor="acme"):
        return self.desk.client("entitlement", vendor=vendor)

    async def post(self, path, body, key="once", vendor="acme"):
        async with self.client(vendor) as client:
            return await client.post(f"/v1/{path}", json=body, headers={"Idempotency-Key": key})

    async def get(self, path, vendor="acme", **query):
        async with self.client(vendor) as client:
            return await client.get(f"/v1/{path}", params=query or None)

    async def say(self, *events):
        """Let intake have said the events of one ticket; returns what all services said then."""
        await say(self.desk, *events)
        return await self.desk.settle()

    async def rows(self, query):
        async with self.desk.replicas["entitlement"].database.reading(None) as db:
            return [dict(row) for row in await db.fetch(query)]


@pytest.fixture(scope="session")
async def whole_desk(postgres_url):
    async with running_desk(postgres_url, speaker("intake"), service) as desk:
        yield desk


@pytest.fixture
async def town(whole_desk):
    await whole_desk.empty()
    whole_desk.set_time(TODAY)
    town = Town(whole_desk)
    assert (await town.post("regulations", {"edition": DOCUMENT})).status_code == 201
    await whole_desk.settle()
    return town


@pytest.fixture
async def vendors(whole_desk):
    """The desk with the regulations of the four vendors in force."""
    await whole_desk.empty()
    whole_desk.set_time(TODAY)
    town = Town(whole_desk)
    assert (await town.post("calendars", RUSSIAN, vendor="*")).status_code == 201
    for vendor, text in TEXTS.items():
        answer = await town.post("regulations", {"edition": text}, vendor=vendor)
        assert answer.status_code == 201, answer.json()
    await whole_desk.settle()
    return town
