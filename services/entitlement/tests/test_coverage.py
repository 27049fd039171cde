"""Which ticket is covered, and what happens to one that is not."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from libs.events.entitlement import TicketDenied, TicketEntitled, TicketLeftUncovered
from services.entitlement.domain.asking import DecideCoverage
from services.entitlement.domain.coverage import decider
from services.entitlement.domain.rights import Right
from services.entitlement.tests.editions import ACME, STRICT

RECEIVED = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CERTIFICATE = Right(
    entitlement_id="e1",
    customer_id="c1",
    number="A-1",
    plan=ACME.plan("certificate"),
    product="signer",
    level=None,
    starts_on=date(2026, 3, 1),
    ends_on=date(2027, 3, 1),
    contacts=(),
)
REQUEST = DecideCoverage(
    id="t1",
    vendor="acme",
    at=RECEIVED,
    edition=ACME,
    channel="portal",
    product="signer",
    number="A-1",
    contact_id="anna",
    right=CERTIFICATE,
)
LACKING = {
    "none": replace(REQUEST, number=None, right=None),
    "unknown": replace(REQUEST, right=None),
    "expired": replace(REQUEST, right=replace(CERTIFICATE, ends_on=date(2026, 11, 22))),
    "not_started": replace(REQUEST, right=replace(CERTIFICATE, starts_on=date(2026, 11, 24))),
    "wrong_product": replace(REQUEST, product="server"),
    "another_holder": replace(REQUEST, right=replace(CERTIFICATE, contacts=("boris",))),
}


def decided(when, given=()):
    return decider.decide(when, decider.fold(given))


def test_a_request_with_a_valid_certificate_is_entitled():
    (event,) = decided(REQUEST)

    assert isinstance(event, TicketEntitled)
    assert (event.entitlement_id, event.customer_id, event.plan) == ("e1", "c1", "certificate")
    assert event.received_at == event.occurred_at == RECEIVED


def test_a_decision_says_why_in_words_rules_and_facts():
    (event,) = decided(REQUEST)

    assert event.because.ru == "Сертификат ТП № A-1: с 01.03.2026 по 01.03.2027 включительно"
    assert event.because.en.startswith("Support certificate No. A-1: from 2026-03-01")
    assert event.because.rules == ("CPRO-R-38",)
    assert event.because.edition == "acme-2020"
    assert event.because.facts["received_on"] == "2026-11-23"


@pytest.mark.parametrize("lack", LACKING)
def test_a_request_that_lacks_something_is_left_uncovered_with_the_reason(lack):
    (event,) = decided(LACKING[lack])

    assert isinstance(event, TicketLeftUncovered)
    assert (event.reason, event.because.ru) == (lack, lack)
    assert event.because.rules == ("CPRO-P-19",)


@pytest.mark.parametrize("lack", LACKING)
def test_where_the_regulation_is_strict_it_is_denied(lack):
    (event,) = decided(replace(LACKING[lack], edition=STRICT))

    assert isinstance(event, TicketDenied)
    assert event.reason == lack


@pytest.mark.parametrize(
    ("received", "covered"),
    [
        (datetime(2026, 2, 28, 20, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 2, 28, 21, tzinfo=UTC), True),
        (datetime(2027, 3, 1, 20, 59, 59, tzinfo=UTC), True),
        (datetime(2027, 3, 1, 21, tzinfo=UTC), False),
    ],
)
def test_the_first_and_the_last_day_count_whole_on_the_vendors_clock(received, covered):
    (event,) = decided(replace(REQUEST, at=received))

    assert isinstance(event, TicketEntitled) is covered


def test_a_request_that_names_no_product_is_about_the_certificates_own():
    (event,) = decided(replace(REQUEST, product=None))

    assert isinstance(event, TicketEntitled)
    assert event.product == "signer"


def test_the_named_contact_of_a_customer_may_use_its_certificate():
    (event,) = decided(replace(REQUEST, right=replace(CERTIFICATE, contacts=("boris", "anna"))))

    assert isinstance(event, TicketEntitled)


def test_a_stranger_learns_nothing_of_another_holders_certificate():
    (event,) = decided(LACKING["another_holder"])

    assert set(event.because.facts) == {"lack", "product", "received_on"}


def test_the_same_request_twice_is_judged_once():
    assert decided(REQUEST, decided(REQUEST)) == []


def test_a_ticket_opened_again_is_judged_anew():
    first = decided(REQUEST)
    reopened = replace(REQUEST, at=datetime(2027, 3, 2, 9, tzinfo=UTC))

    (event,) = decided(reopened, first)

    assert isinstance(event, TicketLeftUncovered)
    assert event.reason == "expired"


def test_a_ticket_opened_again_under_the_same_right_is_no_news():
    first = decided(REQUEST)

    assert decided(replace(REQUEST, at=datetime(2026, 12, 1, tzinfo=UTC)), first) == []


def test_a_denied_ticket_opened_again_is_denied_again():
    denied = replace(LACKING["expired"], edition=STRICT)
    reopened = replace(denied, at=datetime(2026, 12, 1, tzinfo=UTC))

    (event,) = decided(reopened, decided(denied))

    assert isinstance(event, TicketDenied)
    assert decided(reopened, [*decided(denied), event]) == []
