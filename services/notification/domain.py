"""Who was told what about a ticket: each thing once, each mail threaded to the ones before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never

from libs.decider import Decider, Refused
from libs.events.intake import Evidence, Language
from libs.events.notification import (
    NotificationAbandoned,
    NotificationBounced,
    NotificationDelivered,
    NotificationEvent,
    NotificationFailed,
    NotificationReceived,
    NotificationScheduled,
    RecipientKind,
)

LONGEST_THREAD = 10


@dataclass(frozen=True)
class Schedule:
    """Tell one person one thing; `notification_id` derives from the event that it is about."""

    id: str
    vendor: str
    at: datetime
    notification_id: str
    recipient_id: str
    recipient_kind: RecipientKind
    template: str
    language: Language
    concerns_message: str | None
    address: str
    subject: str
    body: str


@dataclass(frozen=True)
class NoteDelivery:
    id: str
    vendor: str
    at: datetime
    notification_id: str
    attempts: int


@dataclass(frozen=True)
class NoteFailure:
    """An attempt failed; without `next_attempt_at` it was the last."""

    id: str
    vendor: str
    at: datetime
    notification_id: str
    attempts: int
    error: str
    next_attempt_at: datetime | None


@dataclass(frozen=True)
class NoteProof:
    """It is proven that the mail was received (A-11), or that it was not: it came back, with a
    status that says why. `reported_by` is the key of who says what a mail server said."""

    id: str
    vendor: str
    at: datetime
    notification_id: str
    proof: Evidence | Literal["bounced"]
    status: str = ""
    reported_by: str | None = None


Command = Schedule | NoteDelivery | NoteFailure | NoteProof
Progress = Literal["pending", "delivered", "abandoned"]


@dataclass(frozen=True)
class Mails:
    """All mail about one ticket: how far each is, and each recipient's thread; `concerns` is the
    message that each is about, `proven` what was proven of which."""

    progress: Mapping[str, Progress] = field(default_factory=dict)
    threads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    concerns: Mapping[str, str | None] = field(default_factory=dict)
    proven: frozenset[tuple[str, str]] = frozenset()


def decide(command: Command, mails: Mails) -> list[NotificationEvent]:
    match command:
        case Schedule():
            return schedule(command, mails)
        case NoteDelivery():
            return note_delivery(command, mails)
        case NoteFailure():
            return note_failure(command, mails)
        case NoteProof():
            return note_proof(command, mails)
        case _:
            assert_never(command)


def schedule(command: Schedule, mails: Mails) -> list[NotificationEvent]:
    if command.notification_id in mails.progress:
        return []
    return [
        NotificationScheduled(
            vendor=command.vendor,
            occurred_at=command.at,
            ticket_id=command.id,
            notification_id=command.notification_id,
            recipient_id=command.recipient_id,
            recipient_kind=command.recipient_kind,
            template=command.template,
            language=command.language,
            message_id=message_id(command.notification_id),
            references=mails.threads.get(command.recipient_id, ()),
            concerns_message=command.concerns_message,
            address=command.address,
            subject=command.subject,
            body=command.body,
        )
    ]


def note_delivery(command: NoteDelivery, mails: Mails) -> list[NotificationEvent]:
    if not is_pending(command, mails):
        return []
    return [
        NotificationDelivered(
            vendor=command.vendor,
            occurred_at=command.at,
            ticket_id=command.id,
            notification_id=command.notification_id,
            attempts=command.attempts,
        )
    ]


def note_failure(command: NoteFailure, mails: Mails) -> list[NotificationEvent]:
    if not is_pending(command, mails):
        return []
    if command.next_attempt_at is None:
        return [
            NotificationAbandoned(
                vendor=command.vendor,
                occurred_at=command.at,
                ticket_id=command.id,
                notification_id=command.notification_id,
                attempts=command.attempts,
                error=command.error,
            )
        ]
    return [
        NotificationFailed(
            vendor=command.vendor,
            occurred_at=command.at,
            ticket_id=command.id,
            notification_id=command.notification_id,
            attempts=command.attempts,
            error=command.error,
            next_attempt_at=command.next_attempt_at,
        )
    ]


def note_proof(command: NoteProof, mails: Mails) -> list[NotificationEvent]:
    """Each kind of proof is noted once; it may come before the server's answer to the sender."""
    if command.notification_id not in mails.concerns:
        raise Refused(
            f"no mail {command.notification_id} was to be sent",
            ru=f"Письма {command.notification_id} не было",
        )
    if (command.notification_id, command.proof) in mails.proven:
        return []
    about = {
        "vendor": command.vendor,
        "occurred_at": command.at,
        "ticket_id": command.id,
        "notification_id": command.notification_id,
        "concerns_message": mails.concerns[command.notification_id],
        "reported_by": command.reported_by,
    }
    if command.proof == "bounced":
        return [NotificationBounced.model_validate(about | {"status": command.status})]
    return [NotificationReceived.model_validate(about | {"evidence": command.proof})]


def is_pending(command: NoteDelivery | NoteFailure, mails: Mails) -> bool:
    progress = mails.progress.get(command.notification_id)
    if progress is None:
        raise Refused(
            f"no mail {command.notification_id} was to be sent",
            ru=f"Письма {command.notification_id} не было",
        )
    return progress == "pending"


def message_id(notification_id: str) -> str:
    """The mail's Message-ID: the same at every attempt, so that no client shows it twice."""
    return f"<{notification_id}@vakhta>"


def evolve(mails: Mails, event: NotificationEvent) -> Mails:
    match event:
        case NotificationScheduled():
            thread = (*mails.threads.get(event.recipient_id, ()), event.message_id)
            return replace(
                mails,
                progress={**mails.progress, event.notification_id: "pending"},
                threads={**mails.threads, event.recipient_id: thread[-LONGEST_THREAD:]},
                concerns={**mails.concerns, event.notification_id: event.concerns_message},
            )
        case NotificationDelivered():
            return _progressed(mails, event.notification_id, "delivered")
        case NotificationAbandoned():
            return _progressed(mails, event.notification_id, "abandoned")
        case NotificationReceived() | NotificationBounced():
            proof = "bounced" if isinstance(event, NotificationBounced) else event.evidence
            return replace(mails, proven=mails.proven | {(event.notification_id, proof)})
        case NotificationFailed():
            return mails
        case _:
            assert_never(event)


def _progressed(mails: Mails, notification_id: str, progress: Progress) -> Mails:
    return replace(mails, progress={**mails.progress, notification_id: progress})


decider: Decider[Command, Mails, NotificationEvent] = Decider(
    "mail", (Schedule, NoteDelivery, NoteFailure, NoteProof), Mails(), decide, evolve
)
