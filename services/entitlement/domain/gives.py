"""What a plan gives to who asks: services with their terms, grants, versions, and his duties."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from libs.events.base import Because
from libs.events.entitlement import Terms
from libs.regulation import Edition, Grant, Otherwise, Plan, Service, Text, Topic
from services.entitlement.domain.days import iso
from services.entitlement.domain.rights import Right
from services.entitlement.domain.terms import Period

TERMS: dict[Terms, Text] = {
    "included": Text(ru="входит в поддержку", en="is included"),
    "paid": Text(ru="оказывается за отдельную плату", en="is paid for separately"),
    "diagnostics_only": Text(ru="только в целях диагностики", en="for diagnosis only"),
    "not_provided": Text(ru="не предоставляется", en="is not given"),
}


@dataclass(frozen=True)
class Given:
    """Whether something is given, on which terms, and why."""

    slug: str
    name: Text
    terms: Terms
    because: Because


def service_terms(service: Service, plan: Plan, right: Right | None) -> Terms:
    """The terms of a service; the document of one right may add or remove it (CPRO-R-46)."""
    if right is not None and "services" in plan.sets_own:
        return "included" if service.slug in right.services else "not_provided"
    return service.terms(plan.slug)


def instead(
    edition: Edition, service: Service | None, terms: Terms | None
) -> tuple[Otherwise, Because] | None:
    """What who asks for work gets that is not given on these terms, in the edition's words; without
    terms no right covers it, and it may be work that no plan gives. None: it is given, or the
    edition leaves it to the engineer."""
    if service is None or service.otherwise is None:
        return None
    if service.is_given() if terms is None else terms != "not_provided":
        return None
    otherwise = service.otherwise
    plan = edition.plan(otherwise.plan or "")
    because = edition.because(
        *((otherwise, plan) if plan else (otherwise,)),
        ru=otherwise.message.ru,
        en=otherwise.message.en,
        facts={"service": service.slug, "plan": otherwise.plan},
    )
    return otherwise, because


def services_given(edition: Edition, plan: Plan, right: Right | None) -> list[Given]:
    """All services that the edition knows or the right's document names, with their terms."""
    known = [
        _given(each.slug, each.name, service_terms(each, plan, right), edition, (each, plan))
        for each in edition.services
    ]
    slugs = {each.slug for each in edition.services}
    own = [slug for slug in (right.services if right else ()) if slug not in slugs]
    return [
        *known,
        *(_given(slug, Text(ru=slug, en=slug), "included", edition, (plan,)) for slug in own),
    ]


def _given(
    slug: str, name: Text, terms: Terms, edition: Edition, parts: tuple[Service | Plan, ...]
) -> Given:
    said = TERMS[terms]
    plan = parts[-1]
    because = edition.because(
        *parts,
        ru=f"{plan.name.ru}: {name.ru} — {said.ru}",
        en=f"{plan.name.en}: {name.en} {said.en}",
        facts={"service": slug, "plan": plan.slug, "terms": terms},
    )
    return Given(slug, name, terms, because)


def held_since(periods: Iterable[Period], on: date) -> date | None:
    """Since when a plan has been held on a day without a gap (RGN-44); None: it is not held."""
    since: date | None = None
    until: date | None = None
    for period in sorted(periods, key=lambda each: each.starts_on):
        if period.starts_on > on:
            break
        if since is None or (until is not None and period.starts_on > until + timedelta(days=1)):
            since, until = period.starts_on, period.ends_on
        elif until is not None:
            until = None if period.ends_on is None else max(until, period.ends_on)
    return since if until is None or until >= on else None


def grants_given(
    edition: Edition, plan: Plan, on: date, since: date | None, licensed_on: date | None
) -> list[Given]:
    """The plan's grants on a day, for who has held it since then."""
    return [_grant(edition, plan, grant, on, since, licensed_on) for grant in plan.grants]


def _grant(
    edition: Edition,
    plan: Plan,
    grant: Grant,
    on: date,
    since: date | None,
    licensed_on: date | None,
) -> Given:
    holds = since is not None and grant.holds(on, since, licensed_on)
    ru, en = ("есть", "is given") if holds else ("нет", "is not given")
    if since is not None and not holds:
        ru = f"нет: подписка непрерывна с {since:%d.%m.%Y}, нужно {grant.continuous_months} мес."
        en = f"is not given: held since {since}, {grant.continuous_months} months are needed"
    because = edition.because(
        grant,
        plan,
        ru=f"{grant.name.ru}: {ru}",
        en=f"{grant.name.en}: {en}",
        facts={
            "grant": grant.slug,
            "held_since": iso(since),
            "licensed_on": iso(licensed_on),
            "continuous_months": grant.continuous_months,
        },
    )
    return Given(grant.slug, grant.name, "included" if holds else "not_provided", because)


def why_granted_to(edition: Edition, slug: str) -> Because:
    """Which plans a grant comes with, and where they are bought: whoever has none of them asks
    in vain for what it gives."""
    found = [(plan, grant) for plan in edition.plans if (grant := plan.grant(slug))]
    ru = ", ".join(f"«{plan.name.ru}»" for plan, _ in found)
    en = ", ".join(plan.name.en for plan, _ in found)
    name = found[0][1].name if found else Text(ru=slug, en=slug)
    notices = edition.notices_at("expired")
    links = [each.link for each in notices if each.link]
    return edition.because(
        *(grant for _, grant in found),
        *notices,
        ru=" ".join(
            [f"Только для владельцев ({ru}): {name.ru}.", *(e.text.ru for e in notices), *links]
        ),
        en=" ".join(
            [f"Only for holders ({en}): {name.en}.", *(e.text.en for e in notices), *links]
        ),
        facts={"grant": slug},
    )


@dataclass(frozen=True)
class Duty:
    """A plan that a customer must have in his circumstances, and whether he has it."""

    plan: str
    circumstance: str
    fulfilled: bool
    because: Because


def duties(edition: Edition, circumstances: frozenset[str], held: Collection[str]) -> list[Duty]:
    """What a customer's circumstances oblige him to (RGN-42, RGN-47)."""
    return [
        Duty(
            plan=plan.slug,
            circumstance=each.circumstance,
            fulfilled=plan.slug in held,
            because=edition.because(
                each,
                ru=each.message.ru,
                en=each.message.en,
                facts={"circumstance": each.circumstance, "held": [*sorted(held)]},
            ),
        )
        for plan in edition.plans
        for each in plan.obligations
        if each.circumstance in circumstances
    ]


def excluded(
    edition: Edition, topic: Topic, service: Service | None, plan: Plan
) -> tuple[bool, Because]:
    """Whether work on a topic is not done under a plan (A-15), and why."""
    is_out = topic.is_excluded(service, plan.slug)
    yields = service if service and service.slug in topic.yields_to and not is_out else None
    if yields:
        ru, en = f"{yields.name.ru}: {plan.name.ru}", f"{yields.name.en}: {plan.name.en}"
    else:
        ru, en = topic.message.ru, topic.message.en
    because = edition.because(
        *((topic, yields) if yields else (topic,)),
        ru=ru,
        en=en,
        facts={
            "topic": topic.slug,
            "service": service.slug if service else None,
            "plan": plan.slug,
        },
    )
    return is_out, because
