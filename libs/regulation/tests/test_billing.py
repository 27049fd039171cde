"""From worked minutes to billed ones."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from libs.regulation import Billing, Session
from libs.regulation.tests.desk import REGIONSOFT, msk

BILLING = REGIONSOFT.billing
DECEMBER = Session(msk("2026-12-30 15:00"), 40)
JANUARY = Session(msk("2027-01-12 11:00"), 30)


@pytest.mark.keeps("RGN-40", "RGN-41")
@pytest.mark.parametrize(
    ("worked", "billed"),
    [(0, 0), (1, 30), (30, 30), (31, 60), (60, 60), (61, 120), (120, 120), (121, 180)],
)
def test_rgn_40_and_41_the_first_hour_by_half_hours_and_then_by_hours(worked, billed):
    assert BILLING.billed(worked) == billed


def test_rgn_39_a_block_costs_the_list_in_force_when_it_begins():
    blocks = BILLING.blocks([DECEMBER, JANUARY])

    assert [(block.began_at.year, block.minutes) for block in blocks] == [
        (2026, 30),
        (2026, 30),
        (2027, 60),
    ]
    assert [block.rounding.rules for block in blocks] == [("RGN-40",), ("RGN-40",), ("RGN-41",)]


def test_a_12_the_sessions_of_a_ticket_are_rounded_together_unless_each_is_by_itself():
    short = [Session(msk("2026-03-02 10:00"), 10), Session(msk("2026-03-03 10:00"), 10)]
    by_session = BILLING.model_copy(update={"per": "session"})

    assert sum(block.minutes for block in BILLING.blocks(short)) == 30
    assert sum(block.minutes for block in by_session.blocks(short)) == 60


def test_rgn_38_a_block_costs_its_part_of_the_norm_hour():
    (half_hour,) = BILLING.blocks([Session(msk("2026-03-02 10:00"), 10)])

    assert BILLING.price(half_hour, Decimal("3000.00")) == Decimal("1500.00")


def test_rgn_30_the_client_agrees_before_the_work():
    assert BILLING.consent == "user_must"


def test_the_offer_names_what_is_worked_billed_and_paid():
    offer = BILLING.paid.filled(
        "ru",
        plan="СТП",
        worked="1 ч 10 мин",
        billed="2 нормо-часа",
        listed_on="01.01.2026",
        price="6000 ₽",
    )

    assert offer == "СТП: за 1 ч 10 мин — 2 нормо-часа по прайс-листу от 01.01.2026, 6000 ₽."


@pytest.mark.parametrize(
    ("rounding", "said"),
    [
        ([{"block": 30}, {"block": 60}], "each rounding but the last needs up_to"),
        ([{"up_to": 60, "block": 30}], "each rounding but the last needs up_to"),
        (
            [{"up_to": 60, "block": 30}, {"up_to": 30, "block": 15}, {"block": 60}],
            "up_to must grow",
        ),
    ],
)
def test_roundings_that_do_not_follow_each_other_are_refused(rounding, said):
    text = {"ru": "{plan}", "en": "{plan}"}

    with pytest.raises(ValidationError, match=said):
        Billing(per="ticket", consent="user_must", free=text, paid=text, rounding=rounding)


def minute_by_minute(sessions):
    """What a clerk would write who looks at his watch each minute: whenever a minute is worked that
    nothing was billed for yet, a new block begins, half an hour in the first hour and an hour
    later."""
    billed, worked, blocks = 0, 0, []
    for session in sessions:
        for minute in range(session.minutes):
            if worked == billed:
                length = 30 if billed < 60 else 60
                blocks.append((session.began_at + timedelta(minutes=minute), length))
                billed += length
            worked += 1
    return blocks


@pytest.mark.keeps("RGN-40", "RGN-41")
@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 200)), max_size=6))
def test_blocks_are_those_of_a_clerk_who_counts_minute_by_minute(worked):
    first = msk("2026-12-28 10:00")
    sessions = [Session(first + timedelta(minutes=when), long) for when, long in sorted(worked)]

    blocks = [(block.began_at, block.minutes) for block in BILLING.blocks(sessions)]

    assert blocks == minute_by_minute(sessions)
    assert sum(length for _, length in blocks) == BILLING.billed(
        sum(one.minutes for one in sessions)
    )


@given(st.integers(0, 3000))
def test_nobody_pays_for_less_than_was_worked_nor_for_an_hour_more(minutes):
    assert minutes <= BILLING.billed(minutes) < minutes + 60
