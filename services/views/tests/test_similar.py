"""Requests that ask the same are found by their words, with what was answered to them."""

from types import SimpleNamespace

import asyncpg
import pytest
from pydantic_core import to_json

from libs.events.intake import SolutionProposed
from services.views.projections.beginning import submitted as as_it_came
from services.views.projections.likeness import NEWEST
from services.views.tests.telling import (
    FRIDAY,
    HOUR,
    VENDOR,
    closed,
    key,
    note,
    reply,
    submitted,
    told,
    uncovered,
)

SAME = {
    "subject": "Нет статуса кода ошибки",
    "body": "Диалог «Регистрация программного обеспечения» не содержит поля со статусом ошибки.",
}
NEARLY = {
    "subject": "При регистрации не виден код ошибки",
    "body": "Поле статуса в диалоге пустое.",
}
OTHER = {"subject": "Не печатаются слои чертежа", "body": "После обновления слои пропали."}
UPDATE = "Обновите корневые сертификаты операционной системы."


def solved(ticket, at=FRIDAY + HOUR, body=UPDATE, **fields):
    return told(SolutionProposed, at, ticket_id=ticket, body=body, **fields)


@pytest.fixture
async def desk(world):
    """A question, one that is the same, one that is nearly so, and one about something else."""
    await world.say(submitted("asks", at=FRIDAY + 9 * HOUR, number="NC-4", **SAME))
    await world.say(submitted("same", number="NC-1", **SAME), reply("same", body="Проверим"))
    await world.say(solved("same", article="root_certificates_7"), note("same"), closed("same"))
    await world.say(submitted("nearly", at=FRIDAY + HOUR, number="NC-2", **NEARLY))
    await world.say(submitted("other", at=FRIDAY + 2 * HOUR, number="NC-3", **OTHER))
    return world


async def similar(world, ticket="asks", key=None, **query):
    answer = await world.get(f"tickets/{ticket}/similar", key=key, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_an_identical_question_comes_first_with_its_answer(desk):
    same, nearly = await similar(desk)

    assert (same["number"], same["likeness"], same["outcome"]) == ("NC-1", 1.0, "solved")
    assert same["answer"] == {
        "text": UPDATE,
        "article": "root_certificates_7",
        "at": "2026-02-20T15:30:00Z",
    }
    assert (nearly["number"], nearly["answer"]) == ("NC-2", None)
    assert 0.25 <= nearly["likeness"] < 1


async def test_a_question_that_nobody_asked_before_has_no_like(desk):
    assert await similar(desk, "other") == []


async def test_of_those_equally_alike_the_newest_comes_first_and_only_so_many(desk):
    await desk.say(submitted("again", at=FRIDAY + 5 * HOUR, **SAME))

    assert [item["ticket_id"] for item in await similar(desk)] == ["again", "same", "nearly"]
    assert [item["ticket_id"] for item in await similar(desk, limit=1)] == ["again"]
    assert (await desk.get("tickets/asks/similar", limit=21)).status_code == 422


async def test_a_reply_stands_for_the_answer_where_no_solution_was_proposed(desk):
    await desk.say(submitted("told", at=FRIDAY + 6 * HOUR, **SAME))
    await desk.say(reply("told", body="Установите все обновления", article="root_certificates_xp"))

    assert (await similar(desk))[0]["answer"]["text"] == "Установите все обновления"
    assert (await similar(desk))[0]["answer"]["article"] == "root_certificates_xp"


async def test_a_clients_key_finds_its_own_requests_alone(desk):
    await desk.say(key("vk_shop", "read_own"), key("vk_site", "read_own", client="site"))
    await desk.say(submitted("theirs", at=FRIDAY + 5 * HOUR, client="site", **SAME))

    ours = await similar(desk, key="vk_shop")

    assert [item["ticket_id"] for item in ours] == ["same", "nearly"]
    assert (await desk.get("tickets/asks/similar", key="vk_site")).status_code == 404
    assert await similar(desk, "theirs", key="vk_site") == []


async def test_another_vendors_requests_are_never_alike(desk):
    await desk.say(submitted("foreign", vendor="technokad", **SAME))

    assert "foreign" not in [item["ticket_id"] for item in await similar(desk)]
    assert (await desk.get("tickets/foreign/similar")).status_code == 404


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("it's \\ 'quoted' & | ! ( : * error", ["t2"]),
        ("0x80090010", ["t2"]),
        ("и не в на", []),
        ("😀", []),
    ],
)
async def test_whatever_was_typed_is_looked_for_as_words(world, subject, found):
    for ticket in ("t1", "t2"):
        await world.say(submitted(ticket, subject=subject, body="."), uncovered(ticket))

    assert [item["ticket_id"] for item in await similar(world, "t1")] == found


@pytest.fixture(scope="module")
async def library(whole_desk):
    """Many requests of two vendors that share common words, and two that are alike; they came in
    another order than their texts stand in the table."""
    await whole_desk.empty()
    db = await asyncpg.connect(whole_desk.dsn)
    await db.execute("set search_path = views_1")
    await db.execute(
        "insert into texts (ticket_id, vendor, contact_id, subject, body)"
        " select 't' || n, case when n % 2 = 0 then $1 else 'technokad' end, 'ivan',"
        " case when n in (2, 19000) then 'Нет статуса кода ошибки' else 'Обращение ' || n end,"
        " case when n < 8000 then 'код ошибки не найден' else 'слои ' || n || ' пропали' end"
        " from generate_series(1, 20000) n",
        VENDOR,
    )
    await db.execute(
        "insert into tickets select t.* from texts, lateral jsonb_populate_record(null::tickets,"
        " $1::jsonb || jsonb_build_object('ticket_id', ticket_id, 'vendor', vendor,"
        " 'submitted_at', '2026-01-01'::timestamptz + (substr(ticket_id, 2)::int * 7919 % 20000)"
        " * interval '1 min')) t",
        to_json(as_it_came(submitted(), SimpleNamespace(stream_version=1))).decode(),
    )
    await db.execute("vacuum (analyze) texts, tickets")
    yield db
    await db.close()
    await whole_desk.empty()


async def test_a_like_request_is_found_among_many_that_share_common_words(library):
    await library.execute(f"set app.vendor = '{VENDOR}'; set role views_api")
    found = await library.fetch("select * from tickets_like('t2', null, 5)")
    await library.execute("reset role")

    assert found[0]["found"] == "t19000"


@pytest.fixture
async def usual(library):
    """A request all of whose words many others have."""
    await library.execute(
        "insert into texts (ticket_id, vendor, contact_id, subject, body)"
        f" values ('usual', '{VENDOR}', 'ivan', 'Обращение', 'код ошибки не найден')"
    )
    yield "usual"
    await library.execute("delete from texts where ticket_id = 'usual'")


async def test_where_many_requests_share_all_words_the_newest_come_first(library, usual):
    await library.execute(f"set app.vendor = '{VENDOR}'; set role views_api")
    found = await library.fetch("select * from tickets_like($1, null, 5)", usual)
    await library.execute("reset role")

    newest = await library.fetch(
        "select ticket_id from tickets join texts using (ticket_id) where tickets.vendor = $1"
        " and body = 'код ошибки не найден' and ticket_id <> 't2' and ticket_id <> $2"
        " order by submitted_at desc limit 5",
        VENDOR,
        usual,
    )
    assert [row["found"] for row in found] == [row["ticket_id"] for row in newest]
    assert {row["likeness"] for row in found} == {1.0}


@pytest.mark.parametrize(("ticket", "limited"), [("t4", False), ("usual", True)])
async def test_words_are_found_through_their_index_and_a_bounded_number_is_compared(
    library, usual, ticket, limited
):
    plans = []
    library.add_log_listener(lambda _, message: plans.append(message.message))
    await library.execute(
        "load 'auto_explain'; set auto_explain.log_min_duration = 0;"
        "set auto_explain.log_analyze = on; set auto_explain.log_nested_statements = on;"
        f"set client_min_messages = log; set app.vendor = '{VENDOR}'; set role views_api"
    )

    await library.fetch("select * from tickets_like($1, null, 5)", ticket)
    await library.execute("reset role")

    plan = "\n".join(plans)
    assert "Bitmap Index Scan on texts_words" in plan
    assert "Seq Scan on texts" not in plan
    assert (f"rows={NEWEST}.00 loops=1" in plan) is limited
