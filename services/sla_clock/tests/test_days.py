"""Deadlines in working days, told by their days; the strip; an instant as a letter says it."""

from datetime import time
from pathlib import Path

import pytest

from libs.regulation import load
from libs.regulation.tests import desk as editions
from libs.regulation.tests.desk import CALENDAR, CRYPTOPRO, NANOSOFT, msk
from libs.worktime import (
    Calendar,
    Schedule,
    Window,
    WorkingTime,
    closing_in_words,
    days_in_words,
    spoken,
    strip,
)

KYMA = load((Path(editions.__file__).parent / "kyma.toml").read_text())
GREEK = "date,kind,note\n2026-03-25,holiday,Independence Day\n"
ALWAYS = KYMA.working_time(Calendar.from_csv(GREEK, "holiday = []\n"))
"""Three offices that are open one after the other, at weekends too."""
MIDNIGHTS = WorkingTime(
    (Schedule("Europe/Moscow", (Window(time(), time(), tuple(range(7))),), CALENDAR),)
)
NANO, CPRO = (edition.working_time(CALENDAR) for edition in (NANOSOFT, CRYPTOPRO))


def told_in_days(start, days=1, language="ru", hours=NANO):
    begun = msk(start)
    told = hours.explain_until(begun, hours.add_working_days(begun, days, "same_time"))
    return days_in_words(told, hours.counts_from(begun), days, language)


def told_closing(received, language="ru", hours=CPRO, days=3):
    got = msk(received)
    told = hours.explain_until(got, hours.add_working_days(got, days, "day_end"))
    return closing_in_words(told, days, language, "п. 5")


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (
            "2026-07-03 17:00",
            "Поступило пт 03.07 17:00; 1 рабочий день: 04–05.07 не считаются (выходные), пн 06.07,"
            " до того же времени → 06.07, 17:00",
        ),
        (
            "2026-07-03 17:00:00.250",
            "Поступило пт 03.07 17:00; 1 рабочий день: 04–05.07 не считаются (выходные), пн 06.07,"
            " до того же времени → 06.07, 17:00",
        ),
        (
            "2026-07-03 19:00",
            "Поступило пт 03.07 19:00, вне рабочего времени; 04–05.07 не считаются (выходные),"
            " отсчёт с пн 06.07 10:00; 1 рабочий день: вт 07.07, до того же времени"
            " → 07.07, 10:00",
        ),
        (
            "2026-07-06 09:00",
            "Поступило пн 06.07 09:00, вне рабочего времени; отсчёт с пн 06.07 10:00;"
            " 1 рабочий день: вт 07.07, до того же времени → 07.07, 10:00",
        ),
        (
            "2025-10-31 12:00",
            "Поступило пт 31.10 12:00; 1 рабочий день: сб 01.11 (рабочая суббота: перенос на"
            " 03.11.2025, постановление 1335 от 04.10.2024), до того же времени → 01.11, 12:00",
        ),
    ],
)
def test_a_limit_in_working_days_is_told_by_its_days(start, sentence):
    assert told_in_days(start) == sentence


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "1 рабочий день:"), (2, "2 рабочих дня:"), (5, "5 рабочих дней:"),
     (21, "21 рабочий день:")],
)  # fmt: skip
def test_working_days_have_the_right_plural(days, said):
    assert said in told_in_days("2026-07-06 12:00", days)


def test_very_many_days_are_summed_up():
    assert told_in_days("2026-07-06 12:00", 40) == (
        "Поступило пн 06.07 12:00; 40 рабочих дней: с 07.07.2026 по 31.08.2026,"
        " 16 дней не считаются (16 выходных), до того же времени → 31.08, 12:00"
    )


def test_the_same_is_told_in_english():
    assert told_in_days("2026-07-03 19:00", language="en") == (
        "Received Fri 3 Jul 19:00, outside the working hours; 4–5 Jul not counted (weekend),"
        " counted from Mon 6 Jul 10:00; 1 working day: Tue 7 Jul, until the same time"
        " → 7 Jul, 10:00"
    )


@pytest.mark.parametrize(
    ("received", "sentence"),
    [
        (
            "2026-04-30 15:00",
            "Получено чт 30.04 15:00; день получения не считается; 3 рабочих дня: 01–03.05 не"
            " считаются (Праздник Весны и Труда, выходные), пн–ср 04–06.05, до конца рабочего"
            " времени → 06.05, 18:00, п. 5",
        ),
        (
            "2026-07-04 12:00",
            "Получено сб 04.07 12:00; день получения не считается; 3 рабочих дня: 05.07 не"
            " считается (выходной), пн–ср 06–08.07, до конца рабочего времени → 08.07, 18:00,"
            " п. 5",
        ),
    ],
)
def test_a_closing_is_told_with_the_day_of_receipt_that_does_not_count(received, sentence):
    assert told_closing(received) == sentence


def test_midnight_is_said_as_the_end_of_a_day():
    assert spoken(msk("2026-07-06 00:00")).ru == "в воскресенье 5 июля в 24:00"
    assert spoken(msk("2026-07-06 00:00")).en == "Sunday 5 July at 24:00"


def test_a_letter_says_the_weekday_and_the_month_in_words():
    assert spoken(msk("2026-05-06 18:00")).ru == "в среду 6 мая в 18:00"
    assert spoken(msk("2026-07-07 09:05")).ru == "во вторник 7 июля в 09:05"
    assert spoken(msk("2026-05-06 18:00")).en == "Wednesday 6 May at 18:00"


def test_a_strip_has_a_box_for_each_day_with_its_note():
    begun = msk("2026-02-20 17:30")
    days = strip(CPRO.explain(begun, 12 * 3600).as_json())

    assert [(day.day.ru, day.box, day.note and day.note.ru) for day in days] == [
        ("пт 20.02", "counted", None),
        ("сб 21.02", "skipped", "выходной"),
        ("вс 22.02", "skipped", "выходной"),
        ("пн 23.02", "skipped", "День защитника Отечества"),
        ("вт 24.02", "counted", None),
        ("ср 25.02", "counted", None),
    ]
    assert days[0].starts_at == begun
    assert days[-1].due_at == msk("2026-02-25 11:30")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "ru",
            "Получено пт 20.03 12:00; день получения не считается; 5 дней: сб–вт 21–24.03, 25.03"
            " не считается (Independence Day), чт 26.03, до конца смены → 27.03, 07:00, п. 5",
        ),
        (
            "en",
            "Received by the user Fri 20 Mar 12:00; the day of receipt is not counted; 5 days:"
            " Sat–Tue 21–24 Mar, 25 Mar not counted (Independence Day), Thu 26 Mar, until the end"
            " of the shift → 27 Mar, 07:00, п. 5",
        ),
    ],
)
def test_where_people_work_at_weekends_all_days_are_days(language, said):
    assert told_closing("2026-03-20 13:00", language, ALWAYS, 5) == said


def test_what_closes_at_midnight_says_so():
    assert told_closing("2026-07-03 12:00", hours=MIDNIGHTS) == (
        "Получено пт 03.07 12:00; день получения не считается; 3 дня: сб–пн 04–06.07,"
        " до конца суток → 07.07, 00:00, п. 5"
    )


def test_a_holiday_is_told_though_a_night_shift_runs_into_it():
    assert told_in_days("2026-03-23 13:00", 2, "ru", ALWAYS) == (
        "Поступило пн 23.03 12:00; 2 рабочих дня: вт 24.03, 25.03 не считается"
        " (Independence Day), чт 26.03, до того же времени → 26.03, 12:00"
    )
