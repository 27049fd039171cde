"""The worked examples of the four regulations and of the decisions on what they leave open."""

from datetime import timedelta

import pytest

from libs.worktime import in_words
from libs.worktime.tests.desks import (
    CPRO,
    HOUR,
    NANO,
    RGN,
    TKAD,
    TKAD_MOSCOW,
    TKAD_NOVOSIBIRSK,
    at,
    calendar_until,
    desk,
    schedule,
    shown,
)

CPRO_CLOSED_ON_MOVED_SATURDAYS = desk(schedule("09:00", "18:00", transferred_saturdays="closed"))
CPRO_SHORTENED = desk(schedule("09:00", "18:00", preholiday_cut=HOUR))
MOSCOW_ONLY = desk(TKAD_MOSCOW)

WORKING_HOURS = [
    ("CPRO-R-28", CPRO, "2026-03-02 09:00", 12, "2026-03-03 12:00"),
    ("CPRO-R-28 mid-day", CPRO, "2026-03-02 15:00", 12, "2026-03-03 18:00"),
    ("CPRO-R-28 at the closing", CPRO, "2026-03-02 18:00", 12, "2026-03-04 12:00"),
    ("CPRO-R-28 over 23 February", CPRO, "2026-02-20 17:30", 12, "2026-02-25 11:30"),
    ("CPRO-R-28 short working Saturday", CPRO, "2027-02-19 17:00", 12, "2027-02-24 11:00"),
    ("CPRO-R-28 over New Year", CPRO, "2025-12-30 16:00", 12, "2026-01-13 10:00"),
    ("A-09 CPRO's eve is whole", CPRO, "2026-04-30 10:00", 12, "2026-05-04 13:00"),
    ("A-09 if it were short", CPRO_SHORTENED, "2026-04-30 10:00", 12, "2026-05-04 14:00"),
    ("A-02 Saturday worked", CPRO, "2024-04-26 17:00", 12, "2024-05-02 11:00"),
    (
        "A-02 Saturday closed",
        CPRO_CLOSED_ON_MOVED_SATURDAYS,
        "2024-04-26 17:00",
        12,
        "2024-05-03 11:00",
    ),
    ("A-02 short Saturday worked", CPRO, "2025-10-31 17:00", 12, "2025-11-05 11:00"),
    ("TKAD-07 morning of Novosibirsk", TKAD, "2026-07-03 02:00", 2, "2026-07-03 06:00"),
    ("A-18 union of the offices", TKAD, "2026-07-03 17:30", 2, "2026-07-06 05:30"),
    ("A-18 the owner's shift", MOSCOW_ONLY, "2026-07-03 17:30", 2, "2026-07-06 10:30"),
    ("A-09 TKAD's eve is short", TKAD, "2026-04-30 16:30", 2, "2026-05-04 05:30"),
    ("A-02 TKAD works the Saturday", TKAD, "2025-10-31 17:00", 2, "2025-11-01 05:00"),
]

SAME_TIME = [
    ("2026-07-03 17:00", "2026-07-06 17:00"),
    ("2026-07-03 17:59", "2026-07-06 17:59"),
    ("2026-07-03 18:00", "2026-07-07 10:00"),
    ("2026-07-03 19:00", "2026-07-07 10:00"),
    ("2026-07-04 12:00", "2026-07-07 10:00"),
]

DAY_END = [
    ("2026-04-30 15:00", "2026-05-06 18:00"),
    ("2025-12-29 15:00", "2026-01-13 18:00"),
    ("2026-07-01 19:30", "2026-07-06 18:00"),
    ("2026-07-04 12:00", "2026-07-08 18:00"),
]

OPEN_HOURS = [
    ("RGN-14 eve", RGN, "2026-04-30", ("10:00", "17:00")),
    ("A-02 RGN stays closed on a moved Saturday", RGN, "2025-11-01", None),
    ("RGN-12 the Friday before it is whole", RGN, "2025-10-31", ("10:00", "18:00")),
    ("A-10 no eve before a weekend holiday", RGN, "2026-02-20", ("10:00", "18:00")),
    ("A-09 TKAD Moscow", desk(TKAD_MOSCOW), "2026-04-30", ("09:00", "17:00")),
    ("A-09 TKAD Novosibirsk", desk(TKAD_NOVOSIBIRSK), "2026-04-30", ("04:00", "12:00")),
    ("A-09 TKAD both", TKAD, "2026-04-30", ("04:00", "17:00")),
    ("TKAD-07 a usual day", TKAD, "2026-07-03", ("04:00", "18:00")),
    ("A-09 NANO", NANO, "2026-04-30", ("10:00", "18:00")),
]


@pytest.mark.parametrize(
    ("hours", "start", "limit", "due"),
    [case[1:] for case in WORKING_HOURS],
    ids=[case[0] for case in WORKING_HOURS],
)
def test_a_promise_in_working_hours_falls_due(hours, start, limit, due):
    promised = hours.add(at(start), limit * HOUR)

    assert shown(promised.due) == due
    assert not promised.provisional


@pytest.mark.parametrize(("start", "due"), SAME_TIME, ids=[f"A-01 {c[0]}" for c in SAME_TIME])
def test_a_day_of_nano_is_the_same_clock_time_on_the_next_working_day(start, due):
    assert shown(NANO.add_working_days(at(start), 1, "same_time").due) == due


@pytest.mark.parametrize(("received", "due"), DAY_END, ids=[f"A-11 {c[0]}" for c in DAY_END])
def test_silence_closes_a_ticket_at_the_end_of_the_third_working_day(received, due):
    assert shown(CPRO.add_working_days(at(received), 3, "day_end").due) == due


@pytest.mark.parametrize(
    ("hours", "day", "expected"),
    [case[1:] for case in OPEN_HOURS],
    ids=[case[0] for case in OPEN_HOURS],
)
def test_the_desk_is_open_on(hours, day, expected):
    midnight = at(day)
    next_midnight = midnight + timedelta(days=1)
    opening, closing = hours.next_opening(midnight), hours.next_closing(midnight)

    if expected is None:
        assert hours.between(midnight, next_midnight) == 0
    else:
        assert (shown(opening), shown(closing)) == tuple(f"{day} {clock}" for clock in expected)


def test_cpro_r_28_and_29_are_told_in_one_sentence():
    told = in_words(CPRO.explain(at("2026-02-20 17:30"), 12 * HOUR), "ru", clause="п. 4.2")

    assert told == (
        "Поступило пт 20.02 17:30; 0,5 ч в пт, 21–23.02 не считаются "
        "(выходные, День защитника Отечества), 9 ч вт, 2,5 ч ср → 25.02, 11:30, п. 4.2"
    )


def test_a_17_moscow_hours_hold_under_the_offsets_of_their_time():
    before, after = at("2014-10-24 09:00"), at("2014-10-27 09:00")

    assert before.utcoffset() == timedelta(hours=4)
    assert after.utcoffset() == timedelta(hours=3)
    assert CPRO.between(before, after) == 9 * HOUR
    assert shown(CPRO.add(before, 10 * HOUR).due) == "2014-10-27 10:00"


def test_a_20_a_year_without_a_calendar_is_provisional_and_moves_once_it_is_published():
    start = at("2025-12-30 16:00")
    expected = desk(schedule("09:00", "18:00", calendar=calendar_until(2025)))

    assert shown(expected.add(start, 12 * HOUR).due) == "2026-01-12 10:00"
    assert expected.add(start, 12 * HOUR).provisional
    assert shown(CPRO.add(start, 12 * HOUR).due) == "2026-01-13 10:00"
    assert not CPRO.add(start, 12 * HOUR).provisional
