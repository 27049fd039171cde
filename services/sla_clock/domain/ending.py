"""How a promise ends: kept, broken, done late, without an object, or by silence."""

from typing import Literal

from libs.events.sla_clock import (
    ClockBroken,
    ClockCancelled,
    ClockCorrected,
    ClockElapsed,
    ClockEvent,
    ClockMet,
    ClockMetLate,
)
from libs.worktime import Name
from services.sla_clock.domain import words
from services.sla_clock.domain.commands import DropClock, ReachDue, RecordAct
from services.sla_clock.domain.state import Clock


def met(command: RecordAct, clock: Clock) -> ClockEvent:
    started = clock.started
    if clock.status == "broken":
        return _corrected(command, clock, "met", words.FOUND_MET)
    return ClockMet(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        clock_id=started.clock_id,
        clock=started.clock,
        met_by=command.act,
        because=words.by_act(clock, words.MET, command.act, command.at),
    )


def met_late(command: RecordAct, clock: Clock) -> list[ClockEvent]:
    """Done after it was due: with that act all that was said before has been read, and the promise
    is broken; what was owed is owed no more."""
    if command.act not in clock.started.met_by or command.at <= clock.due_at or clock.met_late:
        return []
    before = [broken(command, clock)] if clock.status == "running" else []
    late = ClockMetLate(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        clock_id=clock.started.clock_id,
        clock=clock.started.clock,
        met_by=command.act,
        because=words.by_act(clock, words.MET_LATE, command.act, command.at),
    )
    return [*before, late]


def ended(command: RecordAct | DropClock, clock: Clock) -> ClockEvent:
    started = clock.started
    if clock.status == "broken":
        return _corrected(command, clock, "cancelled", words.FOUND_ENDED)
    return ClockCancelled(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        clock_id=started.clock_id,
        clock=started.clock,
        because=words.by_act(clock, words.ENDED, command.act, command.at),
    )


def _corrected(
    command: RecordAct | DropClock, clock: Clock, result: Literal["met", "cancelled"], verdict: Name
) -> ClockEvent:
    """What was said to be broken was not, by an act that is learned late."""
    return ClockCorrected(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        clock_id=clock.started.clock_id,
        clock=clock.started.clock,
        result=result,
        because=words.by_act(clock, verdict, command.act, command.at),
    )


def broken(command: ReachDue | RecordAct, clock: Clock) -> ClockEvent:
    return ClockBroken(
        vendor=command.vendor,
        occurred_at=clock.due_at,
        ticket_id=command.id,
        clock_id=clock.started.clock_id,
        clock=clock.started.clock,
        noticed_at=command.at,
        because=words.broken(clock),
    )


def elapsed(command: ReachDue, clock: Clock) -> ClockEvent:
    return ClockElapsed(
        vendor=command.vendor,
        occurred_at=clock.due_at,
        ticket_id=command.id,
        clock_id=command.clock_id,
        message_id=clock.started.message_id or "",
        because=words.elapsed(clock),
    )
