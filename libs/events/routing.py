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
    """An engineer of an office, with the products he knows (none named: all of them).

    `known_as` are keyed digests of his name and address, by which requests name him.
    """

    person = "engineer_id"
    engineer_id: str
    office_id: str
    products: tuple[str, ...] = ()
    language: Language
    digest: str = ""
    known_as: tuple[str, ...] = ()
    name: Personal[str]
    email: Personal[str]


class EngineerDedicated(Event):
    """An engineer serves a customer's tickets before all others; while he is away, his deputy."""

    engineer_id: str
    customer_id: str
    deputy_id: str | None = None


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
    """Another engineer takes the ticket: a shift ended before the deadline, or its engineer gave
    it to a colleague, `by_hand`, with a note of how far it is."""

    person = "contact_id"
    ticket_id: str
    contact_id: str | None = None
    from_engineer_id: str
    engineer_id: str
    office_id: str
    by_hand: bool = False
    because: Because
    note: Personal[str] = ""


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
