"""Facts that routing owns: engineers, their presence, and who takes a ticket."""

from datetime import datetime
from typing import Literal

from libs.events.base import Because, Event, Personal
from libs.events.intake import Language

Priority = Literal["covered", "uncovered"]


class OfficeOpened(Event):
    """An office of a vendor; its hours are in the vendor's regulation."""

    office_id: str
    ru: str
    en: str


class EngineerHired(Event):
    """An engineer of an office, with the products he knows (none named: all of them)."""

    person = "engineer_id"
    engineer_id: str
    office_id: str
    products: tuple[str, ...] = ()
    language: Language
    digest: str = ""
    name: Personal[str]
    email: Personal[str]


class EngineerDedicated(Event):
    """An engineer serves a customer's tickets before all others."""

    engineer_id: str
    customer_id: str


class AbsencePlanned(Event):
    """An engineer is away from `absent_from` until `absent_until`; `tickets` are those that he
    has with a promise running, which may have to be handed over."""

    engineer_id: str
    absent_from: datetime
    absent_until: datetime
    tickets: tuple[str, ...] = ()


class TicketQueued(Event):
    """Nobody can take the ticket now; it is tried again at `next_try`."""

    ticket_id: str
    priority: Priority
    next_try: datetime | None
    because: Because


class TicketAssigned(Event):
    """An engineer is to take the ticket, and why it is he."""

    ticket_id: str
    engineer_id: str
    office_id: str
    because: Because


class HandOverPlanned(Event):
    """The engineer goes off duty at `hand_over_at`, to return after the ticket's deadline: it
    is to be handed over then. None: it stays with him."""

    ticket_id: str
    engineer_id: str
    hand_over_at: datetime | None
    due_at: datetime | None
    because: Because


class TicketHandedOver(Event):
    """A shift ended before the deadline: another engineer takes the ticket."""

    ticket_id: str
    from_engineer_id: str
    engineer_id: str
    office_id: str
    because: Because


class TicketReturned(Event):
    """The ticket left its engineer: it ended, or goes back to the queue."""

    ticket_id: str
    engineer_id: str
    because: Because


PeopleEvent = OfficeOpened | EngineerHired | EngineerDedicated | AbsencePlanned
AssignmentEvent = (
    TicketQueued | TicketAssigned | HandOverPlanned | TicketHandedOver | TicketReturned
)
RoutingEvent = PeopleEvent | AssignmentEvent
