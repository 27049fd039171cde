"""Under which plan a ticket's work is done: what an engineer, or the regulation itself, offers."""

from dataclasses import dataclass

from libs.decider import Invalid, Refused
from libs.events.intake import TicketEvent
from libs.events.work import PaymentConsentRequested, SupportTypeChanged
from libs.regulation import Billing, Cause, Edition, Facts, Plan, Service
from libs.regulation.quotes import quote
from services.intake.domain.terms import (
    check_topic,
    must_agree,
    terms_of,
    why_offered,
    work_named,
)
from services.intake.domain.ticket import (
    Ticket,
    Writing,
    refuse_closed,
    written,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSupport(Writing):
    """What was found behind the problem, or what is asked for, is done under this plan.

    Without `plan` that of the cause, else the first in the edition's order that gives the
    service. `minutes` are an estimate, None: an hour; `checked` says that what the cause asks to
    be made sure of was. Without an engineer the regulation itself made the offer.
    """

    engineer_id: str | None
    edition: Edition
    facts: Facts
    covered_by: str | None
    plan: str | None = None
    service: str | None = None
    cause: str | None = None
    topic: str | None = None
    minutes: int | None = None
    checked: bool = False


def decide(command: OfferSupport, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    cause = cause_of(command)
    service = work_named(command.edition, command.service)
    plan = plan_of(command, cause, service, ticket)
    check_topic(command.edition, command.topic, service, plan, ticket.present_channel)
    terms = terms_of(plan, service, is_diagnosis=True)
    standing = ticket.work.standing(command.at)
    if command.engineer_id is None and standing.plan == plan.slug and standing.agreed_minutes:
        return []
    if must_agree(command.edition, plan, terms):
        return [_ask(command, ticket, plan, service, cause)]
    if (standing.plan or command.covered_by) == plan.slug:
        raise Refused(
            f"plan: the ticket is served under {plan.slug} already, nothing is to be paid",
            ru=f"plan: обращение уже обслуживается по «{plan.name.ru}», платить не нужно",
        )
    return [
        SupportTypeChanged(
            **written(command, ticket),
            engineer_id=command.engineer_id,
            plan_before=standing.plan or command.covered_by,
            plan=plan.slug,
            service=command.service,
            cause=command.cause,
            because=why_offered(command.edition, None, plan, service, cause),
        )
    ]


def cause_of(command: OfferSupport) -> Cause | None:
    """What was found. Raises Invalid for an unknown cause, or one whose checks were not made."""
    if command.cause is None:
        return None
    cause = command.edition.cause(command.cause)
    if cause is None:
        names = ", ".join(each.slug for each in command.edition.causes) or "none: leave it out"
        raise Invalid(
            f"cause: {command.edition.id} has no {command.cause}; it has {names}",
            ru=f"cause: в {command.edition.id} нет {command.cause}; есть {names}",
        )
    if cause.checks and not command.checked:
        raise Invalid(
            "checked: make sure first, then send true: "
            + " ".join(each.en for each in cause.checks),
            ru="Сначала проверьте: " + " ".join(each.ru for each in cause.checks),
            rules=cause.rules,
        )
    return cause


def plan_of(
    command: OfferSupport, cause: Cause | None, service: Service | None, ticket: Ticket
) -> Plan:
    """The plan that was named, or follows, or the ticket's. Raises Invalid where there is none."""
    tried = command.edition.tried(held=(command.covered_by or "",))
    if cause and cause.plan and command.plan not in (None, cause.plan):
        raise Refused(
            f"plan: what was found is not done under {command.plan}; it belongs to {cause.plan}",
            ru=f"Причина «{cause.title.ru}»: такие работы выполняются по другому типу поддержки.",
            rules=cause.rules,
        )
    named = command.plan or (cause.plan if cause else None)
    if service is None and named is None:
        named = ticket.work.standing(command.at).plan or command.covered_by
    for plan in tried:
        gives = service is not None and service.terms(plan.slug) in ("included", "paid")
        if plan.slug == named or (named is None and gives):
            return plan
    names = ", ".join(plan.slug for plan in tried)
    raise Invalid(
        "plan: name one that this customer has, a cause that leads to one, or a service that one"
        f" gives; he has {names or 'none'}",
        ru="plan: назовите имеющийся у клиента, причину, ведущую к такому, или услугу,"
        f" которую он даёт; у клиента: {names or 'ничего'}",
    )


def _ask(
    command: OfferSupport,
    ticket: Ticket,
    plan: Plan,
    service: Service | None,
    cause: Cause | None,
) -> PaymentConsentRequested:
    billing = command.edition.billing
    assert billing is not None, "who must agree, agrees to a billing"
    minutes = command.minutes or billing.hour_minutes
    quoted = quote(command.edition, billing, plan, minutes, command.at, command.facts)
    if quoted is None:
        raise no_price(billing, plan)
    return PaymentConsentRequested(
        **written(command, ticket),
        engineer_id=command.engineer_id,
        plan_before=ticket.work.standing(command.at).plan or command.covered_by,
        plan=plan.slug,
        service=command.service,
        cause=command.cause,
        minutes=quoted.minutes,
        billed_minutes=quoted.billed_minutes,
        listed_on=quoted.listed_on,
        amount=quoted.amount,
        currency=quoted.currency,
        because=why_offered(command.edition, quoted.words, billing, plan, service, cause),
    )


def no_price(billing: Billing, plan: Plan) -> Refused:
    """That no price list in force has the plan's hour."""
    return Refused(
        f"no price list in force has an hour of {plan.slug}: publish one first (/v1/facts)",
        ru=f"Нет действующего прайс-листа с ценой часа для «{plan.name.ru}».",
        rules=billing.rules,
    )
