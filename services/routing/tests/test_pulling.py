"""An engineer takes a ticket out of the queue over HTTP, on a real Postgres."""

import pytest

from services.routing.tests import words
from services.routing.tests.boards import MONDAY_NOON, msk


@pytest.fixture
async def anna(town):
    """The id of an engineer with a key, and two tickets that wait in the evening."""
    anna = await town.hire("anna")
    await town.say("vk_anna", words.key("vk_anna", "technokad", ("engineer",), anna))
    await town.desk.at(msk("2026-03-02T20:00"))
    await town.uncovered("u1", at=MONDAY_NOON, vendor="technokad")
    await town.uncovered("u2", vendor="technokad")
    return anna


async def pull(town, ticket, key="vk_anna"):
    async with town.desk.client("routing", key) as client:
        return await client.post(f"/v1/tickets/{ticket}/pull")


async def test_an_engineer_takes_the_ticket_that_waited_longest(town, anna):
    refused = await pull(town, "u2")
    first = await pull(town, "u1")
    second = await pull(town, "u2")

    assert refused.status_code == 409
    assert "u1" in refused.json()["detail"]
    assert first.json() == {"ticket_id": "u1", "engineer_id": anna}
    assert second.status_code == 200
    assert await town.holder("u2") == anna


async def test_taking_it_again_gives_the_same_answer(town, anna):
    answers = [await pull(town, "u1") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(await town.history("u1")) == 2


@pytest.mark.parametrize("ticket", ["nothing", "%00", "x" * 65])
async def test_an_unknown_ticket_is_not_there(town, anna, ticket):
    assert (await pull(town, ticket)).status_code in (404, 422)


async def test_another_vendors_ticket_is_not_there(town, anna):
    foreign = words.key("vk_foreign", "cryptopro", ("engineer",), anna)
    await town.say("vk_foreign", foreign)

    assert (await pull(town, "u1", "vk_foreign")).status_code == 404


async def test_a_key_of_no_engineer_takes_nothing(town, anna):
    await town.say("vk_desk", words.key("vk_desk", "technokad", ("engineer",)))

    assert (await pull(town, "u1", "vk_desk")).status_code == 403
