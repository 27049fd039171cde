"""What work would cost, as people are told before anybody offers it."""

from decimal import Decimal

import pytest

from libs.decider import Refused
from libs.regulation import Facts
from libs.regulation.tests.desk import CRYPTOPRO, msk
from services.intake.domain.prices import price_of
from services.intake.tests.deciding import SUBMITTED, state
from services.intake.tests.test_support import PRICES, offer

RELEASES = [
    {"product": "csp", "version": "7", "released_on": "2021-03-15"},
    {"product": "csp", "version": "8", "released_on": "2025-06-01"},
]
FACTS = Facts.model_validate(PRICES | {"releases": RELEASES})
WINTER = {"at": msk("2026-02-02 12:00"), "facts": FACTS, "plan": None, "minutes": 70}


def price(version="", **changes):
    return price_of(offer(**WINTER | changes), state(SUBMITTED), version)


@pytest.mark.keeps("RGN-27", "RGN-73", "RGN-28", "RGN-29")
def test_the_warranty_is_free_until_the_version_is_covered_no_more():
    told = price("7")

    assert told.quote is None
    assert told.because.ru == "Бесплатно: Гарантийная техподдержка (ГТП), до 15.03.2026."
    assert told.because.en == "Free of charge: Warranty support, until 2026-03-15."
    assert {"RGN-27", "RGN-73", "RGN-28", "RGN-29"} <= set(told.because.rules)


def test_the_current_version_has_no_end_yet():
    assert price("8").because.ru == "Бесплатно: Гарантийная техподдержка (ГТП)."


@pytest.mark.keeps("RGN-30", "RGN-38")
def test_what_a_cause_makes_paid_has_its_price():
    told = price(cause="antivirus_or_firewall")

    assert (told.plan, told.quote.amount) == ("standard", Decimal("6000.00"))
    assert told.because.ru == (
        "Стандартная техподдержка (СТП): за 1 ч 10 мин — 2 нормо-часа"
        " по прайс-листу от 01.01.2026, 6\u00a0000,00 ₽."
        " Причина: действия антивирусных средств, брандмауэров и др."
    )
    assert {"RGN-30", "RGN-38", "RGN-33"} <= set(told.because.rules)


@pytest.mark.keeps("RGN-75")
def test_the_monthly_fee_includes_the_work():
    told = price(covered_by="priority")

    assert told.because.ru == (
        "Приоритетная техподдержка (ПТП): дополнительно ничего не оплачивается."
    )
    assert "RGN-75" in told.because.rules


def test_where_nothing_is_billed_nothing_more_is_paid():
    assert price(edition=CRYPTOPRO, covered_by="certificate").quote is None


@pytest.mark.breaks("RGN-82")
def test_what_the_plan_does_not_give_has_no_price_under_it():
    with pytest.raises(Refused, match="does not give") as refused:
        price(plan="standard", service="personal_configuration")

    assert refused.value.rules == ("RGN-82",)
