"""What work costs: reckoned from all sessions of a ticket, at the list of each block's day."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.regulation import Facts
from libs.regulation.tests.desk import CRYPTOPRO, REGIONSOFT, msk
from services.entitlement.domain.charges import ChargeWork, Worked, decider
from services.entitlement.domain.statement import lines

NOW = msk("2027-01-13 12:00")
OLD = ("2026-01-01", "3000.00")
NEW = ("2027-01-01", "4000.00")


def lists(*dated):
    prices = [
        {
            "from_date": day,
            "currency": "RUB",
            "prices": [{"plan": "standard", "per": "hour", "amount": amount}],
        }
        for day, amount in dated
    ]
    return Facts.model_validate({"vendor": "regionsoft", "price_lists": prices})


def worked(name, began, minutes, plan="standard", terms="paid", service="analysis"):
    return Worked(name, "anna", msk(began), minutes, service, plan, terms)


DECEMBER = worked("w1", "2026-12-30 15:00", 40)
JANUARY = worked("w2", "2027-01-12 11:00", 30)


def charge(*sessions, facts=None, edition=REGIONSOFT, at=NOW):
    return ChargeWork("t", "regionsoft", at, edition, facts or lists(OLD, NEW), sessions)


def decided(given, command):
    return list(decider.decide(command, decider.fold(given)))


def charged(*sessions, given=(), **changes):
    (event,) = decided(given, charge(*sessions, **changes))
    return event


def figures(event):
    return event.raw_minutes, event.billed_minutes, str(event.amount)


@pytest.mark.keeps("RGN-38", "RGN-39", "RGN-40", "RGN-41")
def test_each_block_costs_the_list_in_force_when_it_begins():
    event = charged(DECEMBER, JANUARY)

    assert figures(event) == (70, 120, "7000.00")
    assert [
        (f"{block.began_at:%Y-%m-%d %H:%M}", block.minutes, str(block.listed_on), str(block.amount))
        for block in event.blocks
    ] == [
        ("2026-12-30 15:00", 30, "2026-01-01", "1500.00"),
        ("2026-12-30 15:30", 30, "2026-01-01", "1500.00"),
        ("2027-01-12 11:20", 60, "2027-01-01", "4000.00"),
    ]
    assert {"RGN-38", "RGN-39", "RGN-40", "RGN-41", "RGN-74"} <= set(event.because.rules)
    assert event.because.ru == (
        "Отработано 1 ч 10 мин, тарифицируется 2 нормо-часа: 7\u00a0000,00 ₽."
    )


def test_nothing_worked_is_nothing_charged():
    assert decided([], charge()) == []


@pytest.mark.keeps("RGN-74")
@pytest.mark.breaks("RGN-40", "RGN-41")
@pytest.mark.parametrize(
    ("minutes", "billed", "amount"),
    [(1, 30, "1500.00"), (31, 60, "3000.00"), (61, 120, "6000.00"), (121, 180, "9000.00")],
)
def test_the_first_hour_goes_by_halves_and_the_rest_by_hours(minutes, billed, amount):
    event = charged(worked("w1", "2026-03-02 10:00", minutes))

    assert figures(event) == (minutes, billed, amount)
    assert "RGN-74" in event.because.rules


@pytest.mark.keeps("RGN-27", "RGN-73", "RGN-75")
@pytest.mark.parametrize(
    ("plan", "why", "rule"), [("warranty", "free", "RGN-27"), ("priority", "monthly", "RGN-75")]
)
def test_work_under_a_plan_that_is_free_or_paid_by_the_month_costs_nothing_more(plan, why, rule):
    event = charged(worked("w1", "2026-03-02 10:00", 90, plan, "included", "defects"))

    assert figures(event) == (90, 0, "0.00")
    assert event.sessions[0].free == why
    assert rule in event.because.rules
    assert event.because.ru == "Отработано 1 ч 30 мин, к оплате ничего."


@pytest.mark.breaks("RGN-27", "RGN-73")
def test_free_minutes_are_not_billed_beside_paid_ones():
    free = worked("w0", "2026-12-30 14:00", 50, "warranty", "included", "defects")

    event = charged(free, DECEMBER)

    assert figures(event) == (90, 60, "3000.00")
    assert [session.free for session in event.sessions] == ["free", None]


def test_where_nothing_is_billed_work_was_paid_before():
    event = charged(
        worked("w1", "2026-03-02 10:00", 90, "certificate", None, None), edition=CRYPTOPRO
    )

    assert (event.sessions[0].free, str(event.amount)) == ("prepaid", "0.00")


def test_the_same_work_again_is_charged_once():
    first = charged(DECEMBER)

    assert decided([first], charge(DECEMBER, at=NOW + timedelta(hours=1))) == []


def test_a_session_logged_late_is_reckoned_where_it_belongs():
    first = charged(JANUARY)
    both = charged(DECEMBER, JANUARY, given=[first])

    assert figures(first) == (30, 30, "2000.00")
    assert figures(both) == (70, 120, "7000.00")


def test_a_reversal_takes_its_minutes_back():
    both = charged(DECEMBER, JANUARY)

    assert figures(charged(JANUARY, given=[both])) == (30, 30, "2000.00")
    assert figures(charged(given=[both])) == (0, 0, "0.00")


@pytest.mark.breaks("RGN-39")
def test_a_list_published_after_the_charge_does_not_change_it():
    first = charged(DECEMBER, JANUARY, facts=lists(OLD))
    more = worked("w3", "2027-01-13 11:00", 60)
    then = charged(DECEMBER, JANUARY, more, given=[first], facts=lists(OLD, NEW))

    assert figures(first) == (70, 120, "6000.00")
    assert [str(block.amount) for block in then.blocks] == [
        "1500.00",
        "1500.00",
        "3000.00",
        "4000.00",
    ]
    assert then.because.ru.endswith(
        "Прайс-лист, опубликованный после начисления, начисленного не меняет."
    )
    assert "RGN-39" in then.because.rules


def test_work_before_any_list_is_priced_when_one_is_published():
    first = charged(DECEMBER, facts=lists(NEW))
    then = charged(DECEMBER, given=[first], facts=lists(OLD, NEW))

    assert (first.billed_minutes, str(first.amount)) == (60, "0.00")
    assert "Цена будет указана" in first.because.ru
    assert str(then.amount) == "3000.00"


SESSIONS = st.lists(
    st.tuples(st.integers(0, 30_000), st.integers(1, 200)), min_size=1, max_size=5, unique=True
)


def sessions_of(given_sessions):
    first = msk("2026-12-20 10:00")
    return [
        replace(DECEMBER, message_id=f"w{n}", began_at=first + timedelta(minutes=when), minutes=m)
        for n, (when, m) in enumerate(sorted(given_sessions))
    ]


@given(SESSIONS)
def test_a_ticket_costs_what_a_clerk_writes_minute_by_minute(given_sessions):
    sessions = sessions_of(given_sessions)
    billed = cost = done = 0
    for session in sessions:
        for minute in range(session.minutes):
            if done == billed:
                block = 30 if billed < 60 else 60
                day = session.began_at + timedelta(minutes=minute)
                cost += (3000 if day < msk("2027-01-01 00:00") else 4000) * block // 60
                billed += block
            done += 1

    event = charged(*sessions)

    assert (event.billed_minutes, event.amount) == (billed, Decimal(cost))


@given(SESSIONS, st.randoms())
def test_the_order_in_which_work_was_logged_does_not_matter(given_sessions, chance):
    sessions = sessions_of(given_sessions)
    order = chance.sample(sessions, len(sessions))
    given = []
    for number in range(1, len(order) + 1):
        known = sorted(order[:number], key=lambda each: each.began_at)
        given += decided(given, charge(*known))

    assert figures(given[-1]) == figures(charged(*sessions))


def test_a_rounding_that_quotes_no_document_is_told_without_its_words():
    silent = [each.model_copy(update={"phrase": ""}) for each in REGIONSOFT.billing.rounding]
    billing = REGIONSOFT.billing.model_copy(update={"rounding": tuple(silent)})
    edition = REGIONSOFT.model_copy(update={"billing": billing})

    told = list(lines(edition, charged(JANUARY, edition=edition)))

    assert told[-1].words.ru.endswith("по прайс-листу от 01.01.2027: 2\u00a0000,00 ₽.")


def test_the_statement_leads_from_raw_to_billed_minutes_with_the_rule_on_each_line():
    free = worked("w0", "2026-12-30 14:00", 20, "warranty", "included", "defects")
    told = list(lines(REGIONSOFT, charged(free, DECEMBER, JANUARY)))

    assert [(line.kind, line.minutes, line.rules[0]) for line in told] == [
        ("worked", 20, "RGN-15"),
        ("worked", 40, "RGN-15"),
        ("worked", 30, "RGN-15"),
        ("billed", 30, "RGN-40"),
        ("billed", 30, "RGN-40"),
        ("billed", 60, "RGN-41"),
    ]
    assert told[0].words.ru == (
        "30.12.2026 14:00, 20 мин (устранение выявленных ошибок)."
        " Гарантийная техподдержка (ГТП). Бесплатно: Гарантийная техподдержка (ГТП)."
    )
    assert told[5].words.ru == (
        "С 12.01.2027 11:20: 1 нормо-час, 4\u00a0000,00 ₽ за час по прайс-листу от 01.01.2027:"
        " 4\u00a0000,00 ₽. П. 2.1.2: «начиная со второго часа до 1 часа в большую сторону»."
    )
    assert told[5].words.en.startswith(
        "From 2027-01-12 11:20: 1 norm-hour, 4,000.00 RUB an hour by the price list of 2027-01-01:"
    )
