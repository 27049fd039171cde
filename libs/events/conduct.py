"""Facts that intake owns of how people talk to each other, and who is told when they do not."""

from typing import Literal

from libs.events.base import Because, Event, Personal


class EtiquetteBroken(Event):
    """An engineer found that `by` spoke against the norms of conduct, in the message `about`."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    by: Literal["contact", "engineer"]
    about: str
    digest: str
    because: Because
    body: Personal[str]


class ServiceStopped(Event):
    """An engineer stopped the support at once, for a breach of conduct."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    reason: str
    digest: str
    because: Because
    body: Personal[str]


class TicketEscalated(Event):
    """An engineer's act goes to the holder of a role, who is found by the day."""

    ticket_id: str
    role: str
    engineer_id: str
    because: Because


class ComplaintRaised(Event):
    """A contact complains about a ticket to the holder of a role: in a thread of its own, which
    where it is `hidden` no engineer reads. `digest` tells it from another one under its key."""

    person = "contact_id"
    complaint_id: str
    ticket_id: str
    number: str
    contact_id: str
    client: str
    role: str
    hidden: bool
    digest: str
    because: Because
    body: Personal[str]


ConductEvent = EtiquetteBroken | ServiceStopped | TicketEscalated
