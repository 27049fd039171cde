"""The production calendar: its totals, its kinds of days, and years that have none."""

from datetime import date, timedelta

import pytest

from libs.worktime import Calendar, Name
from libs.worktime.tests.desks import HOLIDAYS, ROWS, RUSSIA, SPECIAL_DAYS, calendar_until

WITHOUT_SPECIAL_DAYS = Calendar.from_csv(ROWS, HOLIDAYS, SPECIAL_DAYS)

TOTALS = {
    2013: (247, 1970),
    2014: (247, 1970),
    2015: (247, 1971),
    2016: (247, 1974),
    2017: (247, 1973),
    2018: (247, 1970),
    2019: (247, 1970),
    2020: (248, 1979),
    2021: (247, 1972),
    2022: (247, 1973),
    2023: (247, 1973),
    2024: (248, 1979),
    2025: (247, 1972),
    2026: (247, 1972),
    2027: (247, 1972),
}


def days_of(year):
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def totals(calendar, year):
    worked = [calendar.day(day) for day in days_of(year)]
    worked = [day for day in worked if day.is_working]
    return len(worked), 8 * len(worked) - sum(day.short is not None for day in worked)


@pytest.mark.parametrize(("year", "expected"), TOTALS.items(), ids=map(str, TOTALS))
def test_a_year_has_the_working_days_and_hours_of_its_decree(year, expected):
    assert totals(RUSSIA, year) == expected


@pytest.mark.parametrize(("year", "expected"), [(2020, (219, 1749)), (2021, (240, 1917))])
def test_a_27_the_special_days_are_off_only_when_they_are_handed_in(year, expected):
    assert totals(WITHOUT_SPECIAL_DAYS, year) == expected
    assert totals(RUSSIA, year) == TOTALS[year]


def test_a_special_day_is_named_with_its_decree():
    day = WITHOUT_SPECIAL_DAYS.day(date(2020, 4, 30))

    assert day.kind == "special_day_off"
    assert day.name == Name(
        "нерабочий день, указ Президента 239 от 02.04.2020",
        "non-working day, presidential decree 239 of 2 Apr 2020",
    )


def test_a_holiday_among_special_days_keeps_its_name():
    assert WITHOUT_SPECIAL_DAYS.day(date(2021, 11, 4)) == RUSSIA.day(date(2021, 11, 4))


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        ("2026-02-23", "holiday", "День защитника Отечества"),
        ("2026-03-08", "holiday", "Международный женский день"),
        ("2026-01-03", "holiday", "Новогодние каникулы"),
        ("2026-01-07", "holiday", "Рождество Христово"),
        ("2026-01-09", "moved_day_off", "перенос с 03.01.2026, постановление 1466 от 24.09.2025"),
        ("2026-03-09", "moved_day_off", "перенос с 08.03.2026, ст. 112 ТК РФ"),
        (
            "2025-11-01",
            "working_saturday",
            "перенос на 03.11.2025, постановление 1335 от 04.10.2024",
        ),
        ("2026-07-04", "weekend", None),
        ("2026-07-03", "working", None),
    ],
)
def test_a_day_is_named_in_russian(day, kind, name):
    known = RUSSIA.day(date.fromisoformat(day))

    assert known.kind == kind
    assert (known.name and known.name.ru) == name


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-04-30", "канун Праздника Весны и Труда"),
        ("2026-06-11", "канун Дня России"),
        ("2013-12-31", "канун Новогодних каникул"),
        ("2025-11-01", "длина кануна праздника 03.11.2025, приказ 588н"),
        ("2026-02-20", None),
        ("2024-04-27", None),
        ("2027-03-05", None),
    ],
)
def test_a_short_day_says_whose_eve_it_is(day, why):
    short = RUSSIA.day(date.fromisoformat(day)).short

    assert (short and short.ru) == why


def test_a_saturday_can_be_both_worked_and_short():
    day = RUSSIA.day(date(2027, 2, 20))

    assert (day.kind, day.short is not None) == ("working_saturday", True)
    assert day.exchanged_with == date(2027, 2, 22)


def test_every_note_is_understood_in_russian():
    days = [RUSSIA.day(day) for year in RUSSIA.years for day in days_of(year)]
    names = {name for day in days for name in (day.name, day.short) if name}

    assert [name for name in names if name.ru == name.en] == []


@pytest.mark.parametrize(
    ("day", "kind", "short"),
    [
        ("2028-01-06", "holiday", False),
        ("2028-01-10", "working", False),
        ("2028-02-22", "working", True),
        ("2028-11-03", "working", True),
        ("2028-11-06", "moved_day_off", False),
        ("2028-12-31", "weekend", False),
        ("2012-06-11", "working", True),
        ("2029-12-31", "working", True),
    ],
)
def test_a_20_a_year_without_a_decree_has_the_fixed_holidays(day, kind, short):
    known = RUSSIA.day(date.fromisoformat(day))

    assert (known.kind, known.short is not None) == (kind, short)


@pytest.mark.parametrize("year", RUSSIA.years)
def test_a_20_without_its_decree_a_year_differs_only_in_what_the_decree_moved(year):
    expected = calendar_until(2013)
    moved = set()
    for day in days_of(year):
        known = RUSSIA.day(day)
        if known.exchanged_with and "постановление" in known.name.ru:
            moved |= {day, known.exchanged_with}
    differing = {day for day in days_of(year) if RUSSIA.day(day) != expected.day(day)}

    # A decree that moves a holiday's own day off leaves nothing for article 112 to move.
    by_article = {
        day
        for day in differing
        if (name := expected.day(day).name) and name.ru.endswith("ст. 112 ТК РФ")
    }
    assert year == 2013 or differing <= moved | by_article


def test_calendars_are_equal_by_content():
    same = Calendar.from_csv(ROWS, HOLIDAYS)
    amended = Calendar.from_csv(ROWS + "2027-12-30,short,amended\n", HOLIDAYS)

    assert same == RUSSIA
    assert hash(same) == hash(RUSSIA)
    assert amended != RUSSIA
    assert WITHOUT_SPECIAL_DAYS != RUSSIA
    assert RUSSIA.years == range(2013, 2028)


def test_a_note_in_other_words_is_shown_as_it_stands():
    amended = Calendar.from_csv("date,kind,note\n2026-07-03,holiday,Founders' day\n", HOLIDAYS)

    assert amended.day(date(2026, 7, 3)).name == Name("Founders' day", "Founders' day")


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("date,kind,note\n2026-13-01,holiday,x\n", "line 2: '2026-13-01' is no date"),
        ("date,kind,note\n2026-01-01,feast,x\n", "line 2: kind 'feast' is none of holiday"),
        ("date,kind,note\n2026-01-01,short,\n2026-01-01,short,\n", "line 3: 2026-01-01 is short"),
        ("date,kind\n2026-01-01,short\n", "line 2 needs the columns date, kind, note"),
        ("date,kind,note\n", "has no rows"),
        ("date,kind,note\n2024-01-01,holiday,\n2026-01-01,holiday,\n", r"skips \[2025\]"),
    ],
)
def test_a_calendar_that_cannot_be_read_says_where(rows, complaint):
    with pytest.raises(ValueError, match=complaint):
        Calendar.from_csv(rows, HOLIDAYS)


def test_a_table_of_holidays_that_cannot_be_read_says_what_it_needs():
    with pytest.raises(ValueError, match=r"each \[\[holiday\]\] needs"):
        Calendar.from_csv(ROWS, '[[holiday]]\ndays = ["first of May"]\n')


def test_who_has_no_calendar_has_weeks_that_are_all_alike():
    weeks = Calendar.of_weekdays()

    assert {weeks.day(date(2031, 1, day)).kind for day in range(1, 4)} == {"working"}
    assert weeks.day(date(2031, 1, 4)).kind == "weekend"
    assert 2200 in weeks.years
