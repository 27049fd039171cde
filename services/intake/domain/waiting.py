"""What a ticket waits for beside its contact's word: a system administrator, time, a release."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from libs.decider import Refused
from libs.events.base import Because
from libs.events.intake import (
    Language,
    ReleasePublished,
    SolutionProposed,
    SysadminRequested,
    TicketClosed,
    TicketDeferred,
    TicketEvent,
    TicketPostponed,
    TicketResumed,
)
from services.intake.domain.ticket import (
    Deferral,
    OnTicket,
    Ticket,
    Writing,
    refuse_closed,
    stated,
    written,
)

RELEASED: dict[Language, str] = {
    "ru": "Вышел выпуск {release}: в нём решён ваш вопрос. Установите его и сообщите, помогло ли.",
    "en": "The release {release} is out and solves your question. Please install it and say"
    " whether it helped.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSysadmin(Writing):
    """The customer's system administrator is needed, for a reason of the edition (RGN-72)."""

    engineer_id: str
    reason: str
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeTicket(Writing):
    """The solution is put off, for a reason of the edition (TKAD-32)."""

    engineer_id: str
    reason: str
    until: date | None
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferTicket(Writing):
    """The ticket is left to a release, or the plan for it changed (TKAD-13, TKAD-14)."""

    engineer_id: str
    reason: str
    product: str
    release: str | None
    planned_on: date | None
    tells_changes: bool
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeTicket(OnTicket):
    engineer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRelease(OnTicket):
    """A release is out; `closes`: the edition closes with it what was left to it."""

    message_id: str
    digest: str
    product: str
    release: str
    released_on: date
    closes: bool
    because: Because


Waiting = RequestSysadmin | PostponeTicket | DeferTicket | ResumeTicket | NoteRelease


def decide(command: Waiting, ticket: Ticket) -> list[TicketEvent]:
    match command:
        case RequestSysadmin():
            return _request_sysadmin(command, ticket)
        case PostponeTicket():
            return _postpone(command, ticket)
        case DeferTicket():
            return _defer(command, ticket)
        case ResumeTicket():
            return _resume(command, ticket)
        case NoteRelease():
            return _released(command, ticket)
        case _:
            assert_never(command)


def _request_sysadmin(command: RequestSysadmin, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    return [
        SysadminRequested(
            **written(command, ticket),
            engineer_id=command.engineer_id,
            reason=command.reason,
            because=command.because,
        )
    ]


def _postpone(command: PostponeTicket, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    return [
        TicketPostponed(
            **written(command, ticket),
            engineer_id=command.engineer_id,
            reason=command.reason,
            until=command.until,
            because=command.because,
        )
    ]


def _defer(command: DeferTicket, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    before = ticket.deferral
    if before and _plan(before) == (command.product, command.release, command.planned_on):
        return []
    return [
        TicketDeferred(
            **written(command, ticket),
            engineer_id=command.engineer_id,
            reason=command.reason,
            product=command.product,
            release=command.release,
            planned_on=command.planned_on,
            planned_before=before.planned_on if before else None,
            is_change=before is not None,
            tells=before is None or command.tells_changes,
            because=command.because,
        )
    ]


def _plan(deferral: Deferral) -> tuple[str, str | None, date | None]:
    return deferral.product, deferral.release, deferral.planned_on


def _resume(command: ResumeTicket, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    if ticket.status == "open":
        return []
    if ticket.waits_for == "confirmation":
        raise Refused(
            "a proposed solution waits for its confirmation: propose another, or reply",
            ru="Предложенное решение ждёт подтверждения: предложите другое или ответьте",
        )
    return [TicketResumed(**stated(command), engineer_id=command.engineer_id)]


def _released(command: NoteRelease, ticket: Ticket) -> list[TicketEvent]:
    """Only what is left to this release; the solution names the build (TKAD-13)."""
    left_to = ticket.deferral
    if left_to is None or (left_to.product, left_to.release) != (command.product, command.release):
        return []
    released = ReleasePublished(
        **stated(command),
        product=command.product,
        release=command.release,
        released_on=command.released_on,
        because=command.because,
    )
    if command.closes:
        closed = TicketClosed(
            **stated(command), outcome="solved", closed_by="rule", because=command.because
        )
        return [released, closed]
    return [released, _solution(command, ticket, left_to)]


def _solution(command: NoteRelease, ticket: Ticket, left_to: Deferral) -> SolutionProposed:
    words = RELEASED[ticket.submitted.language]
    return SolutionProposed(
        **stated(command),
        message_id=command.message_id,
        contact_id=ticket.submitted.contact_id,
        engineer_id=left_to.engineer_id,
        digest=command.digest,
        body=words.format(release=command.release),
    )
