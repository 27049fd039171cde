"""What runs again on a ticket whose merge was undone."""

from libs.events.sla_clock import ClockStarted
from services.sla_clock.domain import words
from services.sla_clock.domain.commands import RestoreClocks
from services.sla_clock.domain.state import Clock, Clocks


def restored(command: RestoreClocks, clocks: Clocks) -> list[ClockStarted]:
    """What ended with the merge; the waiting for a reaction is over."""
    again = [
        each
        for each in clocks.values()
        if each.status == "cancelled"
        and each.ended_at == command.merged_at
        and each.started.clock != "auto_close"
    ]
    events = [_restored(command, clock) for clock in again]
    return [event for event in events if event.clock_id not in clocks]


def _restored(command: RestoreClocks, clock: Clock) -> ClockStarted:
    """As it was, from its own start; what time it stood until the merge is added."""
    started, due_at, warn_at = clock.started, clock.due_at, clock.warn_at
    if clock.stands_since and clock.ended_at:
        stood = clock.stands_since, clock.ended_at, command.hours(started)
        due_at = clock.later(due_at, *stood)
        warn_at = warn_at and clock.later(warn_at, *stood)
    return started.model_copy(
        update={
            "clock_id": f"{started.clock_id}:{command.at:%Y%m%d%H%M%S}",
            "due_at": due_at,
            "warn_at": None if clock.warned else warn_at,
            "provisional": clock.provisional,
            "because": words.restored(clock, due_at),
        }
    )
