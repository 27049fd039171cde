"""Registration of customers and rights, and the end of a term."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from libs.decider import Invalid, Refused
from services.entitlement.domain import customers, entitlements
from services.entitlement.domain.commands import ExpireEntitlement, RegisterEntitlement
from services.entitlement.domain.customers import RegisterCustomer
from services.entitlement.tests.editions import ACME

NOON = datetime(2024, 3, 15, 9, tzinfo=UTC)
CERTIFICATE = RegisterEntitlement(
    id="e1",
    vendor="acme",
    at=NOON,
    number="A-1",
    customer_id="c1",
    plan="certificate",
    product="signer",
    services=(),
    level=None,
    starts_on=date(2024, 3, 15),
    ends_on=None,
    digest="first",
    edition=ACME,
)
AGREEMENT = replace(
    CERTIFICATE, plan="agreement", product=None, level="basic", ends_on=date(2026, 12, 31)
)
WARRANTY = replace(CERTIFICATE, plan="warranty", product=None)


def decided(when, given=()):
    return entitlements.decider.decide(when, entitlements.decider.fold(given))


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2024, 3, 15), date(2025, 3, 15)),
        (date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_a_certificate_holds_for_12_months(starts_on, ends_on):
    (event,) = decided(replace(CERTIFICATE, starts_on=starts_on))

    assert event.ends_on == ends_on
    assert "CPRO-R-38" in event.because.rules
    assert event.because.assumed == ("A-25",)
    assert f"{ends_on:%d.%m.%Y} включительно" in event.because.ru


def test_a_right_ends_with_its_last_day_on_the_vendors_clock():
    (event,) = decided(CERTIFICATE)

    assert event.expires_at == datetime(2025, 3, 15, 21, tzinfo=UTC)


def test_a_certificate_may_set_its_own_term_and_services():
    (event,) = decided(
        replace(CERTIFICATE, ends_on=date(2024, 6, 15), services=("advice", "training"))
    )

    assert (event.ends_on, event.services) == (date(2024, 6, 15), ("advice", "training"))
    assert "установлен в документе" in event.because.ru


def test_without_services_of_its_own_a_right_has_those_of_its_plan():
    (event,) = decided(CERTIFICATE)

    assert event.services == ("advice",)


def test_an_agreement_has_a_level():
    (event,) = decided(AGREEMENT)

    assert (event.level, event.product) == ("basic", None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(CERTIFICATE, plan="gold"), "plan: .*certificate, agreement"),
        (replace(CERTIFICATE, product=None), "product: .*name it: signer, server"),
        (replace(CERTIFICATE, product="toaster"), "product: there is no product toaster"),
        (replace(CERTIFICATE, level="basic"), "level: .*has no levels"),
        (replace(CERTIFICATE, ends_on=date(2024, 3, 14)), "ends_on: .*before starts_on"),
        (replace(AGREEMENT, level="gold"), "level: choose one of basic"),
        (replace(AGREEMENT, level=None), "level: choose one of basic"),
        (replace(AGREEMENT, ends_on=None), "ends_on: .*name the last day"),
        (replace(AGREEMENT, services=("advice",)), "services: .*leave them out"),
        (replace(WARRANTY, ends_on=date(2024, 5, 1)), "ends_on: .*ends this right on 2024-04-15"),
    ],
)
def test_what_a_plan_does_not_know_is_refused_with_the_remedy(wrong, said):
    with pytest.raises(Invalid, match=said):
        decided(wrong)


def test_the_same_registration_twice_is_one():
    given = decided(CERTIFICATE)

    assert decided(CERTIFICATE, given) == []
    with pytest.raises(Invalid, match="Idempotency-Key"):
        decided(replace(CERTIFICATE, digest="other"), given)


def test_a_right_expires_once_at_the_instant_after_its_last_day():
    given = decided(CERTIFICATE)
    over = ExpireEntitlement("e1", "acme", given[0].expires_at + timedelta(hours=3))

    (event,) = decided(over, given)

    assert (event.occurred_at, event.ended_on) == (given[0].expires_at, date(2025, 3, 15))
    assert decided(over, [*given, event]) == []


def test_a_right_does_not_expire_on_its_last_day():
    given = decided(CERTIFICATE)
    early = ExpireEntitlement("e1", "acme", given[0].expires_at - timedelta(seconds=1))

    with pytest.raises(Refused, match="until the end of 2025-03-15"):
        decided(early, given)
    with pytest.raises(Refused, match="never registered"):
        decided(early)


def test_a_customer_is_registered_once():
    command = RegisterCustomer("c1", "acme", NOON, "K-1", "person", "Анна", ("anna",), "first")
    given = customers.decider.decide(command, customers.decider.initial)

    assert (given[0].name, given[0].contacts) == ("Анна", ("anna",))
    known = customers.decider.fold(given)
    assert customers.decider.decide(command, known) == []
    with pytest.raises(Invalid, match="Idempotency-Key"):
        customers.decider.decide(replace(command, digest="other"), known)
