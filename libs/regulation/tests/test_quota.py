"""Requests by seats: the tiers, their windows, and tables that cannot be right."""

from datetime import date

import pytest
from pydantic import ValidationError

from libs.regulation.quota import Quota
from libs.regulation.tests.desk import NANOSOFT

QUOTA = NANOSOFT.plan("abonement").quota


@pytest.mark.parametrize(
    ("seats", "requests", "rule"),
    [
        (1, 10, "NANO-56"),
        (2, 50, "NANO-57"),
        (5, 50, "NANO-57"),
        (6, 80, "NANO-58"),
        (10, 80, "NANO-58"),
        (11, 160, "NANO-59"),
        (25, 160, "NANO-59"),
        (26, 300, "NANO-60"),
        (50, 300, "NANO-60"),
        (51, 500, "NANO-61"),
        (100, 500, "NANO-61"),
        (101, "by_contract", "NANO-62"),
    ],
)
def test_nano_55_the_quota_follows_the_seats(seats, requests, rule):
    tier = QUOTA.tier(seats)

    assert (tier.requests, tier.rules) == (requests, (rule,))


def test_a_05_the_quota_is_of_a_year_of_the_abonement_and_not_of_the_calendar():
    assert QUOTA.window(date(2024, 3, 15), date(2025, 3, 14)) == (
        date(2024, 3, 15),
        date(2025, 3, 14),
    )
    assert QUOTA.window(date(2024, 3, 15), date(2025, 3, 15)) == (
        date(2025, 3, 15),
        date(2026, 3, 14),
    )


def test_a_05_a_refused_or_merged_request_is_returned_and_reopening_spends_none():
    assert QUOTA.is_returned("refused")
    assert QUOTA.is_returned("merged")
    assert not QUOTA.is_returned("solved")
    assert not QUOTA.reopening_spends
    assert not QUOTA.splitting_spends
    assert QUOTA.spent_when == "taken_into_work"


def test_nano_63_past_the_quota_the_free_level_serves():
    assert QUOTA.beyond == "free"


def quota(*tiers, per="year"):
    return Quota(
        per=per, tiers=tiers, beyond="free", message={"ru": "израсходовано", "en": "spent"}
    )


def test_a_quota_may_be_of_a_month_that_begins_on_any_day():
    monthly = quota({"seats_from": 1, "requests": 5}, per="month")

    assert monthly.window(date(2026, 1, 31), date(2026, 3, 5)) == (
        date(2026, 2, 28),
        date(2026, 3, 30),
    )
    assert quota({"seats_from": 1, "requests": 5}, per="term").window(
        date(2026, 1, 31), date(2026, 3, 5)
    ) == (date(2026, 1, 31), None)


def test_above_the_last_tier_there_may_be_none():
    assert quota({"seats_from": 1, "seats_to": 3, "requests": 5}).tier(4) is None


@pytest.mark.parametrize(
    ("tiers", "said"),
    [
        ([{"seats_from": 2, "requests": 5}], "must begin with 1 seat"),
        (
            [{"seats_from": 1, "seats_to": 2, "requests": 5}, {"seats_from": 4, "requests": 9}],
            "a gap between the tiers up to 2 and from 4; let the later begin with 3",
        ),
        (
            [{"seats_from": 1, "seats_to": 5, "requests": 5}, {"seats_from": 4, "requests": 9}],
            "an overlap between the tiers up to 5 and from 4; let the later begin with 6",
        ),
        (
            [{"seats_from": 1, "requests": 5}, {"seats_from": 4, "requests": 9}],
            "the tier from 1 needs a seats_to",
        ),
    ],
)
def test_a_table_with_a_gap_or_an_overlap_is_refused_with_the_remedy(tiers, said):
    with pytest.raises(ValidationError, match=said):
        quota(*tiers)


def test_a_05_what_spends_a_request():
    assert QUOTA.spends("taken_into_work")
    assert not any(QUOTA.spends(act) for act in ("submitted", "reopened", "split"))


def test_nano_62_above_100_seats_the_contract_names_the_number():
    assert QUOTA.requests(101) is None
    assert QUOTA.requests(101, by_contract=900) == 900
    assert QUOTA.requests(5, by_contract=900) == 50
