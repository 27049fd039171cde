"""A ticket as its history has made it: just enough to decide what may happen next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, NoReturn, assert_never

from libs.decider import Invalid, Refused
from libs.events.base import readable
from libs.events.intake import (
    CallAnswered,
    CallExtended,
    InformationRequested,
    MessageReceived,
    NoteAdded,
    Outcome,
    Party,
    ReplySent,
    SolutionAccepted,
    SolutionProposed,
    SolutionReceived,
    SolutionRejected,
    TicketClosed,
    TicketEvent,
    TicketRefused,
    TicketReopened,
    TicketSubmitted,
    TicketTakenIntoWork,
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
from services.intake.domain import worked
from services.intake.domain.worked import Told, Work

Status = Literal["open", "waiting", "closed"]
WaitsFor = Literal["information", "confirmation", "payment_consent"]
WrittenEvent = (
    MessageReceived
    | ReplySent
    | NoteAdded
    | InformationRequested
    | SolutionProposed
    | SolutionRejected
    | TicketReopened
    | WorkLogged
    | WorkReversed
    | PaymentConsentRequested
    | SupportTypeChanged
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
class Ticket:
    """`waits_on` is the message that the contact has not reacted to yet; `proposed` the solution
    that he has neither accepted nor rejected, though he may have written since; `answers` are the
    form's, with what a reopening added."""

    submitted: TicketSubmitted
    status: Status = "open"
    waits_for: WaitsFor | None = None
    waits_on: str | None = None
    is_received: bool = False
    proposed: str | None = None
    outcome: Outcome | None = None
    closed_by: Party | None = None
    taken_by: str | None = None
    is_call_answered: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    messages: Mapping[str, Message] = field(default_factory=dict)
    work: Work = field(default_factory=Work)


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
        raise Refused("there is no such ticket")
    return state


def refuse_closed(ticket: Ticket) -> None:
    """Raises Refused for a closed ticket."""
    if ticket.status == "closed":
        raise Refused(f"the ticket is closed ({ticket.outcome}): reopen it, or submit a new one")


def was_written(ticket: Ticket, command: Writing) -> bool:
    """Whether the same text came before. Raises Invalid where its key stood for another one."""
    known = ticket.messages.get(command.message_id)
    if known is None:
        return False
    if known.digest != command.digest:
        refuse_other_body()
    return True


def refuse_other_body() -> NoReturn:
    raise Invalid("this Idempotency-Key was sent before with another body: choose a new one")


def evolve(state: State, event: TicketEvent) -> State:
    if isinstance(event, TicketSubmitted):
        return Ticket(event, answers=readable(event.answers) or {})
    ticket = existing(state)
    if isinstance(event, Told):
        ticket = replace(ticket, work=worked.evolve(ticket.work, event))
    if isinstance(event, WrittenEvent):
        return _after_text(_remembering(ticket, event), event)
    return _after_act(ticket, event)


def _remembering(ticket: Ticket, event: WrittenEvent) -> Ticket:
    message = Message(event.digest, event.occurred_at)
    return replace(ticket, messages={**ticket.messages, event.message_id: message})


def _after_text(ticket: Ticket, event: WrittenEvent) -> Ticket:
    match event:
        case MessageReceived():
            return _open(ticket)
        case SolutionRejected():
            return replace(_open(ticket), proposed=None)
        case InformationRequested():
            return _waiting(ticket, "information", event.message_id)
        case SolutionProposed():
            waiting = _waiting(ticket, "confirmation", event.message_id)
            return replace(waiting, proposed=event.message_id)
        case TicketReopened():
            return _reopened(ticket, event)
        case PaymentConsentRequested():
            return replace(_waiting(ticket, "payment_consent", event.message_id), waits_on=None)
        case ReplySent() | NoteAdded() | WorkLogged() | WorkReversed() | SupportTypeChanged():
            return ticket
        case _:
            assert_never(event)


def _after_act(
    ticket: Ticket,
    event: TicketTakenIntoWork
    | SolutionReceived
    | SolutionAccepted
    | CallAnswered
    | CallExtended
    | RemoteSessionHeld
    | PaymentConsentGiven
    | PaymentConsentDeclined
    | TicketRefused
    | TicketClosed,
) -> Ticket:
    match event:
        case TicketTakenIntoWork():
            return replace(ticket, taken_by=event.engineer_id)
        case SolutionReceived():
            return replace(ticket, is_received=True)
        case CallAnswered():
            return replace(ticket, is_call_answered=True)
        case TicketClosed():
            return _closed(ticket, event)
        case PaymentConsentGiven() | PaymentConsentDeclined():
            return _open(ticket) if ticket.waits_for == "payment_consent" else ticket
        case SolutionAccepted() | CallExtended() | RemoteSessionHeld() | TicketRefused():
            return ticket
        case _:
            assert_never(event)


def _open(ticket: Ticket) -> Ticket:
    return replace(ticket, status="open", waits_for=None, waits_on=None, is_received=False)


def _waiting(ticket: Ticket, waits_for: WaitsFor, message_id: str) -> Ticket:
    return replace(
        ticket, status="waiting", waits_for=waits_for, waits_on=message_id, is_received=False
    )


def _reopened(ticket: Ticket, event: TicketReopened) -> Ticket:
    answers = {**ticket.answers, **(readable(event.answers) or {})}
    return replace(_open(ticket), outcome=None, closed_by=None, taken_by=None, answers=answers)


def _closed(ticket: Ticket, event: TicketClosed) -> Ticket:
    closed = replace(_open(ticket), status="closed", proposed=None)
    return replace(closed, outcome=event.outcome, closed_by=event.closed_by)
