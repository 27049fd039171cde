"""Holders are told before a right ends and when it has; requests by the month begin anew."""

from datetime import UTC, datetime

import pytest

from libs.events.intake import TicketClosed
from services.entitlement.tests.conftest import TODAY, Town
from services.entitlement.tests.editions import DOCUMENT, text
from services.entitlement.tests.test_reactions import facts, submitted

ANNA = "anna@romashka.example"
MONTHLY = DOCUMENT | {
    "plans": [
        *DOCUMENT["plans"],
        {
            "slug": "monthly",
            "name": text("Абонемент", "Subscription"),
            "rules": ["NANO-26"],
            "term_months": 12,
            "per_product": False,
            "remind_days": [30, 7],
            "starts": [{"fact": "PaymentReceived"}],
            "quota": {
                "per": "month",
                "beyond": "basic",
                "message": text("Запросы месяца израсходованы.", "The month's requests are spent."),
                "rules": ["NANO-55"],
                "tiers": [{"seats_from": 1, "requests": 2}],
                "returned_on": ["withdrawn"],
            },
        },
        {
            "slug": "basic",
            "name": text("Базовая поддержка", "Basic support"),
            "held_by": "every_client",
            "per_product": False,
            "queue": "minimum",
            "cost": "free",
        },
    ],
    "notices": [
        {
            "slug": "buy",
            "places": ["expired", "quota_spent"],
            "text": text("Купите абонемент.", "Please buy one."),
            "link": "https://shop.example",
        }
    ],
    "id": "acme-2026",
    "in_force_from": "2020-02-01",
    "publication": {"notice_days": 0, "site": "https://acme.example"},
}


@pytest.fixture
async def monthly(whole_desk):
    """A vendor nobody has heard of, whose quotas are by the month; all of it is its edition."""
    await whole_desk.empty()
    whole_desk.set_time(TODAY)
    town = Town(whole_desk)
    assert (await town.post("regulations", {"edition": MONTHLY})).status_code == 201
    body = {"number": "K-1", "kind": "organisation", "name": "ООО «Ромашка»", "contacts": [ANNA]}
    assert (await town.post("customers", body)).status_code == 201
    body = {"number": "M-1", "customer": "K-1", "plan": "monthly", "seats": 3}
    right = (await town.post("entitlements", body)).json()["entitlement_id"]
    fact = {"fact": "PaymentReceived", "order": "1", "happened_at": "2026-11-15T09:00:00Z"}
    assert (await town.post(f"entitlements/{right}/facts", fact)).status_code == 201
    await whole_desk.settle()
    town.right = right
    town.anna = whole_desk.replicas["intake"].identity.derive("contact", "acme", ANNA, "0")
    return town


def request(monthly, n, at=TODAY):
    return submitted(
        f"t{n}", certificate="M-1", contact_id=monthly.anna, edition="acme-2026", occurred_at=at
    )


async def test_a_month_of_the_right_has_its_own_requests(monthly):
    await monthly.say(*(request(monthly, n) for n in (1, 2, 3)))
    await monthly.say(request(monthly, 4, datetime(2026, 12, 14, 20, 59, tzinfo=UTC)))
    await monthly.say(request(monthly, 5, datetime(2026, 12, 14, 21, tzinfo=UTC)))

    plans = {each["ticket_id"]: each["plan"] for each in await facts(monthly, "TicketEntitled")}
    assert sorted(plans.values()) == ["basic", "basic", "monthly", "monthly", "monthly"]
    assert (plans["t4"], plans["t5"]) == ("basic", "monthly")


async def test_what_is_given_back_serves_another_request(monthly):
    await monthly.say(request(monthly, 1), request(monthly, 2))
    withdrawn = TicketClosed(
        vendor="acme", occurred_at=TODAY, ticket_id="t1", outcome="withdrawn", closed_by="contact"
    )
    await monthly.say(withdrawn)
    await monthly.say(request(monthly, 3))

    plans = {each["ticket_id"]: each["plan"] for each in await facts(monthly, "TicketEntitled")}
    assert plans["t3"] == "monthly"


async def test_the_holder_is_reminded_on_the_days_of_the_plan(monthly):
    await monthly.desk.at(datetime(2027, 10, 16, 6, tzinfo=UTC))
    await monthly.desk.at(datetime(2027, 11, 8, 6, tzinfo=UTC))

    reminded = await facts(monthly, "EntitlementReminded")

    assert [each["days"] for each in reminded] == [30, 7]
    assert reminded[0]["contacts"] == [monthly.anna]
    assert reminded[0]["because"]["ru"] == "Абонемент № M-1: действует по 15.11.2027 включительно"


async def test_a_renewed_right_is_reminded_of_its_new_end_alone(monthly):
    monthly.desk.set_time(datetime(2027, 10, 1, 9, tzinfo=UTC))
    fact = {"fact": "PaymentReceived", "order": "2", "happened_at": "2027-10-01T08:00:00Z"}
    await monthly.post(f"entitlements/{monthly.right}/facts", fact, key="again")

    await monthly.desk.at(datetime(2027, 11, 20, 6, tzinfo=UTC))

    assert await facts(monthly, "EntitlementReminded") == []
    assert await facts(monthly, "EntitlementExpired") == []
    (renewed,) = await facts(monthly, "EntitlementRenewed")
    assert (renewed["starts_on"], renewed["ends_on"]) == ("2027-11-16", "2028-11-15")


async def test_the_end_is_told_with_where_to_buy(monthly):
    await monthly.desk.at(datetime(2027, 11, 15, 21, tzinfo=UTC))

    (expired,) = await facts(monthly, "EntitlementExpired")

    assert expired["contacts"] == [monthly.anna]
    assert expired["because"]["ru"] == (
        "Абонемент № M-1: срок истёк 15.11.2027. Купите абонемент. https://shop.example"
    )
