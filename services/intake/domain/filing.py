"""A request that comes where it is not served: adopted by an engineer, or drafted and filed
elsewhere."""

from dataclasses import dataclass
from typing import assert_never

from libs.decider import Refused
from libs.events.base import Because
from libs.events.intake import Channel, DraftFiled, DraftOffered, Party, TicketAdopted, TicketEvent
from services.intake.domain.submission import Offer
from services.intake.domain.ticket import OnTicket, Ticket, Writing, refuse_closed, stated, written


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptTicket(OnTicket):
    """An engineer takes on a request that came by no channel (NANO-06)."""

    engineer_id: str
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDraft(OnTicket):
    """An engineer has the request written by another channel (CPRO-R-32)."""

    engineer_id: str
    offer: Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDraft(Writing):
    """The request as it is filed, by its contact or by the engineer himself (CPRO-R-32)."""

    channel: Channel
    filed_by: Party
    engineer_id: str | None
    product: str | None
    certificate: str | None
    missing: tuple[str, ...]
    completeness: dict[str, int]
    subject: str
    answers: dict[str, str]
    because: Because | None


Filing = AdoptTicket | OfferDraft | FileDraft


def decide(command: Filing, ticket: Ticket) -> list[TicketEvent]:
    match command:
        case AdoptTicket():
            return _adopt(command, ticket)
        case OfferDraft():
            return _offer(command, ticket)
        case FileDraft():
            return _file(command, ticket)
        case _:
            assert_never(command)


def _adopt(command: AdoptTicket, ticket: Ticket) -> list[TicketEvent]:
    if ticket.submitted.off_channel is None:
        raise Refused(
            "the request came by a channel of the regulation's: nothing is to be adopted",
            ru="Обращение пришло по каналу регламента: переводить его не нужно",
        )
    refuse_closed(ticket)
    if ticket.filed.is_adopted:
        return []
    return [
        TicketAdopted(**stated(command), engineer_id=command.engineer_id, because=command.because)
    ]


def _offer(command: OfferDraft, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    _refuse_filed(ticket)
    if ticket.filed.drafted_for == command.offer.channel:
        return []
    return [
        DraftOffered(
            **stated(command),
            contact_id=ticket.submitted.contact_id,
            channel=command.offer.channel,
            lacking=command.offer.lacking,
            engineer_id=command.engineer_id,
            because=command.offer.because,
        )
    ]


def _file(command: FileDraft, ticket: Ticket) -> list[TicketEvent]:
    """A contact files what was offered to him; an engineer needs no offer (CPRO-R-31)."""
    refuse_closed(ticket)
    _refuse_filed(ticket)
    if command.filed_by == "contact" and ticket.filed.drafted_for != command.channel:
        raise Refused(
            "no draft of this request waits to be filed: write a message instead",
            ru="Черновика, который ждёт подачи, нет: напишите сообщение",
        )
    return [
        DraftFiled(
            **written(command, ticket),
            channel=command.channel,
            filed_by=command.filed_by,
            engineer_id=command.engineer_id,
            product=command.product,
            certificate=command.certificate,
            missing=command.missing,
            completeness=command.completeness,
            because=command.because,
            subject=command.subject,
            answers=command.answers,
        )
    ]


def _refuse_filed(ticket: Ticket) -> None:
    if ticket.filed.anew is not None:
        raise Refused(
            "the request was filed in writing already: go on with it by messages",
            ru="Обращение уже подано письменно: продолжайте его сообщениями",
        )
