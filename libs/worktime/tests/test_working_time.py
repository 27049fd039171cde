"""Conventions of counting: the edges of hours, no seconds, unions, the limits of a calendar."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from libs.worktime import Schedule, WorkingTime
from libs.worktime.tests.desks import (
    CPRO,
    HOUR,
    TKAD,
    TKAD_MOSCOW,
    TKAD_NOVOSIBIRSK,
    at,
    calendar_until,
    desk,
    schedule,
    shown,
    window,
)

MONDAY_TO_SUNDAY = (0, 1, 2, 3, 4, 5, 6)
ALWAYS_OPEN = desk(Schedule("Europe/Moscow", (window("00:00", "00:00", MONDAY_TO_SUNDAY),)))


def test_a_deadline_at_the_very_end_of_the_hours_is_that_end():
    assert shown(CPRO.add(at("2026-07-03 09:00"), 9 * HOUR).due) == "2026-07-03 18:00"
    assert shown(CPRO.add(at("2026-07-03 09:00"), 9 * HOUR + 1).due) == "2026-07-06 09:00"


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-07-03 12:00", "2026-07-03 12:00"),
        ("2026-07-03 18:00", "2026-07-03 18:00"),
        ("2026-07-03 19:00", "2026-07-06 09:00"),
        ("2026-07-04 12:00", "2026-07-06 09:00"),
        ("2026-07-06 07:00", "2026-07-06 09:00"),
    ],
    ids=["inside", "at the closing", "after hours", "weekend", "before hours"],
)
def test_no_seconds_at_all_are_due_in_the_hours(start, due):
    assert shown(CPRO.add(at(start), 0).due) == due


def test_a_start_outside_the_hours_counts_from_the_next_opening():
    for start in ("2026-07-03 18:00", "2026-07-04 12:00", "2026-07-06 09:00"):
        assert shown(CPRO.add(at(start), HOUR).due) == "2026-07-06 10:00"


def test_the_desk_is_open_at_its_opening_and_closed_at_its_closing():
    assert CPRO.is_open(at("2026-07-03 09:00"))
    assert CPRO.is_open(at("2026-07-03 17:59:59"))
    assert not CPRO.is_open(at("2026-07-03 18:00"))
    assert not CPRO.is_open(at("2026-07-04 12:00"))


def test_the_next_opening_and_closing_lie_ahead():
    assert shown(CPRO.next_opening(at("2026-07-03 09:00"))) == "2026-07-06 09:00"
    assert shown(CPRO.next_opening(at("2026-07-03 08:59:59"))) == "2026-07-03 09:00"
    assert shown(CPRO.next_closing(at("2026-07-03 17:59:59"))) == "2026-07-03 18:00"
    assert shown(CPRO.next_closing(at("2026-07-03 18:00"))) == "2026-07-06 18:00"


def test_a_desk_that_never_closes_has_no_closing_and_no_opening_ahead():
    assert ALWAYS_OPEN.next_closing(at("2026-07-03 12:00")) is None
    assert ALWAYS_OPEN.next_opening(at("2026-07-03 12:00")) is None
    assert ALWAYS_OPEN.counts_from(at("2026-07-03 12:00")) == at("2026-07-03 12:00")
    assert ALWAYS_OPEN.between(at("2020-01-01"), at("2024-01-01")) == 1461 * 24 * HOUR


def test_two_offices_are_one_stretch_of_time():
    day = at("2026-07-03"), at("2026-07-04")

    assert TKAD.between(*day) == 14 * HOUR
    assert desk(TKAD_NOVOSIBIRSK, TKAD_MOSCOW).between(*day) == 14 * HOUR


def test_three_offices_around_the_world_hand_the_watch_on():
    watch = desk(
        schedule("09:00", "18:00", "Europe/Berlin", calendar=None),
        schedule("09:00", "17:00", "America/Los_Angeles", calendar=None),
        schedule("09:00", "17:00", "Asia/Singapore", calendar=None),
    )
    monday = datetime(2026, 1, 5, tzinfo=UTC)

    assert watch.next_opening(monday) == datetime(2026, 1, 5, 1, tzinfo=UTC)
    assert watch.next_closing(monday) == datetime(2026, 1, 10, 1, tzinfo=UTC)
    assert watch.between(monday, monday + timedelta(days=7)) == 5 * 24 * HOUR


@pytest.mark.parametrize(
    ("start", "hours"), [("2026-12-28 20:00", 10.75), ("2026-12-31 20:00", 0.25)]
)
def test_the_new_year_of_one_office_comes_before_the_old_year_of_another_has_ended(start, hours):
    offices = desk(
        schedule("18:30", "20:00", "America/New_York", calendar=None),
        schedule("08:00", "10:00", "Australia/Sydney", calendar=None),
    )

    # On 31 December Sydney opens its first of January at 21:00, New York its last day at 23:30.
    assert offices.add(at(start, UTC), int(hours * HOUR)).due == at("2026-12-31 21:15", UTC)


def test_time_before_its_end_is_negative():
    start, end = at("2026-07-03 12:00"), at("2026-07-06 12:00")

    assert CPRO.between(end, start) == -CPRO.between(start, end) == -9 * HOUR


def test_a_fraction_of_a_second_is_dropped():
    assert shown(CPRO.add(at("2026-07-03 09:00:00.999999"), HOUR).due) == "2026-07-03 10:00"
    assert CPRO.between(at("2026-07-03 09:00:00.9"), at("2026-07-03 09:00:01.1")) == 1


def test_an_answer_is_in_utc_whatever_zone_asked():
    due = CPRO.add(at("2026-07-03 02:00", ZoneInfo("America/New_York")), HOUR).due

    assert due == at("2026-07-03 10:00")
    assert due.tzinfo is UTC


@pytest.mark.parametrize(
    ("ends", "start", "days", "due"),
    [
        ("same_time", "2026-04-29 17:30", 1, "2026-04-30 17:00"),
        ("same_time", "2026-07-03 12:00", 5, "2026-07-10 12:00"),
        ("day_end", "2026-04-29 12:00", 1, "2026-04-30 17:00"),
        ("day_end", "2026-07-03 12:00", 250, "2027-07-07 18:00"),
    ],
)
def test_working_days_end_with_the_hours_of_their_day(ends, start, days, due):
    office = desk(schedule("10:00", "18:00", preholiday_cut=HOUR))

    assert shown(office.add_working_days(at(start), days, ends).due) == due


def test_the_same_time_in_a_break_is_the_end_of_the_hours_before_it():
    hours = (window("09:00", "18:00", (0,)), window("09:00", "12:00", (1,)))
    office = desk(Schedule("Europe/Moscow", (*hours, window("14:00", "18:00", (1, 2)))))

    assert shown(office.add_working_days(at("2026-07-06 13:00"), 1, "same_time").due) == (
        "2026-07-07 12:00"
    )
    assert shown(office.add_working_days(at("2026-07-07 11:00"), 1, "same_time").due) == (
        "2026-07-08 14:00"
    )


def test_the_small_hours_belong_to_the_day_on_which_the_night_shift_began():
    nights = desk(schedule("22:00", "06:00"))

    assert shown(nights.add_working_days(at("2026-07-04 02:00"), 1, "same_time").due) == (
        "2026-07-07 02:00"
    )
    assert shown(nights.add_working_days(at("2026-07-03 23:00"), 1, "day_end").due) == (
        "2026-07-07 06:00"
    )


@pytest.mark.parametrize(
    ("start", "seconds", "provisional"),
    [
        ("2026-12-30 17:00", HOUR, False),
        ("2026-12-30 17:00", HOUR + 1, True),
        ("2026-12-30 19:00", 0, True),
        ("2012-12-28 17:00", HOUR, True),
        ("2012-12-31 19:00", 0, True),
        ("2013-01-01 00:00", HOUR, False),
    ],
)
def test_a_20_a_deadline_is_provisional_past_the_years_of_the_calendar(start, seconds, provisional):
    office = desk(schedule("09:00", "18:00", calendar=calendar_until(2026)))

    assert office.add(at(start), seconds).provisional == provisional


def test_a_20_a_deadline_as_the_last_known_year_ends_is_not_provisional():
    around_the_clock = desk(schedule("00:00", "00:00", calendar=calendar_until(2020)))

    due, provisional = around_the_clock.add(at("2020-12-31 23:00"), HOUR)

    assert (shown(due), provisional) == ("2021-01-01 00:00", False)


def test_a_20_of_two_calendars_the_one_that_knows_less_decides():
    offices = desk(
        schedule("09:00", "18:00"), schedule("04:00", "13:00", calendar=calendar_until(2025))
    )

    assert offices.add(at("2026-07-03 12:00"), HOUR).provisional
    assert not offices.add(at("2025-07-03 12:00"), HOUR).provisional


def test_without_a_calendar_nothing_is_provisional():
    assert not ALWAYS_OPEN.add(at("2099-12-31 23:59"), HOUR).provisional


def test_equal_schedules_share_one_compiled_timeline():
    first, second = desk(schedule("09:00", "18:00")), desk(schedule("09:00", "18:00"))

    assert first == second
    assert first._timeline is second._timeline
    assert desk(schedule("10:00", "18:00"))._timeline is not first._timeline


def test_questions_in_any_order_get_the_same_answers():
    starts = [at(f"{year}-05-08 17:30") for year in (2026, 2013, 2027, 2001, 2020)]
    alone = [desk(schedule("08:30", "17:45")).add(start, 20 * HOUR) for start in starts]
    other_way = desk(schedule("08:30", "17:45", overrides=()))

    assert [other_way.add(start, 20 * HOUR) for start in reversed(starts)] == alone[::-1]


@pytest.mark.parametrize(
    ("ask", "complaint"),
    [
        (lambda: CPRO.add(datetime(2026, 7, 3, 9), HOUR), "has no time zone"),  # noqa: DTZ001
        (lambda: CPRO.add(at("2026-07-03 09:00"), -1), "cannot fall due before"),
        (lambda: CPRO.add(at("2026-07-03 09:00"), 10**12), "from 1900 to 2200"),
        (lambda: CPRO.add(at("1800-07-03 09:00"), 1), "from 1900 to 2200"),
        (lambda: CPRO.add_working_days(at("2026-07-03"), 0, "day_end"), "at least one working day"),
        (lambda: WorkingTime(()), "at least one schedule"),
    ],
)
def test_a_question_that_makes_no_sense_says_why(ask, complaint):
    with pytest.raises(ValueError, match=complaint):
        ask()
