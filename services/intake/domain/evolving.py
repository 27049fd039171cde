"""What each event changes in a ticket, as far as it bears on what may happen next."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from libs.events.base import Event, readable
from libs.events.intake import (
    CallAnswered,
    CertificateAttached,
    ChannelChanged,
    ClosingTimeAgreed,
    DefectConfirmed,
    DraftFiled,
    DraftOffered,
    InformationRequested,
    MergeUndone,
    MessageReceived,
    PriorityChanged,
    ReceiptWithdrawn,
    Relation,
    ReleasePublished,
    ReproductionRecorded,
    SolutionProposed,
    SolutionReceived,
    SolutionRejected,
    SysadminRequested,
    TicketCameBack,
    TicketClassified,
    TicketClosed,
    TicketDeferred,
    TicketEvent,
    TicketLinked,
    TicketMerged,
    TicketPassedOn,
    TicketPostponed,
    TicketRated,
    TicketReopened,
    TicketResumed,
    TicketRetitled,
    TicketSplit,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.events.work import (
    PaymentConsentDeclined,
    PaymentConsentGiven,
    PaymentConsentLifted,
    PaymentConsentRequested,
)
from services.intake.domain import filed, worked
from services.intake.domain.filed import Moved
from services.intake.domain.ticket import (
    Deferral,
    Found,
    Message,
    State,
    Ticket,
    WaitsFor,
    WrittenEvent,
    existing,
)
from services.intake.domain.worked import Told


def evolve(state: State, event: TicketEvent) -> State:
    if isinstance(event, TicketSubmitted):
        return Ticket(
            event,
            found=Found(event.kind),
            certificate=event.certificate,
            channel=event.channel,
            subject=readable(event.subject),
            answers=readable(event.answers) or {},
        )
    ticket = existing(state)
    if isinstance(event, Told):
        ticket = replace(ticket, work=worked.evolve(ticket.work, event))
    if isinstance(event, Moved):
        ticket = replace(ticket, filed=filed.evolve(ticket.filed, event))
    if isinstance(event, WrittenEvent):
        ticket = _remembering(ticket, event)
    change = CHANGES.get(type(event))
    return change(ticket, event) if change else ticket


def _remembering(ticket: Ticket, event: WrittenEvent) -> Ticket:
    message = Message(event.digest, event.occurred_at)
    return replace(ticket, messages={**ticket.messages, event.message_id: message})


def _open(ticket: Ticket) -> Ticket:
    return replace(
        ticket,
        status="open",
        waits_for=None,
        waits_on=None,
        received_by=None,
        questions=frozenset(),
        deferral=None,
    )


def _written_again(ticket: Ticket, event: MessageReceived) -> Ticket:
    """Numbered questions are waited for until the last is answered (NANO-22); what was put off
    or left to a release stays so, and what waits for its filing."""
    if event.automatic or ticket.status in ("postponed", "deferred"):
        return ticket
    if ticket.waits_for == "filing":
        return ticket
    left = ticket.questions.difference(event.answered)
    return replace(ticket, questions=left, waits_on=None) if left else _open(ticket)


def _waiting(ticket: Ticket, waits_for: WaitsFor, message_id: str) -> Ticket:
    return replace(_open(ticket), status="waiting", waits_for=waits_for, waits_on=message_id)


def _asked(ticket: Ticket, event: InformationRequested) -> Ticket:
    waiting = _waiting(ticket, "information", event.message_id)
    return replace(waiting, questions=frozenset(range(1, event.asks + 1)))


def _proposed(ticket: Ticket, event: SolutionProposed) -> Ticket:
    waiting = _waiting(ticket, "confirmation", event.message_id)
    return replace(waiting, proposed=event.message_id)


def _deferred(ticket: Ticket, event: TicketDeferred) -> Ticket:
    deferral = Deferral(event.product, event.release, event.planned_on, event.engineer_id)
    return replace(_open(ticket), status="deferred", deferral=deferral)


def _answering(ticket: Ticket, event: DraftFiled | TicketReopened) -> Ticket:
    return replace(ticket, answers={**ticket.answers, **(readable(event.answers) or {})})


def _drafted(ticket: Ticket, _event: DraftOffered) -> Ticket:
    return replace(_open(ticket), status="waiting", waits_for="filing")


def _filed(ticket: Ticket, event: DraftFiled) -> Ticket:
    """What was filed stands in the place of what came in."""
    filed_ticket = replace(
        _open(_answering(ticket, event)),
        channel=event.channel,
        certificate=event.certificate,
        subject=readable(event.subject),
    )
    return filed_ticket


def _reopened(ticket: Ticket, event: TicketReopened) -> Ticket:
    return replace(_begun_again(_answering(ticket, event)), taken_by=None)


def _offered(ticket: Ticket, event: PaymentConsentRequested) -> Ticket:
    return replace(_waiting(ticket, "payment_consent", event.message_id), waits_on=None)


def _agreed(
    ticket: Ticket, _event: PaymentConsentGiven | PaymentConsentDeclined | PaymentConsentLifted
) -> Ticket:
    return _open(ticket) if ticket.waits_for == "payment_consent" else ticket


def _begun_again(ticket: Ticket) -> Ticket:
    return replace(_open(ticket), outcome=None, closed_by=None, merged=None, is_rated=False)


def _closed(ticket: Ticket, event: TicketClosed) -> Ticket:
    closed = replace(_open(ticket), status="closed", proposed=None)
    return replace(closed, outcome=event.outcome, closed_by=event.closed_by)


def _classified(ticket: Ticket, event: TicketClassified) -> Ticket:
    return replace(
        ticket, found=replace(_found(ticket), kind=event.kind, topic=event.topic, cause=event.cause)
    )


def _tried(ticket: Ticket, event: ReproductionRecorded) -> Ticket:
    return replace(ticket, found=replace(_found(ticket), reproduced=event.result))


def _found(ticket: Ticket) -> Found:
    return ticket.found or Found(ticket.submitted.kind)


def _split(ticket: Ticket, event: TicketSplit) -> Ticket:
    parts = {**ticket.parts, event.child_id: event.child_number}
    return _related(replace(ticket, parts=parts), event.child_id, "split_into")


def _related(ticket: Ticket, other_id: str, relation: Relation) -> Ticket:
    return replace(ticket, links={**ticket.links, other_id: relation})


CHANGES: Mapping[type[Event], Callable[[Ticket, Any], Ticket]] = {
    DraftOffered: _drafted,
    DraftFiled: _filed,
    MessageReceived: _written_again,
    SolutionRejected: lambda ticket, _: replace(_open(ticket), proposed=None),
    InformationRequested: _asked,
    SysadminRequested: lambda ticket, e: _waiting(ticket, "sysadmin", e.message_id),
    SolutionProposed: _proposed,
    TicketReopened: _reopened,
    TicketTakenIntoWork: lambda ticket, e: replace(ticket, taken_by=e.engineer_id),
    SolutionReceived: lambda ticket, e: replace(ticket, received_by=e.evidence),
    ReceiptWithdrawn: lambda ticket, _: replace(ticket, received_by=None),
    ClosingTimeAgreed: lambda ticket, e: replace(ticket, closing_time=e.due_at),
    CallAnswered: lambda ticket, _: replace(ticket, is_call_answered=True),
    TicketClosed: _closed,
    TicketPostponed: lambda ticket, _: replace(_open(ticket), status="postponed"),
    TicketDeferred: _deferred,
    TicketResumed: lambda ticket, _: _open(ticket),
    ReleasePublished: lambda ticket, _: _open(ticket),
    ReproductionRecorded: _tried,
    DefectConfirmed: lambda ticket, _: replace(
        ticket, found=replace(_found(ticket), is_defect=True)
    ),
    TicketClassified: _classified,
    TicketRetitled: lambda ticket, e: replace(ticket, subject=readable(e.subject)),
    PriorityChanged: lambda ticket, e: replace(ticket, priority=e.priority),
    CertificateAttached: lambda ticket, e: replace(ticket, certificate=e.certificate),
    ChannelChanged: lambda ticket, e: replace(ticket, channel=e.channel),
    TicketPassedOn: lambda ticket, e: replace(ticket, passed_to=e.to),
    TicketCameBack: lambda ticket, _: replace(ticket, passed_to=None),
    TicketMerged: lambda ticket, e: replace(ticket, merged=e),
    TicketSplit: _split,
    MergeUndone: lambda ticket, _: _begun_again(ticket),
    TicketLinked: lambda ticket, e: _related(ticket, e.other_id, e.relation),
    PaymentConsentRequested: _offered,
    PaymentConsentGiven: _agreed,
    PaymentConsentDeclined: _agreed,
    PaymentConsentLifted: _agreed,
    TicketRated: lambda ticket, _: replace(ticket, is_rated=True),
}
"""What each event changes in what is decided on; one that is not named here changes nothing."""
