"""Which fields of each event a ticket's story takes, and who acted in it."""

from dataclasses import dataclass
from typing import Literal

from libs.events.base import Event
from libs.events.conduct import EtiquetteBroken, ServiceStopped, TicketEscalated
from libs.events.entitlement import (
    QuotaReserved,
    QuotaReturned,
    QuotaSpent,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
    WorkCharged,
)
from libs.events.intake import (
    CallAnswered,
    CallExtended,
    CertificateAttached,
    ChannelChanged,
    ClosingTimeAgreed,
    CommentReceived,
    DefectConfirmed,
    DraftFiled,
    DraftOffered,
    InformationRequested,
    MergeUndone,
    MessageReceived,
    NoteAdded,
    PriorityChanged,
    ReceiptWithdrawn,
    ReleasePublished,
    ReplySent,
    ReproductionRecorded,
    SolutionAccepted,
    SolutionProposed,
    SolutionReceived,
    SolutionRejected,
    SysadminRequested,
    TicketAdopted,
    TicketCameBack,
    TicketClassified,
    TicketClosed,
    TicketDeferred,
    TicketLinked,
    TicketMerged,
    TicketPassedOn,
    TicketPostponed,
    TicketRated,
    TicketRefused,
    TicketReopened,
    TicketResumed,
    TicketRetitled,
    TicketSplit,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.events.notification import (
    NotificationAbandoned,
    NotificationBounced,
    NotificationDelivered,
    NotificationFailed,
    NotificationReceived,
    NotificationScheduled,
)
from libs.events.routing import (
    HandOverPlanned,
    TicketAssigned,
    TicketHandedOver,
    TicketQueued,
    TicketReturned,
)
from libs.events.sla_clock import (
    ClockBroken,
    ClockCancelled,
    ClockCorrected,
    ClockElapsed,
    ClockMet,
    ClockMetLate,
    ClockMoved,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockWarned,
    NothingPromised,
)
from libs.events.work import (
    PaymentConsentDeclined,
    PaymentConsentGiven,
    PaymentConsentLifted,
    PaymentConsentRequested,
    RemoteSessionHeld,
    SupportTypeChanged,
    WorkLogged,
    WorkReversed,
)


@dataclass(frozen=True, slots=True)
class Line:
    """Which fields of an event its row takes: `by` has the actor's id, `party_in` the kind of
    actor where the event itself says it. Customers are not shown what is `internal`. The text of
    a submission lies with the ticket."""

    party: Literal["contact", "engineer", "rule"]
    by: str | None = None
    party_in: str | None = None
    facts: tuple[str, ...] = ()
    text: str | None = None
    answers: str | None = None
    internal: bool = False


def _of_contact(*facts: str, text: str | None = "body") -> Line:
    return Line("contact", "contact_id", facts=facts, text=text)


def _of_engineer(*facts: str, text: str | None = None, internal: bool = False) -> Line:
    return Line("engineer", "engineer_id", facts=facts, text=text, internal=internal)


def _of_rule(*facts: str, internal: bool = False) -> Line:
    return Line("rule", facts=facts, internal=internal)


LINES: dict[type[Event], Line] = {
    TicketSubmitted: _of_contact("number", "channel", "kind", "logged_by", "line", text=None),
    MessageReceived: Line(
        "contact",
        "contact_id",
        facts=("message_id", "channel", "answered"),
        text="body",
        answers="answers",
    ),
    ReplySent: _of_engineer("message_id", "author", "article", text="body"),
    CommentReceived: _of_engineer("message_id", "author", text="body"),
    NoteAdded: _of_engineer("message_id", text="body", internal=True),
    TicketTakenIntoWork: _of_engineer(),
    InformationRequested: Line(
        "engineer", "engineer_id", facts=("message_id", "asks"), text="body", answers="questions"
    ),
    SysadminRequested: _of_engineer("message_id", "reason", text="body"),
    TicketPostponed: _of_engineer("message_id", "reason", "until", text="body"),
    TicketDeferred: _of_engineer(
        "message_id", "reason", "product", "release", "planned_on", "planned_before", text="body"
    ),
    TicketResumed: _of_engineer(),
    ReleasePublished: _of_rule("product", "release", "released_on"),
    ReproductionRecorded: _of_engineer("result"),
    DefectConfirmed: _of_engineer("sign"),
    TicketClassified: _of_engineer("kind", "topic", "cause"),
    TicketRetitled: _of_engineer(text="subject"),
    PriorityChanged: _of_engineer("priority", internal=True),
    CertificateAttached: Line(
        "contact", "engineer_id", party_in="attached_by", facts=("certificate",)
    ),
    ChannelChanged: _of_engineer("channel"),
    TicketPassedOn: _of_engineer("to", "name", internal=True),
    TicketCameBack: _of_engineer(internal=True),
    TicketSplit: _of_engineer("child_id", "child_number", text="body"),
    TicketMerged: _of_engineer("target_id", "target_number"),
    MergeUndone: _of_engineer("target_id", "target_number"),
    TicketLinked: _of_rule("other_id", "other_number", "relation"),
    TicketRated: _of_contact("score", text="comment"),
    SolutionProposed: _of_engineer("message_id", "article", text="body"),
    SolutionReceived: _of_rule("message_id", "evidence"),
    ReceiptWithdrawn: _of_rule("message_id", "evidence", "reason"),
    ClosingTimeAgreed: _of_engineer("due_at", "due_before"),
    SolutionAccepted: _of_contact(text=None),
    SolutionRejected: _of_contact("message_id"),
    CallAnswered: _of_engineer(),
    CallExtended: _of_engineer(text="reason", internal=True),
    TicketAdopted: _of_engineer(),
    DraftOffered: Line("rule", "engineer_id", facts=("channel", "lacking")),
    DraftFiled: Line(
        "contact",
        "engineer_id",
        party_in="filed_by",
        facts=("message_id", "channel", "missing"),
        text="body",
        answers="answers",
    ),
    EtiquetteBroken: _of_engineer("message_id", "about", "by", text="body", internal=True),
    ServiceStopped: _of_engineer("message_id", "reason", text="body"),
    TicketEscalated: _of_engineer("role", internal=True),
    TicketRefused: _of_engineer("reason", text="grounds"),
    TicketClosed: Line(
        "rule", "engineer_id", party_in="closed_by", facts=("outcome", "rendered_in_time")
    ),
    TicketReopened: Line(
        "contact", party_in="reopened_by", facts=("message_id",), text="body", answers="answers"
    ),
    PaymentConsentRequested: _of_engineer(
        "message_id", "plan", "minutes", "billed_minutes", "amount", "currency", text="body"
    ),
    PaymentConsentGiven: _of_contact("plan", "logged_by", text="said_by"),
    PaymentConsentDeclined: _of_contact("plan", "logged_by", text="said_by"),
    PaymentConsentLifted: _of_rule("plan"),
    SupportTypeChanged: _of_engineer("plan_before", "plan", "service", "cause", text="body"),
    WorkLogged: _of_engineer(
        "message_id", "minutes", "service", "plan", text="body", internal=True
    ),
    WorkReversed: _of_engineer("message_id", "reverses", text="body", internal=True),
    RemoteSessionHeld: _of_engineer("purpose", "began_at", "ended_at", text="consented_by"),
    TicketEntitled: _of_rule("plan", "level", "lack"),
    TicketLeftUncovered: _of_rule("reason"),
    TicketDenied: _of_rule("reason"),
    WorkCharged: _of_rule("raw_minutes", "billed_minutes", "amount", "currency"),
    QuotaReserved: _of_rule("requests", "left"),
    QuotaSpent: _of_rule(),
    QuotaReturned: _of_rule("outcome"),
    TicketQueued: _of_rule("priority", "next_try"),
    TicketAssigned: _of_rule("engineer_id", "office_id"),
    HandOverPlanned: _of_rule("engineer_id", "hand_over_at", "due_at", internal=True),
    TicketHandedOver: Line(
        "rule", facts=("from_engineer_id", "engineer_id", "office_id", "by_hand"), text="note"
    ),
    TicketReturned: _of_rule("engineer_id"),
    ClockStarted: _of_rule("clock_id", "clock", "due_at", "provisional", "message_id"),
    ClockPaused: _of_rule("clock_id", "reason"),
    ClockResumed: _of_rule("clock_id", "due_at"),
    ClockMoved: _of_rule("clock_id", "clock", "due_at", "provisional"),
    NothingPromised: _of_rule("clocks"),
    ClockWarned: _of_rule("clock_id", "clock", "due_at", "number", "next_at", internal=True),
    ClockMet: _of_rule("clock_id", "clock", "met_by"),
    ClockBroken: _of_rule("clock_id", "clock", "noticed_at"),
    ClockMetLate: _of_rule("clock_id", "clock", "met_by"),
    ClockCorrected: _of_rule("clock_id", "clock", "result"),
    ClockElapsed: _of_rule("clock_id", "message_id"),
    ClockCancelled: _of_rule("clock_id", "clock"),
    NotificationScheduled: _of_rule(
        "notification_id", "recipient_kind", "recipient_id", "template", internal=True
    ),
    NotificationDelivered: _of_rule("notification_id", "attempts", internal=True),
    NotificationReceived: _of_rule("notification_id", "evidence", "reported_by", internal=True),
    NotificationBounced: _of_rule("notification_id", "status", "reported_by", internal=True),
    NotificationFailed: _of_rule("notification_id", "attempts", "error", internal=True),
    NotificationAbandoned: _of_rule("notification_id", "attempts", "error", internal=True),
}
