"""What was said of the ticket t1, and what may be wished of it, in short words."""

from libs.events.base import Because
from libs.events.routing import TicketAssigned, TicketQueued, TicketReturned
from services.routing.domain.commands import (
    FollowEngineer,
    PullTicket,
    ReturnTicket,
    RouteTicket,
)
from services.routing.tests.boards import MONDAY_NOON, Person, board, msk

ANNA, BORIS = Person("anna"), Person("boris")
GLEB = Person("gleb", "novosibirsk")
ANNA_BUSY, GLEB_BUSY = Person("anna", covered=2), Person("gleb", "novosibirsk", covered=1)
ONE_PM, EVENING = msk("2026-03-02T13:00"), msk("2026-03-02T20:00")
HALF_PAST_THREE = msk("2026-03-02T15:30")
WHY = Because(ru="так", en="so")


def route(at, *people, **what):
    return RouteTicket("t1", "technokad", at, board(at, *people, **what))


def pull(engineer, at, *people, **what):
    return PullTicket("t1", "technokad", at, engineer, board(at, *people, **what))


def follow(engineer, at, *people, **what):
    return FollowEngineer("t1", "technokad", at, engineer, board(at, *people, **what))


def back(at):
    return ReturnTicket("t1", "technokad", at, WHY)


def assigned(engineer, office="moscow", at=MONDAY_NOON):
    return TicketAssigned(
        vendor="technokad",
        occurred_at=at,
        ticket_id="t1",
        engineer_id=engineer,
        office_id=office,
        because=WHY,
    )


def queued(until, priority="covered", at=EVENING):
    return TicketQueued(
        vendor="technokad",
        occurred_at=at,
        ticket_id="t1",
        priority=priority,
        next_try=until,
        because=WHY,
    )


def returned(engineer):
    return TicketReturned(
        vendor="technokad",
        occurred_at=MONDAY_NOON,
        ticket_id="t1",
        engineer_id=engineer,
        because=WHY,
    )
