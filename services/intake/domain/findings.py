"""What engineers find out about a ticket, and how they treat it from then on."""

from dataclasses import dataclass
from typing import assert_never

from libs.events.base import Because
from libs.events.intake import (
    CertificateAttached,
    Channel,
    ChannelChanged,
    DefectConfirmed,
    Party,
    Place,
    PriorityChanged,
    Reproduced,
    ReproductionRecorded,
    TicketCameBack,
    TicketClassified,
    TicketEvent,
    TicketPassedOn,
    TicketRetitled,
    Unit,
)
from services.intake.domain.ticket import Found, OnTicket, Ticket, refuse_closed, stated


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyTicket(OnTicket):
    """Another kind of request, its topic, or the cause that was found (NANO-75, RGN-31…35)."""

    engineer_id: str
    kind: str
    topic: str | None
    cause: str | None
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReproduction(OnTicket):
    """Whether the fault appears at the desk as well (NANO-14)."""

    engineer_id: str
    result: Reproduced


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDefect(OnTicket):
    """It is an error of the product; `sign` is the number of the kind's sign of it (RGN-18…20)."""

    engineer_id: str
    sign: int | None
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class RetitleTicket(OnTicket):
    engineer_id: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePriority(OnTicket):
    engineer_id: str
    priority: Place
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachCertificate(OnTicket):
    """The number of a right is named late; whether it covers the ticket is judged anew."""

    attached_by: Party
    engineer_id: str | None
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeChannel(OnTicket):
    """The engineer decides which means is used (RGN-11, NANO-42…44)."""

    engineer_id: str
    channel: Channel
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOn(OnTicket):
    """Development, another unit or a third party takes part (TKAD-12, TKAD-38, CPRO-R-47)."""

    engineer_id: str
    to: Unit
    name: str
    tells: bool
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(OnTicket):
    engineer_id: str


Finding = (
    ClassifyTicket
    | RecordReproduction
    | ConfirmDefect
    | RetitleTicket
    | ChangePriority
    | AttachCertificate
    | ChangeChannel
    | PassOn
    | TakeBack
)


def decide(command: Finding, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    match command:
        case ClassifyTicket() | RecordReproduction() | ConfirmDefect():
            return _found_out(command, ticket.found or Found(ticket.submitted.kind))
        case PassOn() | TakeBack():
            return _moved(command, ticket)
        case RetitleTicket() | ChangePriority() | AttachCertificate() | ChangeChannel():
            return _treated(command, ticket)
        case _:
            assert_never(command)


def _found_out(
    command: ClassifyTicket | RecordReproduction | ConfirmDefect, known: Found
) -> list[TicketEvent]:
    by = {**stated(command), "engineer_id": command.engineer_id}
    match command:
        case ClassifyTicket():
            told = (command.kind, command.topic, command.cause)
            if told == (known.kind, known.topic, known.cause):
                return []
            kind, topic, cause = told
            return [
                TicketClassified(
                    **by,
                    kind=kind,
                    kind_before=known.kind,
                    topic=topic,
                    cause=cause,
                    because=command.because,
                )
            ]
        case RecordReproduction():
            if command.result == known.reproduced:
                return []
            return [ReproductionRecorded(**by, result=command.result)]
        case ConfirmDefect():
            if known.is_defect:
                return []
            return [DefectConfirmed(**by, sign=command.sign, because=command.because)]


def _treated(
    command: RetitleTicket | ChangePriority | AttachCertificate | ChangeChannel, ticket: Ticket
) -> list[TicketEvent]:
    match command:
        case RetitleTicket():
            return _retitle(command, ticket)
        case ChangePriority():
            if command.priority == ticket.priority:
                return []
            return [
                PriorityChanged(
                    **stated(command),
                    engineer_id=command.engineer_id,
                    priority=command.priority,
                    because=command.because,
                )
            ]
        case AttachCertificate():
            return _attach(command, ticket)
        case ChangeChannel():
            if command.channel == ticket.channel:
                return []
            return [
                ChannelChanged(
                    **stated(command),
                    engineer_id=command.engineer_id,
                    channel=command.channel,
                    because=command.because,
                )
            ]


def _retitle(command: RetitleTicket, ticket: Ticket) -> list[TicketEvent]:
    if command.subject == ticket.subject:
        return []
    return [
        TicketRetitled(
            **stated(command),
            contact_id=ticket.submitted.contact_id,
            engineer_id=command.engineer_id,
            subject=command.subject,
        )
    ]


def _attach(command: AttachCertificate, ticket: Ticket) -> list[TicketEvent]:
    if command.certificate == ticket.certificate:
        return []
    return [
        CertificateAttached(
            **stated(command),
            certificate=command.certificate,
            attached_by=command.attached_by,
            engineer_id=command.engineer_id,
        )
    ]


def _moved(command: PassOn | TakeBack, ticket: Ticket) -> list[TicketEvent]:
    if isinstance(command, TakeBack):
        if ticket.passed_to is None:
            return []
        return [TicketCameBack(**stated(command), engineer_id=command.engineer_id)]
    if command.to == ticket.passed_to:
        return []
    return [
        TicketPassedOn(
            **stated(command),
            engineer_id=command.engineer_id,
            to=command.to,
            name=command.name,
            tells=command.tells,
            because=command.because,
        )
    ]
