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


async def ask(town, of="cryptopro", **query):
    async with town.desk.client("sla_clock", vendor=of) as client:
        return await client.get("/v1/explain", params=query)


async def test_a_deadline_is_explained_without_a_ticket(town):
    (promise,) = (await ask(town, **{"from": at(FRIDAY).isoformat()})).json()["promises"]

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

    (promise,) = answer.json()["promises"]
    assert promise["due_at"] == "2026-07-06T02:30:00Z"
    assert "A-19" in promise["because"]["assumed"]


async def test_a_promise_that_depends_on_the_level_asks_for_it(town):
    answer = await ask(town, "technokad", channel="embedded")

    assert "name it in `level`" in answer.json()["detail"]


async def test_an_answer_names_the_edition_that_it_was_asked_under(town):
    answer = await ask(town, edition="cryptopro-2015", **{"from": at(FRIDAY).isoformat()})

    assert answer.json()["edition"]["id"] == "cryptopro-2015"
    assert answer.json()["edition"]["name"]["ru"] == "Регламент технической поддержки КРИПТО-ПРО"
    assert (await ask(town, edition="technokad-2024")).status_code == 404


async def test_the_operator_names_a_vendor_whose_edition_in_force_answers(town):
    friday = {"from": at(FRIDAY).isoformat()}
    answer = await ask(town, "*", vendor="cryptopro", **friday)
    own = await ask(town, "cryptopro", vendor="cryptopro", **friday)
    named = await ask(town, "*", edition="technokad-2015", channel="embedded", level="basic")

    assert answer.json()["edition"]["id"] == "cryptopro-2015"
    assert answer.json() == own.json()
    assert answer.json()["promises"][0]["due_at"] == "2026-02-25T08:30:00Z"
    assert named.json()["edition"]["id"] == "technokad-2015"


@pytest.mark.parametrize(
    ("vendor", "query", "status"),
    [
        ("*", {}, 422),
        ("*", {"vendor": "nobody"}, 404),
        ("*", {"vendor": "cryptopro", "edition": "technokad-2015"}, 404),
        ("technokad", {"vendor": "cryptopro"}, 404),
        ("*", {"vendor": "*"}, 422),
    ],
)
async def test_nobody_is_told_what_he_cannot_ask(town, vendor, query, status):
    assert (await ask(town, vendor, **query)).status_code == status


async def test_what_is_not_promised_is_told_in_the_editions_words(town):
    answer = (await ask(town, covered=False)).json()

    assert answer["promises"] == []
    assert [said["text"]["ru"] for said in answer["not_promised"]] == [
        "Обращение отправлено без сертификата ТП: срок ответа не установлен,"
        " оно рассматривается при наличии свободных специалистов."
    ]


async def test_a_value_that_no_phrase_gives_is_shown_as_not_from_the_regulation(town):
    asked = {"channel": "embedded", "level": "priority"}
    (promise,) = (await ask(town, "technokad", **asked)).json()["promises"]

    assert {
        "decision": "A-19",
        "ru": "не из регламента: сам срок",
        "en": "not from the regulation: the limit itself",
    } in promise["assumed"]


async def test_the_days_of_a_promise_are_a_strip(town):
    (promise,) = (await ask(town, **{"from": at(FRIDAY).isoformat()})).json()["promises"]

    assert [(day["day"]["ru"], day["box"], day["seconds"]) for day in promise["days"]] == [
        ("пт 20.02", "counted", 1800),
        ("сб 21.02", "skipped", 0),
        ("вс 22.02", "skipped", 0),
        ("пн 23.02", "skipped", 0),
        ("вт 24.02", "counted", 32400),
        ("ср 25.02", "counted", 9000),
    ]
    assert [day["note"] and day["note"]["ru"] for day in promise["days"]] == [
        None, "выходной", "выходной", "День защитника Отечества", None, None,
    ]  # fmt: skip


async def test_a_closing_by_silence_is_told_as_a_letter_says_it(town):
    answer = (await ask(town, **{"from": at("2026-04-30 15:00").isoformat()})).json()

    assert answer["closing"]["promise"]["ru"] == (
        "Обращение № … закроется в среду 6 мая в 18:00, если вы не ответите."
    )
    assert answer["closing"]["due_at"] == "2026-05-06T15:00:00Z"


async def test_what_the_regulation_has_not_is_answered_with_what_it_has(town):
    detail = (await ask(town, "technokad", channel="embedded", level="golden")).json()["detail"]

    assert "it has Basic (basic), Extended (extended), Priority (priority)" in detail


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
        ("cryptopro", {"channel": "chat"}, 422),
        ("cryptopro", {"plan": "abonement"}, 422),
        ("cryptopro", {"kind": "outage"}, 422),
        ("cryptopro", {"product": "nanocad"}, 422),
        ("cryptopro", {"edition": "cryptopro-1999"}, 404),
        ("nobody", {}, 404),
    ],
)
async def test_a_question_that_cannot_be_answered_says_what_is_wrong(town, vendor, query, status):
    answer = await ask(town, vendor, **query)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
