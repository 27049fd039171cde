"""What may be wished of a ticket's assignment, and how far it is; `id` is the ticket's."""

from dataclasses import dataclass
from datetime import datetime

from libs.events.base import Because
from libs.events.routing import Priority
from services.routing.domain.board import Board


@dataclass(frozen=True)
class RouteTicket:
    """Look at the ticket again: who should have it now? Here as below, `board` is gathered
    when it is decided."""

    id: str
    vendor: str
    at: datetime
    board: Board | None = None


@dataclass(frozen=True)
class PullTicket:
    """An engineer takes the ticket out of the queue."""

    id: str
    vendor: str
    at: datetime
    engineer_id: str
    board: Board | None = None


@dataclass(frozen=True)
class FollowEngineer:
    """An engineer took the ticket into work: from now on it is his."""

    id: str
    vendor: str
    at: datetime
    engineer_id: str
    board: Board | None = None


@dataclass(frozen=True)
class HandOver:
    """Its engineer gives the ticket to a colleague, and says how far it is."""

    id: str
    vendor: str
    at: datetime
    engineer_id: str
    to: str
    note: str
    board: Board | None = None


@dataclass(frozen=True)
class ReturnTicket:
    """The ticket ended, or is not to be served."""

    id: str
    vendor: str
    at: datetime
    because: Because


@dataclass(frozen=True)
class Assignment:
    """Who has the ticket or had it last, what it waits for, and when it changes hands."""

    engineer_id: str | None = None
    previous_id: str | None = None
    priority: Priority | None = None
    next_try: datetime | None = None
    hand_over_at: datetime | None = None


Routing = RouteTicket | PullTicket | FollowEngineer | HandOver
Command = Routing | ReturnTicket
