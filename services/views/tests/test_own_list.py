"""A contact's own list, as the regulation draws it, and what the regulation keeps from him."""

from datetime import timedelta

import pytest

from libs.events.entitlement import RegulationPublished
from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT
from services.views.tests.telling import (
    FRIDAY,
    HOUR,
    asked,
    assigned,
    closed,
    engineer,
    entitled,
    handed_over,
    key,
    message,
    note,
    office,
    placed,
    queued,
    reply,
    submitted,
    told,
)

LIST = "contacts/ivan/requests"
READER = "vk_shop"


LONG_AGO = FRIDAY - timedelta(days=400)


def published(edition, vendor=None, from_when=LONG_AGO):
    return told(
        RegulationPublished,
        LONG_AGO,
        vendor=vendor or edition.vendor,
        edition=edition.id,
        in_force_from=from_when,
        digest="",
        content=edition.model_dump(mode="json"),
    )


def hiding(*columns):
    """CryptoPro's edition as it would be if it hid these columns."""
    view = CRYPTOPRO.view.model_copy(update={"hides": columns})
    return CRYPTOPRO.model_copy(update={"view": view})


def request(ticket="t1", edition=CRYPTOPRO, **fields):
    usual = {"edition": edition.id, "kind": edition.form.kinds[0].slug, "vendor": edition.vendor}
    return submitted(ticket, **{**usual, **fields})


@pytest.fixture
async def desk(world):
    await world.say(published(CRYPTOPRO), engineer(name="Наталья Мовчан"), office())
    await world.say(key(READER, "read_own"))
    return world


async def listed(world, path=LIST, key=READER, **asked):
    answer = await world.get(path, key=key, **asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def words(item):
    return [cell["ru"] for cell in item["cells"]]


@pytest.mark.shows("CPRO-P-36", "CPRO-P-37", "CPRO-P-38")
async def test_the_list_has_the_columns_of_the_regulation_in_its_own_words(desk):
    await desk.say(request(number="2286"), entitled(), assigned(), reply())

    shown = await listed(desk)

    assert [(column["name"], column["ru"]) for column in shown["columns"]] == [
        ("number", "ID Обращения"),
        ("updated_at", "Последнее обновление"),
        ("answered_by", "Последний ответивший"),
        ("department", "Отдел"),
        ("kind", "Тип"),
        ("status", "Статус"),
        ("priority", "Приоритет"),
    ]
    assert shown["columns"][0]["en"] == "Request ID"
    assert words(shown["items"][0]) == [
        "2286",
        "20.02.2026 18:30",
        "Наталья Мовчан",
        "Базовая поддержка",
        "Обращение",
        "Открыто",
        "[Личное]",
    ]
    assert {column["name"]: column["rules"] for column in shown["columns"]} == {
        "number": ["CPRO-P-36"],
        "updated_at": ["CPRO-P-36"],
        "answered_by": ["CPRO-P-36"],
        "department": ["CPRO-P-36", "CPRO-P-37"],
        "kind": ["CPRO-P-36"],
        "status": ["CPRO-P-36", "CPRO-P-38"],
        "priority": ["CPRO-P-36", "CPRO-P-38"],
    }
    assert shown["edition"] == "cryptopro-2015"


@pytest.mark.shows("CPRO-P-34", "CPRO-P-35")
async def test_solved_requests_stand_behind_a_switch_with_their_count(desk):
    for number in range(1, 5):
        await desk.say(request(f"t{number}", at=FRIDAY + number * HOUR))
    await desk.say(closed("t2", outcome="no_reaction"), closed("t3"))

    hidden, shown = await listed(desk), await listed(desk, solved=True)

    assert [item["ticket_id"] for item in hidden["items"]] == ["t4", "t1"]
    assert (hidden["open"], hidden["solved"], hidden["shows_solved"]) == (2, 2, False)
    assert hidden["switch"]["ru"] == "Показать решенные обращения (2)"
    assert hidden["rules"] == ["CPRO-P-34", "CPRO-P-35", "CPRO-P-38"]
    assert [item["ticket_id"] for item in shown["items"]] == ["t4", "t3", "t2", "t1"]
    assert [item["closed"] for item in shown["items"]] == [False, True, True, False]
    assert shown["switch"] == hidden["switch"]


@pytest.mark.shows("CPRO-P-34")
async def test_the_state_is_followed_in_the_vendors_words(desk):
    await desk.say(request())
    states = []
    for events in [(), (asked(),), (message(),), (closed(outcome="no_reaction"),)]:
        await desk.say(*events) if events else None
        states.append(words((await listed(desk, solved=True))["items"][0])[5])

    assert states == ["Открыто", "Ожидает вашего ответа", "Открыто", "Закрыто: неактуально"]
    assert (await listed(desk))["rules"][0] == "CPRO-P-34"


async def test_what_a_contact_is_not_told_does_not_move_the_last_update(desk):
    await desk.say(request(), reply(), note(at=FRIDAY + 5 * HOUR))

    assert words((await listed(desk))["items"][0])[1] == "20.02.2026 18:30"


async def test_nobody_has_answered_yet(desk):
    await desk.say(request(), entitled(), assigned())

    cell = (await listed(desk))["items"][0]["cells"][2]

    assert cell == {"column": "answered_by", "value": None, "ru": None, "en": None}


async def test_the_list_is_of_one_contact_and_for_a_clients_key_of_that_client(desk):
    await desk.say(request("t1"), request("t2", client="site"), request("t3", contact_id="oleg"))

    assert [item["ticket_id"] for item in (await listed(desk))["items"]] == ["t1"]
    assert (await listed(desk))["open"] == 1
    everybody = (await desk.get(LIST)).json()
    assert {item["ticket_id"] for item in everybody["items"]} == {"t1", "t2"}
    assert (await desk.get("contacts/oleg/requests", key=READER)).status_code == 200
    assert (await desk.get("contacts/nobody/requests", key=READER)).status_code == 404
    await desk.say(key("vk_site", "read_own", client="another"))
    assert (await desk.get(LIST, key="vk_site")).status_code == 404


async def test_pages_of_the_list_follow_each_other(desk):
    for number in range(3):
        await desk.say(request(f"t{number}", at=FRIDAY + number * HOUR))

    first = await listed(desk, limit=2)
    second = await listed(desk, limit=2, cursor=first["next"])

    pages = [[item["ticket_id"] for item in page["items"]] for page in (first, second)]
    assert pages == [["t2", "t1"], ["t0"]]
    assert second["next"] is None


async def test_a_regulation_without_a_list_gets_the_desks_own(desk):
    await desk.say(published(NANOSOFT), key("vk_nano", "read_own", vendor="nanosoft"))
    await desk.say(request(edition=NANOSOFT, number="NC-1001"))
    await desk.say(closed(vendor="nanosoft"))

    shown = await listed(desk, key="vk_nano")

    assert [column["en"] for column in shown["columns"]] == [
        "Number",
        "Subject",
        "Updated",
        "State",
    ]
    assert words(shown["items"][0])[:2] == ["NC-1001", "Не ставится программа"]
    assert (shown["shows_solved"], shown["switch"], shown["rules"]) == (True, None, [])


async def test_without_a_regulation_nothing_says_what_is_listed(world):
    await world.say(submitted())

    assert (await world.get(LIST)).status_code == 404


# ── What is hidden in the list is hidden everywhere ──


async def own_ticket(world):
    return (await world.get("tickets/t1", key=READER)).json()


@pytest.mark.shows("CPRO-P-38")
async def test_a_customer_is_not_shown_the_priority_of_his_request_anywhere(desk):
    await desk.say(request(), entitled(queue="priority"), queued(), placed("general"))

    own, staffs = await own_ticket(desk), await desk.ticket()
    story = (await desk.get("tickets/t1/timeline", key=READER)).json()["items"]

    assert (own["priority"], own["place"], own["coverage"]["queue"]) == (None, None, None)
    assert own["assignment"]["priority"] is None
    assert [entry for entry in story if "priority" in entry["facts"]] == []
    assert (staffs["priority"], staffs["coverage"]["queue"]) == ("general", "priority")
    assert (await desk.get("tickets", key=READER)).json()["items"][0]["place"] is None


async def test_a_customer_sees_the_priority_where_the_regulation_shows_it(world):
    await world.say(published(hiding()), key(READER, "read_own"), request(), entitled())

    assert (await own_ticket(world))["place"] == "general"
    assert words((await listed(world))["items"][0])[6] == "Общий"


@pytest.mark.parametrize("column", ["answered_by", "department"])
async def test_who_answers_may_be_hidden_as_well(world, column):
    await world.say(published(hiding(column)), engineer(), office(), key(READER, "read_own"))
    await world.say(request(), entitled(), assigned(), handed_over(), reply())

    own = await own_ticket(world)
    story = (await world.get("tickets/t1/timeline", key=READER)).json()["items"]

    assert own["assignment"] is None
    assert {entry["type"] for entry in story} == {"TicketSubmitted", "TicketEntitled", "ReplySent"}
    assert (await world.get("tickets", key=READER, engineer="anna")).status_code == 403
    assert (await world.get("tickets", engineer="anna")).status_code == 200


async def test_a_hidden_answerer_has_no_name_in_what_his_customer_reads(world):
    await world.say(published(hiding("answered_by")), engineer(), key(READER, "read_own"))
    await world.say(request(logged_by="anna"), entitled(), assigned(), reply())

    for path in ("tickets/t1", "tickets/t1/timeline", "tickets", LIST):
        answer = (await world.get(path, key=READER)).text
        assert "anna" not in answer
        assert "Смирнова" not in answer


async def test_before_a_regulation_is_known_a_customer_sees_nothing_that_one_could_hide(world):
    await world.say(key(READER, "read_own"), submitted(), entitled(), assigned(), reply())

    own = await own_ticket(world)

    assert (own["place"], own["assignment"], own["answered_by"]) == (None, None, None)
