"""How a ticket ends, by whose decision, and how its contact opens it again."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import assert_never

from libs.decider import Refused
from libs.events.base import Because
from libs.events.intake import (
    Outcome,
    Party,
    ReplySent,
    TicketClosed,
    TicketEvent,
    TicketRated,
    TicketRefused,
    TicketReopened,
)
from libs.regulation import Text
from services.intake.domain.ticket import OnTicket, Ticket, Writing, refuse_closed, stated, written


@dataclass(frozen=True, slots=True)
class Reply:
    """A text that an engineer adds to an act of his."""

    message_id: str
    digest: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseTicket(OnTicket):
    """An engineer uses his right to refuse, for a reason of the edition (CPRO-R-23, TKAD-22)."""

    engineer_id: str
    reason: str
    grounds: str
    outcome: Outcome
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTicket(OnTicket):
    """`reply` is the last word that the contact reads, such as the grounds of the reason."""

    outcome: Outcome
    reason: str | None = None
    reply: Reply | None = None
    closed_by: Party
    engineer_id: str | None
    because: Because | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseUnanswered(OnTicket):
    """The time to react to one message is over (CPRO-P-40)."""

    message_id: str
    outcome: Outcome
    rendered_in_time: bool
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDenied(OnTicket):
    """The regulation gives no support to this ticket (TKAD-03)."""

    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenTicket(Writing):
    """`outcomes` are those that the edition lets reopen, `advice` what it says to the contact."""

    reopened_by: Party
    outcomes: Collection[Outcome]
    advice: Text
    answers: dict[str, str]
    because: Because | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTicket(OnTicket):
    """How well the question was solved, from 1 to 5; asked where the edition has a survey."""

    score: int
    comment: str
    because: Because


Ending = RefuseTicket | CloseTicket | CloseUnanswered | CloseDenied | ReopenTicket | RateTicket


def decide(command: Ending, ticket: Ticket) -> list[TicketEvent]:
    match command:
        case RefuseTicket():
            return _refuse(command, ticket)
        case CloseTicket():
            return _close(command, ticket)
        case CloseUnanswered():
            return _close_unanswered(command, ticket)
        case CloseDenied():
            return _close_denied(command, ticket)
        case ReopenTicket():
            return _reopen(command, ticket)
        case RateTicket():
            return _rate(command, ticket)
        case _:
            assert_never(command)


def _refuse(command: RefuseTicket, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    return [
        TicketRefused(
            **stated(command),
            contact_id=ticket.submitted.contact_id,
            engineer_id=command.engineer_id,
            reason=command.reason,
            grounds=command.grounds,
            because=command.because,
        ),
        TicketClosed(
            **stated(command),
            outcome=command.outcome,
            closed_by="engineer",
            engineer_id=command.engineer_id,
            reason=command.reason,
            because=command.because,
        ),
    ]


def _close(command: CloseTicket, ticket: Ticket) -> list[TicketEvent]:
    if (ticket.outcome, ticket.closed_by) == (command.outcome, command.closed_by):
        return []
    refuse_closed(ticket)
    closed = TicketClosed(
        **stated(command),
        outcome=command.outcome,
        closed_by=command.closed_by,
        engineer_id=command.engineer_id,
        reason=command.reason,
        because=command.because,
    )
    return [*_last_word(command, ticket), closed]


def _last_word(command: CloseTicket, ticket: Ticket) -> list[TicketEvent]:
    if command.reply is None or command.engineer_id is None:
        return []
    return [
        ReplySent(
            **stated(command),
            message_id=command.reply.message_id,
            contact_id=ticket.submitted.contact_id,
            engineer_id=command.engineer_id,
            digest=command.reply.digest,
            body=command.reply.body,
        )
    ]


def _close_unanswered(command: CloseUnanswered, ticket: Ticket) -> list[TicketEvent]:
    """Nothing is closed where the contact, or the engineer, has spoken since (CPRO-P-40)."""
    if ticket.waits_on != command.message_id:
        return []
    return [
        TicketClosed(
            **stated(command),
            outcome=command.outcome,
            closed_by="rule",
            rendered_in_time=command.rendered_in_time,
            because=command.because,
        )
    ]


def _close_denied(command: CloseDenied, ticket: Ticket) -> list[TicketEvent]:
    if ticket.status == "closed":
        return []
    return [
        TicketClosed(
            **stated(command), outcome="refused", closed_by="rule", because=command.because
        )
    ]


def _reopen(command: ReopenTicket, ticket: Ticket) -> list[TicketEvent]:
    """The right to open a closed ticket again is the edition's to give (CPRO-P-45, TKAD-60)."""
    if ticket.status != "closed":
        raise Refused(
            "the ticket is not closed: write a message instead",
            ru="Обращение не закрыто: напишите сообщение",
        )
    if ticket.outcome not in command.outcomes:
        raise Refused(
            f"a ticket closed as {ticket.outcome} cannot be opened again: submit a new one."
            f" {command.advice.en}",
            ru=f"Обращение закрыто ({ticket.outcome}), снова его не открыть: подайте новое."
            f" {command.advice.ru}",
        )
    return [
        TicketReopened(
            **written(command, ticket),
            reopened_by=command.reopened_by,
            answers=command.answers,
            because=command.because,
        )
    ]


def _rate(command: RateTicket, ticket: Ticket) -> list[TicketEvent]:
    """Once for each closing (TKAD-58)."""
    if ticket.status != "closed":
        raise Refused(
            "the ticket is not closed: rate it when it is",
            ru="Обращение не закрыто: оцените его после закрытия",
        )
    if ticket.is_rated:
        raise Refused(
            "the ticket was rated already; thank you", ru="Обращение уже оценено, спасибо"
        )
    return [
        TicketRated(
            **stated(command),
            contact_id=ticket.submitted.contact_id,
            score=command.score,
            comment=command.comment,
            because=command.because,
        )
    ]
