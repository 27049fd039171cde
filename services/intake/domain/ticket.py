"""A ticket as its history has made it: just enough to decide what may happen next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NoReturn

from libs.decider import Invalid, Refused
from libs.events.conduct import EtiquetteBroken, ServiceStopped
from libs.events.intake import (
    Channel,
    CommentReceived,
    DraftFiled,
    Evidence,
    InformationRequested,
    MessageReceived,
    NoteAdded,
    Outcome,
    Party,
    Place,
    Relation,
    ReplySent,
    Reproduced,
    SolutionProposed,
    SolutionRejected,
    SysadminRequested,
    TicketDeferred,
    TicketMerged,
    TicketPostponed,
    TicketReopened,
    TicketSplit,
    TicketSubmitted,
    Unit,
)
from libs.events.work import (
    PaymentConsentRequested,
    SupportTypeChanged,
    WorkLogged,
    WorkReversed,
)
from services.intake.domain.filed import Filed
from services.intake.domain.worked import Work

Status = Literal["open", "waiting", "postponed", "deferred", "closed"]
WaitsFor = Literal["information", "confirmation", "sysadmin", "payment_consent", "filing"]
WrittenEvent = (
    DraftFiled
    | MessageReceived
    | ReplySent
    | CommentReceived
    | NoteAdded
    | InformationRequested
    | SysadminRequested
    | SolutionProposed
    | SolutionRejected
    | TicketPostponed
    | TicketDeferred
    | TicketSplit
    | TicketReopened
    | WorkLogged
    | WorkReversed
    | PaymentConsentRequested
    | SupportTypeChanged
    | EtiquetteBroken
    | ServiceStopped
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTicket:
    """What every command on a ticket has."""

    id: str
    vendor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing(OnTicket):
    """A command that adds a text; its id and digest tell whether it was given before."""

    message_id: str
    digest: str
    body: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is remembered of a text: the digest of its request and when it came."""

    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Deferral:
    """The release that a ticket is left to, and the date planned for it."""

    product: str
    release: str | None
    planned_on: date | None
    engineer_id: str


@dataclass(frozen=True, slots=True)
class Found:
    """What engineers found out about a ticket, beside what its contact said."""

    kind: str
    topic: str | None = None
    cause: str | None = None
    reproduced: Reproduced | None = None
    is_defect: bool = False


@dataclass(frozen=True, slots=True)
class Ticket:
    """`waits_on` is the message that the contact has not reacted to yet; `proposed` the solution
    that he has neither accepted nor rejected, though he may have written since; `received_by` is
    what proves that he got what is waited on; `closing_time` was agreed with him; `answers` are the
    form's, with what a reopening or a filing added; `questions` the numbers of those not answered;
    `passed_to` the unit that works on it; `links` the other tickets, each with how it has to do
    with this one; `parts` the numbers of those that were split from it; `merged` names the ticket
    in which it goes on."""

    submitted: TicketSubmitted
    status: Status = "open"
    waits_for: WaitsFor | None = None
    waits_on: str | None = None
    received_by: Evidence | None = None
    closing_time: datetime | None = None
    proposed: str | None = None
    outcome: Outcome | None = None
    closed_by: Party | None = None
    taken_by: str | None = None
    is_call_answered: bool = False
    filed: Filed = field(default_factory=Filed)
    questions: frozenset[int] = frozenset()
    deferral: Deferral | None = None
    found: Found | None = None
    certificate: str | None = None
    channel: Channel | None = None
    priority: Place | None = None
    subject: str | None = None
    passed_to: Unit | None = None
    merged: TicketMerged | None = None
    is_rated: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Relation] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    messages: Mapping[str, Message] = field(default_factory=dict)
    work: Work = field(default_factory=Work)

    @property
    def present_channel(self) -> Channel:
        """By which way the conversation goes on."""
        return self.channel or self.submitted.channel

    @property
    def request(self) -> TicketSubmitted | DraftFiled:
        """The request in its last written form."""
        return self.filed.anew or self.submitted


State = Ticket | None


def stated(command: OnTicket) -> dict[str, Any]:
    """What every event on a ticket has from its command."""
    return {"vendor": command.vendor, "occurred_at": command.at, "ticket_id": command.id}


def written(command: Writing, ticket: Ticket) -> dict[str, Any]:
    """What every event with a text has from its command, and whose conversation it belongs to."""
    return {
        **stated(command),
        "message_id": command.message_id,
        "contact_id": ticket.submitted.contact_id,
        "digest": command.digest,
        "body": command.body,
    }


def existing(state: State) -> Ticket:
    """The ticket. Raises Refused where there is none."""
    if state is None:
        raise Refused("there is no such ticket", ru="Такого обращения нет")
    return state


def refuse_closed(ticket: Ticket) -> None:
    """Raises Refused for a closed ticket, naming the one in which it goes on."""
    if ticket.merged is not None:
        number = ticket.merged.target_number
        raise Refused(
            f"the ticket was merged with {number} and goes on there: write to {number}",
            ru=f"Обращение объединено с {number} и продолжается там: пишите в {number}",
        )
    if ticket.status == "closed":
        raise Refused(
            f"the ticket is closed ({ticket.outcome}): reopen it, or submit a new one",
            ru=f"Обращение закрыто ({ticket.outcome}): откройте его снова или подайте новое",
        )


def was_written(ticket: Ticket, command: Writing) -> bool:
    """Whether the same text came before. Raises Invalid where its key stood for another one."""
    known = ticket.messages.get(command.message_id)
    if known is None:
        return False
    if known.digest != command.digest:
        refuse_other_body()
    return True


def refuse_other_body() -> NoReturn:
    raise Invalid(
        "this Idempotency-Key was sent before with another body: choose a new one",
        ru="Этот Idempotency-Key уже передан с другим телом: выберите новый",
    )
