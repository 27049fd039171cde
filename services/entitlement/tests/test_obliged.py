"""Who must have a plan in his circumstances and has not is told so, and served by what he has."""

from datetime import timedelta

import pytest

from libs.regulation.tests.desk import REGIONSOFT
from services.entitlement.domain.circumstances import NoteCircumstance, decider
from services.entitlement.tests.conftest import TODAY
from services.entitlement.tests.test_reactions import facts, submitted
from services.entitlement.tests.test_unpaid_months import LAPSE, PAID

ANNA = "anna@romashka.example"
CUSTOMER = {"number": "R-1", "kind": "organisation", "name": "ООО «Ромашка»", "contacts": [ANNA]}
DUTIES = {
    "implementation": ("RGN-42", "У клиента идёт процесс внедрения: подписка на ПТП обязательна."),
    "personal_configuration": (
        "RGN-47",
        "Клиент пользуется персональной конфигурацией, разработанной по индивидуальному"
        " техническому заданию: подписка на ПТП обязательна.",
    ),
}


@pytest.fixture
async def customer(vendors):
    await vendors.post("customers", CUSTOMER, vendor="regionsoft")
    vendors.anna = vendors.desk.replicas["intake"].identity.derive(
        "contact", "regionsoft", ANNA, "0"
    )
    return vendors


async def noted(town, circumstance, key="noted", holds=True):
    body = {"circumstance": circumstance, "holds": holds}
    path = "customers/R-1/circumstances"
    assert (await town.post(path, body, key=key, vendor="regionsoft")).status_code == 201


async def subscribes(town):
    body = {"number": "PTP-1", "customer": "R-1", "plan": "priority"}
    right = (await town.post("entitlements", body, vendor="regionsoft")).json()["entitlement_id"]
    paid = await town.post(f"entitlements/{right}/facts", PAID, vendor="regionsoft")
    assert paid.status_code == 201
    await town.desk.settle()


def asked(town, ticket="t1", **changes):
    about = {"vendor": "regionsoft", "edition": "regionsoft-2019", "kind": "technical_problem"}
    about |= {"contact_id": town.anna, "product": "crm", "certificate": None}
    return submitted(ticket, **{**about, **changes})


@pytest.mark.breaks("RGN-42", "RGN-47")
@pytest.mark.parametrize("circumstance", DUTIES)
async def test_a_request_of_one_who_must_have_priority_and_has_not_says_so(customer, circumstance):
    rule, words = DUTIES[circumstance]
    await noted(customer, circumstance)

    await customer.say(asked(customer))

    (served,) = await facts(customer, "TicketEntitled")
    assert served["plan"] == "warranty"
    assert rule in served["because"]["rules"]
    assert served["because"]["ru"].endswith(words)


@pytest.mark.keeps("RGN-42", "RGN-47")
@pytest.mark.parametrize("circumstance", DUTIES)
async def test_one_who_has_priority_owes_nothing(customer, circumstance):
    rule, _ = DUTIES[circumstance]
    await subscribes(customer)
    await noted(customer, circumstance)

    await customer.say(asked(customer))

    (served,) = await facts(customer, "TicketEntitled")
    (begun,) = await facts(customer, "CircumstanceNoted")
    assert served["plan"] == "priority"
    assert rule not in served["because"]["rules"]
    assert (begun["because"], begun["contacts"]) == (None, [])


LICENCE = {"fact": "LicenceKeyHandedOver", "number": "L-7", "happened_at": "2026-11-02T09:00:00Z"}


async def contacts_are(town, *addresses, key="named"):
    path = "customers/R-1/contacts"
    answer = await town.post(path, {"contacts": addresses}, key=key, vendor="regionsoft")
    assert answer.is_success, answer.json()


@pytest.mark.breaks("RGN-42", "RGN-47")
@pytest.mark.parametrize("circumstance", DUTIES)
@pytest.mark.parametrize("number", ["R-1", " r-1"])
async def test_a_customer_without_any_right_is_known_by_his_number_too(
    customer, circumstance, number
):
    rule, _ = DUTIES[circumstance]
    await contacts_are(customer)
    await noted(customer, circumstance)

    await customer.say(asked(customer, contact_id="somebody", certificate=number))

    (served,) = await facts(customer, "TicketEntitled")
    assert served["plan"] == "warranty"
    assert rule in served["because"]["rules"]


async def test_who_asks_beforehand_for_a_customer_without_any_right_is_told_his_duties(customer):
    await noted(customer, "implementation")

    by_number = await customer.get("entitlements/check", vendor="regionsoft", number="R-1")
    by_contact = await customer.get("entitlements/check", vendor="regionsoft", email=ANNA)
    stranger = await customer.get(
        "entitlements/check", vendor="regionsoft", number="R-1", email="ivan@elsewhere.example"
    )

    for answer in (by_number, by_contact):
        (duty,) = answer.json()["duties"]
        assert (duty["plan"], duty["fulfilled"]) == ("priority", False)
    assert stranger.json()["duties"] == []


async def test_a_stranger_who_names_a_customer_hears_nothing_of_his_duties(customer):
    await noted(customer, "implementation")
    await customer.post("customers/R-1/facts", LICENCE, vendor="regionsoft")

    await customer.say(asked(customer, "t1", contact_id="somebody", certificate="R-1"))
    await customer.say(asked(customer, "t2", contact_id="somebody", certificate="L-7"))

    for served in await facts(customer, "TicketEntitled"):
        assert "RGN-42" not in served["because"]["rules"]


async def test_a_duty_counts_from_its_circumstance_until_that_is_over(customer):
    await noted(customer, "implementation")
    await customer.say(asked(customer, "t1", occurred_at=TODAY - timedelta(hours=1)))
    await customer.say(asked(customer, "t2"))
    await noted(customer, "implementation", "over", holds=False)
    await customer.say(asked(customer, "t3"))

    owing = [each["ticket_id"] for each in await facts(customer, "TicketEntitled")
             if "RGN-42" in each["because"]["rules"]]  # fmt: skip
    assert owing == ["t2"]


async def test_an_open_request_says_so_when_the_subscription_lapses(customer):
    await noted(customer, "implementation")
    await subscribes(customer)
    await customer.say(asked(customer))
    await customer.desk.at(LAPSE)

    first, lapsed = await facts(customer, "TicketEntitled")
    assert "RGN-42" not in first["because"]["rules"]
    assert "RGN-42" in lapsed["because"]["rules"]


@pytest.mark.breaks("RGN-42", "RGN-47")
@pytest.mark.parametrize("circumstance", DUTIES)
async def test_the_contacts_are_told_when_the_duty_begins(customer, circumstance):
    rule, words = DUTIES[circumstance]
    await noted(customer, circumstance)

    (begun,) = await facts(customer, "CircumstanceNoted")
    assert begun["contacts"] == [customer.anna]
    assert (begun["because"]["rules"], begun["because"]["ru"]) == ([rule], words)


def test_a_circumstance_that_is_over_asks_for_nothing():
    about = {"id": "c1", "vendor": "regionsoft", "at": TODAY, "circumstance": "implementation"}
    begun = decider.decide(
        NoteCircumstance(**about, holds=True, digest="1", edition=REGIONSOFT), decider.initial
    )
    (over,) = decider.decide(
        NoteCircumstance(**about, holds=False, digest="2", edition=REGIONSOFT), decider.fold(begun)
    )

    assert (over.because, over.contacts) == (None, ())
