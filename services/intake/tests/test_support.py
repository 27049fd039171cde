"""Paid work: offered with its price, agreed to before it begins, and what follows a refusal."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from libs.decider import Invalid, Refused
from libs.regulation import Facts
from libs.regulation.tests.desk import CRYPTOPRO, REGIONSOFT
from services.intake.domain.consent import DeclineConsent, GiveConsent
from services.intake.domain.support import OfferSupport
from services.intake.tests.deciding import (
    CALLED,
    LATER,
    SUBMITTED,
    WHERE,
    WROTE,
    closed,
    decided,
    names,
    state,
    text,
)
from services.intake.tests.test_work import log

PRICES = {
    "vendor": "regionsoft",
    "price_lists": [
        {
            "from_date": "2026-01-01",
            "currency": "RUB",
            "prices": [{"plan": "standard", "per": "hour", "amount": "3000.00"}],
        }
    ],
}
FACTS = Facts.model_validate(PRICES)
EVENING = {"at": LATER + timedelta(hours=1)}
AGREE = GiveConsent(**WHERE | EVENING, logged_by=None, said_by="", edition=REGIONSOFT)
DECLINE = DeclineConsent(**WHERE | EVENING, logged_by=None, said_by="", edition=REGIONSOFT)


def offer(message_id="o1", **changes):
    given = {
        **text(message_id),
        "engineer_id": "anna",
        "edition": REGIONSOFT,
        "facts": FACTS,
        "covered_by": "warranty",
        "plan": "standard",
        "minutes": 70,
    }
    return OfferSupport(**given | changes)


def offered():
    """What an offer caused."""
    return decided([SUBMITTED], offer())


def agreed():
    """An offer, and what the contact's consent caused."""
    return [*offered(), *decided([SUBMITTED, *offered()], AGREE)]


def test_the_client_is_told_the_price_before_the_work_and_the_ticket_waits_for_him():
    (asked,) = offered()

    assert asked.because.ru == (
        "Стандартная техподдержка (СТП): за 1 ч 10 мин — 2 нормо-часа"
        " по прайс-листу от 01.01.2026, 6\u00a0000,00 ₽."
    )
    assert asked.because.en == (
        "Standard support: 1 h 10 min are billed as 2 norm-hours"
        " by the price list of 2026-01-01, 6,000.00 RUB."
    )
    assert (asked.billed_minutes, asked.amount, asked.currency) == (120, Decimal("6000.00"), "RUB")
    assert state(SUBMITTED, asked).waits_for == "payment_consent"


def test_without_an_estimate_one_hour_is_named():
    (asked,) = decided([SUBMITTED], offer(minutes=None))

    assert (asked.minutes, asked.amount) == (60, Decimal("3000.00"))


@pytest.mark.breaks("RGN-38")
def test_no_price_is_promised_where_no_list_is_in_force():
    with pytest.raises(Refused, match="no price list") as refused:
        decided([SUBMITTED], offer(facts=Facts(vendor="regionsoft")))

    assert "RGN-38" in refused.value.rules


@pytest.mark.keeps("RGN-30")
def test_what_the_warranty_does_not_cover_is_done_once_the_client_agrees():
    past = agreed()
    given, changed = past[1:]

    assert "RGN-30" in given.because.rules
    assert (changed.plan_before, changed.plan) == ("warranty", "standard")
    assert state(SUBMITTED, *agreed()).status == "open"
    assert names([SUBMITTED, *agreed()], paid_work()) == ["WorkLogged"]


def paid_work(begins=121, **changes):
    return log("w1", begins, 40, covered_by="warranty", **changes)


@pytest.mark.breaks("RGN-30", "RGN-74")
@pytest.mark.parametrize("given", [list, offered])
def test_no_paid_work_is_logged_before_consent(given):
    before = log("w1", 121, 40, covered_by="standard")

    with pytest.raises(Refused, match="had not agreed to pay") as refused:
        decided([SUBMITTED, *given()], before)

    assert {"RGN-30", "RGN-74"} <= set(refused.value.rules)


def test_work_that_began_before_the_consent_stays_under_the_plan_before():
    (logged,) = decided([SUBMITTED, *agreed()], paid_work(begins=30))

    assert logged.plan == "warranty"


def test_work_begun_within_the_minute_of_the_consent_is_done_under_it():
    given = replace(AGREE, at=AGREE.at + timedelta(seconds=24))

    (logged,) = decided(
        [SUBMITTED, *offered(), *decided([SUBMITTED, *offered()], given)], paid_work(120)
    )

    assert logged.plan == "standard"


def test_consent_is_given_once():
    assert decided([SUBMITTED, *agreed()], AGREE) == []


def test_who_asks_a_question_first_may_still_agree():
    assert names([SUBMITTED, *offered(), WROTE], AGREE) == [
        "PaymentConsentGiven",
        "SupportTypeChanged",
    ]


def test_an_engineer_logs_who_agreed_on_the_phone_and_when():
    call = GiveConsent(
        **WHERE | {"at": LATER + timedelta(minutes=5)},
        logged_by="anna",
        said_by="Иван Петров",
        edition=REGIONSOFT,
    )

    given = decided([SUBMITTED, *offered()], call)[0]

    assert (given.logged_by, given.said_by) == ("anna", "Иван Петров")
    assert given.occurred_at == LATER + timedelta(minutes=5)


def test_nobody_agreed_before_he_was_asked():
    early = GiveConsent(
        **WHERE | {"at": SUBMITTED.occurred_at}, logged_by="anna", said_by="И", edition=REGIONSOFT
    )

    with pytest.raises(Invalid, match="had not been made"):
        decided([SUBMITTED, *offered()], early)


def test_after_a_refusal_the_ticket_stays_open_and_only_free_work_is_done():
    (declined,) = decided([SUBMITTED, *offered()], DECLINE)

    assert declined.because.ru == (
        "Без вашего согласия платные работы не выполняются, а бесплатные остаются в силе."
    )
    assert state(SUBMITTED, *offered(), declined).status == "open"
    assert decided([SUBMITTED, *offered(), declined], DECLINE) == []
    (logged,) = decided([SUBMITTED, *offered(), declined], paid_work())
    assert logged.plan == "warranty"


def test_an_edition_may_end_the_request_with_the_refusal():
    declined = REGIONSOFT.billing.declined.model_copy(update={"outcome": "withdrawn"})
    billing = REGIONSOFT.billing.model_copy(update={"declined": declined})
    edition = REGIONSOFT.model_copy(update={"billing": billing})
    decline = DeclineConsent(**WHERE | EVENING, logged_by=None, said_by="", edition=edition)

    events = decided([SUBMITTED, *offered()], decline)

    assert [type(event).__name__ for event in events] == ["PaymentConsentDeclined", "TicketClosed"]
    assert events[1].outcome == "withdrawn"


@pytest.mark.parametrize("answer", [AGREE, DECLINE])
def test_where_nothing_was_offered_there_is_nothing_to_answer(answer):
    with pytest.raises(Refused, match="no offer"):
        decided([SUBMITTED], answer)


def test_an_estimate_is_no_limit_unless_the_edition_says_so():
    long_work = log("w1", 121, 200, covered_by="warranty")
    billing = REGIONSOFT.billing.model_copy(update={"estimate_is_limit": True})
    strict = REGIONSOFT.model_copy(update={"billing": billing})

    assert names([SUBMITTED, *agreed()], long_work) == ["WorkLogged"]
    with pytest.raises(Refused, match="agreed to 120 billed minutes, this makes 240"):
        decided([SUBMITTED, *agreed()], log("w1", 121, 200, covered_by="warranty", edition=strict))


@pytest.mark.parametrize(
    ("cause", "rule"),
    [
        pytest.param("others_acts", "RGN-31", marks=pytest.mark.keeps("RGN-31")),
        pytest.param("changed_environment", "RGN-32", marks=pytest.mark.keeps("RGN-32")),
        pytest.param("antivirus_or_firewall", "RGN-33", marks=pytest.mark.keeps("RGN-33")),
        pytest.param("damaged_database", "RGN-34", marks=pytest.mark.keeps("RGN-34")),
        pytest.param("lost_password", "RGN-35", marks=pytest.mark.keeps("RGN-35")),
        pytest.param("own_changes", "RGN-63", marks=pytest.mark.keeps("RGN-62", "RGN-63")),
    ],
)
def test_what_is_found_makes_it_paid_work_and_needs_consent(cause, rule):
    (asked,) = decided([SUBMITTED], offer(plan=None, cause=cause, checked=True))
    agreed = decided([SUBMITTED, asked], AGREE)

    assert (asked.plan, asked.cause) == ("standard", cause)
    assert rule in asked.because.rules
    assert rule in agreed[1].because.rules
    assert (agreed[1].cause, agreed[1].plan) == (cause, "standard")


@pytest.mark.parametrize(
    ("cause", "rule"),
    [
        pytest.param("others_acts", "RGN-31", marks=pytest.mark.breaks("RGN-31")),
        pytest.param("changed_environment", "RGN-32", marks=pytest.mark.breaks("RGN-32")),
        pytest.param("antivirus_or_firewall", "RGN-33", marks=pytest.mark.breaks("RGN-33")),
        pytest.param("damaged_database", "RGN-34", marks=pytest.mark.breaks("RGN-34")),
        pytest.param("own_changes", "RGN-62", marks=pytest.mark.breaks("RGN-62")),
    ],
)
def test_what_is_found_is_not_done_under_the_warranty(cause, rule):
    with pytest.raises(Refused, match="it belongs to standard") as refused:
        decided([SUBMITTED], offer(cause=cause, plan="warranty"))

    assert rule in refused.value.rules


@pytest.mark.breaks("RGN-35")
def test_no_password_is_reset_for_a_stranger():
    with pytest.raises(Invalid, match="his authority") as refused:
        decided([SUBMITTED], offer(plan=None, cause="lost_password"))

    assert refused.value.ru == ("Сначала проверьте: Личность и полномочия обратившегося проверены.")
    assert refused.value.rules == ("RGN-35",)


@pytest.mark.parametrize(
    ("service", "plan", "rule"),
    [
        pytest.param("analysis", "standard", "RGN-36", marks=pytest.mark.keeps("RGN-36")),
        pytest.param(
            "scripts_and_database", "standard", "RGN-37", marks=pytest.mark.keeps("RGN-37")
        ),
        pytest.param("integration", "standard", "RGN-80", marks=pytest.mark.keeps("RGN-80")),
        pytest.param("recovery", "standard", "RGN-63", marks=pytest.mark.keeps("RGN-63")),
    ],
)
def test_a_service_leads_to_the_plan_that_gives_it(service, plan, rule):
    (asked,) = decided([SUBMITTED], offer(plan=None, service=service))

    assert (asked.plan, asked.service) == (plan, service)
    assert rule in asked.because.rules


def test_only_who_holds_the_priority_plan_is_served_under_it():
    with pytest.raises(Invalid, match="one that this customer has"):
        decided([SUBMITTED], offer(plan="priority"))


def test_a_plan_that_costs_nothing_more_holds_at_once():
    tomorrow = LATER + timedelta(days=1)
    back = offer("o2", at=tomorrow, plan="warranty", service="defects")

    (changed,) = decided([SUBMITTED, *agreed()], back)

    assert (changed.plan_before, changed.plan) == ("standard", "warranty")


@pytest.mark.parametrize("given", [{"cause": "mice"}, {"service": "mice"}, {"topic": "mice"}])
def test_a_name_that_the_edition_does_not_know_is_answered_with_those_that_it_has(given):
    with pytest.raises(Invalid, match="it has"):
        decided([SUBMITTED], offer(**given))


def test_where_nothing_is_billed_nobody_is_asked():
    with pytest.raises(Refused, match="served under certificate already"):
        decided(
            [SUBMITTED],
            offer(edition=CRYPTOPRO, plan="certificate", covered_by="certificate"),
        )


@pytest.mark.parametrize(
    ("topic", "rule"),
    [
        pytest.param("installation", "RGN-51", marks=pytest.mark.keeps("RGN-51")),
        pytest.param("development", "RGN-52", marks=pytest.mark.keeps("RGN-52")),
        pytest.param("other_software", "RGN-53", marks=pytest.mark.keeps("RGN-53")),
        pytest.param("devices_and_network", "RGN-54", marks=pytest.mark.keeps("RGN-54")),
        pytest.param("deployment", "RGN-56", marks=pytest.mark.keeps("RGN-56")),
        pytest.param("users_code", "RGN-59", marks=pytest.mark.keeps("RGN-59")),
        pytest.param("training", "RGN-60", marks=pytest.mark.keeps("RGN-60")),
        pytest.param("programming", "RGN-61", marks=pytest.mark.keeps("RGN-61", "RGN-66")),
    ],
)
@pytest.mark.parametrize("plan", ["warranty", "standard"])
def test_what_the_desk_does_not_do_is_not_offered(topic, rule, plan):
    with pytest.raises(Refused) as refused:
        decided([SUBMITTED], offer(plan=plan, topic=topic))

    assert rule in refused.value.rules
    assert refused.value.ru == REGIONSOFT.topic(topic).message.ru


@pytest.mark.parametrize(
    ("topic", "rule"),
    [
        pytest.param("installation", "RGN-51", marks=pytest.mark.breaks("RGN-51")),
        pytest.param("development", "RGN-52", marks=pytest.mark.breaks("RGN-52")),
        pytest.param("other_software", "RGN-53", marks=pytest.mark.breaks("RGN-53")),
        pytest.param("devices_and_network", "RGN-54", marks=pytest.mark.breaks("RGN-54")),
        pytest.param("deployment", "RGN-56", marks=pytest.mark.breaks("RGN-56")),
        pytest.param("users_code", "RGN-59", marks=pytest.mark.breaks("RGN-59")),
        pytest.param("training", "RGN-60", marks=pytest.mark.breaks("RGN-60")),
        pytest.param("programming", "RGN-61", marks=pytest.mark.breaks("RGN-61", "RGN-66")),
    ],
)
@pytest.mark.parametrize("plan", ["warranty", "standard"])
def test_what_the_desk_does_not_do_is_not_logged_as_work(topic, rule, plan):
    with pytest.raises(Refused) as refused:
        decided([SUBMITTED], log(topic=topic, covered_by=plan))

    assert rule in refused.value.rules


@pytest.mark.parametrize(
    ("topic", "service", "rule"),
    [
        pytest.param(
            "development", "scripts_and_database", "RGN-37", marks=pytest.mark.keeps("RGN-52")
        ),
        pytest.param("other_software", "integration", "RGN-80", marks=pytest.mark.keeps("RGN-53")),
        pytest.param(
            "devices_and_network", "integration", "RGN-80", marks=pytest.mark.keeps("RGN-54")
        ),
    ],
)
def test_an_exclusion_yields_to_the_service_that_names_the_work(topic, service, rule):
    (asked,) = decided([SUBMITTED], offer(plan=None, topic=topic, service=service))

    assert rule in asked.because.rules


def test_on_programming_advice_is_given_by_word_of_mouth_alone():
    assert names([CALLED], log(topic="programming", covered_by="warranty")) == ["WorkLogged"]


def test_a_closed_ticket_takes_no_offer():
    with pytest.raises(Refused, match="closed"):
        decided([SUBMITTED, closed("solved")], offer())
