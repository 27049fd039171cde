"""Why a promise falls due when it does: as one sentence in both languages and as data."""

import json
from datetime import date

import pytest

from libs.worktime import Override, Schedule, in_words
from libs.worktime.tests.desks import (
    CPRO,
    HOUR,
    NANO,
    RGN,
    TKAD,
    TKAD_NOVOSIBIRSK,
    at,
    calendar_until,
    desk,
    schedule,
    window,
)

MINUTE = 60
RUSSIAN = [
    (
        "within a day",
        CPRO,
        ("2026-07-06 10:00", 3 * HOUR),
        "Поступило пн 06.07 10:00; 3 ч в пн → 06.07, 13:00",
    ),
    (
        "minutes where hours have no whole tenth",
        CPRO,
        ("2026-07-07 17:40:15", 80 * MINUTE),
        "Поступило вт 07.07 17:40:15; 19 мин 45 с во вт, 1 ч 15 с ср → 08.07, 10:00:15",
    ),
    (
        "received after hours",
        CPRO,
        ("2026-07-06 19:00", HOUR),
        "Поступило пн 06.07 19:00, вне рабочего времени; 1 ч во вт → 07.07, 10:00",
    ),
    (
        "received on a day off",
        CPRO,
        ("2026-07-04 12:00", 12 * HOUR),
        "Поступило сб 04.07 12:00; 04–05.07 не считаются (выходные), 9 ч в пн, 3 ч вт"
        " → 07.07, 12:00",
    ),
    (
        "nothing to count",
        CPRO,
        ("2026-07-06 12:00", 0),
        "Поступило пн 06.07 12:00 → 06.07, 12:00",
    ),
    (
        "over New Year",
        CPRO,
        ("2025-12-30 16:00", 12 * HOUR),
        "Поступило вт 30.12.2025 16:00; 2 ч во вт 30.12, 31.12–11.01 не считаются"
        " (перенос с 05.01.2025, постановление 1335 от 04.10.2024; Новогодние каникулы;"
        " Рождество Христово; перенос с 03.01.2026, постановление 1466 от 24.09.2025; выходные),"
        " 9 ч пн 12.01, 1 ч вт 13.01 → 13.01.2026, 10:00",
    ),
    (
        "moved by article 112",
        CPRO,
        ("2026-03-06 17:00", 2 * HOUR),
        "Поступило пт 06.03 17:00; 1 ч в пт, 07–09.03 не считаются (выходной;"
        " Международный женский день; перенос с 08.03.2026, ст. 112 ТК РФ), 1 ч вт → 10.03, 10:00",
    ),
    (
        "one day off",
        CPRO,
        ("2026-06-11 17:00", 2 * HOUR),
        "Поступило чт 11.06 17:00; 1 ч в чт, 12–14.06 не считаются (День России, выходные),"
        " 1 ч пн → 15.06, 10:00",
    ),
    (
        "RGN-14 short day",
        RGN,
        ("2026-04-29 10:00", 20 * HOUR),
        "Поступило ср 29.04 10:00; 8 ч в ср, 7 ч чт (короткий день: канун Праздника Весны и Труда),"
        " 01–03.05 не считаются (Праздник Весны и Труда, выходные), 5 ч пн → 04.05, 15:00",
    ),
    (
        "A-02 short working Saturday of two offices",
        TKAD,
        ("2025-10-31 17:00", 2 * HOUR),
        "Поступило пт 31.10 17:00; 1 ч в пт, 1 ч сб (рабочая суббота: перенос на 03.11.2025,"
        " постановление 1335 от 04.10.2024; короткий день: длина кануна праздника 03.11.2025,"
        " приказ 588н) → 01.11, 05:00",
    ),
    (
        "A-18 two offices",
        TKAD,
        ("2026-07-03 17:30", 2 * HOUR),
        "Поступило пт 03.07 17:30; 0,5 ч в пт, 04–05.07 не считаются (выходные), 1,5 ч пн"
        " → 06.07, 05:30",
    ),
    (
        "equal days together, dated past a week",
        CPRO,
        ("2026-07-03 09:00", 70 * HOUR),
        "Поступило пт 03.07 09:00; 9 ч в пт 03.07, 04–05.07 не считаются (выходные),"
        " по 9 ч пн–пт 06–10.07, 11–12.07 не считаются (выходные), 9 ч пн 13.07, 7 ч вт 14.07"
        " → 14.07, 16:00",
    ),
    (
        "a long way summed up",
        CPRO,
        ("2026-04-06 10:00", 400 * HOUR),
        "Поступило пн 06.04 10:00; 8 ч в пн 06.04, с 07.04 по 08.06 43 рабочих дня (387 ч),"
        " 20 дней не считаются (18 выходных, 2 праздничных), 5 ч вт 09.06 → 09.06, 14:00",
    ),
    (
        "A-20 provisional",
        CPRO,
        ("2027-12-30 17:00", 2 * HOUR),
        "Поступило чт 30.12.2027 17:00; 1 ч в чт 30.12, 31.12–09.01 не считаются"
        " (перенос с 03.01.2027, постановление 1187 от 17.09.2026; Новогодние каникулы;"
        " Рождество Христово; выходной), 1 ч пн 10.01 → 10.01.2028, 10:00"
        " (предварительно: производственного календаря на 2028 год пока нет)",
    ),
]


@pytest.mark.parametrize(
    ("hours", "promise", "told"), [case[1:] for case in RUSSIAN], ids=[case[0] for case in RUSSIAN]
)
def test_a_deadline_is_told_in_one_russian_sentence(hours, promise, told):
    start, seconds = promise

    assert in_words(hours.explain(at(start), seconds), "ru") == told


@pytest.mark.parametrize(
    ("promise", "told"),
    [
        (
            ("2026-02-20 17:30", 12),
            "Received Fri 20 Feb 17:30; 0.5 h on Fri, 21–23 Feb not counted"
            " (weekend, Defender of the Fatherland Day), 9 h Tue, 2.5 h Wed"
            " → 25 Feb, 11:30, clause 4.2",
        ),
        (
            ("2024-04-26 19:00", 12),
            "Received Fri 26 Apr 19:00, outside the working hours; 9 h on Sat (working Saturday:"
            " day off moved to 29 Apr 2024, decree 1314 of 10 Aug 2023), 28 Apr – 1 May not counted"
            " (weekend; day off moved from 27 Apr 2024, decree 1314 of 10 Aug 2023;"
            " day off moved from 2 Nov 2024, decree 1314 of 10 Aug 2023; Spring and Labour Day),"
            " 3 h Thu → 2 May, 12:00, clause 4.2",
        ),
        (
            ("2027-06-07 09:00", 2250),
            "Received Mon 7 Jun 2027 09:00; 9 h each Mon–Fri 7–11 Jun, 242 working days from"
            " 12 Jun 2027 to 4 Jun 2028 (2178 h), 117 days not counted (103 days off, 14 holidays),"
            " 9 h each Mon–Wed 5–7 Jun → 7 Jun 2028, 18:00, clause 4.2"
            " (provisional: there is no production calendar for 2028 yet)",
        ),
    ],
    ids=["readings 1", "moved days", "a year"],
)
def test_a_deadline_is_told_in_one_english_sentence(promise, told):
    start, hours = promise
    explanation = CPRO.explain(at(start), hours * HOUR)

    assert in_words(explanation, "en", clause="clause 4.2") == told


def test_a_deadline_in_working_days_is_told_in_its_hours():
    start = at("2026-07-04 12:00")
    due = NANO.add_working_days(start, 1, "same_time")

    assert in_words(NANO.explain_until(start, due), "ru", clause="п. 46") == (
        "Поступило сб 04.07 12:00; 04–05.07 не считаются (выходные), 8 ч в пн → 07.07, 10:00, п. 46"
    )


def test_several_unknown_years_are_named_as_a_range():
    office = desk(schedule("09:00", "18:00", calendar=calendar_until(2024)))
    told = office.explain(at("2024-12-27 09:00"), 3000 * HOUR)

    assert told.unknown_years == (2025, 2026)
    assert in_words(told, "ru").endswith(
        "(предварительно: производственного календаря на 2025–2026 годы пока нет)"
    )


def test_a_night_shift_is_told_by_the_dates_on_the_wall():
    nights = desk(schedule("22:00", "06:00"))

    assert in_words(nights.explain(at("2026-07-03 23:00"), 8 * HOUR), "ru") == (
        "Поступило пт 03.07 23:00; 1 ч в пт, 6 ч сб, 05.07 не считается (выходной), 1 ч пн"
        " → 06.07, 23:00"
    )


def test_hours_that_end_at_midnight_leave_the_next_day_off():
    around_the_clock = desk(schedule("00:00", "00:00"))

    assert in_words(around_the_clock.explain(at("2026-07-10 23:00"), 2 * HOUR), "ru") == (
        "Поступило пт 10.07 23:00; 1 ч в пт, 11–12.07 не считаются (выходные), 1 ч пн"
        " → 13.07, 01:00"
    )


def test_a_day_closed_by_a_change_of_hours_or_by_the_week_says_so():
    monday_wednesday_friday = Schedule(
        "Europe/Moscow",
        (window("09:00", "18:00", (0, 2, 4)),),
        overrides=(Override(date(2026, 7, 8)),),
    )
    told = desk(monday_wednesday_friday).explain(at("2026-07-06 17:00"), 2 * HOUR)

    assert in_words(told, "ru") == (
        "Поступило пн 06.07 17:00; 1 ч в пн, 07–09.07 не считаются"
        " (нет рабочих часов, закрыто по изменению графика), 1 ч пт → 10.07, 10:00"
    )
    assert "no working hours, closed by a change of hours" in in_words(told, "en")


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (21 * 9, "21 рабочий день (189 ч), 9 дней не считаются (8 выходных, 1 праздничный)"),
        (22 * 9, "22 рабочих дня (198 ч), 9 дней не считаются (8 выходных, 1 праздничный)"),
        (25 * 9, "25 рабочих дней (225 ч), 11 дней не считаются (10 выходных, 1 праздничный)"),
        (121 * 9, "121 рабочий день"),
        (112 * 9, "112 рабочих дней"),
    ],
)
def test_russian_numbers_agree_with_their_nouns(limit, told):
    middle = in_words(CPRO.explain(at("2026-05-18 17:00"), (limit + 2) * HOUR), "ru")

    assert told in middle


def test_the_trace_is_data():
    told = TKAD.explain(at("2026-04-30 16:30"), HOUR).as_json()

    assert json.loads(json.dumps(told)) == told
    assert {key: value for key, value in told.items() if key != "days"} == {
        "start": "2026-04-30T16:30:00+03:00",
        "due": "2026-05-04T04:30:00+03:00",
        "seconds": HOUR,
        "provisional": False,
        "calendars": [TKAD_NOVOSIBIRSK.calendar.version],
        "unknown_years": [],
    }
    assert told["days"][:2] == [
        {
            "date": "2026-04-30",
            "kind": "working",
            "skipped": False,
            "seconds": HOUR // 2,
            "counted": [
                {
                    "opens": "2026-04-30T16:30:00+03:00",
                    "closes": "2026-04-30T17:00:00+03:00",
                    "seconds": HOUR // 2,
                }
            ],
            "name": None,
            "short": {
                "ru": "канун Праздника Весны и Труда",
                "en": "eve of Spring and Labour Day",
                "cut": HOUR,
            },
        },
        {
            "date": "2026-05-01",
            "kind": "holiday",
            "skipped": True,
            "seconds": 0,
            "counted": [],
            "name": {"ru": "Праздник Весны и Труда", "en": "Spring and Labour Day"},
            "short": None,
        },
    ]


def test_a_09_the_trace_says_that_a_short_day_was_not_shortened():
    first = CPRO.explain(at("2026-04-30 10:00"), 12 * HOUR).days[0]

    assert (first.short.ru, first.cut) == ("канун Праздника Весны и Труда", 0)
