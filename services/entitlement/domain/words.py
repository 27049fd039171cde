"""Why a right began, ends, is reminded of or counts so many requests: in words and facts."""

from datetime import date

from libs.decider import Invalid
from libs.events.base import Because
from libs.events.entitlement import EntitlementRegistered
from libs.regulation import Edition, Plan
from libs.regulation.terms import Happening
from services.entitlement.domain.commands import RegisterEntitlement
from services.entitlement.domain.days import iso
from services.entitlement.domain.rights import Right
from services.entitlement.domain.terms import Order, Period, span

FACTS = {
    "PaymentReceived": ("оплата получена", "the payment came in on"),
    "DealerOrderConfirmed": ("заказ подтверждён дилером", "the dealer's order was confirmed on"),
    "LicenceKeyHandedOver": ("лицензионный ключ передан", "the licence's key was handed over on"),
    "PilotStarted": ("пилотный проект начат", "the pilot project began on"),
}


def why_registered(command: RegisterEntitlement, plan: Plan, ends_on: date | None) -> Because:
    ru, en = f"{plan.name.ru} № {command.number}", f"{plan.name.en} No. {command.number}"
    if command.starts_on is None:
        begins = " или ".join(FACTS[start.fact][0] for start in plan.starts)
        begins_en = " or ".join(start.fact for start in plan.starts)
        parts = (plan, *plan.starts)
        said = f"{ru}: начнётся с даты, когда {begins}", f"{en}: begins with {begins_en}"
    else:
        own = command.ends_on is not None and plan.term_months is not None
        russian, english = span(command.starts_on, ends_on)
        parts = (plan,)
        said = (
            f"{ru}: {russian}{', срок установлен в документе' if own else ''}",
            f"{en}: {english}{', the term is set in the document' if own else ''}",
        )
    return command.edition.because(
        *parts,
        ru=said[0],
        en=said[1],
        facts={
            "term_months": plan.term_months,
            "terms": command.terms,
            "starts_on": iso(command.starts_on),
            "ends_on": iso(ends_on),
            "seats": command.seats,
        },
    )


def why_begun(
    about: EntitlementRegistered, plan: Plan, order: Order, period: Period, edition: Edition
) -> Because:
    """By which fact a term begins, and how it was counted."""
    russian, english = span(period.starts_on, period.ends_on)
    parts = (period.start, plan) if period.start else (plan,)
    ru, en = FACTS[period.start.fact] if period.start else ("", "")
    day = order.happened[period.start.fact] if period.start else period.starts_on
    return edition.because(
        *parts,
        ru=f"{plan.name.ru} № {about.number}: {ru} {day:%d.%m.%Y}, действует {russian}",
        en=f"{plan.name.en} No. {about.number}: {en} {day}, holds {english}",
        facts={
            "order": order.number,
            "route": order.route,
            "terms": order.terms,
            "term_months": plan.term_months,
            "happened": {fact: on.isoformat() for fact, on in order.happened.items()},
            "starts_on": period.starts_on.isoformat(),
            "ends_on": iso(period.ends_on),
        },
    )


def why_free(
    plan: Plan, fact: Happening, starts_on: date, ends_on: date | None, edition: Edition
) -> Because:
    free = plan.free_after(fact)
    russian, english = span(starts_on, ends_on)
    ru, en = FACTS[fact]
    return edition.because(
        *((free, plan) if free else (plan,)),
        ru=f"{plan.name.ru}: {ru} {starts_on:%d.%m.%Y}, бесплатно {russian}",
        en=f"{plan.name.en}: {en} {starts_on}, free of charge {english}",
        facts={
            "fact": fact,
            "months": free.months if free else None,
            "starts_on": starts_on.isoformat(),
            "ends_on": iso(ends_on),
        },
    )


def why_so_many(plan: Plan, seats: int, requests: int | None, edition: Edition) -> Because:
    if plan.quota is None:
        return edition.because(
            plan, ru=f"Рабочих мест: {seats}", en=f"Workplaces: {seats}", facts={"seats": seats}
        )
    tier = plan.quota.tier(seats)
    number = plan.quota.requests(seats, requests)
    return edition.because(
        *((plan.quota, tier) if tier else (plan.quota,)),
        ru=f"Рабочих мест: {seats}, запросов: {number}",
        en=f"Workplaces: {seats}, requests: {number}",
        facts={"seats": seats, "requests": number},
    )


def why_claimed(plan: Plan, edition: Edition) -> Because:
    if plan.registration is None:
        return edition.because(plan, ru=plan.name.ru, en=plan.name.en)
    said = plan.registration.success
    return edition.because(plan.registration, ru=said.ru, en=said.en)


def why_released(plan: Plan, number: str, edition: Edition) -> Because:
    """That a right may be registered by another account; where a new address makes one, why."""
    accounts = edition.accounts
    is_new = accounts is not None and not accounts.survives_a_new_email()
    return edition.because(
        *((accounts, plan) if accounts and is_new else (plan,)),
        ru=f"{plan.name.ru} № {number}: больше не числится за этой учётной записью."
        " Зарегистрируйте его заново на другой.",
        en=f"{plan.name.en} No. {number}: it is not this account's any more. Register it anew"
        " with another one.",
    )


def not_his_own(edition: Edition) -> Invalid:
    """What is said to one who gives up what he does not have."""
    return Invalid(
        "number: this account has registered no right with this number",
        ru="За этой учётной записью не числится ничего с таким номером.",
        rules=edition.accounts.rules if edition.accounts else (),
    )


def why_reminded(plan: Plan, number: str, ends_on: date, days: int, edition: Edition) -> Because:
    return edition.because(
        plan,
        ru=f"{plan.name.ru} № {number}: действует по {ends_on:%d.%m.%Y} включительно",
        en=f"{plan.name.en} No. {number}: holds up to and including {ends_on}",
        facts={"ends_on": ends_on.isoformat(), "days": days, "remind_days": list(plan.remind_days)},
    )


def why_opened(
    right: Right, first: date, last: date | None, requests: int, edition: Edition
) -> Because:
    """What a window of requests begins with."""
    quota = right.plan.quota
    tier = quota.tier(right.seats or 0) if quota else None
    russian, english = span(first, last)
    return edition.because(
        *(part for part in (quota, tier) if part),
        ru=f"Запросов на период {russian}: {requests}",
        en=f"Requests {english}: {requests}",
        facts={"seats": right.seats, "requests": requests},
    )


def why_expired(
    about: EntitlementRegistered,
    plan: Plan,
    ended_on: date,
    circumstances: frozenset[str],
    edition: Edition,
) -> Because:
    """That a right is over, what ends with it, and where a new one is bought."""
    notices = edition.notices_at("expired")
    links = " ".join(each.link for each in notices if each.link)
    broken = [grant for grant in plan.grants if grant.continuous_months]
    owed = [each for each in plan.obligations if each.circumstance in circumstances]
    ru = [f"{plan.name.ru} № {about.number}: срок истёк {ended_on:%d.%m.%Y}."]
    ru += [f"Непрерывность подписки прервана: {each.name.ru}." for each in broken]
    en = [f"{plan.name.en} No. {about.number}: the term ended on {ended_on}."]
    en += [f"It is not continuous any more: {each.name.en}." for each in broken]
    said = [*(each.message for each in owed), *(each.text for each in notices)]
    return edition.because(
        plan,
        *broken,
        *owed,
        *notices,
        ru=" ".join([*ru, *(each.ru for each in said), links]).strip(),
        en=" ".join([*en, *(each.en for each in said), links]).strip(),
        facts={"ended_on": ended_on.isoformat(), "circumstances": [*sorted(circumstances)]},
    )
