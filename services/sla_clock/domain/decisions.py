"""How each wish is decided: deadlines depend on the facts' own times and on nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from libs.events.sla_clock import (
    ClockEvent,
    ClockMoved,
    ClockPaused,
    ClockStarted,
    ClockWarned,
)
from services.sla_clock.domain import words
from services.sla_clock.domain.commands import (
    Command,
    DropClock,
    MoveClock,
    ReachDue,
    RecordAct,
    RestoreClocks,
    StartClock,
    WarnClock,
)
from services.sla_clock.domain.ending import broken, elapsed, ended, met, met_late
from services.sla_clock.domain.restoring import restored
from services.sla_clock.domain.standing import stood
from services.sla_clock.domain.state import Clock, Clocks, fold


def decide(command: Command, clocks: Clocks) -> Sequence[ClockEvent]:
    """What a command makes happen; nothing where it changes nothing, so it may be repeated."""
    match command:
        case StartClock():
            return _start(command, clocks)
        case RecordAct():
            return [event for clock in clocks.values() for event in _record(command, clock)]
        case DropClock():
            return _drop(command, clocks.get(command.clock_id))
        case RestoreClocks():
            return restored(command, clocks)
        case MoveClock():
            return _move(command, clocks.get(command.clock_id))
        case WarnClock():
            return _warn(command, clocks.get(command.clock_id))
        case ReachDue():
            return _reach_due(command, clocks.get(command.clock_id))
        case _:
            assert_never(command)


def _start(command: StartClock, clocks: Clocks) -> list[ClockEvent]:
    if command.clock_id in clocks:
        return []
    promise = command.promise
    return [
        ClockStarted(
            vendor=command.vendor,
            occurred_at=command.at,
            ticket_id=command.id,
            clock_id=command.clock_id,
            clock=promise.clock,
            due_at=promise.due_at,
            warn_at=promise.warn_at,
            warns_at=promise.warns_at,
            provisional=promise.provisional,
            message_id=command.message_id,
            met_by=promise.met_by,
            ended_by=promise.ended_by,
            pauses=promise.pauses,
            runs=promise.runs,
            zone=promise.zone,
            elapses=promise.elapses,
            because=promise.because,
        )
    ]


def _record(command: RecordAct, clock: Clock) -> list[ClockEvent]:
    if clock.status not in ("running", "paused", "broken"):
        return []
    if not clock.spans(command.at):
        return met_late(command, clock)
    if command.act in clock.started.met_by:
        return [met(command, clock)]
    if command.act in clock.started.ended_by and not _is_about(command, clock):
        return [ended(command, clock)]
    events = stood(command, clock)
    if events and isinstance(events[-1], ClockPaused):
        known = fold({clock.started.clock_id: clock}, events)
        return [*events, *_afterwards(command, known)]
    return events


def _afterwards(command: RecordAct, clocks: Clocks) -> list[ClockEvent]:
    """What later acts, known by now, mean for a promise that stands by one learned of late."""
    happened: list[ClockEvent] = []
    for act in command.afterwards:
        events = [event for clock in clocks.values() for event in _record(act, clock)]
        clocks, happened = fold(clocks, events), [*happened, *events]
    return happened


def _is_about(command: RecordAct, clock: Clock) -> bool:
    """The message that a clock waits on does not end the waiting for itself; that its receipt
    was withdrawn does, and of no other."""
    same = command.message_id is not None and command.message_id == clock.started.message_id
    return same != (command.act == "ReceiptWithdrawn")


def _drop(command: DropClock, clock: Clock | None) -> list[ClockEvent]:
    if clock is None or clock.status not in ("running", "paused"):
        return []
    return [ended(command, clock)]


def _move(command: MoveClock, clock: Clock | None) -> list[ClockEvent]:
    if clock is None or clock.status not in ("running", "paused"):
        return []
    promise = command.promise
    due_at = clock.with_what_it_stood(promise.due_at, command.hours)
    warnings = tuple(clock.with_what_it_stood(at, command.hours) for at in promise.warnings)
    if (clock.due_at, clock.warnings, clock.provisional) == (due_at, warnings, promise.provisional):
        return []
    moved = replace(clock, warnings=warnings)
    return [
        ClockMoved(
            vendor=command.vendor,
            occurred_at=command.at,
            ticket_id=command.id,
            clock_id=command.clock_id,
            clock=clock.started.clock,
            due_at=due_at,
            warn_at=moved.warn_at,
            warns_at=warnings if promise.warns_at else (),
            provisional=promise.provisional,
            because=words.moved(promise.because, command.reason),
        )
    ]


def _warn(command: WarnClock, clock: Clock | None) -> list[ClockEvent]:
    """Of several warnings whose instants have come by now the last alone is given."""
    if clock is None or clock.status != "running" or clock.warned:
        return []
    come = [each for each in clock.to_give if each <= command.at]
    if not come:
        return []
    return [
        ClockWarned(
            vendor=command.vendor,
            occurred_at=come[-1],
            ticket_id=command.id,
            clock_id=command.clock_id,
            clock=clock.started.clock,
            due_at=clock.due_at,
            number=clock.warnings.index(come[-1]) + 1,
            next_at=next((each for each in clock.to_give if each > come[-1]), None),
        )
    ]


def _reach_due(command: ReachDue, clock: Clock | None) -> list[ClockEvent]:
    """A silence is a fact only when all that was said up to the due instant has been read."""
    if clock is None or clock.status != "running" or command.read_to <= clock.due_at:
        return []
    if clock.started.clock == "auto_close":
        return [elapsed(command, clock)]
    return [broken(command, clock)]
