"""The clocks of a ticket: every promise made on it, from its start to its end."""

from libs.decider import Decider
from libs.events.sla_clock import ClockEvent
from services.sla_clock.domain.commands import (
    Command,
    DropClock,
    MoveClock,
    Promise,
    ReachDue,
    RecordAct,
    RestoreClocks,
    StartClock,
    WarnClock,
)
from services.sla_clock.domain.decisions import decide
from services.sla_clock.domain.silence import SayNothingPromised
from services.sla_clock.domain.silence import decider as silence
from services.sla_clock.domain.state import Clock, Clocks, Status, evolve

decider: Decider[Command, Clocks, ClockEvent] = Decider(
    category="clocks",
    commands=(StartClock, RecordAct, DropClock, RestoreClocks, MoveClock, WarnClock, ReachDue),
    initial={},
    decide=decide,
    evolve=evolve,
)

__all__ = [
    "Clock",
    "Clocks",
    "Command",
    "DropClock",
    "MoveClock",
    "Promise",
    "ReachDue",
    "RecordAct",
    "RestoreClocks",
    "SayNothingPromised",
    "StartClock",
    "Status",
    "WarnClock",
    "decider",
    "silence",
]
