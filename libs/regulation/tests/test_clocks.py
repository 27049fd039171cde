"""Which promises are made, when they fall due and what keeps them."""

import pytest

from libs.regulation import Limit, Situation
from libs.regulation.tests.desk import (
    CALENDAR,
    CRYPTOPRO,
    EDITIONS,
    NANOSOFT,
    REGIONSOFT,
    TECHNOKAD,
    msk,
)


def clock(edition, occasion, channel, level=None):
    situation = Situation(occasion=occasion, channel=channel, covered=True, level=level)
    (made,) = edition.clocks(situation)
    return made


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-02 09:00", "2026-03-03 12:00"),
        ("2026-03-02 15:00", "2026-03-03 18:00"),
        ("2026-03-02 18:00", "2026-03-04 12:00"),
        ("2026-02-20 17:30", "2026-02-25 11:30"),
        ("2025-12-30 16:00", "2026-01-13 10:00"),
        ("2026-04-30 10:00", "2026-05-04 13:00"),
        ("2024-04-26 17:00", "2024-05-02 11:00"),
        ("2025-10-31 17:00", "2025-11-05 11:00"),
        ("2027-02-19 17:00", "2027-02-24 11:00"),
    ],
)
def test_cpro_r_28_a_request_by_the_portal_is_answered_in_12_working_hours(received, due):
    made = clock(CRYPTOPRO, "first", "portal")

    assert made.name == "first_response"
    assert made.due(msk(received), CRYPTOPRO.working_time(CALENDAR)).due == msk(due)


def test_cpro_r_28_it_is_warned_of_when_four_fifths_of_the_time_have_passed():
    hours = CRYPTOPRO.working_time(CALENDAR)
    warned = clock(CRYPTOPRO, "first", "portal").warn_at(msk("2026-03-02 09:00"), hours)

    assert warned == msk("2026-03-03 09:36")


def test_cpro_r_27_only_a_specialists_act_keeps_a_promise():
    answers = {"ReplySent", "InformationRequested", "SolutionProposed"}

    assert set(clock(CRYPTOPRO, "first", "portal").met_by) == answers
    assert set(clock(CRYPTOPRO, "later_message", "portal").met_by) == answers


def test_cpro_r_30_a_call_is_answered_within_10_real_minutes_of_the_pick_up():
    made = clock(CRYPTOPRO, "first", "phone")
    hours = CRYPTOPRO.working_time(CALENDAR)

    assert (made.name, made.starts, made.met_by) == ("phone_answer", "pick_up", ("CallAnswered",))
    assert made.due(msk("2026-03-02 17:55"), hours).due == msk("2026-03-02 18:05")
    assert made.warn_at(msk("2026-03-02 17:55"), hours) == msk("2026-03-02 18:03")


@pytest.mark.parametrize("picked_up", ["2026-03-02 18:00", "2026-03-02 08:59", "2026-02-23 12:00"])
def test_cpro_r_30_no_clock_runs_for_a_call_outside_hours(picked_up):
    made = clock(CRYPTOPRO, "first", "phone")

    assert made.due(msk(picked_up), CRYPTOPRO.working_time(CALENDAR)) is None


def test_cpro_r_31_the_specialist_may_extend_a_call_or_have_it_written():
    excuses = clock(CRYPTOPRO, "first", "phone").excused_by
    assert excuses == ("CallExtended", "ChannelChanged", "DraftFiled")


@pytest.mark.parametrize("occasion", ["later_message", "reopening"])
def test_a_24_a_later_message_is_answered_within_the_same_12_hours_and_says_it_is_assumed(occasion):
    made = clock(CRYPTOPRO, occasion, "portal")

    assert (made.name, made.limit) == ("reply", Limit(amount=12, unit="working_hours"))
    assert made.assumed["limit"] == "A-24"


def test_cpro_p_20_an_uncovered_request_is_promised_nothing():
    for channel in ("portal", "phone"):
        for occasion in ("first", "later_message", "reopening"):
            situation = Situation(occasion=occasion, channel=channel, covered=False)

            assert CRYPTOPRO.clocks(situation) == ()


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-07-03 02:00", "2026-07-03 06:00"),
        ("2026-07-03 17:30", "2026-07-06 05:30"),
        ("2026-04-30 16:30", "2026-05-04 05:30"),
        ("2025-10-31 17:00", "2025-11-01 05:00"),
    ],
)
def test_tkad_10_taking_into_work_counts_the_hours_of_both_offices_together(received, due):
    made = clock(TECHNOKAD, "first", "embedded", "priority")

    assert (made.name, made.hours) == ("take_into_work", "union")
    assert made.due(msk(received), TECHNOKAD.working_time(CALENDAR)).due == msk(due)


def test_a_18_counted_by_the_moscow_office_alone_the_same_request_is_due_later():
    made = clock(TECHNOKAD, "first", "embedded", "priority")
    moscow = TECHNOKAD.working_time(CALENDAR, "moscow")

    assert made.due(msk("2026-07-03 17:30"), moscow).due == msk("2026-07-06 10:30")


def test_tkad_09_the_limit_is_the_chosen_levels_and_is_marked_as_not_in_the_document():
    limits = {
        level.slug: clock(TECHNOKAD, "first", "embedded", level.slug).limit
        for level in TECHNOKAD.plan("general_agreement").levels
    }

    assert len({limit.amount for limit in limits.values()}) == 3
    assert clock(TECHNOKAD, "first", "embedded", "basic").assumed["limit"] == "A-19"
    assert TECHNOKAD.plan("general_agreement").levels[0].assumptions() == ("A-19",)


def test_tkad_09_it_is_kept_by_an_engineers_act_of_taking_it_or_his_first_reply():
    met_by = clock(TECHNOKAD, "first", "embedded", "basic").met_by

    assert {"TicketTakenIntoWork", "ReplySent"} <= set(met_by)


def test_tkad_09_an_unknown_level_is_named_with_those_there_are():
    with pytest.raises(KeyError, match="no level 'gold'; it has basic, extended, priority"):
        clock(TECHNOKAD, "first", "embedded", "gold")


def test_tkad_09_a_promise_by_level_needs_the_level():
    with pytest.raises(KeyError, match="take_into_work depends on the level"):
        clock(TECHNOKAD, "first", "embedded")


def test_a_23_no_promise_of_either_vendor_pauses():
    assert not any(promise.pauses for promise in (*CRYPTOPRO.promises, *TECHNOKAD.promises))


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-07-03 17:00", "2026-07-06 17:00"),
        ("2026-07-03 17:59", "2026-07-06 17:59"),
    ],
)
def test_a_01_a_working_day_ends_at_the_same_clock_time_on_the_next_one(start, due):
    day = Limit(amount=1, unit="working_days")

    assert day.due(msk(start), CRYPTOPRO.working_time(CALENDAR)).due == msk(due)


@pytest.mark.parametrize(
    ("amount", "unit", "ru", "en"),
    [
        (12, "working_hours", "12 рабочих часов", "12 working hours"),
        (1, "working_hours", "1 рабочего часа", "1 working hour"),
        (21, "working_minutes", "21 рабочей минуты", "21 working minutes"),
        (11, "real_minutes", "11 минут", "11 minutes"),
        (3, "working_days", "3 рабочих дней", "3 working days"),
        (3, "calendar_days", "3 календарных дней", "3 calendar days"),
    ],
)
def test_a_limit_is_said_with_the_right_plural(amount, unit, ru, en):
    words = Limit(amount=amount, unit=unit).words()

    assert (words.ru, words.en) == (ru, en)


@pytest.mark.parametrize(
    ("start", "due", "warn"),
    [
        ("2026-05-08 17:00", "2026-05-11 17:00", "2026-05-10 05:00"),
        ("2026-05-09 03:00", "2026-05-12 03:00", "2026-05-10 15:00"),
    ],
)
def test_calendar_days_pass_on_holidays_too(start, due, warn):
    hours, days = CRYPTOPRO.working_time(CALENDAR), Limit(amount=3, unit="calendar_days")

    assert days.due(msk(start), hours).due == msk(due)
    assert days.warn(msk(start), hours, 50) == msk(warn)


def test_a_promise_is_said_with_its_limit():
    assert clock(TECHNOKAD, "first", "phone", "priority").promised().ru == (
        "Обращение поступит в работу в течение 2 рабочих часов."
    )


NANOSOFTS_HOURS = NANOSOFT.working_time(CALENDAR)
REGIONSOFTS_HOURS = REGIONSOFT.working_time(CALENDAR)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-07-03 17:00", "2026-07-06 17:00"),
        ("2026-07-03 17:59", "2026-07-06 17:59"),
        ("2026-07-03 19:00", "2026-07-07 10:00"),
        ("2026-07-04 12:00", "2026-07-07 10:00"),
    ],
)
def test_nano_46_and_a_01_the_first_answer_comes_within_one_working_day(start, due):
    (rule,) = NANOSOFT.clocks(Situation(occasion="first", channel="email", covered=True))

    assert rule.due(msk(start), NANOSOFTS_HOURS).due == msk(due)


def test_nano_69_and_71_the_free_level_has_no_clock_and_says_so():
    free = Situation(occasion="first", channel="email", covered=False, plan="free", kind="defect")

    assert NANOSOFT.clocks(free) == ()
    assert NANOSOFT.agreed(free) == ()
    assert [each.rules for each in NANOSOFT.not_promised(free)] == [
        ("NANO-69", "NANO-71"),
        ("NANO-70",),
    ]


def test_nano_47_the_closing_time_is_agreed_and_may_pause():
    covered = Situation(occasion="first", channel="email", covered=True)
    (agreed,) = NANOSOFT.agreed(covered)

    assert agreed.name == "resolution"
    assert agreed.pauses_for("information")
    assert agreed.assumed["pauses"] == "A-23"


def test_a_23_no_other_promise_of_the_four_pauses():
    pausing = [
        promise.name for each in EDITIONS.values() for promise in each.promises if promise.pauses
    ]

    assert pausing == ["resolution"]


def test_nano_83_and_tkad_38_whose_answers_count():
    assert not NANOSOFT.answers_count(by_employee=False)
    assert NANOSOFT.answers_count(by_employee=True)
    assert TECHNOKAD.answers_count(by_employee=False)


def test_rgn_25_there_are_no_clocks_but_words():
    asked = Situation(occasion="first", channel="portal", covered=True, kind="defect")

    assert REGIONSOFT.clocks(asked) == ()
    assert "разумные сроки" in REGIONSOFT.not_promised(asked)[1].text.ru


def test_rgn_67_a_topic_without_guarantee_has_words_of_its_own():
    ports = Situation(occasion="first", channel="portal", covered=True, topic="ports_and_firewalls")

    assert REGIONSOFT.not_promised(ports)[-1].rules == ("RGN-67",)


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-04-30", 7), ("2025-11-01", 0), ("2025-10-31", 8), ("2026-02-20", 8)],
)
def test_rgn_12_to_14_short_eves_and_no_working_saturdays(day, hours):
    open_for = REGIONSOFTS_HOURS.between(msk(f"{day} 00:00"), msk(f"{day} 23:59"))

    assert open_for == hours * 3600


def test_a_02_a_saturday_made_working_is_worked_at_nanosoft():
    assert NANOSOFTS_HOURS.is_open(msk("2025-11-01 12:00"))


def test_tkad_11_no_time_of_a_solution_is_promised():
    (said,) = TECHNOKAD.not_promised(
        Situation(occasion="first", channel="email", covered=True, level="basic")
    )

    assert said.rules == ("TKAD-11",)
