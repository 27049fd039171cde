"""Minutes, hours and sums as people read them, and what work is quoted at."""

from decimal import Decimal

import pytest

from libs.regulation import Facts
from libs.regulation.money import in_hours, spent, sum_of
from libs.regulation.quotes import free_words, quote
from libs.regulation.tests.desk import REGIONSOFT, msk

BILLING = REGIONSOFT.billing
STANDARD = REGIONSOFT.plan("standard")
WARRANTY = REGIONSOFT.plan("warranty")


@pytest.mark.parametrize(
    ("minutes", "ru", "en"),
    [
        (0, "0 нормо-часов", "0 norm-hours"),
        (20, "20 мин", "20 min"),
        (30, "0,5 нормо-часа", "0.5 norm-hours"),
        (60, "1 нормо-час", "1 norm-hour"),
        (90, "1,5 нормо-часа", "1.5 norm-hours"),
        (120, "2 нормо-часа", "2 norm-hours"),
        (300, "5 нормо-часов", "5 norm-hours"),
        (1260, "21 нормо-час", "21 norm-hours"),
    ],
)
def test_norm_hours_are_counted_as_people_say_them(minutes, ru, en):
    words = in_hours(minutes, 60, BILLING.hour)

    assert (words.ru, words.en) == (ru, en)


@pytest.mark.parametrize(
    ("minutes", "ru"), [(0, "0 мин"), (40, "40 мин"), (60, "1 ч"), (70, "1 ч 10 мин")]
)
def test_time_spent_is_told_in_hours_and_minutes(minutes, ru):
    assert spent(minutes).ru == ru


@pytest.mark.parametrize(
    ("amount", "currency", "ru", "en"),
    [
        ("6000", "RUB", "6\u00a0000,00 ₽", "6,000.00 RUB"),
        ("0.5", "USD", "0,50 $", "0.50 USD"),
        ("1234567.89", "KZT", "1\u00a0234\u00a0567,89 KZT", "1,234,567.89 KZT"),
    ],
)
def test_a_sum_has_its_currency(amount, currency, ru, en):
    words = sum_of(Decimal(amount), currency)

    assert (words.ru, words.en) == (ru, en)


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


def test_a_quote_goes_by_the_list_in_force_on_the_vendors_day():
    facts = lists(("2026-01-01", "3000"), ("2027-01-01", "4000"))
    before = quote(REGIONSOFT, BILLING, STANDARD, 30, msk("2026-12-31 23:59"), facts)
    after = quote(REGIONSOFT, BILLING, STANDARD, 30, msk("2027-01-01 00:00"), facts)

    assert (before.amount, after.amount) == (Decimal("1500.00"), Decimal("2000.00"))


def test_without_a_price_there_is_no_quote():
    assert quote(REGIONSOFT, BILLING, STANDARD, 60, msk("2026-03-02 10:00"), lists()) is None


@pytest.mark.keeps("RGN-27", "RGN-73")
def test_the_warranty_is_free_and_until_when_is_told_where_it_ends():
    until = msk("2026-03-15 00:00").date()

    assert free_words(BILLING, WARRANTY, until).ru == (
        "Бесплатно: Гарантийная техподдержка (ГТП), до 15.03.2026."
    )
    assert free_words(BILLING, WARRANTY, None).en == "Free of charge: Warranty support."
