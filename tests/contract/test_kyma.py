"""A vendor with every part in its file: its clocks, quotas, refusals and changes in summer time."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from libs.regulation.tests import desk as editions
from services.entitlement.main import service as entitlement
from services.intake.main import service as intake
from services.routing.main import service as routing
from services.sla_clock.main import service as sla_clock
from tests.desk import OPERATOR_KEY, Desk, names

KYMA = (Path(editions.__file__).parent / "kyma.toml").read_text()
FOUNDED = datetime(2026, 2, 1, 12, tzinfo=UTC)
CALENDAR = {
    "calendar": "greek",
    "rows": "date,kind,note\n2026-03-25,holiday,Independence Day\n2027-01-01,holiday,New Year\n",
    "holidays": "holiday = []\n",
}
REQUEST = {
    "channel": "portal",
    "kind": "question",
    "product": "helm",
    "subject": "The chart stays empty",
    "body": "Nothing is drawn on the chart.",
    "contact": {"email": "nikos@example.com"},
}
ALL_DOWN = {"kind": "outage", "answers": {"severity": "all_down"}}


class Harbour:
    """Short words for what is asked of the desk."""

    def __init__(self, desk):
        self.desk = desk
        self.asked = 0

    async def answer(self, service, path, body, key=OPERATOR_KEY, vendor="kyma"):
        self.asked += 1
        headers = {"Idempotency-Key": f"step {self.asked}", "If-Match": "*"}
        async with self.desk.client(service, key, vendor) as client:
            return await client.post(f"/v1/{path}", json=body, headers=headers)

    async def post(self, service, path, body, key=OPERATOR_KEY, vendor="kyma"):
        answer = await self.answer(service, path, body, key, vendor)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def send(self, at=None, **changed):
        """A request comes in; gives its ticket and what the desk made of it."""
        if at:
            self.desk.set_time(at)
        ticket = await self.post("intake", "tickets", REQUEST | changed, self.key)
        return ticket, await self.desk.settle()

    async def act(self, ticket, act, body=None, key=None):
        path = f"tickets/{ticket['ticket_id']}/{act}"
        await self.post("intake", path, body, key or self.engineer_key)
        return await self.desk.settle()

    async def right(self, number, plan, paid=None, **more):
        body = {"number": number, "customer": "K-1", "plan": plan} | more
        right = await self.post("entitlement", "entitlements", body)
        if paid:
            fact = {"fact": "PaymentReceived", "order": "1", "happened_at": paid}
            path = f"entitlements/{right['entitlement_id']}/facts"
            await self.post("entitlement", path, fact)
        await self.desk.settle()
        return right


@pytest.fixture(scope="module")
async def harbour(database_url):
    desk = Desk(database_url, (intake, entitlement, sla_clock, routing))
    await desk.start()
    desk.set_time(FOUNDED)
    harbour = Harbour(desk)
    await harbour.post("entitlement", "calendars", CALENDAR, vendor="*")
    await harbour.post("entitlement", "regulations", {"edition": KYMA})
    await desk.settle()
    for office in ("athens", "new_york", "night"):
        await harbour.post("routing", "offices", {"office": office})
        engineer = {"office": office, "name": office, "email": f"{office}@kyma.example"}
        hired = await harbour.post("routing", "engineers", engineer)
    customer = {"number": "K-1", "kind": "organisation", "name": "Ships Ltd"}
    await harbour.post("entitlement", "customers", customer)
    key = {"client": "site", "scopes": ["submit", "read_own"]}
    harbour.key = (await harbour.post("intake", "keys", key))["key"]
    key = {"client": "desk", "scopes": ["engineer", "submit"], "engineer_id": hired["engineer_id"]}
    harbour.engineer_key = (await harbour.post("intake", "keys", key))["key"]
    await desk.settle()
    await harbour.right("A-1", "admiral", paid="2026-02-01T09:00:00Z", level="gold")
    await harbour.right("A-2", "admiral", paid="2026-02-01T09:00:00Z", level="silver", terms=2)
    yield harbour
    await desk.stop()


def utc(*given):
    return datetime(*given, tzinfo=UTC)


def told(made, name):
    return [json.loads(each.facts) for each in made if each.type == name]


def promised(made):
    return {each["clock"]: each["due_at"][:16] for each in told(made, "ClockStarted")}


NIGHTS = [
    pytest.param("A-1", utc(2026, 3, 29, 0, 55), "03-29T01:10", "03-31T23:55", id="into summer"),
    pytest.param("A-2", utc(2026, 7, 1, 3, 30), "07-01T05:00", "07-04T03:30", id="in summer"),
    pytest.param("A-2", utc(2026, 10, 25, 0, 30), "10-25T02:00", "10-28T01:30", id="into winter"),
    pytest.param("A-2", utc(2026, 2, 3, 4, 30), "02-03T06:00", "02-06T04:30", id="in winter"),
]


@pytest.mark.parametrize(("number", "at", "answer", "solution"), NIGHTS)
async def test_an_outage_is_promised_by_level_at_any_hour(harbour, number, at, answer, solution):
    """The answer after minutes of hours, the solution on the third day at the same clock time."""
    _, made = await harbour.send(at, certificate=number, **ALL_DOWN)

    assert promised(made) == {"first_response": f"2026-{answer}", "resolution": f"2026-{solution}"}


@pytest.mark.parametrize(
    ("changed", "field", "said", "rule"),
    [
        (
            {"kind": "outage", "answers": {"severity": "one_down"}},
            "body.answers.vessels",
            "Please fill in “Which vessels”.",
            "KYM-08",
        ),
        (
            {"kind": "proposal", "channel": "phone"},
            "body.kind",
            "Proposals are taken on the portal or by mail.",
            "KYM-07",
        ),
    ],
)
async def test_the_form_refuses_with_the_words_of_the_file(harbour, changed, field, said, rule):
    harbour.desk.set_time(utc(2026, 7, 6, 9))

    answer = await harbour.answer("intake", "tickets", REQUEST | changed, harbour.engineer_key)

    [error] = answer.json()["errors"]
    assert (answer.status_code, error["field"]) == (422, field)
    assert (error["message"], error["rule"]) == (said, rule)


async def test_what_only_another_plan_gives_is_denied_by_the_rules_around_it(harbour):
    _, made = await harbour.send(utc(2026, 7, 6, 9), kind="build")

    [denied] = told(made, "TicketDenied")
    assert denied["because"]["en"] == "Only for holders (Admiral): special builds."
    assert denied["because"]["rules"] == ["KYM-11"]


async def test_what_no_plan_gives_is_refused_and_paid_work_is_offered(harbour):
    prices = [{"plan": "hourly", "per": "hour", "amount": "90.00"}]
    listed = {"from_date": "2026-01-01", "currency": "EUR", "prices": prices}
    facts = {"vendor": "kyma", "price_lists": [listed]}
    harbour.desk.set_time(utc(2026, 7, 6, 9))
    await harbour.post("entitlement", "facts", {"facts": facts})
    await harbour.desk.settle()
    _, refused = await harbour.send(utc(2026, 7, 6, 10), kind="crew", certificate="A-1")
    _, offered = await harbour.send(utc(2026, 7, 6, 11), kind="tuning", certificate="A-1")

    [denied] = told(refused, "TicketDenied")
    assert denied["because"]["ru"] == "Экипаж мы не подбираем."
    assert "TicketClosed" in names(refused)
    [consent] = told(offered, "PaymentConsentRequested")
    assert consent["plan"] == "hourly"


async def test_a_solution_is_promised_later_by_the_time_that_the_client_was_waited_for(harbour):
    ticket, _ = await harbour.send(utc(2026, 7, 7, 9), certificate="A-2", **ALL_DOWN)
    await harbour.act(ticket, "information-requests", {"body": "Please send the logs."})
    harbour.desk.set_time(utc(2026, 7, 7, 19))
    made = await harbour.act(ticket, "messages", {"body": "Here they are."}, harbour.key)

    [resumed] = told(made, "ClockResumed")
    assert resumed["due_at"] == "2026-07-10T19:00:00Z"
    assert resumed["warn_at"] == "2026-07-09T07:00:00Z"


async def test_the_requests_of_a_month_end_and_begin_anew_at_midnight_in_athens(harbour):
    harbour.desk.set_time(utc(2026, 8, 30, 22))
    await harbour.right("C-1", "captain", paid="2026-08-30T21:30:00Z", seats=3, product="helm")
    served, reserved = [], []
    for at in (
        utc(2026, 8, 31, 12),
        utc(2026, 8, 31, 13),
        utc(2026, 8, 31, 14),
        utc(2026, 9, 29, 20, 59),
        utc(2026, 9, 29, 21, 1),
    ):
        _, made = await harbour.send(at, certificate="C-1")
        served += [each["plan"] for each in told(made, "TicketEntitled")]
        reserved += told(made, "QuotaReserved")

    assert served == ["captain", "captain", "deckhand", "deckhand", "captain"]
    assert {(*each["because"]["rules"],) for each in reserved} == {("KYM-12",)}
    assert [each["left"] for each in reserved] == [1, 0, 1]


async def test_a_payment_that_is_told_late_entitles_the_open_request(harbour):
    ticket, before = await harbour.send(utc(2026, 9, 10, 9), certificate="C-9", **ALL_DOWN)
    harbour.desk.set_time(utc(2026, 9, 11, 9))
    right = await harbour.right("C-9", "captain", seats=9, product="helm")
    fact = {"fact": "PaymentReceived", "order": "1", "happened_at": "2026-09-05T21:30:00Z"}
    path = f"entitlements/{right['entitlement_id']}/facts"
    await harbour.post("entitlement", path, fact)
    made = await harbour.desk.settle()

    assert "TicketLeftUncovered" in names(before)
    [active] = told(made, "EntitlementActivated")
    assert (active["starts_on"], active["ends_on"]) == ("2026-09-06", "2027-03-06")
    [entitled] = told(made, "TicketEntitled")
    assert (entitled["ticket_id"], entitled["plan"]) == (ticket["ticket_id"], "captain")


async def test_a_change_waits_for_its_notice_and_holds_from_midnight_in_athens(harbour):
    harbour.desk.set_time(utc(2026, 9, 20, 20, 30))
    change = KYMA.replace("kyma-2026", "kyma-2027").replace(
        "amount = 15, unit", "amount = 45, unit"
    )
    early = change.replace("in_force_from = 2026-01-01", "in_force_from = 2026-10-20")
    refused = await harbour.answer("entitlement", "regulations", {"edition": early})
    fair = change.replace("in_force_from = 2026-01-01", "in_force_from = 2026-10-25")
    await harbour.post("entitlement", "regulations", {"edition": fair})
    await harbour.desk.settle()
    midnight = utc(2026, 10, 24, 21)
    before, old = await harbour.send(midnight - timedelta(seconds=1), certificate="A-1", **ALL_DOWN)
    after, new = await harbour.send(midnight, certificate="A-1", **ALL_DOWN)

    assert refused.status_code == 422
    assert "may hold from 2026-10-21 at the earliest (KYM-02" in refused.json()["detail"]
    assert (before["edition"], after["edition"]) == ("kyma-2026", "kyma-2027")
    assert promised(old)["first_response"] == "2026-10-24T21:14"
    assert promised(new)["first_response"] == "2026-10-24T21:45"
