"""Facts that notification owns: what was to be told, to whom, and whether it arrived."""

from datetime import datetime
from typing import Literal

from libs.events.base import Event, Personal
from libs.events.intake import Evidence, Language

RecipientKind = Literal["contact", "engineer", "role"]


class NotificationScheduled(Event):
    """A mail is to be sent; its text is settled, so that every attempt says the same."""

    person = "recipient_id"
    ticket_id: str
    notification_id: str
    recipient_id: str
    recipient_kind: RecipientKind
    template: str
    language: Language
    message_id: str
    references: tuple[str, ...] = ()
    concerns_message: str | None = None
    address: Personal[str]
    subject: Personal[str]
    body: Personal[str]


class NotificationDelivered(Event):
    """The mail server took the mail."""

    ticket_id: str
    notification_id: str
    attempts: int


class NotificationReceived(Event):
    """It is proven that the mail reached its recipient, or that he opened what it points to; what
    our own relay takes proves nothing. `reported_by` is the key of who says what a server said."""

    ticket_id: str
    notification_id: str
    concerns_message: str | None
    evidence: Evidence
    reported_by: str | None = None


class NotificationBounced(Event):
    """The mail came back; `status` is the code of RFC 3463 that says why, `reported_by` the key
    of who says so."""

    ticket_id: str
    notification_id: str
    concerns_message: str | None
    status: str
    reported_by: str | None = None


class NotificationFailed(Event):
    """An attempt failed; the next one is at `next_attempt_at`. `error` names no address."""

    ticket_id: str
    notification_id: str
    attempts: int
    error: str
    next_attempt_at: datetime


class NotificationAbandoned(Event):
    """All attempts failed, or the person was erased: nobody was told."""

    ticket_id: str
    notification_id: str
    attempts: int
    error: str


NotificationEvent = (
    NotificationScheduled
    | NotificationDelivered
    | NotificationReceived
    | NotificationBounced
    | NotificationFailed
    | NotificationAbandoned
)
