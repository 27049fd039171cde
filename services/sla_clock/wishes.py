"""The commands for a ticket's clocks, from what is kept of the ticket and what its law says."""

from collections.abc import Iterable
from datetime import datetime

from libs.events.entitlement import TicketDenied, TicketEntitled, TicketLeftUncovered
from libs.events.intake import Channel
from libs.regulation import Situation
from libs.regulation.clocks import Occasion
from libs.runtime.projection import Row
from libs.worktime import Name, WorkingTime
from services.sla_clock.acts import Act
from services.sla_clock.domain import (
    Command,
    MoveClock,
    Promise,
    RecordAct,
    SayNothingPromised,
    StartClock,
)
from services.sla_clock.law import Law

Judged = TicketEntitled | TicketLeftUncovered


AGREED_ANEW = Name("Время согласовано заново", "The time was agreed anew")


def moved(
    ticket: Row,
    at: datetime,
    clock_id: str,
    promise: Promise,
    reason: Name,
    hours: WorkingTime | None = None,
) -> MoveClock:
    """Another instant for a running clock; `hours` add the time that it stood."""
    return MoveClock(
        id=ticket["ticket_id"],
        vendor=ticket["vendor"],
        at=at,
        clock_id=clock_id,
        promise=promise,
        reason=reason,
        hours=hours,
    )


def not_promised(
    ticket: Row, at: datetime, law: Law, *, has_plan: bool
) -> list[SayNothingPromised]:
    """What is not promised is said too; to the contact by itself where nothing else is, and
    nothing was said yet of the right that is lacking."""
    situation = situation_of(ticket, "first")
    if (said := law.not_promised(situation)) is None:
        return []
    is_all = not law.edition.clocks(situation) and not law.edition.agreed(situation)
    return [
        SayNothingPromised(
            id=ticket["ticket_id"],
            vendor=ticket["vendor"],
            at=at,
            clocks=said.clocks,
            tells=is_all and has_plan,
            because=said.because,
        )
    ]


def situation_of(ticket: Row, occasion: Occasion, channel: Channel | None = None) -> Situation:
    return Situation(
        occasion=occasion,
        channel=channel or ticket["channel"],
        covered=ticket["covered"] or False,
        level=ticket["level"],
        plan=ticket["plan"],
        kind=ticket["kind"],
        topic=ticket["topic"],
    )


def starts(
    ticket: Row,
    at: datetime,
    message_id: str | None,
    promises: Iterable[Promise | None],
    again: str = "",
) -> list[Command]:
    return [
        StartClock(
            id=ticket["ticket_id"],
            vendor=ticket["vendor"],
            at=at,
            clock_id=":".join(filter(None, (ticket["ticket_id"], promise.clock, message_id)))
            + again,
            message_id=message_id,
            promise=promise,
        )
        for promise in promises
        if promise
    ]


def recorded(
    act: Act,
    waits: str | None = None,
    law: Law | None = None,
    afterwards: tuple[RecordAct, ...] = (),
) -> RecordAct:
    return RecordAct(
        id=act.ticket_id,
        vendor=act.vendor,
        at=act.at,
        act=act.name,
        message_id=act.message_id,
        waits_for=waits,
        hours=law.hours_by if law and waits is not None else None,
        afterwards=afterwards,
    )


def without_right(judged: Judged | TicketDenied) -> RecordAct:
    """Whoever lost his right, or has no more than every client, is promised no more of it."""
    name = "TicketDenied" if isinstance(judged, TicketDenied) else "TicketLeftUncovered"
    return RecordAct(judged.ticket_id, judged.vendor, judged.occurred_at, name)
