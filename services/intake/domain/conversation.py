"""What contact and engineer say to each other, and the engineer's own acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from libs.decider import Invalid, Refused
from libs.events.base import Because
from libs.events.intake import (
    Author,
    CallAnswered,
    CallExtended,
    Channel,
    CommentReceived,
    MessageReceived,
    NoteAdded,
    ReplySent,
    TicketEvent,
    TicketTakenIntoWork,
)
from services.intake.domain.ticket import OnTicket, Ticket, Writing, refuse_closed, stated, written


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveMessage(Writing):
    """The contact wrote or called again, perhaps to answer questions by their numbers (NANO-22);
    `automatic`: it was no more than his mail's own answer."""

    channel: Channel
    answers: Mapping[int, str] = field(default_factory=dict)
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReply(Writing):
    """`author`: who gave the answer that the engineer passes on; `article` is the address of a
    page that holds it (TKAD-30)."""

    engineer_id: str
    author: Author = "employee"
    article: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddComment(Writing):
    """Somebody wrote who does not answer for the vendor (NANO-68, NANO-83)."""

    engineer_id: str
    author: Author
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Writing):
    """A note for colleagues; it may be added to a closed ticket too."""

    engineer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIntoWork(OnTicket):
    engineer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCall(OnTicket):
    engineer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendCall(OnTicket):
    """More time for a call than the promise allows (CPRO-R-31)."""

    engineer_id: str
    reason: str


Conversation = (
    ReceiveMessage | SendReply | AddComment | AddNote | TakeIntoWork | AnswerCall | ExtendCall
)


def decide(command: Conversation, ticket: Ticket) -> list[TicketEvent]:
    if isinstance(command, AddNote):
        return [_note(command, ticket)]
    refuse_closed(ticket)
    match command:
        case ReceiveMessage():
            return [_receive(command, ticket)]
        case SendReply():
            return [_reply(command, ticket)]
        case AddComment():
            return [_comment(command, ticket)]
        case TakeIntoWork():
            return _take(command, ticket)
        case AnswerCall():
            return _answer_call(command, ticket)
        case ExtendCall():
            return _extend_call(command, ticket)
        case _:
            assert_never(command)


def _receive(command: ReceiveMessage, ticket: Ticket) -> MessageReceived:
    if unknown := sorted(set(command.answers) - ticket.questions):
        open_ones = ", ".join(map(str, sorted(ticket.questions))) or "none"
        raise Invalid(
            f"there is no open question {unknown[0]}; those not answered: {open_ones}",
            ru=f"Открытого вопроса {unknown[0]} нет; без ответа:"
            f" {', '.join(map(str, sorted(ticket.questions))) or 'нет'}",
        )
    return MessageReceived(
        **written(command, ticket),
        channel=command.channel,
        automatic=command.automatic,
        answered=tuple(sorted(command.answers)),
        answers={str(number): text for number, text in command.answers.items()},
    )


def _reply(command: SendReply, ticket: Ticket) -> ReplySent:
    return ReplySent(
        **written(command, ticket),
        engineer_id=command.engineer_id,
        author=command.author,
        article=command.article,
    )


def _comment(command: AddComment, ticket: Ticket) -> CommentReceived:
    return CommentReceived(
        **written(command, ticket),
        engineer_id=command.engineer_id,
        author=command.author,
        because=command.because,
    )


def _note(command: AddNote, ticket: Ticket) -> NoteAdded:
    return NoteAdded(**written(command, ticket), engineer_id=command.engineer_id)


def _take(command: TakeIntoWork, ticket: Ticket) -> list[TicketEvent]:
    """An engineer's own act; what he has in work already is not taken again (TKAD-09)."""
    if ticket.taken_by == command.engineer_id:
        return []
    return [TicketTakenIntoWork(**stated(command), engineer_id=command.engineer_id)]


def _answer_call(command: AnswerCall, ticket: Ticket) -> list[TicketEvent]:
    _refuse_written(ticket)
    if ticket.is_call_answered:
        return []
    return [CallAnswered(**stated(command), engineer_id=command.engineer_id)]


def _extend_call(command: ExtendCall, ticket: Ticket) -> list[TicketEvent]:
    _refuse_written(ticket)
    if ticket.is_call_answered:
        raise Refused(
            "the call is answered already: there is nothing to extend",
            ru="На звонок уже ответили: продлевать нечего",
        )
    return [
        CallExtended(
            **stated(command),
            contact_id=ticket.submitted.contact_id,
            engineer_id=command.engineer_id,
            reason=command.reason,
        )
    ]


def _refuse_written(ticket: Ticket) -> None:
    if ticket.submitted.channel != "phone":
        raise Refused(
            "this request came in writing: answer it by a reply",
            ru="Обращение письменное: ответьте на него сообщением",
        )
