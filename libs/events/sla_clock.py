"""Facts that sla_clock owns: promises on a ticket, kept and broken."""

from datetime import datetime
from typing import Literal

from libs.events.base import Because, Event

ClockName = Literal[
    "take_into_work", "first_response", "reply", "phone_answer", "resolution", "auto_close"
]


class ClockStarted(Event):
    """A promise began to run at `occurred_at`; `message_id` names the message that it is about.

    The acts in `met_by` keep it, those in `ended_by` end it without a result, and it stands while
    the ticket waits for one of `pauses`. `runs` says whether working time counts or all of it.
    `warns_at` are all the instants of its warnings where there are several, `warn_at` the next.
    `zone` is the desk's, in which people are told of it; `elapses` is what they are told when it
    elapses.
    """

    ticket_id: str
    clock_id: str
    clock: ClockName
    due_at: datetime
    warn_at: datetime | None
    warns_at: tuple[datetime, ...] = ()
    provisional: bool
    message_id: str | None = None
    met_by: tuple[str, ...] = ()
    ended_by: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    runs: Literal["working", "real"] = "working"
    zone: str = "UTC"
    elapses: Because | None = None
    because: Because


class ClockPaused(Event):
    """The promise does not run, for a reason that the edition names."""

    ticket_id: str
    clock_id: str
    reason: str
    because: Because


class ClockResumed(Event):
    """The promise runs on, due at a later instant."""

    ticket_id: str
    clock_id: str
    due_at: datetime
    warn_at: datetime | None = None
    because: Because


class ClockMoved(Event):
    """Days or hours published later, or a new agreement, moved the instant of a promise; its
    warnings are told as when it started."""

    ticket_id: str
    clock_id: str
    clock: ClockName | None = None
    due_at: datetime
    warn_at: datetime | None
    warns_at: tuple[datetime, ...] = ()
    provisional: bool
    because: Because


class ClockWarned(Event):
    """Most of the promised time has passed; `occurred_at` is the instant of the warning.

    `number`: which of its warnings it is, from 1. `next_at`: when the next one is given.
    """

    ticket_id: str
    clock_id: str
    clock: ClockName
    due_at: datetime
    number: int = 1
    next_at: datetime | None = None


class ClockMet(Event):
    """The promise was kept, by the act at `occurred_at`; `met_by` is the act's event."""

    ticket_id: str
    clock_id: str
    clock: ClockName
    met_by: str
    because: Because


class ClockBroken(Event):
    """The promise was broken at `occurred_at`, the instant it was due."""

    ticket_id: str
    clock_id: str
    clock: ClockName
    noticed_at: datetime
    because: Because


class ClockMetLate(Event):
    """What was promised was done, at `occurred_at`, after the promise was broken: nothing is owed
    any more; `met_by` is the act's event."""

    ticket_id: str
    clock_id: str
    clock: ClockName
    met_by: str
    because: Because


class ClockCorrected(Event):
    """A fact learned late shows that the promise had been kept, or had not run at all."""

    ticket_id: str
    clock_id: str
    clock: ClockName
    result: Literal["met", "cancelled"]
    because: Because


class ClockElapsed(Event):
    """The time to react is over; intake closes the ticket if no reaction has come since."""

    ticket_id: str
    clock_id: str
    message_id: str
    because: Because


class ClockCancelled(Event):
    """The promise has no object any more."""

    ticket_id: str
    clock_id: str
    clock: ClockName
    because: Because


class NothingPromised(Event):
    """The regulation promises nothing here, for these clocks, and these are its words for it.

    `tells`: the contact hears of it by a mail of its own.
    """

    ticket_id: str
    clocks: tuple[ClockName, ...]
    tells: bool
    because: Because


ClockEvent = (
    ClockStarted
    | ClockPaused
    | ClockResumed
    | ClockMoved
    | ClockWarned
    | ClockMet
    | ClockBroken
    | ClockMetLate
    | ClockCorrected
    | ClockElapsed
    | ClockCancelled
)
SlaClockEvent = ClockEvent | NothingPromised
