"""Live changes over real HTTP: told to those who may see them, resumed where one left."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
import uvicorn

from services.views.tests.telling import (
    FRIDAY,
    assigned,
    key,
    note,
    queued,
    reply,
    started,
    submitted,
)
from services.views.tests.test_own_list import hiding, published
from tests.desk import OPERATOR_KEY
from tests.waiting import eventually


@pytest.fixture
async def address(world):
    """Where views answers over TCP."""
    config = uvicorn.Config(world.desk.apps["views"], port=0, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())

    async def has_started():
        return server.started

    await eventually(has_started)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


@asynccontextmanager
async def listening(address, secret=OPERATOR_KEY, after=None):
    """An endless stream of (event, id), once the server listens."""
    headers = {"Authorization": f"Bearer {secret}", "Vakhta-Vendor": "cryptopro"}
    if after:
        headers["Last-Event-ID"] = after
    async with (
        httpx.AsyncClient(base_url=address, timeout=10) as client,
        client.stream("GET", "/v1/changes", headers=headers) as answer,
    ):
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        lines = answer.aiter_lines()
        first = await next_block(lines)
        yield told(lines, first)


async def next_block(lines):
    block = {}
    async for line in lines:
        if not line:
            return block
        name, _, value = line.partition(": ")
        block[name] = value
    raise EOFError


async def told(lines, first):
    yield None, first["id"]
    while True:
        block = await next_block(lines)
        if "data" in block:
            yield json.loads(block["data"]), block["id"]


async def test_each_event_of_a_ticket_is_told_with_its_position(world, address):
    async with listening(address) as stream:
        await anext(stream)
        token = await world.say(submitted())
        change, _ = await anext(stream)

    assert change == {"ticket_id": "t1", "what": "TicketSubmitted", "position": token}


async def test_a_client_that_comes_back_hears_what_it_missed_and_nothing_twice(world, address):
    async with listening(address) as stream:
        _, beginning = await anext(stream)
        await world.say(submitted())
        _, last = await anext(stream)
    await world.say(started(), assigned(), reply())

    async with listening(address, after=last) as stream:
        await anext(stream)
        missed = {(await anext(stream))[0]["what"] for _ in range(3)}
    async with listening(address, after=beginning) as stream:
        await anext(stream)
        all_of_it = [(await anext(stream))[0]["what"] for _ in range(4)]

    assert missed == {"ClockStarted", "TicketAssigned", "ReplySent"}
    assert sorted(all_of_it) == ["ClockStarted", "ReplySent", "TicketAssigned", "TicketSubmitted"]


async def test_a_client_hears_of_its_own_tickets_and_of_nothing_internal(world, address):
    await world.say(key("vk_shop", "read_own"))
    async with listening(address, "vk_shop") as stream:
        await anext(stream)
        await world.say(submitted("t2", client="other"), submitted("t1"), note("t1"), reply("t1"))
        heard = [(await anext(stream))[0] for _ in range(2)]

    assert [(one["ticket_id"], one["what"]) for one in heard] == [
        ("t1", "TicketSubmitted"),
        ("t1", "ReplySent"),
    ]


async def test_another_vendors_changes_are_not_told(world, address):
    async with listening(address) as stream:
        await anext(stream)
        await world.say(submitted("foreign", vendor="technokad"), submitted("own"))
        change, _ = await anext(stream)

    assert change["ticket_id"] == "own"


async def test_an_id_that_is_none_of_ours_is_refused(world):
    answer = await world.get("changes", headers={"Last-Event-ID": "yesterday"})

    assert answer.status_code == 400


async def test_a_client_hears_nothing_of_who_answers_where_the_edition_hides_it(world, address):
    await world.say(published(hiding("answered_by")), key("vk_shop", "read_own"))
    async with listening(address, "vk_shop") as stream:
        _, beginning = await anext(stream)
        await world.say(submitted(), assigned(), queued(), reply())
        live = [(await anext(stream))[0]["what"] for _ in range(2)]
    async with listening(address, "vk_shop", after=beginning) as stream:
        await anext(stream)
        missed = [(await anext(stream))[0]["what"] for _ in range(2)]

    assert live == missed == ["TicketSubmitted", "ReplySent"]


async def test_a_client_hears_who_answers_where_the_edition_shows_it(world, address):
    await world.say(published(hiding()), key("vk_shop", "read_own"))
    async with listening(address, "vk_shop") as stream:
        await anext(stream)
        await world.say(submitted(), assigned())
        live = [(await anext(stream))[0]["what"] for _ in range(2)]

    assert live == ["TicketSubmitted", "TicketAssigned"]


async def test_a_client_that_listens_hears_less_when_an_edition_that_hides_more_takes_effect(
    world, address
):
    stricter = hiding("answered_by").model_copy(update={"id": "cryptopro-2027"})
    tomorrow = FRIDAY + timedelta(days=1)
    await world.say(published(hiding()), published(stricter, from_when=tomorrow))
    await world.say(key("vk_shop", "read_own"), submitted())
    async with listening(address, "vk_shop") as stream:
        await anext(stream)
        await world.say(assigned(), reply())
        before = [(await anext(stream))[0]["what"] for _ in range(2)]
        world.desk.set_time(tomorrow)
        await world.say(assigned(), reply(), assigned(), reply())
        after = [(await anext(stream))[0]["what"] for _ in range(2)]

    assert before == ["TicketAssigned", "ReplySent"]
    assert after == ["ReplySent", "ReplySent"]


async def test_a_client_that_listens_hears_more_at_once_when_an_edition_shows_more(world, address):
    await world.say(published(hiding("department")), key("vk_shop", "read_own"), submitted())
    async with listening(address, "vk_shop") as stream:
        await anext(stream)
        await world.say(assigned(), reply())
        before, _ = await anext(stream)
        open_to_all = hiding().model_copy(update={"id": "cryptopro-2027"})
        await world.say(published(open_to_all, from_when=FRIDAY), assigned())
        after, _ = await anext(stream)

    assert (before["what"], after["what"]) == ("ReplySent", "TicketAssigned")
