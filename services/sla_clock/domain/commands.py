"""What may be wished of a ticket's clocks; `id` is the ticket's in all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from libs.events.base import Because
from libs.events.sla_clock import ClockName, ClockStarted
from libs.worktime import Name, WorkingTime

HoursBy = Callable[[ClockStarted], WorkingTime]
"""The hours that a promise counts, from what was said when it began."""


@dataclass(frozen=True)
class Promise:
    """What a clock is set to: when it falls due and why, and which acts keep it or end it.

    `warns_at` are the instants of its warnings where there are several.
    """

    clock: ClockName
    due_at: datetime
    warn_at: datetime | None
    provisional: bool
    met_by: tuple[str, ...]
    ended_by: tuple[str, ...]
    zone: str
    because: Because
    elapses: Because | None = None
    pauses: tuple[str, ...] = ()
    runs: Literal["working", "real"] = "working"
    warns_at: tuple[datetime, ...] = ()

    @property
    def warnings(self) -> tuple[datetime, ...]:
        """The instants of all its warnings, in their order."""
        return warnings(self.warn_at, self.warns_at)


def warnings(warn_at: datetime | None, warns_at: tuple[datetime, ...]) -> tuple[datetime, ...]:
    """All warnings, where `warns_at` names none but the only one."""
    return warns_at or ((warn_at,) if warn_at else ())


@dataclass(frozen=True)
class StartClock:
    """Let a promise run from `at`."""

    id: str
    vendor: str
    at: datetime
    clock_id: str
    message_id: str | None
    promise: Promise


@dataclass(frozen=True)
class RecordAct:
    """Something was done on the ticket at `at`, by an engineer or by its contact.

    `waits_for` is what the ticket waits for since, "" for nothing; None: as before. `hours` gives
    those by which a promise that stood runs on. `afterwards` is what was done later and known
    earlier: an act that is learned of late may change what it meant.
    """

    id: str
    vendor: str
    at: datetime
    act: str
    message_id: str | None = None
    waits_for: str | None = None
    hours: HoursBy | None = None
    afterwards: tuple["RecordAct", ...] = ()


@dataclass(frozen=True)
class DropClock:
    """The promise no longer holds, by an act of `at` that made the situation another one."""

    id: str
    vendor: str
    at: datetime
    clock_id: str
    act: str


@dataclass(frozen=True)
class RestoreClocks:
    """At `at` the merge of `merged_at` was undone: promises that ended with it run again.
    `hours` gives those by which the time that one stood then is added."""

    id: str
    vendor: str
    at: datetime
    merged_at: datetime
    hours: HoursBy


@dataclass(frozen=True)
class MoveClock:
    """Set a running clock to what days or hours published at `at`, or a new agreement, make of
    its promise; `reason` says in words what was changed. `hours` are those by which the times
    that it stood are added again."""

    id: str
    vendor: str
    at: datetime
    clock_id: str
    promise: Promise
    reason: Name
    hours: WorkingTime | None = None


@dataclass(frozen=True)
class WarnClock:
    """It is `at`: warn if most of the promised time has passed."""

    id: str
    vendor: str
    at: datetime
    clock_id: str


@dataclass(frozen=True)
class ReachDue:
    """It is `at`, and all that was said up to `read_to` is known here."""

    id: str
    vendor: str
    at: datetime
    clock_id: str
    read_to: datetime


Command = StartClock | RecordAct | DropClock | RestoreClocks | MoveClock | WarnClock | ReachDue
