"""Schedules: weekly hours, night shifts, moved Saturdays, overrides, zones with summer time."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from libs.worktime import Hours, Override, Schedule
from libs.worktime.tests.desks import HOUR, MOSCOW, RUSSIA, at, desk, schedule, shown, window

BERLIN = ZoneInfo("Europe/Berlin")
SATURDAY = (5,)


def worked(hours, start, end, zone=MOSCOW):
    return hours.between(at(start, zone), at(end, zone)) / HOUR


def test_a_night_shift_goes_on_after_midnight():
    nights = desk(schedule("22:00", "06:00"))

    assert shown(nights.add(at("2026-07-06 23:00"), 3 * HOUR).due) == "2026-07-07 02:00"
    assert nights.is_open(at("2026-07-04 05:59"))
    assert not nights.is_open(at("2026-07-04 22:30"))
    assert worked(nights, "2026-07-03 00:00", "2026-07-06 00:00") == 6 + 2 + 6


def test_hours_that_end_when_they_begin_last_a_whole_day():
    around_the_clock = desk(schedule("00:00", "00:00"))

    assert worked(around_the_clock, "2026-07-06 00:00", "2026-07-11 12:00") == 5 * 24


def test_a_lunch_break_does_not_count():
    hours = (window("09:00", "13:00"), window("14:00", "18:00"))
    office = desk(Schedule("Europe/Moscow", hours, RUSSIA))

    assert shown(office.add(at("2026-07-06 12:30"), HOUR).due) == "2026-07-06 14:30"


def test_overlapping_hours_count_once():
    hours = (window("09:00", "14:00"), window("12:00", "18:00"))
    office = desk(Schedule("Europe/Moscow", hours, RUSSIA, preholiday_cut=HOUR))

    assert worked(office, "2026-07-06 00:00", "2026-07-07 00:00") == 9
    assert worked(office, "2026-04-30 00:00", "2026-05-01 00:00") == 8


def test_a_long_cut_reaches_into_the_hours_before():
    hours = (window("09:00", "13:00"), window("17:00", "18:00"))
    office = desk(Schedule("Europe/Moscow", hours, RUSSIA, preholiday_cut=2 * HOUR))

    assert shown(office.next_closing(at("2026-04-30 09:00"))) == "2026-04-30 12:00"
    assert worked(office, "2026-04-30 00:00", "2026-05-01 00:00") == 3


def test_hours_of_its_own_on_saturday_hold_unless_it_is_a_holiday():
    hours = (window("09:00", "18:00"), window("10:00", "14:00", SATURDAY))
    office = desk(Schedule("Europe/Moscow", hours, RUSSIA))

    assert worked(office, "2026-07-04 00:00", "2026-07-05 00:00") == 4
    assert worked(office, "2026-05-09 00:00", "2026-05-10 00:00") == 0


def test_a_02_a_moved_saturday_has_the_hours_of_the_day_it_was_exchanged_with():
    hours = (window("08:00", "18:00", (0,)), window("09:00", "15:00", (1, 2, 3, 4)))
    office = desk(Schedule("Europe/Moscow", hours, RUSSIA))

    assert worked(office, "2024-04-27 00:00", "2024-04-28 00:00") == 10
    assert worked(office, "2024-11-02 00:00", "2024-11-03 00:00") == 6


def test_a_calendar_does_not_bind_a_schedule_without_one():
    every_day = desk(Schedule("Europe/Moscow", (window("10:00", "18:00", (0, 1, 2, 3, 4, 5, 6)),)))

    assert worked(every_day, "2026-01-01 00:00", "2026-01-08 00:00") == 7 * 8


def test_an_override_has_the_last_word_on_a_date():
    office = desk(
        schedule(
            "09:00",
            "18:00",
            preholiday_cut=HOUR,
            overrides=(
                Override(date(2026, 7, 6)),
                Override(date(2026, 1, 1), (Hours(time(12), time(14)),)),
                Override(date(2026, 4, 30), (Hours(time(9), time(18)),)),
            ),
        )
    )

    assert worked(office, "2026-07-06 00:00", "2026-07-07 00:00") == 0
    assert worked(office, "2026-01-01 00:00", "2026-01-02 00:00") == 2
    assert worked(office, "2026-04-30 00:00", "2026-05-01 00:00") == 9


@pytest.mark.parametrize(
    ("night", "morning", "hours"),
    [
        ("2026-03-28", "2026-03-29", 7),
        ("2026-10-24", "2026-10-25", 9),
        ("2026-07-04", "2026-07-05", 8),
    ],
    ids=["clock set forward", "clock set back", "usual night"],
)
def test_a_night_lasts_its_real_hours_when_the_clock_changes(night, morning, hours):
    nights = desk(Schedule("Europe/Berlin", (window("22:00", "06:00", SATURDAY),)))

    assert worked(nights, f"{night} 12:00", f"{morning} 12:00", BERLIN) == hours


def test_a_closing_that_the_clock_never_shows_is_the_instant_of_the_change():
    nights = desk(Schedule("Europe/Berlin", (window("22:00", "02:30", SATURDAY),)))
    start = at("2026-03-28 22:00", BERLIN)

    assert shown(nights.next_closing(start), BERLIN) == "2026-03-29 03:00"
    assert nights.between(start, at("2026-03-29 12:00", BERLIN)) == 4 * HOUR


def test_a_closing_that_the_clock_shows_twice_is_the_first_time():
    nights = desk(Schedule("Europe/Berlin", (window("22:00", "02:30", SATURDAY),)))

    assert worked(nights, "2026-10-24 12:00", "2026-10-25 12:00", BERLIN) == 4.5


def test_a_day_that_a_zone_skips_has_no_hours():
    apia = desk(schedule("09:00", "17:00", "Pacific/Apia", calendar=None))
    zone = ZoneInfo("Pacific/Apia")

    assert shown(apia.add(at("2011-12-29 16:00", zone), 2 * HOUR).due, zone) == "2012-01-02 10:00"


def test_a_17_novosibirsk_hours_in_moscow_time_shift_locally():
    novosibirsk = desk(schedule("04:00", "13:00"))
    zone = ZoneInfo("Asia/Novosibirsk")

    assert shown(novosibirsk.next_opening(at("2016-07-22 00:00")), zone) == "2016-07-22 07:00"
    assert shown(novosibirsk.next_opening(at("2016-07-25 00:00")), zone) == "2016-07-25 08:00"


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"zone": "Europe/Moskva"}, "'Europe/Moskva' is no IANA time zone"),
        ({"zone": "../etc/passwd"}, "is no IANA time zone"),
        ({"windows": ()}, "needs a window on a weekday"),
        ({"windows": (window("09:00", "18:00", (7,)),)}, "from 0 \\(Monday\\) to 6"),
        ({"preholiday_cut": -1}, "preholiday_cut is -1 seconds"),
    ],
)
def test_a_schedule_that_makes_no_sense_says_why(wrong, complaint):
    sound = {"zone": "Europe/Moscow", "windows": (window("09:00", "18:00"),)}
    with pytest.raises(ValueError, match=complaint):
        Schedule(**(sound | wrong))
