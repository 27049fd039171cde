"""A desk of routing and of somebody who says what the other services would say."""

from datetime import UTC, datetime

import pytest

from services.routing.main import service
from services.routing.tests import words
from services.routing.tests.boards import HOLIDAYS, MONDAY_NOON, ROWS
from tests.desk import running_desk
from tests.speaking import say, speaker

OTHERS = "others"


class Town:
    """Two vendors with published regulations, and short words for what goes on there."""

    def __init__(self, desk):
        self.desk = desk
        self.routing = desk.replicas["routing"]

    async def say(self, key, *events):
        """Let the others have said this; returns what everybody said then."""
        await say(self.desk, *events, by=OTHERS, key=key)
        return await self.desk.settle()

    async def covered(self, ticket, at=None, **what):
        """A ticket comes in and is covered."""
        at = at or self.routing.clock.now()
        await self.say(ticket, words.submitted(ticket, at, **what))
        return await self.say(ticket, words.entitled(ticket, at, **what))

    async def uncovered(self, ticket, at=None, **what):
        """A ticket comes in and nothing covers it."""
        at = at or self.routing.clock.now()
        await self.say(ticket, words.submitted(ticket, at, **what))
        return await self.say(ticket, words.left_uncovered(ticket, at, **what))

    async def promised(self, ticket, due):
        """A promise on a ticket begins to run."""
        return await self.say(ticket, words.started(ticket, self.routing.clock.now(), due))

    async def ended(self, ticket):
        """A ticket is closed."""
        return await self.say(ticket, words.closed(ticket, self.routing.clock.now()))

    def client(self, vendor="technokad"):
        return self.desk.client("routing", vendor=vendor)

    async def post(self, path, body=None, key="once", vendor="technokad"):
        async with self.client(vendor) as client:
            return await client.post(f"/v1/{path}", json=body, headers={"Idempotency-Key": key})

    async def get(self, path, vendor="technokad", **query):
        async with self.client(vendor) as client:
            return await client.get(f"/v1/{path}", params=query or None)

    async def hire(self, name, office="moscow", vendor="technokad", **what):
        """An engineer in an office that is opened if need be; returns his id."""
        assert (await self.post("offices", {"office": office}, vendor=vendor)).status_code == 201
        body = {"office": office, "name": name, "email": f"{name}@support.example", **what}
        answer = await self.post("engineers", body, key=name, vendor=vendor)
        assert answer.status_code == 201, answer.text
        return answer.json()["engineer_id"]

    async def history(self, ticket):
        """What routing said of a ticket: names and engineers."""
        rows = await self.rows(
            "select type, facts from events where stream = $1 order by stream_version",
            f"assignment-{ticket}",
        )
        return [(row["type"], row["facts"].get("engineer_id")) for row in rows]

    async def facts(self, ticket):
        """The last thing that routing said of a ticket, whole."""
        rows = await self.rows(
            "select facts from events where stream = $1 order by stream_version desc limit 1",
            f"assignment-{ticket}",
        )
        return rows[0]["facts"]

    async def holder(self, ticket):
        """The engineer who has a ticket."""
        rows = await self.rows("select engineer_id from tickets where ticket_id = $1", ticket)
        return rows[0]["engineer_id"]

    async def rows(self, query, *arguments, vendor=None):
        async with self.routing.database.reading(vendor) as db:
            return [dict(row) for row in await db.fetch(query, *arguments)]


@pytest.fixture(scope="session")
async def whole_desk(postgres_url):
    async with running_desk(postgres_url, speaker(OTHERS), service) as desk:
        yield desk


@pytest.fixture
async def town(whole_desk):
    await whole_desk.empty()
    whole_desk.set_time(MONDAY_NOON.astimezone(UTC))
    town = Town(whole_desk)
    await town.say("ru", words.calendar(ROWS, HOLIDAYS))
    for edition in words.EDITIONS:
        published = words.published(edition, datetime(2026, 1, 1, tzinfo=UTC))
        await town.say(edition.id, published)
    return town
