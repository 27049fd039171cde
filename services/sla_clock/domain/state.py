"""What the past has made of a ticket's clocks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Literal

from libs.events.base import Because
from libs.events.sla_clock import (
    ClockBroken,
    ClockCancelled,
    ClockCorrected,
    ClockElapsed,
    ClockEvent,
    ClockMet,
    ClockMetLate,
    ClockMoved,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockWarned,
)
from libs.worktime import WorkingTime
from services.sla_clock.domain.commands import warnings

Status = Literal["running", "paused", "met", "broken", "elapsed", "cancelled"]
Ending = ClockMet | ClockBroken | ClockCorrected | ClockElapsed | ClockCancelled


@dataclass(frozen=True)
class Clock:
    """A promise as it stands; `because` is why it is due then, `outcome` why it ended so.
    `warnings` are the instants of its warnings, `given` those of them that were given.
    `met_late`: it was broken, and what was promised was done since."""

    started: ClockStarted
    due_at: datetime
    warnings: tuple[datetime, ...]
    provisional: bool
    because: Because
    status: Status = "running"
    given: frozenset[datetime] = frozenset()
    stands_since: datetime | None = None
    stood: tuple[tuple[datetime, datetime], ...] = ()
    ended_at: datetime | None = None
    outcome: Because | None = None
    met_late: bool = False

    @property
    def to_give(self) -> tuple[datetime, ...]:
        """The warnings that were not given yet."""
        return tuple(each for each in self.warnings if each not in self.given)

    @property
    def warn_at(self) -> datetime | None:
        """The next warning, or the last where all were given."""
        return next(iter((*self.to_give, *self.warnings[-1:])), None)

    @property
    def warned(self) -> bool:
        """Whether all warnings were given."""
        return bool(self.given) and not self.to_give

    def spans(self, at: datetime) -> bool:
        """Whether the promise ran at an instant; at the very due instant it still does."""
        begun = self.started.occurred_at <= at
        return begun and (self.status == "paused" or at <= self.due_at)

    def with_what_it_stood(self, at: datetime, hours: WorkingTime | None) -> datetime:
        """An instant moved on by the time in which the promise stood."""
        for since, until in self.stood:
            at = self.later(at, since, until, hours)
        return at

    def later(
        self, at: datetime, since: datetime, until: datetime, hours: WorkingTime | None
    ) -> datetime:
        """An instant moved on by what of the promised kind of time lies between two others."""
        if hours is None or self.started.runs == "real":
            return at + (until - since)
        return hours.add(at, hours.between(since, until)).due


Clocks = Mapping[str, Clock]
"""The clocks of one ticket by their ids."""


def evolve(clocks: Clocks, event: ClockEvent) -> Clocks:
    """The clocks after an event."""
    if isinstance(event, ClockStarted):
        return {**clocks, event.clock_id: _started(event)}
    return {**clocks, event.clock_id: _changed(clocks[event.clock_id], event)}


def fold(clocks: Clocks, events: Iterable[ClockEvent]) -> Clocks:
    """The clocks after several events."""
    return reduce(evolve, events, clocks)


def _started(event: ClockStarted) -> Clock:
    instants = warnings(event.warn_at, event.warns_at)
    return Clock(event, event.due_at, instants, event.provisional, event.because)


def _changed(clock: Clock, event: ClockEvent) -> Clock:
    match event:
        case ClockPaused():
            return replace(clock, status="paused", stands_since=event.occurred_at)
        case ClockResumed():
            return _resumed(clock, event)
        case ClockMoved():
            return _moved(clock, event)
        case ClockWarned():
            given = {each for each in clock.warnings if each <= event.occurred_at}
            return replace(clock, given=clock.given | given)
        case ClockMetLate():
            return replace(clock, met_late=True)
        case ClockMet() | ClockBroken() | ClockCorrected() | ClockElapsed() | ClockCancelled():
            return replace(
                clock,
                status=_status(event),
                ended_at=event.occurred_at,
                outcome=event.because,
            )
    return clock


def _resumed(clock: Clock, event: ClockResumed) -> Clock:
    since = clock.stands_since or event.occurred_at
    return replace(
        clock,
        status="running",
        due_at=event.due_at,
        warnings=warnings(event.warn_at, ()),
        because=event.because,
        stands_since=None,
        stood=(*clock.stood, (since, event.occurred_at)),
    )


def _moved(clock: Clock, event: ClockMoved) -> Clock:
    return replace(
        clock,
        due_at=event.due_at,
        warnings=warnings(event.warn_at, event.warns_at),
        provisional=event.provisional,
        because=event.because,
    )


def _status(event: Ending) -> Status:
    match event:
        case ClockMet():
            return "met"
        case ClockBroken():
            return "broken"
        case ClockElapsed():
            return "elapsed"
        case ClockCancelled():
            return "cancelled"
        case ClockCorrected():
            return event.result
