"""What people do on a ticket, as far as a promise may be kept, ended or given by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from libs.events.base import Event
from libs.events.intake import (
    CallAnswered,
    CallExtended,
    Channel,
    ChannelChanged,
    DraftFiled,
    DraftOffered,
    InformationRequested,
    MergeUndone,
    MessageReceived,
    ReceiptWithdrawn,
    ReleasePublished,
    ReplySent,
    SolutionAccepted,
    SolutionProposed,
    SolutionRejected,
    SysadminRequested,
    TicketClosed,
    TicketDeferred,
    TicketPostponed,
    TicketRefused,
    TicketReopened,
    TicketResumed,
    TicketTakenIntoWork,
)
from libs.events.work import (
    PaymentConsentDeclined,
    PaymentConsentGiven,
    PaymentConsentLifted,
    PaymentConsentRequested,
)
from libs.regulation.clocks import Occasion

ACTS = (
    MessageReceived,
    ReplySent,
    TicketTakenIntoWork,
    InformationRequested,
    SolutionProposed,
    DraftOffered,
    DraftFiled,
    SolutionAccepted,
    SolutionRejected,
    PaymentConsentRequested,
    PaymentConsentGiven,
    PaymentConsentDeclined,
    PaymentConsentLifted,
    ReceiptWithdrawn,
    CallAnswered,
    CallExtended,
    ChannelChanged,
    SysadminRequested,
    TicketPostponed,
    TicketDeferred,
    TicketResumed,
    ReleasePublished,
    TicketRefused,
    TicketClosed,
    TicketReopened,
    MergeUndone,
)
OCCASIONS: dict[str, Occasion] = {
    "MessageReceived": "later_message",
    "SolutionRejected": "later_message",
    "TicketReopened": "reopening",
    "DraftFiled": "first",
}
"""What asks for an answer anew (A-24, A-26), or for the first one by the channel that a request
was filed by (CPRO-R-32)."""

WAITS_FOR = {
    "InformationRequested": "information",
    "SolutionProposed": "confirmation",
    "PaymentConsentRequested": "payment_consent",
    "PaymentConsentGiven": "",
    "PaymentConsentDeclined": "",
    "PaymentConsentLifted": "",
    "SysadminRequested": "sysadmin",
    "TicketPostponed": "postponed",
    "TicketDeferred": "deferred",
    "TicketResumed": "",
    "ReleasePublished": "",
    "DraftOffered": "filing",
    "DraftFiled": "",
    "MergeUndone": "",
    "MessageReceived": "",
    "SolutionRejected": "",
}
"""What a ticket waits for after an act, "" for nothing more; others leave it as it was."""


@dataclass(frozen=True)
class Act:
    """Something that an engineer or the contact did; `name` is that of its event.

    `asks` is how many numbered questions it asks, `answered` which of them it answers.
    """

    ticket_id: str
    vendor: str
    name: str
    at: datetime
    message_id: str | None
    channel: Channel | None
    asks: int = 0
    answered: tuple[int, ...] = ()

    @property
    def occasion(self) -> Occasion | None:
        """The occasion for a promise that it is, if it is one."""
        return OCCASIONS.get(self.name)


def act_of(event: Event) -> Act | None:
    """The act that an event tells of; None for one that bears on no promise: a machine's answer
    is no word of the contact's."""
    if not isinstance(event, ACTS) or getattr(event, "automatic", False):
        return None
    return Act(
        event.ticket_id,
        event.vendor,
        type(event).__name__,
        event.occurred_at,
        getattr(event, "message_id", None),
        getattr(event, "channel", None),
        getattr(event, "asks", 0),
        getattr(event, "answered", ()),
    )


def is_closed(acts: Sequence[Act]) -> bool:
    """Whether a ticket is closed after these acts."""
    ends = [act.name for act in acts if act.name in ("TicketClosed", "MergeUndone")]
    return bool(ends) and ends[-1] == "TicketClosed"


def waits_for(act: Act, before: Sequence[Act]) -> str | None:
    """What the ticket waits for after an act; numbered questions are waited for until the last is
    answered (NANO-22)."""
    waits = WAITS_FOR.get(act.name)
    if act.name == "MessageReceived" and _left(act, before):
        return None
    return waits


def _left(act: Act, before: Sequence[Act]) -> bool:
    answered = set(act.answered)
    for one in reversed(before):
        if one.name == "InformationRequested":
            return not answered.issuperset(range(1, one.asks + 1))
        answered.update(one.answered)
    return False
