"""What each event changes in a ticket, as far as it bears on what may happen next."""

from dataclasses import replace
from typing import assert_never

from libs.events.base import readable
from libs.events.conduct import EtiquetteBroken, ServiceStopped, TicketEscalated
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
from services.intake.domain import filed, worked
from services.intake.domain.filed import Moved
from services.intake.domain.ticket import Message, State, Ticket, WaitsFor, WrittenEvent, existing
from services.intake.domain.worked import Told


def evolve(state: State, event: TicketEvent) -> State:
    if isinstance(event, TicketSubmitted):
        return Ticket(event, answers=readable(event.answers) or {})
    ticket = existing(state)
    if isinstance(event, Told):
        ticket = replace(ticket, work=worked.evolve(ticket.work, event))
    if isinstance(event, Moved):
        ticket = replace(ticket, filed=filed.evolve(ticket.filed, event))
    if isinstance(event, WrittenEvent):
        return _after_text(_remembering(ticket, event), event)
    return _after_act(ticket, event)


def _remembering(ticket: Ticket, event: WrittenEvent) -> Ticket:
    message = Message(event.digest, event.occurred_at)
    return replace(ticket, messages={**ticket.messages, event.message_id: message})


def _after_text(ticket: Ticket, event: WrittenEvent) -> Ticket:
    match event:
        case MessageReceived():
            return ticket if ticket.waits_for == "filing" else _open(ticket)
        case DraftFiled():
            return _open(_answering(ticket, event))
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
        case EtiquetteBroken() | ServiceStopped():
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
    | TicketAdopted
    | TicketEscalated
    | DraftOffered
    | TicketRefused
    | TicketClosed,
) -> Ticket:
    match event:
        case DraftOffered():
            return replace(_open(ticket), status="waiting", waits_for="filing")
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
        case TicketAdopted() | TicketEscalated():
            return ticket
        case _:
            assert_never(event)


def _open(ticket: Ticket) -> Ticket:
    return replace(ticket, status="open", waits_for=None, waits_on=None, is_received=False)


def _waiting(ticket: Ticket, waits_for: WaitsFor, message_id: str) -> Ticket:
    return replace(
        ticket, status="waiting", waits_for=waits_for, waits_on=message_id, is_received=False
    )


def _answering(ticket: Ticket, event: DraftFiled | TicketReopened) -> Ticket:
    return replace(ticket, answers={**ticket.answers, **(readable(event.answers) or {})})


def _reopened(ticket: Ticket, event: TicketReopened) -> Ticket:
    opened = _open(_answering(ticket, event))
    return replace(opened, outcome=None, closed_by=None, taken_by=None)


def _closed(ticket: Ticket, event: TicketClosed) -> Ticket:
    closed = replace(_open(ticket), status="closed", proposed=None)
    return replace(closed, outcome=event.outcome, closed_by=event.closed_by)
