"""What a right must be to be registered under a plan, and the right that comes of it."""

from datetime import date

from libs.decider import Invalid
from libs.events.entitlement import EntitlementRegistered
from libs.regulation import Edition, Plan
from libs.regulation.terms import Happening
from services.entitlement.domain import words
from services.entitlement.domain.commands import GiveFreeTime, RegisterEntitlement
from services.entitlement.domain.days import day_of
from services.entitlement.domain.terms import day_after, reminders


def registered(command: RegisterEntitlement) -> EntitlementRegistered:
    """Raises Invalid for what the plan does not know, naming the remedy and the rule."""
    plan = named_plan(command.plan, command.edition)
    _check_holder(command, plan)
    _check_product(command, plan)
    _check_level(command, plan)
    _check_services(command, plan)
    check_terms(command.terms, plan)
    if plan.quota:
        quota(command.seats, command.requests, plan)
    ends_on = _ends_on(command, plan)
    return EntitlementRegistered(
        vendor=command.vendor,
        occurred_at=command.at,
        entitlement_id=command.id,
        number=command.number,
        customer_id=command.customer_id,
        plan=command.plan,
        product=command.product,
        services=command.services or _services(command.edition, plan),
        level=command.level,
        starts_on=command.starts_on,
        ends_on=ends_on,
        expires_at=day_after(ends_on, command.edition),
        terms=command.terms,
        route=command.route,
        seats=command.seats,
        requests=command.requests,
        remind_at=reminders(plan, ends_on, command.edition, command.at),
        tickets=command.tickets if command.starts_on else (),
        digest=command.digest,
        edition=command.edition.id,
        because=words.why_registered(command, plan, ends_on),
    )


def free_right(command: GiveFreeTime) -> EntitlementRegistered | None:
    """The right that a fact gives without payment; None where the edition gives none."""
    for plan in command.edition.plans:
        free = plan.free_after(command.fact)
        if free is None or not free.is_given(command.before):
            continue
        starts_on = day_of(command.happened_at, command.edition)
        ends_on = free.last_day(starts_on, plan.term_end)
        return EntitlementRegistered(
            vendor=command.vendor,
            occurred_at=command.at,
            entitlement_id=command.id,
            number=command.number,
            customer_id=command.customer_id,
            plan=plan.slug,
            product=command.product if plan.per_product else None,
            services=_services(command.edition, plan),
            starts_on=starts_on,
            ends_on=ends_on,
            expires_at=day_after(ends_on, command.edition),
            remind_at=reminders(plan, ends_on, command.edition, command.at),
            tickets=command.tickets,
            digest=command.digest,
            edition=command.edition.id,
            because=words.why_free(plan, command.fact, starts_on, ends_on, command.edition),
        )
    return None


def named_plan(slug: str, edition: Edition) -> Plan:
    """The plan of a name. Raises Invalid for one that nobody registers."""
    plan = edition.plan(slug)
    if plan is None:
        known = ", ".join(plan.slug for plan in edition.plans)
        raise Invalid(
            f"plan: {edition.id} has no plan {slug}; it has {known}",
            ru=f"plan: в {edition.id} нет плана {slug}; есть {known}",
        )
    if plan.held_by == "every_client":
        raise Invalid(
            f"plan: every client has {slug}, nothing is to be registered",
            ru=f"«{plan.name.ru}»: есть у каждого клиента, регистрировать её не нужно.",
            rules=plan.rules,
        )
    return plan


def plan_of(about: EntitlementRegistered, edition: Edition) -> Plan:
    """A right keeps the plan of the edition under which it was registered."""
    plan = edition.plan(about.plan)
    if plan is None:
        raise ValueError(f"{edition.id} has no plan {about.plan}, but {about.number} has it")
    return plan


def check_terms(terms: int, plan: Plan) -> None:
    """Raises Invalid where the plan is not sold for so many terms."""
    if terms == 1:
        return
    if not plan.term_repeats:
        raise Invalid(
            f"terms: the plan {plan.slug} is sold for one term of {plan.term_months} months",
            ru=f"«{plan.name.ru}»: продаётся только на один срок ({plan.term_months} мес.).",
            rules=plan.rules,
        )


def check_starts(fact: Happening, plan: Plan) -> None:
    """Raises Invalid where the fact begins no right of the plan."""
    if fact not in [start.fact for start in plan.starts]:
        begins = ", ".join(start.fact for start in plan.starts)
        raise Invalid(
            f"fact: the plan {plan.slug} begins with {begins or 'its document'}",
            ru=f"fact: «{plan.name.ru}» начинается иначе: {begins or 'документ'}",
            rules=plan.rules,
        )


def quota(seats: int | None, requests: int | None, plan: Plan) -> int | None:
    """The requests that so many workplaces give; None where the plan counts none.

    Raises Invalid where the contract must name them and does not.
    """
    if plan.quota is None:
        return None
    if seats is None:
        raise Invalid(
            f"seats: the plan {plan.slug} gives requests by workplaces, say how many",
            ru="Укажите число рабочих мест: от него зависит число запросов.",
            rules=plan.quota.rules,
        )
    number = plan.quota.requests(seats, requests)
    if number is None:
        tier = plan.quota.tier(seats)
        raise Invalid(
            f"requests: for {seats} workplaces the contract sets the number, enter it",
            ru=f"Для {seats} рабочих мест число запросов устанавливает договор: укажите его.",
            rules=tier.rules if tier else plan.quota.rules,
        )
    return number


def _check_holder(command: RegisterEntitlement, plan: Plan) -> None:
    if command.holder not in plan.holders:
        raise Invalid(
            f"customer: the plan {plan.slug} is held by {' or '.join(plan.holders)} only",
            ru=f"customer: «{plan.name.ru}» — только для {' или '.join(plan.holders)}",
            rules=plan.rules,
        )


def _check_product(command: RegisterEntitlement, plan: Plan) -> None:
    known = ", ".join(product.slug for product in command.edition.products)
    if command.product is None and plan.per_product:
        raise Invalid(
            f"product: the plan {plan.slug} covers one product, name it: {known}",
            ru=f"product: «{plan.name.ru}» — для одного продукта, назовите его: {known}",
        )
    if command.product is not None and command.edition.product(command.product) is None:
        raise Invalid(
            f"product: there is no product {command.product}; there are {known}",
            ru=f"product: продукта {command.product} нет; есть {known}",
        )


def _check_level(command: RegisterEntitlement, plan: Plan) -> None:
    known = [level.slug for level in plan.levels]
    if known and command.level not in known:
        raise Invalid(
            f"level: choose one of {', '.join(known)}",
            ru=f"level: выберите одно из: {', '.join(known)}",
        )
    if command.level is not None and not known:
        raise Invalid(
            f"level: the plan {plan.slug} has no levels, leave it out",
            ru=f"level: у «{plan.name.ru}» нет уровней, уберите",
        )


def _check_services(command: RegisterEntitlement, plan: Plan) -> None:
    if command.services and "services" not in plan.sets_own:
        raise Invalid(
            f"services: the plan {plan.slug} sets them, leave them out",
            ru=f"services: их задаёт «{plan.name.ru}», уберите",
        )


def _services(edition: Edition, plan: Plan) -> tuple[str, ...]:
    return tuple(service.slug for service in edition.services_of(plan.slug))


def _ends_on(command: RegisterEntitlement, plan: Plan) -> date | None:
    """The last day: the document's own, else the plan's (CPRO-R-38, A-25); None where facts
    that are not known yet begin the right."""
    if plan.starts:
        if command.starts_on or command.ends_on:
            begins = [start.fact for start in plan.starts]
            raise Invalid(
                f"starts_on: {' or '.join(begins)} begins the plan {plan.slug}; leave the days out",
                ru=f"starts_on: «{plan.name.ru}» начинается с {' или '.join(begins)}; уберите даты",
                rules=tuple(rule for start in plan.starts for rule in start.rules),
            )
        return None
    if command.starts_on is None:
        raise Invalid(
            f"starts_on: the plan {plan.slug} begins on the day of its document, name it",
            ru=f"starts_on: «{plan.name.ru}» начинается в день документа, назовите его",
        )
    regular = plan.last_day(command.starts_on, command.terms)
    ends_on = command.ends_on or regular
    if ends_on is None:
        raise Invalid(
            f"ends_on: the plan {plan.slug} has no term, name the last day",
            ru=f"ends_on: у «{plan.name.ru}» нет срока, назовите последний день",
        )
    if ends_on < command.starts_on:
        raise Invalid(
            f"ends_on: {ends_on} lies before starts_on, {command.starts_on}",
            ru=f"ends_on: {ends_on} раньше starts_on, {command.starts_on}",
        )
    if regular not in (None, ends_on) and "term" not in plan.sets_own:
        raise Invalid(
            f"ends_on: the plan {plan.slug} ends this right on {regular}",
            ru=f"«{plan.name.ru}»: срок кончается {regular:%d.%m.%Y}.",
            rules=plan.rules,
        )
    return ends_on
