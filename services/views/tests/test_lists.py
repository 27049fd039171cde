"""Lists: filters, words in any of their forms, pages, and what cannot be asked."""

import pytest

from services.views.tests.conftest import World
from services.views.tests.telling import (
    DUE,
    FRIDAY,
    HOUR,
    assigned,
    closed,
    customer,
    entitled,
    started,
    submitted,
    uncovered,
)


@pytest.fixture(scope="module")
async def tickets(whole_desk):
    """Three tickets, an hour apart, that no test here changes."""
    await whole_desk.empty()
    whole_desk.set_time(FRIDAY)
    world = World(whole_desk)
    await world.say(
        customer(),
        submitted("t1", subject="Ошибка установки", body="Не открывается"),
        entitled("t1"),
        started("t1"),
        assigned("t1"),
        submitted("t2", at=FRIDAY + HOUR, subject="Подпись", body="Не видны ключи"),
        uncovered("t2"),
        assigned("t2", engineer="boris", office_id="novosibirsk"),
        submitted("t3", at=FRIDAY + 2 * HOUR, subject="Вопрос", body="О сертификатах"),
        closed("t3", at=FRIDAY + 3 * HOUR),
    )
    return world


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["t3", "t2", "t1"]),
        ({"status": "open"}, ["t2", "t1"]),
        ({"status": "closed"}, ["t3"]),
        ({"engineer": "boris"}, ["t2"]),
        ({"office": "moscow"}, ["t1"]),
        ({"customer": "romashka"}, ["t1"]),
        ({"customer": "К-1"}, ["t1"]),
        ({"customer": "nobody"}, []),
        ({"overdue": "true"}, ["t1"]),
        ({"overdue": "false", "status": "open"}, ["t2"]),
    ],
    ids=str,
)
async def test_a_list_holds_what_passes_its_filters(tickets, filters, found):
    tickets.desk.set_time(DUE)

    assert await tickets.listed(**filters) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("установка", ["t1"]),
        ("ключ", ["t2"]),
        ("сертификат", ["t3"]),
        ("подписи ключей", ["t2"]),
        ("подпись", ["t2"]),
        ("ошибка OR вопросы", ["t3", "t1"]),
        ("ошибка -установка", []),
        ("и не", []),
        ('"', []),
    ],
)
async def test_words_are_found_in_any_of_their_forms(tickets, text, found):
    assert await tickets.listed(text=text) == found


async def test_pages_follow_each_other_without_gap_or_repetition(tickets):
    seen, path = [], "/v1/tickets?limit=1&status=open"
    async with tickets.client() as client:
        while path:
            answer = await client.get(path)
            seen += [item["ticket_id"] for item in answer.json()["items"]]
            path = answer.links.get("next", {}).get("url")

    assert seen == ["t2", "t1"]


async def test_the_queue_of_an_office_or_an_engineer(tickets):
    assert await tickets.listed("queue", engineer="boris") == ["t2"]
    assert await tickets.listed("queue", office="moscow") == ["t1"]


@pytest.mark.parametrize(
    "path",
    [
        "tickets?cursor=garbage",
        "tickets?cursor=WyJhIl0",
        "queue?cursor=garbage",
        "tickets/t1/timeline?cursor=%D1%8B",
        "tickets?at_least=yesterday",
        "tickets?at_least=intake.99999.1",
        "tickets?at_least=views.1.1",
        "tickets?at_least=intake.1.99999999999999999999",
    ],
)
async def test_what_was_not_ours_is_refused_in_words(tickets, path):
    answer = await tickets.get(path)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "tickets?limit=0",
        "tickets?limit=101",
        "tickets?status=lost",
        "tickets?text=%00",
        "tickets/%00",
        "tickets/by-number/%01",
        "tickets?overdue=perhaps",
        f"tickets?text={'a' * 201}",
    ],
)
async def test_what_cannot_be_asked_is_refused_naming_the_field(tickets, path):
    answer = await tickets.get(path)

    assert answer.status_code == 422
    assert answer.json()["errors"]
