"""Rights to support: registered under a plan of the edition in force, begun by its facts."""

from typing import assert_never

from libs.decider import Decider, Refused
from libs.events.entitlement import (
    DealerOrderConfirmed,
    EntitlementActivated,
    EntitlementExpired,
    EntitlementRegistered,
    EntitlementReminded,
    EntitlementRenewed,
    PaymentReceived,
    RightEvent,
    SeatsChanged,
)
from services.entitlement.domain import registering, words
from services.entitlement.domain.commands import (
    ChangeSeats,
    ClaimEntitlement,
    Command,
    ExpireEntitlement,
    FinishPilot,
    GiveFreeTime,
    NoteOrderFact,
    RegisterEntitlement,
    ReleaseEntitlement,
    RemindHolder,
)
from services.entitlement.domain.days import day_of
from services.entitlement.domain.free_time import finish_pilot, give_free_time
from services.entitlement.domain.owning import claim, release
from services.entitlement.domain.standing import (
    Entitlement,
    Events,
    evolve,
    is_repeated,
    orders_of,
    registration_of,
)
from services.entitlement.domain.terms import day_after, periods, reminders


def decide(command: Command, right: Entitlement) -> Events:
    match command:
        case RegisterEntitlement():
            return register(command, right)
        case GiveFreeTime():
            return give_free_time(command, right)
        case NoteOrderFact():
            return note_order_fact(command, right)
        case ChangeSeats():
            return change_seats(command, right)
        case FinishPilot():
            return finish_pilot(command, right)
        case ClaimEntitlement():
            return claim(command, right)
        case ReleaseEntitlement():
            return release(command, right)
        case RemindHolder():
            return remind(command, right)
        case ExpireEntitlement():
            return expire(command, right)
        case _:
            assert_never(command)


def register(command: RegisterEntitlement, right: Entitlement) -> Events:
    if is_repeated(command.digest, right, "right"):
        return []
    return [registering.registered(command)]


def note_order_fact(command: NoteOrderFact, right: Entitlement) -> Events:
    """A fact of an order and what follows from it: a term begins, or is corrected."""
    registered = registration_of(right)
    if command.digest in right.digests:
        return []
    plan = registering.plan_of(registered, command.edition)
    registering.check_starts(command.fact, plan)
    registering.check_terms(command.terms or 1, plan)
    facts = {
        "vendor": command.vendor,
        "occurred_at": command.happened_at,
        "entitlement_id": command.id,
        "order": command.order,
        "terms": command.terms,
        "route": command.route,
        "digest": command.digest,
    }
    cls = PaymentReceived if command.fact == "PaymentReceived" else DealerOrderConfirmed
    fact = cls.model_validate(facts)
    return [fact, *_announced(command, evolve(right, fact), registered)]


def _announced(command: NoteOrderFact, right: Entitlement, about: EntitlementRegistered) -> Events:
    """The terms that the facts known by now make, where they are not announced so already."""
    plan = registering.plan_of(about, command.edition)
    orders = orders_of(right, about, command.edition)
    counted = periods(plan, list(orders.values()), right.announced)
    events: Events = []
    for place, (order, period) in enumerate(counted.items()):
        known = right.announced.get(order)
        if known and (known.starts_on, known.ends_on) == (period.starts_on, period.ends_on):
            continue
        cls = EntitlementRenewed if place else EntitlementActivated
        events.append(
            cls(
                vendor=command.vendor,
                occurred_at=command.at,
                entitlement_id=command.id,
                order=order,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                expires_at=day_after(period.ends_on, command.edition),
                corrects=known is not None,
                remind_at=reminders(plan, period.ends_on, command.edition, command.at),
                tickets=command.tickets,
                because=words.why_begun(about, plan, orders[order], period, command.edition),
            )
        )
    return events


def change_seats(command: ChangeSeats, right: Entitlement) -> Events:
    """Another number of workplaces: the table is read anew, what was spent stays so (A-05)."""
    registered = registration_of(right)
    if command.digest in right.digests:
        return []
    plan = registering.plan_of(registered, command.edition)
    return [
        SeatsChanged(
            vendor=command.vendor,
            occurred_at=command.happened_at,
            entitlement_id=command.id,
            seats=command.seats,
            requests=command.requests,
            quota=registering.quota(command.seats, command.requests, plan),
            digest=command.digest,
            because=words.why_so_many(plan, command.seats, command.requests, command.edition),
        )
    ]


def remind(command: RemindHolder, right: Entitlement) -> Events:
    """Once for each day of the plan; the holder of a right that was renewed is left in peace."""
    registered, edition = registration_of(right), command.edition
    if edition is None or right.ends_on is None:
        return []
    plan = registering.plan_of(registered, edition)
    days = (right.ends_on - day_of(command.at, edition)).days
    if days not in plan.remind_days:
        return []
    return [
        EntitlementReminded(
            vendor=command.vendor,
            occurred_at=command.at,
            entitlement_id=command.id,
            customer_id=registered.customer_id,
            number=registered.number,
            ends_on=right.ends_on,
            days=days,
            contacts=command.contacts,
            because=words.why_reminded(plan, registered.number, right.ends_on, days, edition),
        )
    ]


def expire(command: ExpireEntitlement, right: Entitlement) -> Events:
    """What is paid by the month is not given for a month that nobody paid (RGN-75): open requests
    are looked up anew then. Elsewhere they keep the right under which they came (NANO-30)."""
    if not right.announced:
        raise Refused(
            "a right that was never registered cannot expire",
            ru="Незарегистрированное право не может истечь",
        )
    if right.expired or right.ends_on is None or right.expires_at is None:
        return []
    if command.at < right.expires_at:
        raise Refused(
            f"it holds until the end of {right.ends_on}",
            ru=f"Право действует по {right.ends_on} включительно",
        )
    about, edition = right.registered, command.edition
    plan = edition.plan(about.plan) if edition and about else None
    because = None
    if edition and about and plan:
        because = words.why_expired(about, plan, right.ends_on, command.circumstances, edition)
    return [
        EntitlementExpired(
            vendor=command.vendor,
            occurred_at=right.expires_at,
            entitlement_id=command.id,
            ended_on=right.ends_on,
            number=about.number if about else None,
            contacts=command.contacts,
            tickets=command.tickets if plan and plan.cost == "monthly" else (),
            because=because,
        )
    ]


decider: Decider[Command, Entitlement, RightEvent] = Decider(
    "entitlement",
    (
        RegisterEntitlement,
        GiveFreeTime,
        NoteOrderFact,
        ChangeSeats,
        FinishPilot,
        ClaimEntitlement,
        ReleaseEntitlement,
        RemindHolder,
        ExpireEntitlement,
    ),
    Entitlement(),
    decide,
    evolve,
)
