"""Rights to support: registered under a plan of the edition in force, for a term that ends."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from libs.decider import Decider, Invalid, Refused
from libs.events.base import Because
from libs.events.entitlement import EntitlementExpired, EntitlementRegistered
from libs.regulation import Edition, Plan


@dataclass(frozen=True)
class RegisterEntitlement:
    """A certificate, support contract or agreement. Its own end or services override the
    regulation's where the plan allows it (CPRO-R-45, CPRO-R-46); None: the plan's term."""

    id: str
    vendor: str
    at: datetime
    number: str
    customer_id: str
    plan: str
    product: str | None
    services: tuple[str, ...]
    level: str | None
    starts_on: date
    ends_on: date | None
    digest: str
    edition: Edition


@dataclass(frozen=True)
class ExpireEntitlement:
    """`at` is the instant after the last day of the term."""

    id: str
    vendor: str
    at: datetime


Command = RegisterEntitlement | ExpireEntitlement
EntitlementEvent = EntitlementRegistered | EntitlementExpired


@dataclass(frozen=True)
class Entitlement:
    registered: EntitlementRegistered | None = None
    expired: bool = False


def decide(command: Command, entitlement: Entitlement) -> list[EntitlementEvent]:
    match command:
        case RegisterEntitlement():
            return register(command, entitlement)
        case ExpireEntitlement():
            return expire(command, entitlement)
        case _:
            assert_never(command)


def register(command: RegisterEntitlement, entitlement: Entitlement) -> list[EntitlementEvent]:
    if entitlement.registered is not None:
        if entitlement.registered.digest != command.digest:
            raise Invalid("this Idempotency-Key was used for another right; choose a new one")
        return []
    plan = _plan(command)
    _check_product(command, plan)
    _check_level(command, plan)
    _check_services(command, plan)
    ends_on = _ends_on(command, plan)
    return [
        EntitlementRegistered(
            vendor=command.vendor,
            occurred_at=command.at,
            entitlement_id=command.id,
            number=command.number,
            customer_id=command.customer_id,
            plan=command.plan,
            product=command.product,
            services=command.services or _services(command, plan),
            level=command.level,
            starts_on=command.starts_on,
            ends_on=ends_on,
            expires_at=_day_after(ends_on, command.edition),
            digest=command.digest,
            edition=command.edition.id,
            because=_why(command, plan, ends_on),
        )
    ]


def expire(command: ExpireEntitlement, entitlement: Entitlement) -> list[EntitlementEvent]:
    right = entitlement.registered
    if right is None:
        raise Refused("a right that was never registered cannot expire")
    if entitlement.expired:
        return []
    if command.at < right.expires_at:
        raise Refused(f"{right.number} holds until the end of {right.ends_on}")
    return [
        EntitlementExpired(
            vendor=right.vendor,
            occurred_at=right.expires_at,
            entitlement_id=command.id,
            ended_on=right.ends_on,
        )
    ]


def evolve(entitlement: Entitlement, event: EntitlementEvent) -> Entitlement:
    match event:
        case EntitlementRegistered():
            return Entitlement(registered=event)
        case EntitlementExpired():
            return replace(entitlement, expired=True)
        case _:
            assert_never(event)


def _plan(command: RegisterEntitlement) -> Plan:
    plan = command.edition.plan(command.plan)
    if plan is None:
        known = ", ".join(plan.slug for plan in command.edition.plans)
        raise Invalid(f"plan: {command.edition.id} has no plan {command.plan}; it has {known}")
    return plan


def _check_product(command: RegisterEntitlement, plan: Plan) -> None:
    known = ", ".join(product.slug for product in command.edition.products)
    if command.product is None and plan.per_product:
        raise Invalid(f"product: the plan {plan.slug} covers one product, name it: {known}")
    if command.product is not None and command.edition.product(command.product) is None:
        raise Invalid(f"product: there is no product {command.product}; there are {known}")


def _check_level(command: RegisterEntitlement, plan: Plan) -> None:
    known = [level.slug for level in plan.levels]
    if known and command.level not in known:
        raise Invalid(f"level: choose one of {', '.join(known)}")
    if command.level is not None and not known:
        raise Invalid(f"level: the plan {plan.slug} has no levels, leave it out")


def _check_services(command: RegisterEntitlement, plan: Plan) -> None:
    if command.services and "services" not in plan.sets_own:
        raise Invalid(f"services: the plan {plan.slug} sets them, leave them out")


def _services(command: RegisterEntitlement, plan: Plan) -> tuple[str, ...]:
    return tuple(service.slug for service in command.edition.services_of(plan.slug))


def _ends_on(command: RegisterEntitlement, plan: Plan) -> date:
    """The last day: the document's own, else the plan's (CPRO-R-38, A-25)."""
    regular = plan.last_day(command.starts_on)
    ends_on = command.ends_on or regular
    if ends_on is None:
        raise Invalid(f"ends_on: the plan {plan.slug} has no term, name the last day")
    if ends_on < command.starts_on:
        raise Invalid(f"ends_on: {ends_on} lies before starts_on, {command.starts_on}")
    if regular not in (None, ends_on) and "term" not in plan.sets_own:
        raise Invalid(f"ends_on: the plan {plan.slug} ends this right on {regular}")
    return ends_on


def _day_after(ends_on: date, edition: Edition) -> datetime:
    zone = ZoneInfo(edition.schedule.zone)
    return datetime.combine(ends_on + timedelta(days=1), time(), zone).astimezone(UTC)


def _why(command: RegisterEntitlement, plan: Plan, ends_on: date) -> Because:
    own = command.ends_on is not None and plan.term_months is not None
    return command.edition.because(
        plan,
        ru=f"{plan.name.ru} № {command.number}: с {command.starts_on:%d.%m.%Y}"
        f" по {ends_on:%d.%m.%Y} включительно{', срок установлен в документе' if own else ''}",
        en=f"{plan.name.en} No. {command.number}: from {command.starts_on} up to and including"
        f" {ends_on}{', the term is set in the document' if own else ''}",
        facts={
            "term_months": plan.term_months,
            "starts_on": command.starts_on.isoformat(),
            "ends_on": ends_on.isoformat(),
        },
    )


decider: Decider[Command, Entitlement, EntitlementEvent] = Decider(
    "entitlement", (RegisterEntitlement, ExpireEntitlement), Entitlement(), decide, evolve
)
