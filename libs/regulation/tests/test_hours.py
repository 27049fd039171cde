"""When each vendor works: which minutes count, and which nobody can count on."""

from datetime import date, time, timedelta

import pytest

from libs.regulation.tests.desk import CALENDAR, EDITIONS, msk
from libs.worktime import Hours, Override

keeps, breaks = pytest.mark.keeps, pytest.mark.breaks

CPRO = ("CPRO-R-10", "CPRO-R-11", "CPRO-R-12", "CPRO-R-20")
NANO = ("NANO-04", "NANO-29", "NANO-45", "NANO-48", "NANO-49")
RGN = ("RGN-12", "RGN-13", "RGN-14")
TKAD = ("TKAD-06", "TKAD-07", "TKAD-08")


def hours(vendor, office=None, **overrides):
    edition = EDITIONS[vendor]
    return edition.working_time(CALENDAR, office, overrides)


def worked(vendor, day, office=None):
    """The hours of one day, in real hours."""
    start = msk(f"{day} 00:00")
    return hours(vendor, office).between(start, start + timedelta(days=1)) / 3600


def reasons(vendor, office=0):
    """The rules that a decision on the vendor's hours names."""
    edition = EDITIONS[vendor]
    schedule = edition.schedule
    return edition.because(schedule, schedule.offices[office], ru="часы", en="hours").rules


ORDINARY = "2026-03-03"
"""A Tuesday between no holidays."""


@pytest.mark.parametrize(
    ("vendor", "opens", "closes", "rules"),
    [
        pytest.param("cryptopro", "09:00", "18:00", CPRO, marks=keeps(*CPRO)),
        pytest.param("nanosoft", "10:00", "18:00", NANO, marks=keeps(*NANO)),
        pytest.param("regionsoft", "10:00", "18:00", RGN, marks=keeps(*RGN)),
        pytest.param("technokad", "04:00", "18:00", TKAD[:1], marks=keeps("TKAD-06")),
    ],
)
def test_every_minute_of_a_working_day_between_opening_and_closing_counts(
    vendor, opens, closes, rules
):
    start, end = msk(f"{ORDINARY} {opens}"), msk(f"{ORDINARY} {closes}")

    assert hours(vendor).between(start, end) == (end - start).total_seconds()
    assert hours(vendor).is_open(start)
    assert EDITIONS[vendor].schedule.calendar == "ru"
    assert set(rules) <= set(reasons(vendor))


@pytest.mark.parametrize(
    ("vendor", "opens", "closes", "rules"),
    [
        pytest.param("cryptopro", "09:00", "18:00", CPRO, marks=breaks("CPRO-R-10", "CPRO-R-20")),
        pytest.param("nanosoft", "10:00", "18:00", NANO, marks=breaks("NANO-04", "NANO-48")),
        pytest.param("regionsoft", "10:00", "18:00", RGN, marks=breaks("RGN-12")),
        pytest.param("technokad", "04:00", "18:00", TKAD[:1], marks=breaks("TKAD-06")),
    ],
)
def test_no_minute_before_the_opening_or_after_the_closing_counts(vendor, opens, closes, rules):
    day = msk(f"{ORDINARY} 00:00")
    before = hours(vendor).between(day, msk(f"{ORDINARY} {opens}"))
    after = hours(vendor).between(msk(f"{ORDINARY} {closes}"), day + timedelta(days=1))

    assert (before, after) == (0, 0)
    assert not hours(vendor).is_open(msk(f"{ORDINARY} {closes}"))
    assert set(rules) <= set(reasons(vendor))


@breaks("CPRO-R-12")
def test_an_hour_begun_in_the_evening_is_finished_in_the_morning():
    evening = msk("2026-03-02 17:30")

    assert hours("cryptopro").add(evening, 3600).due == msk("2026-03-03 09:30")
    assert "CPRO-R-12" in reasons("cryptopro")


@pytest.mark.parametrize(
    "vendor",
    [
        pytest.param("cryptopro", marks=breaks("CPRO-R-11", "CPRO-R-20")),
        pytest.param("nanosoft", marks=breaks("NANO-29", "NANO-45")),
        pytest.param("regionsoft", marks=breaks("RGN-12", "RGN-13")),
        pytest.param("technokad", marks=breaks("TKAD-06")),
    ],
)
@pytest.mark.parametrize("day", ["2026-02-21", "2026-02-22", "2026-02-23", "2026-01-09"])
def test_nothing_counts_on_a_weekend_or_a_holiday(vendor, day):
    assert worked(vendor, day) == 0


@pytest.mark.parametrize(
    ("vendor", "day", "length"),
    [
        pytest.param("cryptopro", "2026-04-30", 9, marks=keeps("CPRO-R-11")),
        pytest.param("nanosoft", "2026-04-30", 8, marks=keeps("NANO-45")),
        pytest.param("regionsoft", "2026-04-30", 7, marks=keeps("RGN-14")),
        pytest.param("regionsoft", "2026-02-20", 8, marks=breaks("RGN-14")),
        pytest.param("regionsoft", "2025-10-31", 8, marks=breaks("RGN-14")),
        pytest.param("technokad", "2026-04-30", 13, marks=keeps("TKAD-06")),
    ],
)
def test_the_eve_of_a_holiday_is_as_long_as_the_vendor_says(vendor, day, length):
    """RGN-14 shortens the day before a holiday: 20 February 2026 is before a Saturday (A-10)."""
    assert worked(vendor, day) == length


@pytest.mark.parametrize(
    ("vendor", "length"),
    [
        pytest.param("cryptopro", 9, marks=keeps("CPRO-R-11")),
        pytest.param("nanosoft", 8, marks=keeps("NANO-45")),
        pytest.param("regionsoft", 0, marks=breaks("RGN-12")),
        pytest.param("technokad", 13, marks=keeps("TKAD-06")),
    ],
)
def test_a_saturday_made_working_by_decree_is_worked_by_the_production_calendar(vendor, length):
    """A-02: RGN-12 says Monday to Friday, the others speak of working days."""
    assert worked(vendor, "2025-11-01") == length


@pytest.mark.parametrize(
    ("office", "opens", "closes", "rule"),
    [
        pytest.param(
            "moscow", "09:00", "18:00", "TKAD-07", marks=[keeps("TKAD-07"), breaks("TKAD-07")]
        ),
        pytest.param(
            "novosibirsk", "04:00", "13:00", "TKAD-08", marks=[keeps("TKAD-08"), breaks("TKAD-08")]
        ),
    ],
)
def test_each_office_works_its_own_nine_hours_of_moscow_time(office, opens, closes, rule):
    own = hours("technokad", office)
    number = [each.slug for each in EDITIONS["technokad"].schedule.offices].index(office)
    minute = timedelta(minutes=1)

    assert worked("technokad", ORDINARY, office) == 9
    assert own.is_open(msk(f"{ORDINARY} {opens}"))
    assert not own.is_open(msk(f"{ORDINARY} {opens}") - minute)
    assert not own.is_open(msk(f"{ORDINARY} {closes}"))
    assert rule in reasons("technokad", number)


@keeps("NANO-49")
def test_hours_published_for_one_date_hold_on_that_date():
    short = Override(date(2026, 3, 3), (Hours(time(10), time(15)),))
    own = hours("nanosoft", support=(short,))

    assert own.is_open(msk("2026-03-03 14:59"))
    assert not own.is_open(msk("2026-03-03 15:00"))
    assert "NANO-49" in reasons("nanosoft")


@breaks("NANO-49")
def test_hours_published_for_one_date_change_no_other_date():
    closed = Override(date(2026, 3, 3))
    own = hours("nanosoft", support=(closed,))

    assert own.add(msk("2026-03-02 17:00"), 2 * 3600).due == msk("2026-03-04 11:00")
