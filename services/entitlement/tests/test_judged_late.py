"""A request that is judged late is judged by what held when it came, and by what came since."""

from datetime import timedelta

import pytest

from services.entitlement.tests.conftest import TODAY
from services.entitlement.tests.test_reactions import facts, submitted
from services.entitlement.tests.test_unpaid_months import (
    CUSTOMER,
    LAPSE,
    PAID,
    asked,
    paid,
    plans,
    subscriber,
)

__all__ = ["subscriber"]
BEFORE = LAPSE - timedelta(hours=1)
DECEMBER = PAID | {"order": "12"}


@pytest.mark.breaks("RGN-75")
async def test_what_came_before_the_end_of_the_month_has_priority_until_that_end(subscriber):
    await subscriber.desk.at(LAPSE + timedelta(hours=5))
    await subscriber.say(asked("t1").model_copy(update={"occurred_at": BEFORE}))

    assert await plans(subscriber) == [
        ("priority", "priority", "2026-12-01T20:00:00Z"),
        ("warranty", "general", "2026-12-01T21:00:00Z"),
    ]
    _, lapsed = await facts(subscriber, "TicketEntitled")
    assert lapsed["lack"] == "expired"
    assert "RGN-75" in lapsed["because"]["rules"]


async def test_what_came_after_the_end_of_the_month_never_had_priority(subscriber):
    await subscriber.desk.at(LAPSE + timedelta(hours=5))
    await subscriber.say(asked("t1").model_copy(update={"occurred_at": LAPSE}))

    assert await plans(subscriber) == [("warranty", "general", "2026-12-01T21:00:00Z")]


@pytest.mark.keeps("RGN-75")
async def test_a_payment_made_before_it_came_counts_though_it_is_learned_after(subscriber):
    await subscriber.desk.at(LAPSE + timedelta(hours=5))
    await paid(subscriber, DECEMBER | {"happened_at": "2026-12-01T12:00:00Z"})
    came = LAPSE + timedelta(hours=2)
    await subscriber.say(asked("t1").model_copy(update={"occurred_at": came}))

    assert await plans(subscriber) == [("priority", "priority", "2026-12-01T23:00:00Z")]


async def test_a_payment_made_after_it_came_covers_it_from_when_it_was_learned(subscriber):
    await subscriber.desk.at(LAPSE + timedelta(hours=5))
    subscriber.desk.set_time(LAPSE + timedelta(days=2))
    await paid(subscriber, DECEMBER | {"happened_at": "2026-12-03T12:00:00Z"})
    subscriber.desk.set_time(LAPSE + timedelta(days=4))
    await subscriber.say(asked("t1").model_copy(update={"occurred_at": LAPSE}))

    assert await plans(subscriber) == [
        ("warranty", "general", "2026-12-01T21:00:00Z"),
        ("priority", "priority", "2026-12-03T21:00:00Z"),
    ]


async def test_late_judgement_says_the_same_as_one_in_time(subscriber):
    await subscriber.say(asked("t1").model_copy(update={"occurred_at": BEFORE}))
    await subscriber.desk.at(LAPSE)
    in_time = await plans(subscriber, "t1")
    await subscriber.say(asked("t2").model_copy(update={"occurred_at": BEFORE}))

    assert await plans(subscriber, "t2") == in_time


async def test_a_quota_is_that_of_the_workplaces_when_the_request_came(vendors):
    await vendors.post(
        "customers", {"number": "N-1", "kind": "organisation", "name": "ООО"}, vendor="nanosoft"
    )
    body = {"number": "SN-1", "customer": "N-1", "plan": "abonement", "seats": 1}
    right = (await vendors.post("entitlements", body, vendor="nanosoft")).json()["entitlement_id"]
    told = f"entitlements/{right}/facts"
    bought = {"fact": "PaymentReceived", "order": "1", "happened_at": "2026-11-15T09:00:00Z"}
    more = {"fact": "SeatsChanged", "seats": 20, "happened_at": "2026-11-23T08:30:00Z"}
    await vendors.post(told, bought, vendor="nanosoft")
    assert (await vendors.post(told, more, "more", vendor="nanosoft")).status_code == 201
    about = {"vendor": "nanosoft", "edition": "nanosoft-2019", "certificate": "SN-1"}
    came = submitted("t1").occurred_at

    await vendors.say(submitted("t1", occurred_at=came - timedelta(hours=1), **about))
    await vendors.say(submitted("t2", occurred_at=came, **about))

    first, second = await facts(vendors, "QuotaReserved")
    assert (first["requests"], second["requests"]) == (10, 160)


@pytest.mark.breaks("RGN-50")
async def test_an_end_that_is_learned_after_the_request_came_ends_its_priority(vendors):
    await vendors.post("customers", CUSTOMER, vendor="regionsoft")
    pilot = {"fact": "PilotStarted", "number": "P-1", "happened_at": "2026-11-01T09:00:00Z"}
    await vendors.post("customers/R-1/facts", pilot, key="begun", vendor="regionsoft")
    await vendors.desk.settle()
    await vendors.say(asked("t1").model_copy(update={"certificate": "P-1"}))
    over = pilot | {"fact": "PilotFinished", "happened_at": "2026-11-20T09:00:00Z"}
    answer = await vendors.post("customers/R-1/facts", over, key="over", vendor="regionsoft")
    assert answer.status_code == 201, answer.text
    await vendors.desk.at(TODAY + timedelta(hours=1))

    assert [plan for plan, _, _ in await plans(vendors)] == ["priority", "warranty"]
