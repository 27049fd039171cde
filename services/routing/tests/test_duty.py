"""When an engineer is on duty."""

from datetime import time

import pytest

from libs.worktime import Schedule, Window, WorkingTime
from services.routing.domain.duty import HORIZON, Absence, Shift, goes_off, shifts
from services.routing.tests.boards import RUSSIA, TKAD, msk

MOSCOW = TKAD.working_time(RUSSIA, "moscow")
NOVOSIBIRSK = TKAD.working_time(RUSSIA, "novosibirsk")
AROUND_THE_CLOCK = WorkingTime(
    (Schedule("Europe/Moscow", (Window(time(0), time(0), tuple(range(7))),)),)
)
MONDAY, TUESDAY, WEDNESDAY = "2026-03-02", "2026-03-03", "2026-03-04"


def shift(begins, ends):
    return Shift(msk(begins), msk(ends))


def test_the_shift_under_way_is_what_is_left_of_it_and_the_next_follows():
    noon = msk(f"{MONDAY}T12:00")

    assert shifts(MOSCOW, (), noon, noon) == (
        shift(f"{MONDAY}T12:00", f"{MONDAY}T18:00"),
        shift(f"{TUESDAY}T09:00", f"{TUESDAY}T18:00"),
    )


def test_at_the_very_closing_the_shift_is_over():
    closing = msk(f"{MONDAY}T18:00")

    assert shifts(MOSCOW, (), closing, closing) == (shift(f"{TUESDAY}T09:00", f"{TUESDAY}T18:00"),)


def test_shifts_reach_beyond_the_deadline_that_is_asked_about():
    found = shifts(MOSCOW, (), msk(f"{MONDAY}T12:00"), msk(f"{TUESDAY}T15:30"))

    assert found[-1] == shift(f"{WEDNESDAY}T09:00", f"{WEDNESDAY}T18:00")


def test_around_the_clock_a_shift_has_no_end_in_sight():
    noon = msk(f"{MONDAY}T12:00")
    away = Absence(msk(f"{TUESDAY}T00:00"), msk(f"{WEDNESDAY}T00:00"))

    (only,) = shifts(AROUND_THE_CLOCK, (), noon, noon)
    before, after = shifts(AROUND_THE_CLOCK, (away,), noon, msk(f"{TUESDAY}T00:00"))

    assert only == Shift(noon, noon + HORIZON)
    assert before == shift(f"{MONDAY}T12:00", f"{TUESDAY}T00:00")
    assert after == Shift(msk(f"{WEDNESDAY}T00:00"), noon + HORIZON)


def test_holidays_are_no_shifts():
    saturday = msk("2026-02-21T12:00")

    (first,) = shifts(MOSCOW, (), saturday, saturday)

    assert first == shift("2026-02-24T09:00", "2026-02-24T18:00")


@pytest.mark.parametrize(
    ("since", "until", "left"),
    [
        ("T08:00", "T10:00", [("T10:00", "T18:00")]),
        ("T10:00", "T11:00", [("T09:00", "T10:00"), ("T11:00", "T18:00")]),
        ("T17:00", "T20:00", [("T09:00", "T17:00")]),
        ("T09:00", "T18:00", []),
        ("T18:00", "T20:00", [("T09:00", "T18:00")]),
    ],
)
def test_an_absence_is_cut_out_of_the_shift(since, until, left):
    away = Absence(msk(MONDAY + since), msk(MONDAY + until))
    dawn = msk(f"{MONDAY}T06:00")

    found = [each for each in shifts(MOSCOW, (away,), dawn, msk(f"{MONDAY}T23:00"))]

    assert found[:-1] == [shift(MONDAY + begins, MONDAY + ends) for begins, ends in left]
    assert found[-1].begins == msk(f"{TUESDAY}T09:00")


def test_two_absences_that_overlap_are_one():
    absences = (
        Absence(msk(f"{MONDAY}T12:00"), msk(f"{MONDAY}T16:00")),
        Absence(msk(f"{MONDAY}T10:00"), msk(f"{MONDAY}T14:00")),
    )
    dawn = msk(f"{MONDAY}T06:00")

    assert shifts(MOSCOW, absences, dawn, msk(f"{MONDAY}T15:00"))[:2] == (
        shift(f"{MONDAY}T09:00", f"{MONDAY}T10:00"),
        shift(f"{MONDAY}T16:00", f"{MONDAY}T18:00"),
    )


def test_who_is_away_for_longer_than_a_year_has_no_shifts():
    noon = msk(f"{MONDAY}T12:00")

    assert shifts(MOSCOW, (Absence(noon, msk("2029-01-01T00:00")),), noon, noon) == ()


@pytest.mark.parametrize(
    ("due", "leaves"),
    [
        (f"{MONDAY}T12:30", None),
        (f"{MONDAY}T13:00", None),
        (f"{MONDAY}T13:01", f"{MONDAY}T13:00"),
        (f"{MONDAY}T15:30", f"{MONDAY}T13:00"),
        (f"{TUESDAY}T03:59", f"{MONDAY}T13:00"),
        (f"{TUESDAY}T04:00", None),
        (f"{TUESDAY}T10:00", None),
        (f"{TUESDAY}T17:00", f"{TUESDAY}T13:00"),
    ],
)
def test_what_is_due_between_two_shifts_is_left_at_the_end_of_the_first(due, leaves):
    noon = msk(f"{MONDAY}T12:00")
    his = shifts(NOVOSIBIRSK, (), noon, msk(due))

    assert goes_off(his, noon, msk(due)) == (leaves and msk(leaves))


def test_who_is_off_duty_already_left_at_once():
    evening, due = msk(f"{MONDAY}T20:00"), msk(f"{TUESDAY}T05:30")

    assert goes_off(shifts(MOSCOW, (), evening, due), evening, due) == evening


def test_what_is_overdue_is_not_left_while_on_duty():
    noon = msk(f"{MONDAY}T12:00")

    assert goes_off(shifts(MOSCOW, (), noon, noon), noon, msk(f"{MONDAY}T10:00")) is None
