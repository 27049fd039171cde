"""A desk of views and of five speakers who say what the other services would."""

import pytest

from libs.events.codec import OWNERS
from services.views.main import service
from services.views.tests.telling import FRIDAY, VENDOR
from tests.desk import running_desk
from tests.speaking import say, speaker


class World:
    """Short words for telling views something and for asking it."""

    def __init__(self, desk):
        self.desk = desk

    async def say(self, *events):
        """Let each event be said by its owner, all in this order; returns the last one's token."""
        for event in events:
            token = await self.say_quietly(event)
            await self.desk.settle()
        return token

    async def say_quietly(self, event):
        """Let an event be said that has not come to views yet."""
        return (await say(self.desk, event)).token

    def client(self, key=None, vendor=VENDOR):
        """A client with a key, or the operator."""
        if key:
            return self.desk.client("views", key)
        return self.desk.client("views", vendor=vendor)

    async def get(self, path, key=None, vendor=VENDOR, headers=None, **query):
        async with self.client(key, vendor) as client:
            return await client.get(f"/v1/{path}", params=query or None, headers=headers)

    async def ticket(self, ticket="t1"):
        return (await self.get(f"tickets/{ticket}")).json()

    async def listed(self, path="tickets", **asked):
        return [item["ticket_id"] for item in (await self.get(path, **asked)).json()["items"]]

    async def rows(self, table, order="1, 2, 3"):
        async with self.desk.replicas["views"].database.reading(None) as db:
            return [dict(row) for row in await db.fetch(f"select * from {table} order by {order}")]


@pytest.fixture(scope="session")
async def whole_desk(postgres_url):
    async with running_desk(postgres_url, *map(speaker, OWNERS), service) as desk:
        yield desk


@pytest.fixture
async def world(whole_desk):
    await whole_desk.empty()
    whole_desk.set_time(FRIDAY)
    return World(whole_desk)
