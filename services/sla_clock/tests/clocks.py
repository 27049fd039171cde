"""Promises, wishes and facts of one ticket, in few words."""

from datetime import timedelta

from libs.events.base import Because
from libs.worktime import Name
from services.sla_clock.domain import (
    MoveClock,
    Promise,
    ReachDue,
    RecordAct,
    StartClock,
    WarnClock,
    decider,
)
from services.sla_clock.tests.laws import at

NINE = at("2026-03-02 09:00")
WARN, DUE = at("2026-03-03 09:36"), at("2026-03-03 12:00")
SECOND = timedelta(seconds=1)
WHY = Because(rules=("CPRO-R-28",), edition="cryptopro-2015", calendar="c1", ru="срок", en="limit")
SILENCE = WHY.model_copy(update={"ru": "реакции не было", "en": "no reaction"})
TICKET = {"vendor": "cryptopro", "ticket_id": "t1"}
WISH = {"vendor": "cryptopro", "id": "t1"}


def decided(given, *commands):
    """What the commands make happen, one after the other, after these events."""
    state, happened = decider.fold(given), []
    for command in commands:
        events = decider.decide(command, state)
        state, happened = decider.fold(events, state), [*happened, *events]
    return happened


def promise(**changes):
    facts = {
        "clock": "first_response",
        "due_at": DUE,
        "warn_at": WARN,
        "provisional": False,
        "met_by": ("ReplySent", "InformationRequested", "SolutionProposed"),
        "ended_by": ("CallExtended", "TicketClosed", "TicketLeftUncovered"),
        "zone": "Europe/Moscow",
        "because": WHY,
    }
    return Promise(**facts | changes)


def closing(**changes):
    facts = {
        "clock": "auto_close",
        "met_by": (),
        "ended_by": ("MessageReceived", "InformationRequested", "SolutionProposed", "TicketClosed"),
        "elapses": SILENCE,
    }
    return promise(**facts | changes)


def start(clock_id="c1", at=NINE, message_id=None, promise=None):
    return StartClock(
        **WISH, at=at, clock_id=clock_id, message_id=message_id, promise=promise or FIRST_RESPONSE
    )


def act(name, at, message_id=None):
    return RecordAct(**WISH, at=at, act=name, message_id=message_id)


def move(at, promise, clock_id="c1"):
    reason = Name("Календарь изменён", "The calendar was changed")
    return MoveClock(**WISH, at=at, clock_id=clock_id, promise=promise, reason=reason)


def warn(at, clock_id="c1"):
    return WarnClock(**WISH, at=at, clock_id=clock_id)


def reach_due(read_to, at=None, clock_id="c1"):
    return ReachDue(**WISH, at=at or read_to, clock_id=clock_id, read_to=read_to)


def started(promise, clock_id="c1", at=NINE, message_id=None):
    (event,) = decided([], start(clock_id, at, message_id, promise))
    return event


def told(events):
    """What is said of events: their kind, clock and own instant."""
    return [(type(event), event.clock_id, event.occurred_at) for event in events]


FIRST_RESPONSE = promise()
STARTED = started(FIRST_RESPONSE)
WAITING = started(closing(), message_id="m1")
BROKEN = decided([STARTED], reach_due(DUE + SECOND))[0]
