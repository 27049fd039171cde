"""Paid work from the offer to the statement, as a customer and an engineer live it, over HTTP."""

from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.contract.world import ROLES, Carrying
from tests.desk import OPERATOR_KEY

VENDOR = "regionsoft"
INTEGRATION = {
    "channel": "portal",
    "kind": "integration",
    "body": "Нужен обмен с бухгалтерией.",
    "contact": {"email": "ivan@example.com", "name": "Иван Петров"},
}
ADVICE = INTEGRATION | {"kind": "technical_problem", "body": "Программа не видит сервер."}
NEW_PRICES = """vendor = "regionsoft"
[[price_lists]]
from_date = 2027-01-01
currency = "RUB"
prices = [{ plan = "standard", per = "hour", amount = "4000.00" }]
"""


def msk(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Moscow"))


class Office:
    """The vendor's people and one customer, each with a key."""

    def __init__(self, world, keys):
        self.world = world
        self.keys = keys

    async def post(self, role, path, body=None, service="intake"):
        return await self.world.post(service, path, self.keys[role], body)

    async def ask(self, role, path, service="views", **query):
        return (await self.world.ask(service, path, self.keys[role], **query)).json()

    async def submit(self, request):
        answer = await self.post("client", "tickets", request)
        assert answer.status_code == 201, answer.text
        return answer.json()["ticket_id"]

    async def work(self, ticket, began, ended, **more):
        body = {
            "began_at": msk(began).isoformat(),
            "ended_at": msk(ended).isoformat(),
            "body": "Настроил обмен.",
        }
        return await self.post("engineer", f"tickets/{ticket}/work", body | more)

    async def told(self, ticket):
        shown = await self.ask("engineer", f"tickets/{ticket}")
        return [mail["template"] for mail in shown["notifications"]]


@pytest.fixture
async def office(world):
    operator = httpx.AsyncClient(
        transport=Carrying(world.desk),
        headers={"Authorization": f"Bearer {OPERATOR_KEY}", "Vakhta-Vendor": VENDOR},
    )
    keys = {}
    for role in ("client", "stranger", "engineer", "administrator"):
        body = {**ROLES[role], "client": role}
        issued = await operator.post(
            "http://intake/v1/keys", json=body, headers={"Idempotency-Key": f"{role} {world.done}"}
        )
        keys[role] = issued.json()["key"]
    world.desk.set_time(msk("2026-12-29 12:00"))
    return Office(world, keys)


@pytest.mark.keeps("RGN-30", "RGN-80")
async def test_integration_is_offered_agreed_to_worked_and_charged(office):
    ticket = await office.submit(INTEGRATION)
    asked = await office.ask("client", f"tickets/{ticket}")

    assert (asked["waits_for"], asked["consent"]) == ("payment_consent", "asked")
    story = (await office.ask("client", f"tickets/{ticket}/timeline"))["items"]
    (offer,) = [item for item in story if item["type"] == "PaymentConsentRequested"]
    assert offer["because"]["ru"].startswith(
        "Стандартная техподдержка (СТП): за 1 ч — 1 нормо-час по прайс-листу от 01.01.2026,"
        " 3\u00a0000,00 ₽."
    )

    office.world.desk.set_time(msk("2026-12-30 18:00"))
    early = await office.work(ticket, "2026-12-30 15:00", "2026-12-30 15:40")
    assert early.status_code == 409
    assert early.json()["rule"].startswith("RGN-30, RGN-38, RGN-39")

    office.world.desk.set_time(msk("2026-12-30 10:00"))
    agreed = await office.post("client", f"tickets/{ticket}/payment-consent/give", {})
    assert (agreed.status_code, agreed.json()["status"]) == (200, "open")
    office.world.desk.set_time(msk("2027-01-12 18:00"))
    await office.post("administrator", "facts", {"facts": NEW_PRICES}, "entitlement")
    for began, ended in (
        ("2026-12-30 15:00", "2026-12-30 15:40"),
        ("2027-01-12 11:00", "2027-01-12 11:30"),
    ):
        logged = await office.work(ticket, began, ended, service="integration")
        assert logged.status_code == 201, logged.text

    statement = await office.ask("client", f"tickets/{ticket}/statement", "entitlement")
    assert (statement["raw_minutes"], statement["billed_minutes"]) == (70, 120)
    assert (statement["amount"], statement["currency"]) == ("7000.00", "RUB")
    assert [
        (line["minutes"], line["listed_on"], line["amount"], line["rules"][0])
        for line in statement["lines"]
        if line["kind"] == "billed"
    ] == [
        (30, "2026-01-01", "1500.00", "RGN-40"),
        (30, "2026-01-01", "1500.00", "RGN-40"),
        (60, "2027-01-01", "4000.00", "RGN-41"),
    ]
    shown = await office.ask("client", f"tickets/{ticket}")
    assert (shown["consent"], shown["charge"]["amount"]) == ("given", "7000.00")
    told = await office.told(ticket)
    assert {"PaymentConsentRequested", "PaymentConsentGiven", "WorkCharged"} <= set(told)


@pytest.mark.keeps("RGN-75", "RGN-80")
async def test_a_month_whose_payment_is_learned_late_lifts_the_offer_that_its_lack_caused(office):
    late = {"contact": {"email": "olga@example.com"}, "certificate": "PTP-LATE"}
    ticket = await office.submit(INTEGRATION | late)
    assert (await office.ask("client", f"tickets/{ticket}"))["consent"] == "asked"

    holder = {"number": "R-9", "kind": "person", "name": "Ольга", "contacts": ["olga@example.com"]}
    await office.post("administrator", "customers", holder, "entitlement")
    right = {"number": "PTP-LATE", "customer": "R-9", "plan": "priority"}
    made = await office.post("administrator", "entitlements", right, "entitlement")
    path = f"entitlements/{made.json()['entitlement_id']}/facts"
    paid = {"fact": "PaymentReceived", "order": "12", "happened_at": "2026-12-20T12:00:00+03:00"}
    await office.post("administrator", path, paid, "entitlement")

    shown = await office.ask("client", f"tickets/{ticket}")
    assert (shown["status"], shown["consent"]) == ("open", None)
    assert shown["coverage"]["plan"] == "priority"
    assert {"PaymentConsentLifted", "TicketEntitled"} <= set(await office.told(ticket))
    office.world.desk.set_time(msk("2026-12-29 16:00"))
    begun = await office.work(ticket, "2026-12-29 13:00", "2026-12-29 13:50", service="integration")
    assert begun.status_code == 201, begun.text


async def test_what_an_engineer_finds_needs_consent_and_a_refusal_leaves_the_rest_free(office):
    ticket = await office.submit(ADVICE)
    office.world.desk.set_time(msk("2026-12-29 16:00"))
    free = await office.work(ticket, "2026-12-29 12:30", "2026-12-29 13:00")
    price = await office.ask("client", f"tickets/{ticket}/price", "intake")
    assert (price["plan"], price["is_free"]) == ("warranty", True)
    assert price["because"]["ru"] == "Бесплатно: Гарантийная техподдержка (ГТП)."
    found = {"cause": "antivirus_or_firewall", "minutes": 70, "body": "Мешает брандмауэр."}
    offered = await office.post("engineer", f"tickets/{ticket}/support-offers", found)
    call = {"said_by": "Иван Петров", "said_at": msk("2026-12-29 16:00").isoformat()}
    declined = await office.post("engineer", f"tickets/{ticket}/payment-consent/decline", call)

    assert [free.status_code, offered.status_code, declined.status_code] == [201, 201, 200]
    shown = await office.ask("engineer", f"tickets/{ticket}")
    assert (shown["status"], shown["consent"], shown["plan"]) == ("open", "declined", None)
    statement = await office.ask("engineer", f"tickets/{ticket}/statement", "entitlement")
    assert (statement["raw_minutes"], statement["billed_minutes"]) == (30, 0)
    assert "Бесплатно: Гарантийная техподдержка (ГТП)." in statement["lines"][0]["ru"]


async def test_a_reversed_session_is_charged_no_more(office):
    ticket = await office.submit(INTEGRATION)
    await office.post("client", f"tickets/{ticket}/payment-consent/give", {})
    office.world.desk.set_time(msk("2026-12-29 16:00"))
    logged = await office.work(ticket, "2026-12-29 13:00", "2026-12-29 14:10")
    path = f"tickets/{ticket}/work/{logged.json()['message_id']}/reversal"
    reversed_ = await office.post("engineer", path, {"body": "Не то обращение."})

    assert (logged.status_code, reversed_.status_code) == (201, 201)
    shown = await office.ask("client", f"tickets/{ticket}")
    assert (shown["charge"]["raw_minutes"], shown["charge"]["amount"]) == (0, "0.00")


async def test_a_statement_is_its_customers_and_his_alone(office):
    ticket = await office.submit(ADVICE)

    mine = await office.ask("client", f"tickets/{ticket}/statement", "entitlement")
    foreign = await office.ask("stranger", f"tickets/{ticket}/statement", "entitlement")

    assert (mine["amount"], mine["lines"], mine["reckoned_at"]) == ("0.00", [], None)
    assert foreign["status"] == 404
