"""Whole courses of tickets, as customers and engineers live them, through all six services."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.contract.world import QUESTION, TICKET, copied_world
from tests.desk import names

MOSCOW = ZoneInfo("Europe/Moscow")
CPRO, TKAD = "cryptopro", "technokad"
CALL = {
    "channel": "phone",
    "certificate": "KP-TP-000123",
    "body": "Не запускается после обновления.",
    "answers": {"last_name": "Иванова", "first_name": "Анна", "patronymic": "Сергеевна"},
}


def msk(text):
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=MOSCOW)


@pytest.fixture
async def town(postgres_url, founded):
    """The demo world anew, on Monday 2 March 2026 before the offices open."""
    async with copied_world(postgres_url, founded, msk("02T08:00")) as world:
        yield Town(world)


class Town:
    """What people do at which instant, and what they are shown."""

    def __init__(self, world):
        self.world = world
        self.desk = world.desk

    async def submit(self, when, vendor, request, role="client"):
        await self.desk.at(msk(when))
        answer = await self.world.post("intake", "tickets", self.world.keys[vendor][role], request)
        assert answer.status_code == 201, answer.text
        return Ticket(self, vendor, answer.json()["ticket_id"])

    async def passes(self, when):
        """Let time pass; gives the names of what happened."""
        return names(await self.desk.at(msk(when)))

    def name_of(self, engineer_id):
        return {found: name for name, found in self.world.engineers.items()}[engineer_id]


class Ticket:
    """One ticket, acted upon and looked at over HTTP."""

    def __init__(self, town, vendor, ticket_id):
        self.town = town
        self.vendor = vendor
        self.id = ticket_id

    async def act(self, when, who, what, body=None):
        """Let a role, or an engineer by name, do something at an instant."""
        await self.town.desk.at(msk(when))
        world, keys = self.town.world, self.town.world.keys[self.vendor]
        key = keys[who] if who in keys else await world.key_of(self.vendor, who)
        answer = await world.post("intake", f"tickets/{self.id}/{what}", key, body)
        assert answer.is_success, answer.text

    async def shown(self):
        key = self.town.world.keys[self.vendor]["engineer"]
        return (await self.town.world.ask("views", f"tickets/{self.id}", key)).json()

    async def clocks(self):
        """Its promises in their order: name, state, due instant in Moscow."""
        return [
            (each["clock"], each["state"], f"{local(each['due_at']):%dT%H:%M}")
            for each in (await self.shown())["clocks"]
        ]

    async def holder(self):
        held = (await self.shown())["assignment"]
        return self.town.name_of(held["engineer_id"]) if held["engineer_id"] else None

    async def story(self):
        """Its whole timeline, as an engineer sees it."""
        key = self.town.world.keys[self.vendor]["engineer"]
        path = f"tickets/{self.id}/timeline"
        return (await self.town.world.ask("views", path, key, limit=100)).json()["items"]

    async def told(self, recipient="contact"):
        """The mails that were delivered, by their occasion."""
        return [
            mail["template"]
            for mail in (await self.shown())["notifications"]
            if mail["recipient_kind"] == recipient and mail["state"] == "delivered"
        ]


def local(text):
    return datetime.fromisoformat(text).astimezone(MOSCOW)


async def test_a_request_through_the_portal_is_answered_in_time(town):
    """CPRO-R-28"""
    ticket = await town.submit("02T15:00", CPRO, TICKET)
    promised, holder = await ticket.clocks(), await ticket.holder()

    await ticket.act("03T17:59", holder, "replies", {"body": "Переустановите CSP."})
    later = await town.passes("06T18:00")

    assert promised == [("first_response", "running", "03T18:00")]
    assert await ticket.clocks() == [("first_response", "met", "03T18:00")]
    assert holder in ("anna", "boris")
    assert (await ticket.shown())["broken"] is False
    assert "ClockBroken" not in later
    assert await ticket.told() == ["TicketSubmitted", "ClockStarted", "ReplySent"]
    assert (await ticket.told("engineer"))[0] == "TicketAssigned"


async def test_a_request_that_nobody_answers_warns_and_breaks_at_its_instants_once(town):
    ticket = await town.submit("02T12:00", CPRO, TICKET)
    assert await ticket.clocks() == [("first_response", "running", "03T15:00")]

    course = {
        when: [name for name in await town.passes(when) if name in ("ClockWarned", "ClockBroken")]
        for when in ("03T12:35:59", "03T12:36", "03T14:59:59", "03T15:00", "03T15:01", "05T12:00")
    }

    assert course == {
        "03T12:35:59": [],
        "03T12:36": ["ClockWarned"],
        "03T14:59:59": [],
        "03T15:00": ["ClockBroken"],
        "03T15:01": [],
        "05T12:00": [],
    }
    (broken,) = [entry for entry in await ticket.story() if entry["type"] == "ClockBroken"]
    assert local(broken["at"]) == msk("03T15:00")
    assert (await ticket.shown())["broken"] is True
    assert "ClockWarned" in await ticket.told("engineer")


async def test_a_request_with_an_unknown_certificate_is_promised_nothing_and_served_last(town):
    """CPRO-P-19, CPRO-P-20"""
    first = await town.submit("02T10:00", CPRO, TICKET)
    second = await town.submit("02T10:01", CPRO, TICKET)
    unknown = await town.submit("02T10:02", CPRO, TICKET | {"certificate": "KP-TP-999999"})
    third = await town.submit("02T10:03", CPRO, TICKET)
    one, other = await first.holder(), await second.holder()
    waited, busier = await unknown.holder(), await third.holder()

    soonest, free = (first, one) if busier == other else (second, other)
    await soonest.act("02T11:00", free, "closing", {"outcome": "solved"})

    assert {one, other} == {"anna", "boris"}
    assert waited is None
    assert busier in (one, other)
    assert await unknown.holder() == free
    shown = await unknown.shown()
    assert shown["coverage"]["state"] == "uncovered"
    assert shown["clocks"] in ([], None)
    assert "TicketLeftUncovered" in await unknown.told()


@pytest.fixture
async def waiting(town):
    """A ticket that waits for its solution's confirmation, which its contact has seen."""
    ticket = await town.submit("05T14:00", CPRO, TICKET)
    await ticket.act("05T15:00", "engineer", "solutions", {"body": "Запустите установку ещё раз."})
    await ticket.act("05T15:30", "client", "receipts")
    return ticket


async def test_silence_closes_at_the_third_working_days_end_and_one_request_reopens(town, waiting):
    """CPRO-P-40…45: Friday, Tuesday and Wednesday count; Monday 9 March is a holiday."""
    assert local((await waiting.shown())["closes_at"]) == msk("11T18:00")
    before = await town.passes("11T17:59:58")

    at_the_end = await town.passes("11T18:00")

    shown = await waiting.shown()
    assert "TicketClosed" not in before
    assert at_the_end.count("TicketClosed") == 1
    assert (shown["status"], shown["outcome"]) == ("closed", "no_reaction")
    assert shown["rendered_in_time"] is True
    (closed,) = [entry for entry in await waiting.story() if entry["type"] == "TicketClosed"]
    assert "своевременно оказанными" in closed["because"]["ru"]
    assert "CPRO-P-44" in closed["because"]["rules"]
    told = await waiting.told()
    assert told.count("AutoCloseWarned") == 1
    assert told.count("TicketClosed") == 1

    await waiting.act("12T10:00", "client", "reopening", {"body": "Ошибка появилась снова."})

    shown = await waiting.shown()
    assert shown["status"] == "open"
    assert await waiting.holder() == "anna"
    assert ("reply", "running", "13T13:00") in await waiting.clocks()


async def test_a_customer_who_says_that_it_does_not_help_keeps_his_ticket(town, waiting):
    await waiting.act("11T17:59", "client", "solutions/reject", {"body": "Ошибка та же."})

    later = await town.passes("12T09:00")

    shown = await waiting.shown()
    assert "TicketClosed" not in later
    assert (shown["status"], shown["waits_for"], shown["closes_at"]) == ("open", None, None)
    assert ("auto_close", "cancelled", "11T18:00") in await waiting.clocks()
    assert ("reply", "running", "13T11:59") in await waiting.clocks()


async def test_a_solution_that_its_contact_never_saw_closes_nothing(town):
    """CPRO-P-40: without proof of receipt the days do not begin."""
    ticket = await town.submit("05T14:00", CPRO, TICKET)
    await ticket.act("05T15:00", "engineer", "solutions", {"body": "Запустите ещё раз."})

    later = await town.passes("31T18:00")

    assert "TicketClosed" not in later
    assert (await ticket.shown())["status"] == "waiting"


async def test_a_call_is_promised_its_answer_within_ten_minutes(town):
    """CPRO-R-30: real minutes, also beyond the end of the day."""
    answered = await town.submit("02T17:55", CPRO, CALL, "engineer")
    silent = await town.submit("02T17:55", CPRO, CALL, "engineer")
    await answered.act("02T18:04", "engineer", "call-answers")

    at_the_end = await town.passes("02T18:05")

    assert at_the_end.count("ClockBroken") == 1
    assert await answered.clocks() == [("phone_answer", "met", "02T18:05")]
    assert await silent.clocks() == [("phone_answer", "broken", "02T18:05")]
    assert (await silent.shown())["logged_by"] == town.world.engineers["anna"]


async def test_without_an_agreement_a_request_is_denied_and_closed_with_the_clause(town):
    """TKAD-03"""
    without = {name: value for name, value in QUESTION.items() if name != "certificate"}

    ticket = await town.submit("02T10:00", TKAD, without)

    shown = await ticket.shown()
    assert shown["coverage"]["state"] == "denied"
    assert (shown["status"], shown["outcome"], shown["closed_by"]) == ("closed", "refused", "rule")
    assert "TKAD-03" in shown["coverage"]["because"]["rules"]
    assert shown["clocks"] in ([], None)
    assert shown["assignment"] is None
    assert await ticket.told() == ["TicketSubmitted", "TicketDenied"]
    assert await town.passes("05T10:00") == []


async def test_the_baton_is_passed_at_13_where_the_deadline_comes_before_the_next_shift(town):
    """TKAD-07…10: four hours of both offices' time; the dedicated engineer leaves at 13:00."""
    ticket = await town.submit("02T12:30", TKAD, QUESTION)
    promised, first = await ticket.clocks(), await ticket.holder()
    before = await town.passes("02T12:59:59")

    at_the_change = await town.passes("02T13:00")
    second, running = await ticket.holder(), await ticket.clocks()
    await ticket.act("02T16:29", "vera", "take")
    later = await town.passes("03T18:00")

    assert promised == running == [("take_into_work", "running", "02T16:30")]
    assert (first, second) == ("darya", "vera")
    assert "TicketHandedOver" not in before
    assert at_the_change.count("TicketHandedOver") == 1
    assert await ticket.clocks() == [("take_into_work", "met", "02T16:30")]
    assert "ClockBroken" not in later
    (handed,) = [entry for entry in await ticket.story() if entry["type"] == "TicketHandedOver"]
    assert {"TKAD-07", "TKAD-08"} & set(handed["because"]["rules"])
    assert "16:30" in handed["because"]["ru"]


async def test_the_baton_is_passed_at_18_to_those_who_open_first(town):
    ticket = await town.submit("02T17:00", TKAD, QUESTION | {"certificate": "GS-2026-0043"})
    first = await ticket.holder()

    await town.passes("02T18:00")
    second = await ticket.holder()
    await ticket.act("03T04:59", second, "take")

    assert first == "vera"
    assert second in ("gleb", "darya")
    assert await ticket.clocks() == [("take_into_work", "met", "03T05:00")]


async def test_a_ticket_that_can_wait_for_its_engineer_is_not_handed_over(town):
    ticket = await town.submit("02T17:00", CPRO, TICKET)
    first = await ticket.holder()

    evening = await town.passes("02T18:00")

    assert "TicketHandedOver" not in evening
    assert await ticket.holder() == first


async def test_each_later_message_is_promised_its_own_answer(town):
    ticket = await town.submit("02T10:00", CPRO, TICKET)
    await ticket.act("02T11:00", "engineer", "replies", {"body": "Пришлите журнал."})
    await ticket.act("04T10:00", "client", "messages", {"body": "Вот он."})
    running = (await ticket.clocks())[-1]

    await ticket.act("05T12:59", "engineer", "replies", {"body": "Спасибо, смотрю."})

    assert running == ("reply", "running", "05T13:00")
    assert (await ticket.clocks())[-1] == ("reply", "met", "05T13:00")


async def test_an_answer_that_was_known_late_corrects_the_broken_promise(town):
    ticket = await town.submit("02T12:00", CPRO, TICKET)
    await town.desk.at(msk("03T14:59"))
    async with town.desk.client("intake", town.world.keys[CPRO]["engineer"]) as in_time:
        answer = await in_time.post(
            f"/v1/tickets/{ticket.id}/replies",
            json={"body": "Переустановите CSP."},
            headers={"Idempotency-Key": "in time", "If-Match": "*"},
        )
    assert answer.status_code == 201

    happened = await town.passes("03T15:01")

    assert happened.count("ClockBroken") == happened.count("ClockCorrected") == 1
    assert happened.index("ClockBroken") < happened.index("ClockCorrected")
    assert await ticket.clocks() == [("first_response", "met", "03T15:00")]
    assert (await ticket.shown())["broken"] is False


async def test_what_is_delivered_twice_counts_once(town, waiting):
    await town.submit("05T16:00", TKAD, QUESTION)
    await town.passes("11T18:00")
    before = await everything(town.desk)

    await town.desk.redeliver()

    assert await everything(town.desk) == before


async def everything(desk):
    """All rows of all services, but for what only remembers how far was read."""
    rows = {}
    for name, replica in desk.replicas.items():
        async with replica.database.reading(None) as db:
            tables = await db.fetch(
                "select table_name as name from information_schema.tables"
                " where table_schema = current_schema() and table_type = 'BASE TABLE'"
            )
            for (table,) in tables:
                found = await db.fetch(f"select t::text as row from {table} t")
                rows[name, table] = sorted(row["row"] for row in found)
    assert rows["views", "tickets"]
    return rows
