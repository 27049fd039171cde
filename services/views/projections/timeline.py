"""A ticket's story, one row an event: who did what, with which text, and why."""

from dataclasses import dataclass
from typing import Literal

from libs.events.base import Because, Event, readable
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
    DraftFiled,
    DraftOffered,
    InformationRequested,
    MessageReceived,
    NoteAdded,
    ReplySent,
    SolutionAccepted,
    SolutionProposed,
    SolutionReceived,
    SolutionRejected,
    TicketAdopted,
    TicketClosed,
    TicketRefused,
    TicketReopened,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.events.notification import (
    NotificationAbandoned,
    NotificationDelivered,
    NotificationFailed,
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
    ClockMoved,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockWarned,
)
from libs.events.work import (
    PaymentConsentDeclined,
    PaymentConsentGiven,
    PaymentConsentRequested,
    RemoteSessionHeld,
    SupportTypeChanged,
    WorkLogged,
    WorkReversed,
)
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row


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
    TicketSubmitted: _of_contact("number", "channel", "kind", "logged_by", text=None),
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
    MessageReceived: _of_contact("message_id", "channel"),
    ReplySent: _of_engineer("message_id", text="body"),
    NoteAdded: _of_engineer("message_id", text="body", internal=True),
    TicketTakenIntoWork: _of_engineer(),
    InformationRequested: _of_engineer("message_id", text="body"),
    SolutionProposed: _of_engineer("message_id", "article", text="body"),
    SolutionReceived: _of_rule("message_id", "evidence"),
    SolutionAccepted: _of_contact(text=None),
    SolutionRejected: _of_contact("message_id"),
    CallAnswered: _of_engineer(),
    CallExtended: _of_engineer(text="reason", internal=True),
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
    SupportTypeChanged: _of_engineer("plan_before", "plan", "service", "cause", text="body"),
    WorkLogged: _of_engineer(
        "message_id", "minutes", "service", "plan", text="body", internal=True
    ),
    WorkReversed: _of_engineer("message_id", "reverses", text="body", internal=True),
    RemoteSessionHeld: _of_engineer("purpose", "began_at", "ended_at", text="consented_by"),
    EtiquetteBroken: _of_engineer("message_id", "about", "by", text="body", internal=True),
    ServiceStopped: _of_engineer("message_id", "reason", text="body"),
    TicketEscalated: _of_engineer("role", internal=True),
    TicketEntitled: _of_rule("plan", "level"),
    TicketLeftUncovered: _of_rule("reason"),
    TicketDenied: _of_rule("reason"),
    QuotaReserved: _of_rule("requests", "left"),
    QuotaSpent: _of_rule(),
    QuotaReturned: _of_rule("outcome"),
    WorkCharged: _of_rule("raw_minutes", "billed_minutes", "amount", "currency"),
    TicketQueued: _of_rule("priority", "next_try"),
    TicketAssigned: _of_rule("engineer_id", "office_id"),
    HandOverPlanned: _of_rule("engineer_id", "hand_over_at", "due_at", internal=True),
    TicketHandedOver: _of_rule("from_engineer_id", "engineer_id", "office_id"),
    TicketReturned: _of_rule("engineer_id"),
    ClockStarted: _of_rule("clock_id", "clock", "due_at", "provisional", "message_id"),
    ClockPaused: _of_rule("clock_id", "reason"),
    ClockResumed: _of_rule("clock_id", "due_at"),
    ClockMoved: _of_rule("clock_id", "due_at", "provisional"),
    ClockWarned: _of_rule("clock_id", "clock", "due_at", internal=True),
    ClockMet: _of_rule("clock_id", "clock", "met_by"),
    ClockBroken: _of_rule("clock_id", "clock", "noticed_at"),
    ClockCorrected: _of_rule("clock_id", "clock", "result"),
    ClockElapsed: _of_rule("clock_id", "message_id"),
    ClockCancelled: _of_rule("clock_id", "clock"),
    NotificationScheduled: _of_rule(
        "notification_id", "recipient_kind", "recipient_id", "template", internal=True
    ),
    NotificationDelivered: _of_rule("notification_id", "attempts", internal=True),
    NotificationFailed: _of_rule("notification_id", "attempts", "error", internal=True),
    NotificationAbandoned: _of_rule("notification_id", "attempts", "error", internal=True),
}

EXPLAINED = frozenset(event for event in LINES if "because" in event.model_fields)


def _key(envelope: Envelope) -> Row:
    record = envelope.record
    return {"source": record.source, "shard": record.shard, "position": record.position}


def _evolve(_row: Row | None, envelope: Envelope) -> Row:
    event, record = envelope.event, envelope.record
    line = LINES[type(event)]
    because = event.because if type(event) in EXPLAINED else None  # type: ignore[attr-defined]
    return {
        "source": record.source,
        "shard": record.shard,
        "position": record.position,
        "vendor": record.vendor,
        "ticket_id": record.key,
        "type": record.type,
        "at": record.occurred_at,
        "recorded_at": record.recorded_at,
        "party": getattr(event, line.party_in) if line.party_in else line.party,
        "who": getattr(event, line.by) if line.by else None,
        "facts": {name: getattr(event, name) for name in line.facts},
        "because": _in_short(because) if because else None,
        "text": readable(getattr(event, line.text)) if line.text else None,
        "answers": readable(getattr(event, line.answers)) if line.answers else None,
        "person": event.person_id() if line.text else None,
        "internal": line.internal,
    }


def _in_short(because: Because) -> Row:
    """Why it was decided, without the facts that led to it: those lie with what was decided."""
    return {
        "ru": because.ru,
        "en": because.en,
        "rules": because.rules,
        "edition": because.edition,
        "calendar": because.calendar,
        "assumed": because.assumed,
    }


TIMELINE = Projection(
    table="timeline",
    columns="""
        source text, shard int, position bigint, vendor text not null, ticket_id text not null,
        type text not null, at timestamptz not null, recorded_at timestamptz not null,
        party text not null, who text, facts jsonb not null, because jsonb, text text,
        answers jsonb, person text, internal bool not null
    """,
    keyed_by=("source", "shard", "position"),
    key=_key,
    evolve=_evolve,
    indexes="""
        create index if not exists timeline_ticket on timeline (ticket_id);
        create index if not exists timeline_person on timeline (person) where person is not null;
    """,
    personal={"text": "person", "answers": "person"},
    events=frozenset(LINES),
    begins=frozenset(LINES),
)
