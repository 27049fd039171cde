"""How promises run through intake, entitlement and sla_clock together, as clients see it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from libs.regulation.tests.desk import REGULATIONS, TEXTS
from services.entitlement.main import service as entitlement
from services.intake.main import service as intake
from services.sla_clock.main import service as sla_clock
from tests.desk import names, running_desk

MOSCOW = ZoneInfo("Europe/Moscow")
CUSTOMER = {"number": "K-1001", "kind": "organisation", "name": "ООО «Ромашка»"}
CERTIFICATE = {
    "number": "KP-TP-000123",
    "customer": "K-1001",
    "plan": "certificate",
    "product": "csp",
    "starts_on": "2026-01-12",
}
TICKET = {
    "channel": "portal",
    "product": "csp",
    "certificate": "KP-TP-000123",
    "subject": "Не устанавливается сертификат",
    "body": "Ошибка 0x80090010.",
    "answers": {
        "last_name": "Иванова",
        "first_name": "Анна",
        "patronymic": "Сергеевна",
        "product_versions": "5.0.12000",
        "os_version": "Windows 11",
    },
    "contact": {"email": "anna@example.com"},
}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


class Town:
    """A vendor's published world, and what is done in it at which instant."""

    def __init__(self, desk):
        self.desk = desk
        self.ticket = ""
        self.done = 0

    async def post(self, service, path, body=None, vendor="cryptopro"):
        self.done += 1
        headers = {"Idempotency-Key": str(self.done), "If-Match": "*"}
        async with self.desk.client(service, vendor=vendor) as client:
            answer = await client.post(f"/v1/{path}", json=body, headers=headers)
        assert answer.status_code in (200, 201), answer.text
        await self.desk.settle()
        return answer.json()

    async def act(self, when, what, body=None):
        """Do something on the ticket at an instant."""
        await self.desk.at(at(when))
        return await self.post("intake", f"tickets/{self.ticket}/{what}", body)

    async def submit(self, when, certificate="KP-TP-000123"):
        await self.desk.at(at(when))
        state = await self.post("intake", "tickets", TICKET | {"certificate": certificate})
        self.ticket = state["ticket_id"]

    async def state(self):
        async with self.desk.client("intake", vendor="cryptopro") as client:
            return (await client.get(f"/v1/tickets/{self.ticket}")).json()

    async def clocks(self):
        """The ticket's promises: name, state, due instant."""
        async with self.desk.client("sla_clock", vendor="cryptopro") as client:
            answer = await client.get(f"/v1/tickets/{self.ticket}/clocks")
        return [
            (clock["clock"], clock["state"], datetime.fromisoformat(clock["due_at"]))
            for clock in answer.json()
        ]


@pytest.fixture(scope="module")
async def whole_desk(postgres_url):
    async with running_desk(postgres_url, intake, entitlement, sla_clock) as desk:
        yield desk


@pytest.fixture
async def town(whole_desk):
    await whole_desk.empty()
    whole_desk.set_time(at("2026-01-12 09:00"))
    town = Town(whole_desk)
    calendar = {
        "calendar": "ru",
        "rows": (REGULATIONS / "calendar" / "ru.csv").read_text(),
        "holidays": (REGULATIONS / "calendar" / "ru_holidays.toml").read_text(),
    }
    await town.post("entitlement", "calendars", calendar, vendor="*")
    edition = TEXTS["cryptopro"]
    await town.post("entitlement", "regulations", {"edition": edition})
    await town.post("entitlement", "customers", CUSTOMER)
    await town.post("entitlement", "entitlements", CERTIFICATE)
    return town


async def test_a_request_over_a_holiday_is_promised_its_answer_and_gets_it(town):
    await town.submit("2026-02-20 17:30")
    promised = await town.clocks()

    await town.act("2026-02-25 11:29", "replies", {"body": "Переустановите CSP."})

    assert promised == [("first_response", "running", at("2026-02-25 11:30"))]
    assert await town.clocks() == [("first_response", "met", at("2026-02-25 11:30"))]


async def test_a_request_that_nobody_answers_breaks_its_promise_once(town):
    await town.submit("2026-02-20 17:30")

    first = await town.desk.at(at("2026-02-25 12:00"))
    later = await town.desk.at(at("2026-02-26 12:00"))

    assert names(first) == ["ClockWarned", "ClockBroken"]
    assert names(later) == []


async def test_an_uncovered_request_is_promised_nothing(town):
    await town.submit("2026-02-20 17:30", certificate="KP-TP-999999")

    assert await town.clocks() == []


async def test_silence_closes_a_ticket_and_reopening_it_starts_the_reply_anew(town):
    """CPRO-P-40…45"""
    await town.submit("2026-04-30 09:00")
    await town.act("2026-04-30 14:00", "solutions", {"body": "Запустите от администратора."})
    await town.act("2026-04-30 15:00", "receipts")
    a_second_before = at("2026-05-06 18:00") - timedelta(seconds=2)

    reminded = names(await town.desk.at(a_second_before))
    closed = names(await town.desk.at(at("2026-05-06 18:00")))
    state = await town.state()
    await town.act("2026-05-07 10:00", "reopening", {"body": "Ошибка появилась снова."})

    assert reminded == ["ClockWarned"]
    assert closed == ["ClockElapsed", "TicketClosed"]
    assert state["outcome"] == "no_reaction"
    assert await town.clocks() == [
        ("first_response", "met", at("2026-05-04 12:00")),
        ("auto_close", "elapsed", at("2026-05-06 18:00")),
        ("reply", "running", at("2026-05-08 13:00")),
    ]


async def test_a_user_who_answers_in_time_keeps_the_ticket_open(town):
    await town.submit("2026-04-30 09:00")
    await town.act("2026-04-30 14:00", "information-requests", {"body": "Пришлите журнал."})
    await town.act("2026-04-30 15:00", "receipts")
    await town.act("2026-05-06 17:59", "messages", {"body": "Вот журнал."})

    await town.desk.at(at("2026-05-06 18:30"))

    assert (await town.state())["status"] == "open"
    assert await town.clocks() == [
        ("first_response", "met", at("2026-05-04 12:00")),
        ("auto_close", "cancelled", at("2026-05-06 18:00")),
        ("reply", "running", at("2026-05-08 11:59")),
    ]
