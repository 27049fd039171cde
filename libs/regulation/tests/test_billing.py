"""From worked minutes to billed ones."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from libs.regulation import Billing, Session
from libs.regulation.tests.desk import REGIONSOFT, msk

BILLING = REGIONSOFT.billing
DECEMBER = Session(msk("2026-12-30 15:00"), 40)
JANUARY = Session(msk("2027-01-12 11:00"), 30)


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
