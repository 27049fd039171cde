"""A promise stands while the ticket waits, and runs on afterwards."""

from libs.events.sla_clock import ClockEvent, ClockPaused, ClockResumed
from services.sla_clock.domain import words
from services.sla_clock.domain.commands import RecordAct
from services.sla_clock.domain.state import Clock


def stood(command: RecordAct, clock: Clock) -> list[ClockEvent]:
    """A promise stands while the ticket waits for what the edition names (A-23)."""
    if command.waits_for is None:
        return []
    pauses = command.waits_for in clock.started.pauses
    if pauses and clock.status == "running":
        return [_paused(command, clock, command.waits_for)]
    if not pauses and clock.status == "paused":
        return [_resumed(command, clock)]
    return []


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
    due_at = clock.later(clock.due_at, since, command.at, command.hours)
    warn_at = clock.warn_at
    if warn_at and warn_at >= since:
        warn_at = clock.later(warn_at, since, command.at, command.hours)
    return ClockResumed(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        clock_id=clock.started.clock_id,
        due_at=due_at,
        warn_at=warn_at,
        because=words.resumed(clock, since, command.at, due_at),
    )
