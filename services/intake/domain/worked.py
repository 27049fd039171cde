"""What was worked on a ticket and agreed to, as much of it as decides on what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from libs.events.intake import TicketReopened
from libs.events.work import (
    PaymentConsentDeclined,
    PaymentConsentGiven,
    PaymentConsentLifted,
    PaymentConsentRequested,
    RemoteSessionHeld,
    SupportTypeChanged,
    WorkEvent,
    WorkLogged,
    WorkReversed,
)

Told = WorkEvent | TicketReopened


@dataclass(frozen=True, slots=True)
class Standing:
    """From an instant on, the plan of the work, None: the one that covers the ticket, and for how
    many billed minutes the contact agreed to pay, by which offer."""

    since: datetime
    plan: str | None = None
    agreed_minutes: int = 0
    offer: PaymentConsentRequested | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """`sessions` are those that no counter-entry took back, by their message; `offer` is what
    the contact has neither agreed to nor declined, though he may have written since."""

    sessions: Mapping[str, WorkLogged] = field(default_factory=dict)
    standings: tuple[Standing, ...] = ()
    offer: PaymentConsentRequested | None = None
    is_declined: bool = False

    def standing(self, at: datetime) -> Standing:
        """What held at an instant. A plan that was changed holds until the next opening."""
        past = [standing for standing in self.standings if standing.since <= at]
        return past[-1] if past else Standing(at)

    def overlapping(self, engineer_id: str, began_at: datetime, ended_at: datetime) -> bool:
        """Whether the engineer worked on the ticket at some of this time already."""
        return any(
            session.engineer_id == engineer_id
            and session.began_at < ended_at
            and began_at < session.ended_at
            for session in self.sessions.values()
        )

    def minutes_under(self, plan: str) -> int:
        """How long was worked under a plan."""
        return sum(one.minutes for one in self.sessions.values() if one.plan == plan)


def evolve(work: Work, event: Told) -> Work:
    match event:
        case WorkLogged():
            return replace(work, sessions={**work.sessions, event.message_id: event})
        case WorkReversed():
            left = {key: one for key, one in work.sessions.items() if key != event.reverses}
            return replace(work, sessions=left)
        case PaymentConsentRequested():
            return replace(work, offer=event, is_declined=False)
        case PaymentConsentGiven():
            return _agreed(work, event)
        case PaymentConsentDeclined():
            return replace(work, offer=None, is_declined=True)
        case PaymentConsentLifted():
            return _lifted(work, event)
        case SupportTypeChanged():
            return _changed(work, event)
        case TicketReopened():
            return _with(replace(work, offer=None), Standing(event.occurred_at))
        case RemoteSessionHeld():
            return work
        case _:
            assert_never(event)


def _agreed(work: Work, event: PaymentConsentGiven) -> Work:
    before = work.standing(event.occurred_at)
    agreed = before.agreed_minutes if before.plan == event.plan else 0
    minutes = agreed + event.billed_minutes
    standing = Standing(event.occurred_at, event.plan, minutes, work.offer)
    return _with(replace(work, offer=None), standing)


def _lifted(work: Work, event: PaymentConsentLifted) -> Work:
    if work.offer and work.offer.message_id == event.offer_id:
        return replace(work, offer=None)
    return _with(work, Standing(event.occurred_at))


def _changed(work: Work, event: SupportTypeChanged) -> Work:
    if work.standing(event.occurred_at).plan == event.plan:
        return work
    return _with(work, Standing(event.occurred_at, event.plan))


def _with(work: Work, standing: Standing) -> Work:
    return replace(work, standings=(*work.standings, standing))
