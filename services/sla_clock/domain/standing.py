"""A promise stands while the ticket waits, and runs on afterwards."""

from dataclasses import replace

from libs.events.sla_clock import (
    ClockCorrected,
    ClockEvent,
    ClockPaused,
    ClockResumed,
    ClockStarted,
)
from services.sla_clock.domain import words
from services.sla_clock.domain.commands import RecordAct
from services.sla_clock.domain.state import Clock, evolve


def stood(command: RecordAct, clock: Clock) -> list[ClockEvent]:
    """A promise stands while the ticket waits for what the edition names (A-23), also where that
    is learned only after it was declared broken; what was waited for and counted is no news."""
    if command.waits_for is None:
        return []
    pauses = command.waits_for in clock.started.pauses
    if pauses and any(since <= command.at < until for since, until in clock.stood):
        return []
    if pauses and clock.status == "running":
        return _stands(command, clock, command.waits_for)
    if pauses and clock.status == "broken":
        return _found_standing(command, clock, command.waits_for)
    if not pauses and clock.status == "paused":
        return [_resumed(command, clock)]
    return []


def _stands(command: RecordAct, clock: Clock, reason: str) -> list[ClockEvent]:
    """From the act on; at most until a time that was counted already."""
    paused = _paused(command, clock, reason)
    counted = [since for since, _ in clock.stood if since > command.at]
    if not counted:
        return [paused]
    standing = evolve({clock.started.clock_id: clock}, paused)[clock.started.clock_id]
    return [paused, _resumed(replace(command, at=min(counted)), standing)]


def _found_standing(command: RecordAct, clock: Clock, reason: str) -> list[ClockEvent]:
    """It was not broken: it runs again, due as before, and stands from the act on."""
    started = clock.started
    corrected = ClockCorrected(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        clock_id=started.clock_id,
        clock=started.clock,
        result="cancelled",
        because=words.found_standing(clock, reason, command.at),
    )
    again = started.model_copy(
        update={
            "clock_id": f"{started.clock_id}:{command.at:%Y%m%d%H%M%S}",
            "due_at": clock.due_at,
            "warn_at": None if clock.warned else clock.warn_at,
            "provisional": clock.provisional,
            "because": words.runs_again(clock, words.FOUND_STANDING),
        }
    )
    return [corrected, again, *_stands(command, _as_started(clock, again), reason)]


def _as_started(clock: Clock, again: ClockStarted) -> Clock:
    """The clock as it was before it was declared broken, under its new name."""
    return replace(
        clock, started=again, status="running", ended_at=None, outcome=None, met_late=False
    )


def _paused(command: RecordAct, clock: Clock, reason: str) -> ClockPaused:
    return ClockPaused(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        clock_id=clock.started.clock_id,
        reason=reason,
        because=words.paused(clock, reason, command.at),
    )


def _resumed(command: RecordAct, clock: Clock) -> ClockResumed:
    since = clock.stands_since or command.at
    hours = command.hours(clock.started) if command.hours else None
    due_at = clock.later(clock.due_at, since, command.at, hours)
    warn_at = clock.warn_at
    if warn_at and warn_at >= since:
        warn_at = clock.later(warn_at, since, command.at, hours)
    return ClockResumed(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        clock_id=clock.started.clock_id,
        due_at=due_at,
        warn_at=warn_at,
        because=words.resumed(clock, since, command.at, due_at),
    )
