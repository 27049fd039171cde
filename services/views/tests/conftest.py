"""A desk of views and of five speakers who say what the other services would."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
from fastapi import APIRouter

from libs.decider import Decider
from libs.events.base import Event
from libs.events.codec import OWNER_OF, OWNERS
from libs.runtime.envelope import Cause
from libs.runtime.service import Service
from services.views.main import service
from services.views.tests.telling import FRIDAY, VENDOR
from tests.desk import Desk


@dataclass(frozen=True)
class Say:
    """The wish that these events come from the service that owns them."""

    id: str
    vendor: str
    events: Sequence[Event]


def speaker(name):
    decider = Decider("told", (Say,), None, lambda say, _: say.events, lambda *_: None)
    return Service(name, APIRouter(), deciders=(decider,))


ABOUT = ("ticket_id", "contact_id", "customer_id", "key_id", "engineer_id", "office_id")


def subject_of(event):
    """The id that an event is keyed by: the ticket's, or that of what it is about."""
    return next(getattr(event, name) for name in ABOUT if hasattr(event, name))


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
        replica = self.desk.replicas[OWNER_OF[type(event).__name__]]
        command = Say(subject_of(event), event.vendor, (event,))
        now = replica.clock.now()
        executed = await replica.execution.execute(command, Cause(UUID(int=7), None, ""), now)
        return executed.token

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


@pytest.fixture(scope="module")
async def whole_desk(database_url):
    desk = Desk(database_url, (*map(speaker, OWNERS), service))
    await desk.start()
    yield desk
    await desk.stop()


@pytest.fixture
async def world(whole_desk):
    await whole_desk.empty()
    whole_desk.set_time(FRIDAY)
    return World(whole_desk)
