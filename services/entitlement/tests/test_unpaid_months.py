"""What is paid by the month ends with the last month that was paid, for open requests too."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from libs.regulation.tests.desk import NANOSOFT, REGIONSOFT
from services.entitlement.domain.commands import ExpireEntitlement
from services.entitlement.domain.entitlements import decider
from services.entitlement.tests.test_reactions import closed, facts, submitted
from services.entitlement.tests.test_terms import ABONEMENT, PAYMENT, SUBSCRIPTION

LAPSE = datetime(2026, 12, 1, 21, tzinfo=UTC)
PAID = {"fact": "PaymentReceived", "order": "11", "happened_at": "2026-11-01T09:00:00Z"}
CUSTOMER = {"number": "R-1", "kind": "organisation", "name": "ООО «Ромашка»"}


@pytest.fixture
async def subscriber(vendors):
    """A customer in implementation whose November is paid."""
    await vendors.post("customers", CUSTOMER, vendor="regionsoft")
    noted = {"circumstance": "implementation", "holds": True}
    await vendors.post("customers/R-1/circumstances", noted, vendor="regionsoft")
    body = {"number": "PTP-1", "customer": "R-1", "plan": "priority"}
    right = await vendors.post("entitlements", body, vendor="regionsoft")
    vendors.right = right.json()["entitlement_id"]
    await paid(vendors, PAID)
    return vendors


async def paid(town, fact):
    path, key = f"entitlements/{town.right}/facts", fact["order"]
    assert (await town.post(path, fact, key=key, vendor="regionsoft")).status_code == 201
    await town.desk.settle()


def asked(ticket, kind="technical_problem"):
    about = {"vendor": "regionsoft", "edition": "regionsoft-2019", "certificate": "PTP-1"}
    return submitted(ticket, kind=kind, product="crm", **about)


async def plans(town, ticket="t1"):
    entitled = [e for e in await facts(town, "TicketEntitled") if e["ticket_id"] == ticket]
    return [(e["plan"], e["queue"], e["received_at"]) for e in entitled]


@pytest.mark.breaks("RGN-75")
async def test_an_open_request_loses_priority_when_a_month_is_not_paid(subscriber):
    await subscriber.say(asked("t1"))
    await subscriber.desk.at(LAPSE)

    assert await plans(subscriber) == [
        ("priority", "priority", "2026-11-23T09:00:00Z"),
        ("warranty", "general", "2026-12-01T21:00:00Z"),
    ]
    _, lapsed = await facts(subscriber, "TicketEntitled")
    assert lapsed["lack"] == "expired"
    assert "RGN-75" in lapsed["because"]["rules"]


async def test_work_that_only_priority_gives_is_paid_by_the_time_from_then_on(subscriber):
    await subscriber.say(asked("t1", "integration"))
    await subscriber.desk.at(LAPSE)

    assert [plan for plan, _, _ in await plans(subscriber)] == ["priority", "standard"]


@pytest.mark.keeps("RGN-75")
async def test_a_month_that_was_paid_keeps_open_requests_under_priority(subscriber):
    await subscriber.say(asked("t1"))
    await paid(subscriber, PAID | {"order": "12", "happened_at": "2026-11-23T08:00:00Z"})
    await subscriber.desk.at(LAPSE)

    assert [plan for plan, _, _ in await plans(subscriber)] == ["priority"]
    (renewed,) = await facts(subscriber, "EntitlementRenewed")
    assert "RGN-75" in renewed["because"]["rules"]


async def test_a_payment_learned_late_gives_priority_back_from_then_on(subscriber):
    await subscriber.say(asked("t1"), asked("t2"), closed("t2"))
    await subscriber.desk.at(LAPSE)
    subscriber.desk.set_time(LAPSE + timedelta(hours=12))
    await paid(subscriber, PAID | {"order": "12", "happened_at": "2026-12-01T12:00:00Z"})

    assert [plan for plan, _, _ in await plans(subscriber)] == ["priority", "warranty", "priority"]
    assert (await plans(subscriber))[-1][2] == "2026-12-02T09:00:00Z"
    assert [plan for plan, _, _ in await plans(subscriber, "t2")] == ["priority"]


@pytest.mark.breaks("RGN-42", "RGN-44")
async def test_the_holder_reads_what_an_unpaid_month_breaks(subscriber):
    await subscriber.desk.at(LAPSE)

    (expired,) = await facts(subscriber, "EntitlementExpired")
    assert expired["because"]["ru"] == (
        "Приоритетная техподдержка (ПТП) № PTP-1: срок истёк 01.12.2026."
        " Непрерывность подписки прервана: автоматическое получение новых версий при их"
        " официальном выходе. У клиента идёт процесс внедрения: подписка на ПТП обязательна."
    )
    assert {"RGN-42", "RGN-44", "RGN-75"} <= set(expired["because"]["rules"])


def ended(registered, edition, fact):
    """What is said at the end of a right that covers an open request."""
    past = decider.fold(decider.decide(registered, decider.initial))
    begun = decider.fold(decider.decide(fact, past), past)
    (last,) = begun.ends.values()
    command = ExpireEntitlement("e1", edition.vendor, last, edition, tickets=("t1",))
    (expired,) = decider.decide(command, begun)
    return expired


def test_what_is_paid_in_advance_keeps_the_requests_that_came_in_its_term():
    assert ended(ABONEMENT, NANOSOFT, PAYMENT).tickets == ()


def test_what_is_paid_by_the_month_looks_its_requests_up_anew():
    march = replace(PAYMENT, vendor="regionsoft", edition=REGIONSOFT, order="03")

    assert ended(SUBSCRIPTION, REGIONSOFT, march).tickets == ("t1",)
