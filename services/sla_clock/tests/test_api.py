"""What clients and engineers are told of promises."""

from datetime import datetime

import pytest

from libs.events.intake import KeyIssued, ReplySent
from libs.runtime.callers import key_digest
from services.sla_clock.tests.laws import at

FRIDAY = "2026-02-20 17:30"


def shown(clock):
    return clock["clock"], clock["state"]


async def test_a_promise_is_shown_with_its_deadline_and_why(town):
    await town.submit(FRIDAY)
    town.desk.set_time(at("2026-02-20 17:31"))

    (clock,) = (await town.clocks()).json()

    assert shown(clock) == ("first_response", "running")
    assert clock["due_at"] == "2026-02-25T08:30:00Z"
    assert clock["because"]["ru"].endswith("→ 25.02, 11:30, п. 4.2")
    assert "CPRO-R-28" in clock["because"]["rules"]


async def test_a_promise_kept_says_by_what(town):
    await town.submit(FRIDAY)
    await town.say(town.done(ReplySent, "2026-02-24 10:00"))

    (clock,) = (await town.clocks()).json()

    assert shown(clock) == ("first_response", "met")
    assert datetime.fromisoformat(clock["ended_at"]) == at("2026-02-24 10:00")
    assert "специалист ответил 24.02 10:00" in clock["outcome"]["ru"]


async def test_a_promise_whose_silence_is_not_certain_yet_shows_as_overdue_and_unconfirmed(town):
    await town.submit(FRIDAY)
    town.desk.set_time(at("2026-02-25 11:31"))

    (clock,) = (await town.clocks()).json()

    assert shown(clock) == ("first_response", "overdue_unconfirmed")


async def test_a_broken_promise_shows_as_broken_at_its_own_instant(town):
    await town.submit(FRIDAY)
    await town.desk.at(at("2026-03-01 12:00"))

    (clock,) = (await town.clocks()).json()

    assert shown(clock) == ("first_response", "broken")
    assert clock["ended_at"] == "2026-02-25T08:30:00Z"


async def test_a_ticket_without_promises_has_an_empty_list(town):
    await town.say(town.submitted(FRIDAY), town.uncovered(FRIDAY))

    assert (await town.clocks()).json() == []


@pytest.mark.parametrize(("ticket", "vendor"), [("t1", "technokad"), ("nobody", "cryptopro")])
async def test_another_vendors_ticket_and_an_unknown_one_are_not_there(town, ticket, vendor):
    await town.submit(FRIDAY)

    assert (await town.clocks(ticket, vendor)).status_code == 404


@pytest.mark.parametrize(("client", "status"), [("portal", 200), ("kiosk", 404)])
async def test_a_client_sees_the_promises_of_its_own_tickets_alone(town, client, status):
    await town.submit(FRIDAY)
    key = KeyIssued(
        vendor="cryptopro",
        occurred_at=at(FRIDAY),
        key_id="k1",
        digest=key_digest(f"vk_{client}"),
        client=client,
        product=None,
        scopes=("read_own",),
    )
    await town.say(key)

    async with town.desk.client("sla_clock", key=f"vk_{client}") as http:
        answer = await http.get("/v1/tickets/t1/clocks")

    assert answer.status_code == status


async def ask(town, vendor="cryptopro", **query):
    async with town.desk.client("sla_clock", vendor=vendor) as client:
        return await client.get("/v1/deadlines", params=query)


async def test_a_deadline_is_explained_without_a_ticket(town):
    (promise,) = (await ask(town, **{"from": at(FRIDAY).isoformat()})).json()

    assert (promise["clock"], promise["due_at"]) == ("first_response", "2026-02-25T08:30:00Z")
    assert "День защитника Отечества" in promise["because"]["ru"]


async def test_a_deadline_depends_on_the_level_of_support(town):
    answer = await ask(
        town,
        "technokad",
        channel="embedded",
        level="priority",
        **{"from": at("2026-07-03 17:30").isoformat()},
    )

    (promise,) = answer.json()
    assert promise["due_at"] == "2026-07-06T02:30:00Z"
    assert "A-19" in promise["because"]["assumed"]


async def test_a_promise_that_depends_on_the_level_asks_for_it(town):
    answer = await ask(town, "technokad", channel="embedded")

    assert "name it in `level`" in answer.json()["detail"]


async def test_a_situation_without_a_promise_has_an_empty_list(town):
    assert (await ask(town, channel="chat")).json() == []


@pytest.mark.parametrize(
    ("vendor", "query", "status"),
    [
        ("technokad", {"channel": "embedded", "level": "golden"}, 422),
        ("technokad", {"channel": "embedded"}, 422),
        ("cryptopro", {"from": "2026-02-20T17:30"}, 422),
        ("cryptopro", {"from": "tomorrow"}, 422),
        ("cryptopro", {"from": "2301-01-01T00:00:00Z"}, 422),
        ("cryptopro", {"from": "9999-12-31T23:59:59-23:00"}, 422),
        ("cryptopro", {"from": "0001-01-01T00:00:00+14:00"}, 404),
        ("cryptopro", {"from": "1999-01-01T00:00:00Z"}, 404),
        ("cryptopro", {"channel": "pigeon"}, 422),
        ("nobody", {}, 404),
    ],
)
async def test_a_question_that_cannot_be_answered_says_what_is_wrong(town, vendor, query, status):
    answer = await ask(town, vendor, **query)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
