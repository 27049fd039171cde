"""What people do on a ticket, as far as a promise may be kept, ended or given by it."""

from dataclasses import dataclass
from datetime import datetime

from libs.events.base import Event
from libs.events.intake import (
    CallAnswered,
    CallExtended,
    Channel,
    InformationRequested,
    MessageReceived,
    ReplySent,
    SolutionAccepted,
    SolutionProposed,
    SolutionRejected,
    TicketClosed,
    TicketRefused,
    TicketReopened,
    TicketTakenIntoWork,
)
from libs.regulation.clocks import Occasion

ACTS = (
    MessageReceived,
    ReplySent,
    TicketTakenIntoWork,
    InformationRequested,
    SolutionProposed,
    SolutionAccepted,
    SolutionRejected,
    CallAnswered,
    CallExtended,
    TicketRefused,
    TicketClosed,
    TicketReopened,
)
OCCASIONS: dict[str, Occasion] = {
    "MessageReceived": "later_message",
    "SolutionRejected": "later_message",
    "TicketReopened": "reopening",
}
"""What the contact does that asks for an answer anew (A-24, A-26)."""


@dataclass(frozen=True)
class Act:
    """Something that an engineer or the contact did; `name` is that of its event."""

    ticket_id: str
    vendor: str
    name: str
    at: datetime
    message_id: str | None
    channel: Channel | None

    @property
    def occasion(self) -> Occasion | None:
        """The occasion for a promise that it is, if it is one."""
        return OCCASIONS.get(self.name)


def act_of(event: Event) -> Act | None:
    """The act that an event tells of; None for one that bears on no promise."""
    if not isinstance(event, ACTS):
        return None
    return Act(
        event.ticket_id,
        event.vendor,
        type(event).__name__,
        event.occurred_at,
        getattr(event, "message_id", None),
        getattr(event, "channel", None),
    )
