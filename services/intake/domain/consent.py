"""What becomes of an offer of paid work: the contact agrees, he declines, or need not pay."""

from collections.abc import Iterator
from dataclasses import dataclass

from libs.decider import Invalid, Refused
from libs.events.intake import TicketClosed, TicketEvent
from libs.events.work import (
    PaymentConsentDeclined,
    PaymentConsentGiven,
    PaymentConsentLifted,
    PaymentConsentRequested,
    SupportTypeChanged,
)
from libs.regulation import Billing, Edition, Plan
from services.intake.domain.terms import why_offered
from services.intake.domain.ticket import OnTicket, Ticket, refuse_closed, stated


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveConsent(OnTicket):
    """`at` is when he said so; an engineer logs what he was told on the phone, by whom."""

    logged_by: str | None
    said_by: str
    edition: Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineConsent(GiveConsent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftConsent(OnTicket):
    """The ticket is covered by this plan now, which asks for no payment."""

    edition: Edition
    plan: Plan


Consent = GiveConsent | DeclineConsent | LiftConsent


def decide(command: Consent, ticket: Ticket) -> list[TicketEvent]:
    if isinstance(command, LiftConsent):
        return list(_lift(command, ticket))
    if isinstance(command, DeclineConsent):
        return _decline(command, ticket)
    return _give(command, ticket)


def _give(command: GiveConsent, ticket: Ticket) -> list[TicketEvent]:
    """The contact agrees to the newest offer, and its plan holds from then on (RGN-30)."""
    if ticket.work.offer is None and ticket.work.standing(command.at).agreed_minutes:
        return []
    offer = _offer_waiting(command, ticket)
    plan, billing = _parts(command.edition, offer)
    given = PaymentConsentGiven(
        **stated(command),
        contact_id=ticket.submitted.contact_id,
        offer_id=offer.message_id,
        plan=offer.plan,
        billed_minutes=offer.billed_minutes,
        logged_by=command.logged_by,
        because=command.edition.because(
            billing,
            ru=f"Клиент согласен на платные работы. {offer.because.ru}",
            en=f"The client agrees to pay. {offer.because.en}",
            facts=offer.because.facts,
        ),
        said_by=command.said_by,
    )
    if offer.plan_before == offer.plan:
        return [given]
    changed = SupportTypeChanged(
        **stated(command),
        message_id=offer.message_id,
        contact_id=offer.contact_id,
        engineer_id=offer.engineer_id,
        plan_before=offer.plan_before,
        plan=offer.plan,
        service=offer.service,
        cause=offer.cause,
        digest=offer.digest,
        because=why_offered(
            command.edition,
            None,
            plan,
            command.edition.service(offer.service),
            command.edition.cause(offer.cause or ""),
        ),
        body="",
    )
    return [given, changed]


def _decline(command: DeclineConsent, ticket: Ticket) -> list[TicketEvent]:
    """Paid work is not done; whether the ticket ends with that is the edition's to say."""
    if ticket.work.offer is None and ticket.work.is_declined:
        return []
    offer = _offer_waiting(command, ticket)
    _plan_of_offer, billing = _parts(command.edition, offer)
    told = billing.declined
    because = command.edition.because(
        billing, told, ru=told.message.ru, en=told.message.en, facts={"plan": offer.plan}
    )
    declined = PaymentConsentDeclined(
        **stated(command),
        contact_id=ticket.submitted.contact_id,
        offer_id=offer.message_id,
        plan=offer.plan,
        logged_by=command.logged_by,
        because=because,
        said_by=command.said_by,
    )
    if told.outcome is None:
        return [declined]
    closed = TicketClosed(
        **stated(command), outcome=told.outcome, closed_by="contact", because=because
    )
    return [declined, closed]


def _lift(command: LiftConsent, ticket: Ticket) -> Iterator[TicketEvent]:
    """What the plan includes is paid for no more (RGN-30); what was found stays the payer's."""
    agreed_to = ticket.work.standing(command.at).offer
    for offer in (ticket.work.offer, agreed_to):
        if ticket.status == "closed" or offer is None or not _is_included(command, offer):
            continue
        plan, service = command.plan, command.edition.service(offer.service)
        yield PaymentConsentLifted(
            **stated(command),
            contact_id=ticket.submitted.contact_id,
            offer_id=offer.message_id,
            plan=plan.slug,
            because=command.edition.because(
                *([service] if service else []),
                plan,
                ru=f"{plan.name.ru}: эта работа входит в поддержку, оплачивать её отдельно не"
                " нужно.",
                en=f"{plan.name.en}: this work is included, it need not be paid for.",
                facts={"plan": plan.slug, "service": offer.service},
            ),
        )


def _is_included(command: LiftConsent, offer: PaymentConsentRequested) -> bool:
    """Whether the plan gives what was offered; what an engineer found, or offered without naming
    the work, is his to judge."""
    if offer.cause is not None or (offer.service is None and offer.engineer_id is not None):
        return False
    service = command.edition.service(offer.service)
    return service is None or service.terms(command.plan.slug) == "included"


def _offer_waiting(command: GiveConsent, ticket: Ticket) -> PaymentConsentRequested:
    refuse_closed(ticket)
    offer = ticket.work.offer
    if offer is None:
        raise Refused(
            "no offer of paid work waits for an answer: write a message instead",
            ru="Предложение платной работы не ждёт ответа: напишите сообщение",
        )
    if command.at < offer.occurred_at:
        raise Invalid(
            "given_at: the offer had not been made by then",
            ru="given_at: предложения тогда ещё не было",
        )
    return offer


def _parts(edition: Edition, offer: PaymentConsentRequested) -> tuple[Plan, Billing]:
    """The plan and the billing that an offer was made under: its edition never changes."""
    plan, billing = edition.plan(offer.plan), edition.billing
    assert plan is not None
    assert billing is not None
    return plan, billing
