"""How promises on a ticket run, are kept, broken, corrected, moved and ended."""

from datetime import timedelta

import pytest

from libs.events.sla_clock import (
    ClockBroken,
    ClockCancelled,
    ClockCorrected,
    ClockElapsed,
    ClockMet,
    ClockMetLate,
    ClockMoved,
    ClockStarted,
    ClockWarned,
)
from services.sla_clock.tests.clocks import (
    BROKEN,
    DUE,
    FIRST_RESPONSE,
    NINE,
    SECOND,
    SILENCE,
    STARTED,
    TICKET,
    WAITING,
    WARN,
    WHY,
    act,
    closing,
    decided,
    move,
    promise,
    reach_due,
    start,
    started,
    told,
    warn,
)
from services.sla_clock.tests.laws import at

ELEVEN = at("2026-03-02 11:00")


def test_a_promise_begins_at_the_instant_of_what_it_answers():
    assert decided([], start()) == [
        ClockStarted(
            **TICKET,
            occurred_at=NINE,
            clock_id="c1",
            clock="first_response",
            due_at=DUE,
            warn_at=WARN,
            provisional=False,
            met_by=FIRST_RESPONSE.met_by,
            ended_by=FIRST_RESPONSE.ended_by,
            zone="Europe/Moscow",
            because=WHY,
        )
    ]


def test_a_promise_is_made_once():
    assert decided([STARTED], start()) == []


@pytest.mark.parametrize("name", ["ReplySent", "InformationRequested", "SolutionProposed"])
def test_an_engineers_answer_keeps_the_promise(name):
    (met,) = decided([STARTED], act(name, ELEVEN))

    assert told([met]) == [(ClockMet, "c1", ELEVEN)]
    assert met.met_by == name


def test_an_answer_at_the_very_instant_due_keeps_the_promise():
    assert told(decided([STARTED], act("ReplySent", DUE))) == [(ClockMet, "c1", DUE)]


def test_an_answer_a_second_late_breaks_the_promise_when_due_and_is_owed_no_more():
    happened = decided([STARTED], act("ReplySent", DUE + SECOND), reach_due(DUE + SECOND))

    assert told(happened) == [(ClockBroken, "c1", DUE), (ClockMetLate, "c1", DUE + SECOND)]
    assert happened[1].because.ru == (
        "Срок первого ответа нарушен, выполнено с опозданием:"
        " специалист ответил 03.03 12:00 (срок — 03.03 12:00)"
    )


def test_what_was_broken_is_done_late_once():
    late = DUE + 3600 * SECOND
    happened = decided([STARTED], reach_due(DUE + SECOND), act("ReplySent", late))
    again = decided([STARTED, *happened], act("ReplySent", late + SECOND))

    assert told(happened) == [(ClockBroken, "c1", DUE), (ClockMetLate, "c1", late)]
    assert again == []


@pytest.mark.parametrize("name", ["TicketTakenIntoWork", "MessageReceived", "TicketClosed"])
def test_what_keeps_no_promise_does_not_do_it_late(name):
    assert decided([STARTED], act(name, DUE + SECOND)) == []


def test_an_answer_in_time_that_is_learned_after_a_late_one_corrects_the_promise():
    late = decided([STARTED], act("ReplySent", DUE + SECOND))

    (corrected,) = decided([STARTED, *late], act("ReplySent", DUE))

    assert (type(corrected), corrected.result) == (ClockCorrected, "met")


def test_an_answer_from_before_the_question_keeps_nothing():
    assert decided([STARTED], act("ReplySent", NINE - SECOND)) == []


@pytest.mark.parametrize("name", ["TicketTakenIntoWork", "MessageReceived", "CallAnswered"])
def test_an_act_that_the_edition_does_not_name_keeps_nothing(name):
    assert decided([STARTED], act(name, ELEVEN)) == []


def test_a_promise_is_kept_once():
    happened = decided([STARTED], act("ReplySent", ELEVEN), act("ReplySent", ELEVEN + SECOND))

    assert told(happened) == [(ClockMet, "c1", ELEVEN)]


def test_one_answer_keeps_the_promises_on_all_messages_before_it():
    given = [STARTED, started(promise(clock="reply"), "c2", ELEVEN, "m1")]

    assert told(decided(given, act("ReplySent", ELEVEN))) == [
        (ClockMet, "c1", ELEVEN),
        (ClockMet, "c2", ELEVEN),
    ]


def test_a_promise_kept_says_by_what_and_when_in_both_languages():
    (met,) = decided([STARTED], act("ReplySent", ELEVEN))

    assert met.because.ru == (
        "Срок первого ответа соблюдён: специалист ответил 02.03 11:00 (срок — 03.03 12:00)"
    )
    assert met.because.en == (
        "The time for the first response was kept:"
        " an engineer answered on 2 Mar 11:00 (due 3 Mar 12:00)"
    )
    assert (met.because.rules, met.because.calendar) == (WHY.rules, WHY.calendar)


@pytest.mark.parametrize("name", ["CallExtended", "TicketClosed", "TicketLeftUncovered"])
def test_what_leaves_a_promise_without_an_object_ends_it_without_a_result(name):
    assert told(decided([STARTED], act(name, ELEVEN))) == [(ClockCancelled, "c1", ELEVEN)]


def test_a_ticket_closed_late_does_not_hide_that_its_promise_was_broken():
    happened = decided([STARTED], act("TicketClosed", DUE + SECOND), reach_due(DUE + SECOND))

    assert told(happened) == [(ClockBroken, "c1", DUE)]


def test_a_warning_has_its_own_instant_however_late_it_is_noticed():
    assert decided([STARTED], warn(WARN + timedelta(hours=1))) == [
        ClockWarned(**TICKET, occurred_at=WARN, clock_id="c1", clock="first_response", due_at=DUE)
    ]


def test_nobody_is_warned_early_nor_twice_nor_of_a_promise_that_was_kept():
    assert decided([STARTED], warn(WARN - SECOND)) == []
    assert len(decided([STARTED], warn(WARN), warn(WARN + SECOND))) == 1
    assert len(decided([STARTED], act("ReplySent", ELEVEN), warn(WARN))) == 1


def test_a_promise_is_broken_at_the_instant_due_not_when_it_was_noticed():
    later = DUE + timedelta(hours=3)

    (broken,) = decided([STARTED], reach_due(later))

    assert told([broken]) == [(ClockBroken, "c1", DUE)]
    assert broken.noticed_at == later
    assert broken.because.ru == "Срок первого ответа истёк 03.03 12:00, обещание не выполнено"


@pytest.mark.parametrize("read_to", [DUE - SECOND, DUE])
def test_silence_is_no_fact_until_all_up_to_the_due_instant_was_read(read_to):
    assert decided([STARTED], reach_due(read_to, at=DUE + timedelta(hours=3))) == []


def test_a_promise_is_broken_once():
    assert len(decided([STARTED], reach_due(DUE + SECOND), reach_due(DUE + SECOND))) == 1


def test_an_answer_in_time_that_is_learned_late_corrects_the_broken_promise():
    (corrected,) = decided([STARTED, BROKEN], act("ReplySent", ELEVEN))

    assert told([corrected]) == [(ClockCorrected, "c1", ELEVEN)]
    assert corrected.result == "met"
    assert "это выяснилось позже" in corrected.because.ru


def test_a_closing_in_time_that_is_learned_late_corrects_the_broken_promise():
    (corrected,) = decided([STARTED, BROKEN], act("TicketClosed", ELEVEN))

    assert (corrected.result, corrected.occurred_at) == ("cancelled", ELEVEN)


def test_a_broken_promise_is_corrected_once():
    assert len(decided([STARTED, BROKEN], act("ReplySent", ELEVEN), act("ReplySent", ELEVEN))) == 1


def test_a_calendar_published_later_moves_what_is_due():
    later = promise(due_at=DUE + timedelta(days=1), warn_at=WARN + timedelta(days=1))

    assert decided([STARTED], move(ELEVEN, later)) == [
        ClockMoved(
            **TICKET,
            occurred_at=ELEVEN,
            clock_id="c1",
            clock="first_response",
            due_at=later.due_at,
            warn_at=later.warn_at,
            provisional=False,
            because=WHY.model_copy(
                update={
                    "ru": "Календарь изменён. срок",
                    "en": "The calendar was changed. limit",
                }
            ),
        )
    ]


def test_a_moved_promise_is_broken_at_its_new_instant():
    later = promise(due_at=DUE + timedelta(days=1), warn_at=WARN + timedelta(days=1))

    happened = decided(
        [STARTED], move(ELEVEN, later), reach_due(DUE + SECOND), reach_due(later.due_at + SECOND)
    )

    assert told(happened)[1:] == [(ClockBroken, "c1", later.due_at)]


def test_a_warning_that_was_moved_is_given_anew():
    later = promise(due_at=DUE + timedelta(days=1), warn_at=WARN + timedelta(days=1))

    happened = decided([STARTED], warn(WARN), move(DUE, later), warn(DUE), warn(later.warn_at))

    assert [type(event) for event in happened] == [ClockWarned, ClockMoved, ClockWarned]


TWICE = (WARN - timedelta(days=1), WARN)
WARNED_TWICE = started(promise(warn_at=TWICE[0], warns_at=TWICE))


def test_several_warnings_are_given_each_at_its_instant_and_tell_of_the_next():
    first, second = decided([WARNED_TWICE], warn(TWICE[0]), warn(WARN - SECOND), warn(WARN))

    assert (first.occurred_at, first.number, first.next_at) == (TWICE[0], 1, WARN)
    assert (second.occurred_at, second.number, second.next_at) == (WARN, 2, None)


def test_of_several_warnings_that_are_noticed_late_the_last_alone_is_given():
    (given,) = decided([WARNED_TWICE], warn(WARN + SECOND), warn(WARN + SECOND))

    assert (given.occurred_at, given.number) == (WARN, 2)


def test_only_the_warnings_that_were_moved_are_given_anew():
    later = (TWICE[0], WARN + timedelta(days=1))
    to = promise(due_at=DUE + timedelta(days=1), warn_at=later[0], warns_at=later)

    happened = decided([WARNED_TWICE], warn(TWICE[0]), move(NINE, to), warn(WARN), warn(later[1]))

    assert [type(event) for event in happened] == [ClockWarned, ClockMoved, ClockWarned]
    assert (happened[1].warn_at, happened[1].warns_at) == (later[1], later)
    assert happened[2].number == 2
    assert decided([WARNED_TWICE, *happened], move(NINE, to)) == []


def test_a_calendar_that_changes_only_the_doubt_is_told():
    given = [started(promise(provisional=True))]

    (moved,) = decided(given, move(ELEVEN, promise()))

    assert (moved.due_at, moved.provisional) == (DUE, False)


def test_a_calendar_that_changes_nothing_is_no_news():
    assert decided([STARTED], move(ELEVEN, promise())) == []


def test_a_calendar_does_not_move_a_promise_that_has_ended():
    later = promise(due_at=DUE + timedelta(days=1))

    assert len(decided([STARTED], act("ReplySent", ELEVEN), move(DUE, later))) == 1


def test_silence_until_the_end_lets_the_ticket_close_with_the_words_that_the_rule_wants():
    assert decided([WAITING], reach_due(DUE + SECOND)) == [
        ClockElapsed(**TICKET, occurred_at=DUE, clock_id="c1", message_id="m1", because=SILENCE)
    ]


def test_a_regulation_without_words_for_the_silence_gets_plain_ones():
    (elapsed,) = decided([started(closing(elapses=None), message_id="m1")], reach_due(DUE + SECOND))

    assert elapsed.because.ru == "До 03.03 12:00 реакции не было"


def test_a_reaction_of_the_contact_stops_the_closing():
    assert told(decided([WAITING], act("MessageReceived", ELEVEN, "m2"))) == [
        (ClockCancelled, "c1", ELEVEN)
    ]


def test_a_newer_request_stops_the_closing_for_the_older_one():
    assert told(decided([WAITING], act("InformationRequested", ELEVEN, "m2"))) == [
        (ClockCancelled, "c1", ELEVEN)
    ]


def test_the_very_request_that_is_waited_on_does_not_stop_its_closing():
    assert decided([WAITING], act("InformationRequested", NINE, "m1")) == []


def test_a_reaction_learned_after_the_end_is_for_intake_to_judge():
    happened = decided([WAITING], reach_due(DUE + SECOND), act("MessageReceived", ELEVEN, "m2"))

    assert told(happened) == [(ClockElapsed, "c1", DUE)]


def test_wishes_about_a_clock_that_never_ran_do_nothing():
    assert decided([], warn(WARN), reach_due(DUE + SECOND), move(DUE, promise())) == []
