"""What a ticket has to do with others: parts of it, one about the same, one that goes on."""

from dataclasses import dataclass
from typing import assert_never

from libs.decider import Invalid, Refused
from libs.events.intake import (
    MergeUndone,
    Relation,
    TicketClosed,
    TicketEvent,
    TicketLinked,
    TicketMerged,
    TicketSplit,
    TicketSubmitted,
)
from services.intake.domain.submission import SubmitTicket
from services.intake.domain.ticket import OnTicket, Ticket, Writing, refuse_closed, stated, written


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitTicket(Writing):
    """One request is one problem: a part becomes a ticket with the instant, the edition and the
    right of this one (NANO-07)."""

    engineer_id: str
    child_id: str
    child_number: str
    kind: str
    product: str | None
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTicket(OnTicket):
    """The matter is that of another ticket, and is dealt with there, by its edition."""

    engineer_id: str
    target_id: str
    target_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoMerge(OnTicket):
    engineer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTicket(OnTicket):
    other_id: str
    other_number: str
    relation: Relation
    engineer_id: str | None = None


Kinship = SplitTicket | MergeTicket | UndoMerge | LinkTicket


def decide(command: Kinship, ticket: Ticket) -> list[TicketEvent]:
    match command:
        case SplitTicket():
            return _split(command, ticket)
        case MergeTicket():
            return _merge(command, ticket)
        case UndoMerge():
            return _undo(command, ticket)
        case LinkTicket():
            return _link(command, ticket)
        case _:
            assert_never(command)


def _split(command: SplitTicket, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    whole = ticket.submitted
    return [
        TicketSplit(
            **written(command, ticket),
            engineer_id=command.engineer_id,
            child_id=command.child_id,
            child_number=command.child_number,
            received_at=whole.occurred_at,
            client=whole.client,
            channel=whole.channel,
            kind=command.kind,
            language=whole.language,
            product=command.product,
            certificate=ticket.certificate,
            edition=whole.edition,
            subject=command.subject,
            contact=whole.contact,
        )
    ]


def _merge(command: MergeTicket, ticket: Ticket) -> list[TicketEvent]:
    if ticket.merged is not None and ticket.merged.target_id == command.target_id:
        return []
    refuse_closed(ticket)
    if command.target_id == command.id:
        raise Invalid(
            "a ticket is not merged with itself: name another one",
            ru="Обращение не объединяют с ним самим: назовите другое",
        )
    return [
        TicketMerged(
            **stated(command),
            number=ticket.submitted.number,
            engineer_id=command.engineer_id,
            target_id=command.target_id,
            target_number=command.target_number,
        ),
        TicketClosed(
            **stated(command),
            outcome="merged",
            closed_by="engineer",
            engineer_id=command.engineer_id,
        ),
    ]


def _undo(command: UndoMerge, ticket: Ticket) -> list[TicketEvent]:
    if ticket.merged is None:
        raise Refused(
            "the ticket is not merged with another one: there is nothing to undo",
            ru="Обращение ни с чем не объединено: отменять нечего",
        )
    return [
        MergeUndone(
            **stated(command),
            number=ticket.submitted.number,
            engineer_id=command.engineer_id,
            target_id=ticket.merged.target_id,
            target_number=ticket.merged.target_number,
        )
    ]


def _link(command: LinkTicket, ticket: Ticket) -> list[TicketEvent]:
    if command.other_id == command.id:
        raise Invalid(
            "a ticket is not linked to itself: name another one",
            ru="Обращение не связывают с ним самим: назовите другое",
        )
    if ticket.links.get(command.other_id) == command.relation:
        return []
    return [
        TicketLinked(
            **stated(command),
            number=ticket.submitted.number,
            other_id=command.other_id,
            other_number=command.other_number,
            relation=command.relation,
            engineer_id=command.engineer_id,
        )
    ]


def part(split: TicketSplit) -> list[SubmitTicket]:
    """The ticket that a part becomes; none where its texts were erased since."""
    if split.is_erased():
        return []
    request = TicketSubmitted(
        vendor=split.vendor,
        occurred_at=split.received_at,
        ticket_id=split.child_id,
        number=split.child_number,
        contact_id=split.contact_id,
        client=split.client,
        channel=split.channel,
        kind=split.kind,
        language=split.language,
        product=split.product,
        certificate=split.certificate,
        edition=split.edition,
        digest=split.digest,
        split_from=split.ticket_id,
        subject=split.subject,
        body=split.body,
        contact=split.contact,
    )
    return [SubmitTicket(split.child_id, split.vendor, split.received_at, request)]


def followed(submitted: TicketSubmitted) -> list[LinkTicket]:
    """The closed ticket whose matter a new one takes up is told of it."""
    if submitted.follows is None:
        return []
    return [
        LinkTicket(
            id=submitted.follows,
            vendor=submitted.vendor,
            at=submitted.occurred_at,
            other_id=submitted.ticket_id,
            other_number=submitted.number,
            relation="followed_by",
        )
    ]


def other_side(event: TicketMerged | MergeUndone | TicketLinked) -> list[LinkTicket]:
    """The link as the other ticket has it; what came from there asks for nothing more."""
    match event:
        case TicketMerged():
            return [_mirrored(event, event.target_id, "merged_from")]
        case MergeUndone():
            return [_mirrored(event, event.target_id, "unmerged")]
        case TicketLinked(relation="related", engineer_id=str()):
            return [_mirrored(event, event.other_id, "related")]
    return []


def _mirrored(
    event: TicketMerged | MergeUndone | TicketLinked, other_id: str, relation: Relation
) -> LinkTicket:
    return LinkTicket(
        id=other_id,
        vendor=event.vendor,
        at=event.occurred_at,
        other_id=event.ticket_id,
        other_number=event.number,
        relation=relation,
    )
