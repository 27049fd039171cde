"""A fact that arrives late corrects what was decided without it; nothing is rewritten."""

from datetime import timedelta

from libs.events.intake import (
    ClosingTimeAgreed,
    InformationRequested,
    MessageReceived,
    ReplySent,
    SolutionProposed,
)
from libs.events.sla_clock import ClockCorrected, ClockPaused, ClockResumed, ClockStarted
from libs.regulation.tests.desk import CALENDAR, NANOSOFT
from services.sla_clock.domain import RecordAct, decider
from services.sla_clock.law import Law
from services.sla_clock.tests.clocks import WISH, decided, reach_due
from services.sla_clock.tests.conftest import WHY, published
from services.sla_clock.tests.laws import at
from services.sla_clock.tests.test_standing import DUE, answered, asked, started

NANO = Law(NANOSOFT, CALENDAR)
PROMISED = "resolution:20260703120000"
BROKEN = [*started(), *decided(started(), reach_due(at(DUE) + timedelta(seconds=1)))]


def late(command, *later):
    """The act, learned of when these were known already."""
    return RecordAct(**command.__dict__ | {"afterwards": later})


def solved(when):
    return RecordAct(**WISH, at=at(when), act="SolutionProposed", waits_for="confirmation")


def test_a_pause_learned_of_late_corrects_a_promise_that_was_declared_broken():
    corrected, again, paused = decided(BROKEN, asked("2026-07-06 12:00"))

    assert (type(corrected), corrected.clock_id, corrected.result) == (
        ClockCorrected,
        "c1",
        "cancelled",
    )
    assert corrected.because.ru == (
        "Срок решения не был нарушен, это выяснилось позже: он не шёл с 06.07 12:00,"
        " ждём сведений от пользователя"
    )
    assert (type(again), again.clock_id, again.due_at) == (
        ClockStarted,
        "c1:20260706120000",
        at(DUE),
    )
    assert again.because.ru == (
        "Срок решения снова идёт: он не был нарушен, срок прежний — 10.07 18:00"
    )
    assert "NANO-47" in again.because.rules
    assert (type(paused), paused.clock_id) == (ClockPaused, again.clock_id)


def test_what_ended_the_waiting_meanwhile_counts_as_well():
    *_, paused, resumed = decided(
        BROKEN, late(asked("2026-07-06 12:00"), answered("2026-07-07 12:00"))
    )

    assert (type(paused), type(resumed)) == (ClockPaused, ClockResumed)
    assert resumed.due_at == at("2026-07-13 18:00")


def test_what_kept_the_promise_meanwhile_keeps_it():
    *_, met = decided(
        BROKEN,
        late(asked("2026-07-06 12:00"), answered("2026-07-07 12:00"), solved("2026-07-13 15:00")),
    )

    clocks = decider.fold([*BROKEN, *decided(BROKEN, asked("2026-07-06 12:00"))])
    assert clocks["c1"].status == "cancelled"
    assert (met.met_by, met.occurred_at) == ("SolutionProposed", at("2026-07-13 15:00"))


def test_a_pause_that_was_too_late_itself_corrects_nothing():
    assert decided(BROKEN, asked("2026-07-13 12:00")) == []


def test_a_promise_that_still_runs_stands_for_what_was_waited():
    paused, resumed = decided(
        started(), late(asked("2026-07-06 12:00"), answered("2026-07-07 12:00"))
    )

    assert (type(paused), resumed.due_at) == (ClockPaused, at("2026-07-13 18:00"))


def test_time_that_was_counted_as_waited_is_not_counted_twice():
    known = decided(started(), asked("2026-07-07 12:00"), answered("2026-07-08 12:00"))
    past = [*started(), *known]

    paused, resumed = decided(
        past,
        late(asked("2026-07-06 12:00"), asked("2026-07-07 12:00"), answered("2026-07-08 12:00")),
    )

    assert (paused.occurred_at, resumed.occurred_at) == (
        at("2026-07-06 12:00"),
        at("2026-07-07 12:00"),
    )
    assert resumed.due_at == at("2026-07-14 18:00")


def test_what_was_waited_and_is_over_is_not_waited_for_again():
    """As when a ticket is judged anew and all that was done on it is recorded once more."""
    waited = asked("2026-07-06 12:00"), answered("2026-07-07 12:00")
    past = [*started(), *decided(started(), *waited)]

    broken = [*past, *decided(past, reach_due(at("2026-07-14 12:00")))]

    assert decided(past, *waited) == []
    assert decided(broken, *waited) == []


def test_told_again_a_late_pause_changes_nothing():
    corrected = [*BROKEN, *decided(BROKEN, asked("2026-07-06 12:00"))]

    assert decided(corrected, asked("2026-07-06 12:00")) == []


async def test_over_the_log_a_late_pause_moves_the_end_of_what_was_broken(town):
    mail = {"law": NANO, "channel": "email"}
    right = town.entitled("2026-07-03 11:00", NANO, "t1", "email").model_copy(
        update={"plan": "abonement"}
    )
    await town.say(published(NANO), town.submitted("2026-07-03 11:00", **mail), right)
    agreed = {"due_at": at(DUE), "due_before": None, "because": WHY}
    await town.say(town.done(ReplySent, "2026-07-03 11:30", NANO))
    await town.say(town.done(ClosingTimeAgreed, "2026-07-03 12:00", NANO, **agreed))
    await town.say(town.done(MessageReceived, "2026-07-07 12:00", NANO, message_id="m2"))
    await town.say(town.done(ReplySent, "2026-07-07 12:30", NANO, message_id="m3"))
    await town.desk.at(at("2026-07-11 12:00"))
    broken = [each for each in await town.course() if each[0] == "ClockBroken"]

    late = town.done(InformationRequested, "2026-07-06 12:00", NANO, message_id="m4")
    await town.say(late)
    await town.desk.at(at("2026-07-13 17:59"))
    still = [name for name, _, _ in await town.course()]
    await town.say(town.done(SolutionProposed, "2026-07-13 17:00", NANO, message_id="m5"))

    assert [clock for _, clock, _ in broken] == [PROMISED]
    assert still.count("ClockBroken") == 1
    assert (await town.course())[-5:] == [
        ("ClockCorrected", PROMISED, at("2026-07-06 12:00")),
        ("ClockStarted", f"{PROMISED}:20260706120000", at("2026-07-03 12:00")),
        ("ClockPaused", f"{PROMISED}:20260706120000", at("2026-07-06 12:00")),
        ("ClockResumed", f"{PROMISED}:20260706120000", at("2026-07-07 12:00")),
        ("ClockMet", f"{PROMISED}:20260706120000", at("2026-07-13 17:00")),
    ]


async def test_a_message_that_arrives_after_its_answer_is_answered(town):
    await town.submit("2026-03-02 09:00")
    await town.say(town.done(ReplySent, "2026-03-02 10:00", message_id="m1"))
    await town.say(town.done(ReplySent, "2026-03-02 15:00", message_id="m3"))
    await town.say(town.done(MessageReceived, "2026-03-02 12:00", message_id="m2"))

    assert (await town.course())[-2:] == [
        ("ClockStarted", "reply:m2", at("2026-03-02 12:00")),
        ("ClockMet", "reply:m2", at("2026-03-02 15:00")),
    ]
