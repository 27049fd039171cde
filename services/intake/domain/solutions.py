"""What the engineer asks or proposes, and how the contact reacts to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from libs.decider import Refused
from libs.events.base import Because
from libs.events.intake import (
    ClosingTimeAgreed,
    Evidence,
    InformationRequested,
    ReceiptWithdrawn,
    SolutionAccepted,
    SolutionProposed,
    SolutionReceived,
    SolutionRejected,
    TicketClosed,
    TicketEvent,
)
from services.intake.domain.ticket import OnTicket, Ticket, Writing, refuse_closed, stated, written

BY_MAIL: tuple[Evidence, ...] = ("mx_accepted", "delivery_notice")
"""Proofs that a later bounce refutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInformation(Writing):
    """`questions`, if any, are numbered from 1, and waited for until all are answered."""

    engineer_id: str
    questions: tuple[str, ...] = ()
    because: Because | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeSolution(Writing):
    """`article` is the address of a page that holds the solution (TKAD-30)."""

    engineer_id: str
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReceipt(OnTicket):
    """It is proven that the contact got what the ticket waits on (CPRO-P-42); `message_id`: or
    this message, if it is the one."""

    evidence: Evidence
    message_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawReceipt(OnTicket):
    """The mail that brought a message came back after all (A-11)."""

    message_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeClosingTime(OnTicket):
    """Until when the ticket will be solved, as agreed with its contact (NANO-47)."""

    engineer_id: str
    due_at: datetime
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptSolution(OnTicket):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectSolution(Writing):
    pass


Solution = (
    RequestInformation
    | ProposeSolution
    | NoteReceipt
    | WithdrawReceipt
    | AgreeClosingTime
    | AcceptSolution
    | RejectSolution
)


def decide(command: Solution, ticket: Ticket) -> list[TicketEvent]:
    match command:
        case RequestInformation():
            return _request(command, ticket)
        case ProposeSolution():
            return _propose(command, ticket)
        case NoteReceipt():
            return _note_receipt(command, ticket)
        case WithdrawReceipt():
            return _withdraw_receipt(command, ticket)
        case AgreeClosingTime():
            return _agree(command, ticket)
        case AcceptSolution():
            return _accept(command, ticket)
        case RejectSolution():
            return _reject(command, ticket)
        case _:
            assert_never(command)


def _request(command: RequestInformation, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    questions = {str(number): text for number, text in enumerate(command.questions, 1)}
    return [
        InformationRequested(
            **written(command, ticket),
            engineer_id=command.engineer_id,
            asks=len(questions),
            questions=questions,
            because=command.because,
        )
    ]


def _propose(command: ProposeSolution, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    return [
        SolutionProposed(
            **written(command, ticket), engineer_id=command.engineer_id, article=command.article
        )
    ]


def _note_receipt(command: NoteReceipt, ticket: Ticket) -> list[TicketEvent]:
    """The first proof counts; where the ticket waits on nothing, there is nothing to prove."""
    if ticket.waits_on is None or ticket.received_by is not None:
        return []
    if command.message_id not in (None, ticket.waits_on):
        return []
    return [
        SolutionReceived(**stated(command), message_id=ticket.waits_on, evidence=command.evidence)
    ]


def _withdraw_receipt(command: WithdrawReceipt, ticket: Ticket) -> list[TicketEvent]:
    """A mail that came back proves that it was not received; what the contact has seen by himself
    stays proven."""
    evidence = ticket.received_by
    if evidence not in BY_MAIL or ticket.waits_on != command.message_id:
        return []
    return [
        ReceiptWithdrawn(
            **stated(command),
            message_id=command.message_id,
            evidence=evidence,
            reason=command.reason,
        )
    ]


def _agree(command: AgreeClosingTime, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    if command.due_at == ticket.closing_time:
        return []
    if command.due_at <= command.at:
        raise Refused(
            "the agreed time has passed already: name a later one",
            ru="Согласованное время уже прошло: назовите более позднее",
        )
    return [
        ClosingTimeAgreed(
            **stated(command),
            engineer_id=command.engineer_id,
            due_at=command.due_at,
            due_before=ticket.closing_time,
            because=command.because,
        )
    ]


def _accept(command: AcceptSolution, ticket: Ticket) -> list[TicketEvent]:
    if ticket.outcome == "solved" and ticket.closed_by == "contact":
        return []
    _refuse_nothing_proposed(ticket)
    return [
        SolutionAccepted(**stated(command), contact_id=ticket.submitted.contact_id),
        TicketClosed(**stated(command), outcome="solved", closed_by="contact"),
    ]


def _reject(command: RejectSolution, ticket: Ticket) -> list[TicketEvent]:
    _refuse_nothing_proposed(ticket)
    return [SolutionRejected(**written(command, ticket))]


def _refuse_nothing_proposed(ticket: Ticket) -> None:
    refuse_closed(ticket)
    if ticket.proposed is None:
        raise Refused(
            "no proposed solution waits for an answer: write a message instead",
            ru="Предложенного решения, которое ждёт ответа, нет: напишите сообщение",
        )
