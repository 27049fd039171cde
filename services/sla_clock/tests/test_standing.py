"""A promise stands while the ticket waits for what its edition names, and no other does (A-23)."""

from datetime import timedelta

import pytest

from libs.events.sla_clock import ClockMet, ClockPaused, ClockResumed
from libs.regulation.tests.desk import CALENDAR, CRYPTOPRO, EDITIONS, NANOSOFT
from libs.worktime import Name
from services.sla_clock.domain import MoveClock, RecordAct, StartClock, decider
from services.sla_clock.law import Law
from services.sla_clock.tests.clocks import WISH, decided, reach_due
from services.sla_clock.tests.laws import at, situation

NANO = Law(NANOSOFT, CALENDAR)
AGREED, DUE = "2026-07-03 12:00", "2026-07-10 18:00"


def started(due=DUE):
    mail = situation(channel="email")
    (promise,) = NANO.agreed(mail, at(AGREED), at(due))
    return decided(
        [], StartClock(**WISH, at=at(AGREED), clock_id="c1", message_id=None, promise=promise)
    )


def acted(name, when, waits_for):
    return RecordAct(**WISH, at=at(when), act=name, waits_for=waits_for, hours=NANO.hours_by)


def asked(when):
    return acted("InformationRequested", when, "information")


def answered(when):
    return acted("MessageReceived", when, "")


@pytest.mark.keeps("NANO-47")
def test_a_closing_time_stands_while_the_user_is_asked_and_runs_on_by_working_time():
    """Asked on Monday at 12, answered on Tuesday at 12: a working day of eight hours."""
    paused, resumed = decided(started(), asked("2026-07-06 12:00"), answered("2026-07-07 12:00"))

    assert (type(paused), paused.reason) == (ClockPaused, "information")
    assert (type(resumed), resumed.due_at) == (ClockResumed, at("2026-07-13 18:00"))
    assert "NANO-47" in resumed.because.rules
    assert "A-23" in resumed.because.assumed


@pytest.mark.breaks("NANO-47")
def test_an_agreed_time_that_nothing_keeps_is_broken_at_it():
    (broken,) = decided(started(), reach_due(at(DUE) + timedelta(seconds=1)))

    assert (broken.clock, broken.occurred_at) == ("resolution", at(DUE))
    assert "NANO-47" in broken.because.rules


def test_what_stands_is_not_broken():
    waiting = [*started(), *decided(started(), asked("2026-07-06 12:00"))]

    assert decided(waiting, reach_due(at("2026-08-01 12:00"))) == []


def test_a_solution_keeps_a_promise_that_stands():
    waiting = [*started(), *decided(started(), asked("2026-07-06 12:00"))]

    (met,) = decided(waiting, acted("SolutionProposed", "2026-07-06 15:00", "confirmation"))

    assert type(met) is ClockMet


def test_it_is_told_for_what_it_stands_and_when_it_is_due_now():
    paused, resumed = decided(started(), asked("2026-07-06 12:00"), answered("2026-07-07 12:00"))

    assert paused.because.ru == "Срок решения не идёт с 06.07 12:00: ждём сведений от пользователя"
    assert resumed.because.ru == (
        "Срок решения снова идёт с 07.07 12:00: с 06.07 12:00 ждали, теперь срок — 13.07 18:00"
    )


def test_the_time_that_it_stood_is_kept_when_the_agreement_moves():
    past = [
        *started(),
        *decided(started(), asked("2026-07-06 12:00"), answered("2026-07-07 12:00")),
    ]
    (promise,) = NANO.agreed(
        situation(channel="email"), at("2026-07-08 12:00"), at("2026-07-17 18:00")
    )
    reason = Name("Время согласовано заново", "The time was agreed anew")

    (moved,) = decided(
        past,
        MoveClock(**WISH, at=at("2026-07-08 12:00"), clock_id="c1", promise=promise, reason=reason),
    )

    assert moved.because.ru.startswith("Время согласовано заново. Согласовано ср 08.07 12:00")
    assert decider.fold([*past, moved])["c1"].provisional is False


@pytest.mark.parametrize("name", sorted(EDITIONS))
def test_no_answer_of_any_edition_stands(name):
    """A-23: no document says that a clock pauses; only an agreed time does."""
    answers = ("first_response", "take_into_work", "phone_answer", "reply")

    assert not any(promise.pauses for promise in EDITIONS[name].promises if promise.name in answers)


def test_a_first_answer_runs_on_while_the_user_is_asked():
    law = Law(CRYPTOPRO, CALENDAR)
    (promise,) = law.promises(situation(), at("2026-03-02 09:00"))

    assert promise.pauses == ()
