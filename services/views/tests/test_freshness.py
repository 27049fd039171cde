"""Reading what one has written, and a ticket whose events could not be taken in."""

import asyncio
import time

import asyncpg
import pytest

from services.views import freshness
from services.views.tests.telling import reply, submitted


async def test_an_answer_waits_until_what_was_written_is_visible(world):
    await world.say(submitted())
    token = await world.say_quietly(reply())
    asking = asyncio.create_task(world.get("tickets/t1", at_least=token))
    assert (await world.ticket())["version"] == 1

    await world.desk.settle()

    assert (await asking).json()["version"] == 2


async def test_what_is_visible_already_is_answered_at_once(world):
    token = await world.say(submitted())

    assert (await world.get("tickets/t1", at_least=token)).status_code == 200


async def test_an_answer_does_not_wait_for_ever(world, monkeypatch):
    monkeypatch.setattr(freshness, "LONGEST_WAIT", 0.3)
    await world.say(submitted())
    token = await world.say_quietly(reply())
    began = time.monotonic()

    answer = await world.get("tickets", at_least=token)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert time.monotonic() - began < 2


@pytest.fixture
async def stuck(world):
    """A ticket whose second event is from a version that this reader does not know."""
    await world.say(submitted())
    token = await world.say_quietly(reply())
    await rewrite(world, "update intake.events set version = version + 1 where type = 'ReplySent'")
    await world.desk.settle()
    return world, token


async def test_a_ticket_that_was_set_aside_says_so(stuck):
    world, token = stuck

    answer = (await world.get("tickets/t1", at_least=token)).json()

    assert answer["version"] == 1
    assert answer["set_aside"]["parked_at"]
    assert (await world.get("tickets")).json()["items"][0]["set_aside"] is not None
    assert (await world.get("tickets/t1/timeline")).json()["set_aside"] is True


async def test_a_ticket_set_aside_from_its_first_event_on_is_not_called_unknown(world):
    await world.say_quietly(submitted())
    await rewrite(world, "update intake.events set version = version + 1")
    await world.desk.settle()

    answer = await world.get("tickets/t1")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert (await world.get("tickets/t1", vendor="technokad")).status_code == 404


async def rewrite(world, statement):
    db = await asyncpg.connect(world.desk.dsn)
    await db.execute(statement)
    await db.close()
