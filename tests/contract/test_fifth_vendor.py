"""A vendor that nobody has seen is kept by its file alone: published, asked, changed."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from libs.regulation.tests.desk import REGULATIONS
from services.entitlement.main import service as entitlement
from services.intake.main import service as intake
from services.routing.main import service as routing
from services.sla_clock.main import service as sla_clock
from tests.desk import OPERATOR_KEY, Desk, names

FIFTH = (REGULATIONS.parent / "libs/regulation/tests/fifth.toml").read_text()
SAYING = ("TicketSubmitted", "EngineerListed")
EACH_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Town:
    """Short words for what is asked of the desk."""

    def __init__(self, desk):
        self.desk = desk
        self.asked = 0

    async def post(self, service, path, body, vendor="meridian", key=OPERATOR_KEY):
        self.asked += 1
        headers = {"Idempotency-Key": f"step {self.asked}", "If-Match": "*"}
        async with self.desk.client(service, key, vendor) as client:
            answer = await client.post(f"/v1/{path}", json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer.json()

    async def send(self, kind, certificate=None, vendor="meridian", key=None):
        """A request comes in; gives its ticket and what the desk made of it."""
        body = {
            "channel": "portal",
            "kind": kind,
            "product": "atlas",
            "subject": "Nothing is shown",
            "body": "The map stays empty.",
            "contact": {"email": "mary@example.com"},
        }
        if certificate:
            body["certificate"] = certificate
        ticket = await self.post("intake", "tickets", body, vendor, key or self.key)
        return ticket, await self.desk.settle()


@pytest.fixture(scope="module")
async def town(database_url):
    desk = Desk(database_url, (intake, entitlement, sla_clock, routing))
    await desk.start()
    desk.set_time(NOON)
    town = Town(desk)
    first = await town.post("entitlement", "regulations", {"edition": FIFTH})
    assert first["state"] == "in_force"
    await desk.settle()
    for office in ("dublin", "denver", "singapore"):
        await town.post("routing", "offices", {"office": office})
        engineer = {"office": office, "name": office, "email": f"{office}@meridian.example"}
        hired = await town.post("routing", "engineers", engineer)
    town.hired = hired
    customer = {"number": "M-1", "kind": "organisation", "name": "Maps Ltd"}
    await town.post("entitlement", "customers", customer)
    right = {"number": "G-1", "customer": "M-1", "plan": "gold", "starts_on": "2026-06-01"}
    await town.post("entitlement", "entitlements", right | {"seats": 10})
    key = {"client": "atlas", "product": "atlas", "scopes": ["submit", "read_own"]}
    town.key = (await town.post("intake", "keys", key))["key"]
    key = {"client": "desk", "scopes": ["engineer", "submit"], "engineer_id": hired["engineer_id"]}
    town.engineer_key = (await town.post("intake", "keys", key))["key"]
    await desk.settle()
    yield town
    await desk.stop()


@pytest.mark.parametrize("kind", ["outage", "question"])
async def test_a_request_of_each_kind_is_taken_and_entitled(town, kind):
    town.desk.set_time(NOON)
    ticket, made = await town.send(kind, "G-1")

    assert {"TicketSubmitted", "TicketEntitled"} <= set(names(made))
    assert ticket["edition"] == "meridian-2026"


async def test_without_a_right_the_plan_of_every_client_serves(town):
    town.desk.set_time(NOON)
    _, made = await town.send("question")

    assert "TicketEntitled" in names(made)


async def test_what_one_plan_leaves_to_be_agreed_is_agreed_on_its_requests(town):
    town.desk.set_time(NOON)
    ticket, _ = await town.send("question", "G-1")
    path = f"tickets/{ticket['ticket_id']}/closing-time"

    await town.post("intake", path, {}, key=town.engineer_key)

    (started,) = [told(each) for each in await town.desk.settle() if each.type == "ClockStarted"]
    assert (started["clock"], started["due_at"][:16]) == ("resolution", "2026-06-06T12:00")


async def test_who_names_no_language_is_written_to_in_the_first_of_the_edition(town):
    town.desk.set_time(NOON)
    _, made = await town.send("question")
    engineer = {"name": "Oona", "email": "oona@meridian.example", "office": "dublin"}
    facts = {"vendor": "meridian", "engineers": [engineer]}
    await town.post("entitlement", "facts", {"facts": facts})
    listed = await town.desk.settle()

    said = {each.type: told(each)["language"] for each in (*made, *listed) if each.type in SAYING}
    assert said == dict.fromkeys(SAYING, "en")
    assert town.hired["language"] == "en"


async def test_a_ticket_in_flight_at_midnight_keeps_the_edition_of_its_submission(town):
    """The switch is at midnight in Dublin, where summer time holds: 23:00 UTC."""
    town.desk.set_time(NOON)
    change = FIFTH.replace('id = "meridian-2026"', 'id = "meridian-2027"')
    change = change.replace("in_force_from = 2026-01-01", "in_force_from = 2026-07-02")
    change = change.replace("amount = 15, unit", "amount = 30, unit")
    midnight = datetime(2026, 7, 1, 23, tzinfo=UTC)
    scheduled = await town.post("entitlement", "regulations", {"edition": change})
    await town.desk.settle()

    town.desk.set_time(midnight - timedelta(milliseconds=100))
    before, _ = await town.send("outage")
    town.desk.set_time(midnight)
    after, _ = await town.send("outage")
    effects = await town.desk.at(midnight + timedelta(minutes=5))

    assert (scheduled["state"], scheduled["change"]["earliest"]) == ("published", "2026-07-02")
    assert (before["edition"], after["edition"]) == ("meridian-2026", "meridian-2027")
    switch = [each for each in effects if each.type.startswith("Regulation")]
    assert {each.occurred_at for each in switch} == {midnight}


@pytest.mark.parametrize(
    ("kind", "promised"),
    [
        ("outage", {"first_response": "2026-06-01T12:15", "resolution": "2026-06-03T12:00"}),
        ("question", {"first_response": "2026-06-01T16:00"}),
    ],
)
async def test_each_kind_has_the_promises_of_its_plan(town, kind, promised):
    town.desk.set_time(NOON)
    _, made = await town.send(kind, "G-1")

    started = [told(each) for each in made if each.type == "ClockStarted"]
    assert {each["clock"]: each["due_at"][:16] for each in started} == promised
    assert all(each["because"]["edition"] == "meridian-2026" for each in started)


async def test_the_plan_of_every_client_promises_nothing_to_this_vendors_clients(town):
    town.desk.set_time(NOON)
    _, made = await town.send("outage")

    assert "ClockStarted" not in names(made)


async def test_requests_are_counted_by_the_month_and_the_next_one_is_served_by_the_free_plan(town):
    august, september = datetime(2026, 8, 3, 9, tzinfo=UTC), datetime(2026, 9, 1, 9, tzinfo=UTC)
    right = {"number": "G-2", "customer": "M-1", "plan": "gold", "starts_on": "2026-08-01"}
    town.desk.set_time(august)
    await town.post("entitlement", "entitlements", right | {"seats": 3, "terms": 2})
    await town.desk.settle()

    plans = [await plan_of(town, "G-2") for _ in range(6)]
    town.desk.set_time(september)
    plans.append(await plan_of(town, "G-2"))

    assert plans == ["gold"] * 5 + ["basic", "gold"]


async def test_a_ticket_opened_again_keeps_its_first_edition_and_is_promised_anew(town):
    town.desk.set_time(datetime(2026, 6, 30, 9, tzinfo=UTC))
    ticket, _ = await town.send("outage", "G-1")
    path = f"tickets/{ticket['ticket_id']}"
    for act, body in (("solutions", {"body": "Restart it."}), ("solutions/accept", None)):
        await town.post("intake", f"{path}/{act}", body, key=town.engineer_key)
    await town.desk.settle()
    town.desk.set_time(datetime(2026, 6, 30, 10, tzinfo=UTC))
    await town.post("intake", f"{path}/reopening", {"body": "It is back."}, key=town.key)
    made = await town.desk.settle()

    (started,) = [told(each) for each in made if each.type == "ClockStarted"]
    assert (started["clock"], started["due_at"][:16]) == ("resolution", "2026-07-02T10:00")
    assert started["because"]["edition"] == "meridian-2026"


@pytest.mark.parametrize(
    ("vendor", "watches"),
    [
        ("noctua", ["00:00-00:00"] * 3),
        ("strix", ["00:00-09:00", "08:00-17:00", "16:00-00:00"]),
    ],
    ids=["each office around the clock", "one office hands on to the next"],
)
async def test_a_vendor_that_never_closes_has_its_requests_assigned(town, vendor, watches):
    town.desk.set_time(NOON)
    edition = never_closed(FIFTH.replace("meridian", vendor), watches)
    await town.post("entitlement", "regulations", {"edition": edition}, vendor)
    await town.desk.settle()
    key = {"client": "atlas", "product": "atlas", "scopes": ["submit", "read_own"]}
    key = (await town.post("intake", "keys", key, vendor))["key"]
    _, before = await town.send("outage", vendor=vendor, key=key)
    await town.post("routing", "offices", {"office": "denver"}, vendor)
    engineer = {"office": "denver", "name": "Oona", "email": f"oona@{vendor}.example"}
    hired = await town.post("routing", "engineers", engineer, vendor)
    await town.desk.settle()
    _, after = await town.send("outage", vendor=vendor, key=key)

    (queued,) = [told(each) for each in before if each.type == "TicketQueued"]
    assert queued["next_try"][:16] == "2026-06-02T12:00"
    assigned = [told(each)["engineer_id"] for each in after if each.type == "TicketAssigned"]
    assert hired["engineer_id"] in assigned


def never_closed(edition, watches):
    """The edition with these hours of its offices, in one zone and on each day."""
    lines = [line for line in edition.splitlines() if not re.match(r'zone = "A.*/', line)]
    left = iter(watches)
    for at, line in enumerate(lines):
        if line.startswith("windows = "):
            opens, _, closes = next(left).partition("-")
            hours = f'opens = "{opens}", closes = "{closes}", weekdays = {EACH_DAY}'
            lines[at] = f"windows = [{{ {hours} }}]"
    return "\n".join(lines)


async def plan_of(town, certificate):
    """The plan that a new request with this right is served by."""
    _, made = await town.send("question", certificate)
    (entitled,) = [told(each) for each in made if each.type == "TicketEntitled"]
    return entitled["plan"]


def told(record):
    """What an event says, as it lies in the log."""
    return json.loads(record.facts)
