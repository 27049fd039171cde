"""What the two regulations promise, when it falls due, and how that is told."""

import pytest

from libs.events.base import Because
from libs.worktime import Calendar
from services.sla_clock.law import Law
from services.sla_clock.tests.laws import (
    CALENDAR,
    CRYPTOPRO,
    HOLIDAYS,
    TECHNOKAD,
    at,
    promised,
    rows_until,
    situation,
)

UNPUBLISHED = Law(CRYPTOPRO.edition, Calendar.from_csv(rows_until(2027), HOLIDAYS))


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-02 09:00", "2026-03-03 12:00"),
        ("2026-02-20 17:30", "2026-02-25 11:30"),
        ("2025-12-30 16:00", "2026-01-13 10:00"),
        ("2026-04-30 10:00", "2026-05-04 13:00"),
        ("2024-04-26 17:00", "2024-05-02 11:00"),
        ("2025-10-31 17:00", "2025-11-05 11:00"),
        ("2026-03-02 15:00", "2026-03-03 18:00"),
        ("2026-03-02 18:00", "2026-03-04 12:00"),
        ("2027-02-19 17:00", "2027-02-24 11:00"),
    ],
)
def test_cryptopro_answers_first_within_12_working_hours(start, due):
    """CPRO-R-28, CPRO-R-29"""
    promise = promised(CRYPTOPRO, start)

    assert (promise.clock, promise.due_at) == ("first_response", at(due))


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-07-03 02:00", "2026-07-03 06:00"),
        ("2026-07-03 17:30", "2026-07-06 05:30"),
        ("2026-04-30 16:30", "2026-05-04 05:30"),
        ("2025-10-31 17:00", "2025-11-01 05:00"),
    ],
)
def test_technokad_takes_into_work_within_the_hours_of_both_offices_together(start, due):
    """TKAD-09, TKAD-10 with the level of two working hours"""
    promise = promised(TECHNOKAD, start, channel="embedded", level="priority")

    assert (promise.clock, promise.due_at) == ("take_into_work", at(due))


@pytest.mark.parametrize(
    ("received", "closes"),
    [
        ("2026-04-30 15:00", "2026-05-06 18:00"),
        ("2025-12-29 15:00", "2026-01-13 18:00"),
        ("2026-07-01 19:30", "2026-07-06 18:00"),
        ("2026-07-04 12:00", "2026-07-08 18:00"),
    ],
)
def test_cryptopro_closes_at_the_end_of_the_third_working_day_after_the_receipt(received, closes):
    """CPRO-P-40, CPRO-P-42, A-11"""
    promise = CRYPTOPRO.closing(at(received), "CP-1")

    assert (promise.clock, promise.due_at) == ("auto_close", at(closes))


def test_technokad_never_closes_a_ticket_by_itself():
    assert TECHNOKAD.closing(at("2026-04-30 15:00"), "TK-1") is None


def test_the_phone_is_answered_within_10_real_minutes_even_past_the_closing_hour():
    """CPRO-R-30"""
    promise = promised(CRYPTOPRO, "2026-07-03 17:55", channel="phone")

    assert (promise.clock, promise.due_at) == ("phone_answer", at("2026-07-03 18:05"))
    assert promise.warn_at == at("2026-07-03 18:03")
    assert promise.because.ru == "Принято пт 03.07 17:55; 10 мин подряд → 03.07, 18:05, п. 4.2"


@pytest.mark.parametrize("start", ["2026-07-03 18:00", "2026-07-04 12:00", "2026-07-03 08:59"])
def test_a_call_outside_the_hours_starts_no_clock(start):
    assert CRYPTOPRO.promises(situation(channel="phone"), at(start)) == []


def test_a_call_excused_with_a_reason_ends_the_promise():
    """CPRO-R-31"""
    assert "CallExtended" in promised(CRYPTOPRO, "2026-07-03 12:00", channel="phone").ended_by


@pytest.mark.parametrize("occasion", ["later_message", "reopening"])
def test_each_later_message_and_a_reopening_are_promised_a_reply(occasion):
    """A-24, A-26"""
    promise = promised(CRYPTOPRO, "2026-03-02 09:00", occasion=occasion)

    assert (promise.clock, promise.due_at) == ("reply", at("2026-03-03 12:00"))
    assert "A-24" in promise.because.assumed


def test_a_ticket_without_a_right_is_promised_nothing():
    assert CRYPTOPRO.promises(situation(covered=False), at("2026-03-02 09:00")) == []


def test_the_warning_comes_when_80_percent_of_the_working_time_have_passed():
    """12 hours from Friday noon: 6 of them, then 3.6 on Monday."""
    promise = promised(CRYPTOPRO, "2026-07-03 12:00")

    assert promise.due_at == at("2026-07-06 15:00")
    assert promise.warn_at == at("2026-07-06 12:36")


def test_the_user_is_reminded_a_working_day_before_the_ticket_closes():
    assert CRYPTOPRO.closing(at("2026-04-30 15:00"), "CP-1").warn_at == at("2026-05-05 18:00")


def test_assigning_a_ticket_keeps_no_promise_and_taking_it_into_work_does():
    promise = promised(TECHNOKAD, "2026-07-03 02:00", channel="embedded", level="basic")

    assert "TicketAssigned" not in promise.met_by
    assert {"TicketTakenIntoWork", "ReplySent"} <= set(promise.met_by)


def test_the_level_table_is_shown_as_not_from_the_regulation():
    """A-19"""
    because = promised(TECHNOKAD, "2026-07-03 17:30", channel="embedded", level="priority").because

    assert "A-19" in because.assumed
    assert because.ru.endswith("п. 2.2; сам срок — не из регламента")
    assert because.en.endswith("clause 2.2; the limit itself is not from the regulation")


def test_a_deadline_is_told_in_one_sentence_with_the_days_that_do_not_count():
    because = promised(CRYPTOPRO, "2026-02-20 17:30").because

    assert because.ru == (
        "Поступило пт 20.02 17:30; 0,5 ч в пт, 21–23.02 не считаются"
        " (выходные, День защитника Отечества), 9 ч вт, 2,5 ч ср → 25.02, 11:30, п. 4.2"
    )
    assert "clause 4.2" in because.en


def test_a_deadline_names_its_rules_edition_calendar_and_facts():
    because = promised(CRYPTOPRO, "2026-02-20 17:30").because

    assert "CPRO-R-28" in because.rules
    assert (because.edition, because.calendar) == (CRYPTOPRO.edition.id, CALENDAR.version)
    assert because.facts["limit"] == {"amount": 12, "unit": "working_hours"}
    assert [day["seconds"] for day in because.facts["trace"]["days"]] == [
        1800, 0, 0, 0, 9 * 3600, 9000,
    ]  # fmt: skip


def test_a_closing_is_told_with_the_day_of_receipt_that_does_not_count():
    because = CRYPTOPRO.closing(at("2026-04-30 15:00"), "CP-1").because

    assert because.ru == (
        "Получено чт 30.04 15:00; день получения не считается; 3 рабочих дня: 01–03.05"
        " не считаются (Праздник Весны и Труда, выходные), пн–ср 04–06.05,"
        " до конца рабочего времени → 06.05, 18:00, п. 5"
    )
    assert because.en == (
        "Received by the user Thu 30 Apr 15:00; the day of receipt is not counted; 3 working days:"
        " 1–3 May not counted (Spring and Labour Day, weekend), Mon–Wed 4–6 May,"
        " until the end of the hours → 6 May, 18:00, clause 5"
    )


def test_a_closing_says_what_the_rule_wants_said():
    """CPRO-P-43, CPRO-P-44"""
    elapses = CRYPTOPRO.closing(at("2026-04-30 15:00"), "CP-17").elapses

    assert isinstance(elapses, Because)
    assert {"CPRO-P-43", "CPRO-P-44"} <= set(elapses.rules)
    assert "обращение CP-17 считается неактуальным" in elapses.ru
    assert "считаются своевременно оказанными" in elapses.ru


@pytest.mark.parametrize(
    "promise",
    [
        UNPUBLISHED.promises(situation(), at("2026-12-30 12:00"))[0],
        UNPUBLISHED.closing(at("2026-12-30 12:00"), "CP-1"),
    ],
    ids=["first_response", "auto_close"],
)
def test_a_deadline_in_a_year_without_a_calendar_says_that_it_is_provisional(promise):
    """A-20"""
    assert promise.provisional
    assert "предварительно" in promise.because.ru
    assert "provisional" in promise.because.en


def test_a_level_that_the_regulation_does_not_have_is_an_error():
    with pytest.raises(KeyError, match="no level 'golden'"):
        TECHNOKAD.promises(situation(channel="embedded", level="golden"), at("2026-07-03 12:00"))
