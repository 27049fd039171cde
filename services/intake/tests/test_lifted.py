"""What a plan that covers a ticket later includes is paid for no more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from libs.regulation.tests.desk import REGIONSOFT
from services.intake.domain.consent import LiftConsent
from services.intake.tests.deciding import LATER, SUBMITTED, WHERE, decided, state
from services.intake.tests.test_support import AGREE, offer, paid_work
from services.intake.tests.test_work import log

PAID_FOR = LiftConsent(
    **WHERE | {"at": LATER + timedelta(hours=2)},
    edition=REGIONSOFT,
    plan=REGIONSOFT.plan("priority"),
)
BY_ITSELF = {"engineer_id": None, "service": "integration"}
"""Of an offer that the regulation makes for work that no other plan of the customer's gives."""


@pytest.mark.keeps("RGN-80")
def test_an_offer_of_what_the_customers_new_plan_includes_waits_no_more():
    asked = decided([SUBMITTED], offer(**BY_ITSELF))

    (lifted,) = decided([SUBMITTED, *asked], PAID_FOR)

    assert (lifted.offer_id, lifted.plan) == ("o1", "priority")
    assert {"RGN-75", "RGN-80"} <= set(lifted.because.rules)
    assert lifted.because.ru == (
        "Приоритетная техподдержка (ПТП): эта работа входит в поддержку, оплачивать её отдельно"
        " не нужно."
    )
    assert state(SUBMITTED, *asked, lifted).status == "open"
    assert decided([SUBMITTED, *asked, lifted], PAID_FOR) == []


def test_what_was_agreed_to_is_paid_until_a_plan_includes_it():
    asked = decided([SUBMITTED], offer(**BY_ITSELF))
    past = [SUBMITTED, *asked, *decided([SUBMITTED, *asked], AGREE)]
    past += decided(past, PAID_FOR)

    (before,) = decided(past, paid_work(130))
    (after,) = decided(past, log("w2", 190, 20, covered_by="priority", service="integration"))

    assert (before.plan, after.plan) == ("standard", "priority")


@pytest.mark.breaks("RGN-80")
@pytest.mark.parametrize(
    ("made", "plan"),
    [
        ({"cause": "damaged_database", "plan": None}, "priority"),
        ({}, "priority"),
        (BY_ITSELF, "warranty"),
    ],
)
def test_what_was_found_or_is_not_included_stays_to_be_paid(made, plan):
    asked = decided([SUBMITTED], offer(**made))

    assert decided([SUBMITTED, *asked], replace(PAID_FOR, plan=REGIONSOFT.plan(plan))) == []
