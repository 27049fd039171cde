"""On which terms a plan gives a piece of work, and what people are told of that."""

from libs.decider import Invalid, Refused
from libs.events.base import Because
from libs.events.intake import Channel
from libs.regulation import Billing, Cause, Edition, Plan, Service, Terms, Text

TYPE = Text(ru="Тип поддержки: {}.", en="The type of support: {}.")
CAUSE = Text(ru="Причина: {}.", en="The cause: {}.")
SERVICE = Text(ru="Услуга: {}.", en="The service: {}.")


def work_named(edition: Edition, slug: str | None) -> Service | None:
    """The service of this name. Raises Invalid where the edition has none."""
    service = edition.service(slug)
    if slug is not None and service is None:
        names = ", ".join(each.slug for each in edition.services) or "none: leave it out"
        raise Invalid(
            f"service: {edition.id} has no {slug}; it has {names}",
            ru=f"service: в {edition.id} нет {slug}; есть {names}",
        )
    return service


def terms_of(plan: Plan, service: Service | None, *, is_diagnosis: bool = False) -> Terms:
    """What the plan says of the work. Raises Refused where it does not give it (RGN-79)."""
    if service is None:
        return "included"
    terms = service.terms(plan.slug)
    if terms == "not_provided":
        raise Refused(
            f"service: the plan {plan.slug} does not give {service.slug}; offer another plan",
            ru=f"{plan.name.ru}: не предусмотрено «{service.name.ru}». Предложите другой тип"
            " поддержки.",
            rules=service.rules,
        )
    if terms == "diagnostics_only" and not is_diagnosis:
        raise Refused(
            f"service: under {plan.slug}, {service.slug} is given for diagnosis only; offer"
            " another plan for more",
            ru=f"{plan.name.ru}: {service.name.ru} — только в целях диагностики. Для остального"
            " предложите другой тип поддержки.",
            rules=service.rules,
        )
    return terms


def check_way(service: Service | None, *ways: Channel) -> None:
    """Raises Refused for work that is done in none of these ways (RGN-17, RGN-76)."""
    if service is None or any(service.is_given_by(way) for way in ways):
        return
    names = ", ".join(service.channels)
    raise Refused(
        f"service: {service.slug} is given by {names} only; choose that way first (/channel)",
        ru=f"«{service.name.ru}» — только так: {names}. Сначала выберите этот канал.",
        rules=service.rules,
    )


def must_agree(edition: Edition, plan: Plan | None, terms: Terms) -> bool:
    """Whether the customer agrees to pay before such work begins (RGN-30)."""
    billing = edition.billing
    asks = billing is not None and billing.consent == "user_must"
    return asks and plan is not None and plan.asks_consent(terms)


def check_topic(
    edition: Edition, slug: str | None, service: Service | None, plan: Plan | None, channel: Channel
) -> None:
    """Raises Refused for what the desk does not do under a plan (A-15), or not in writing, and
    Invalid for an unknown topic."""
    if slug is None:
        return
    topic = edition.topic(slug)
    if topic is None:
        names = ", ".join(each.slug for each in edition.topics) or "none: leave it out"
        raise Invalid(
            f"topic: {edition.id} has no {slug}; it has {names}",
            ru=f"topic: в {edition.id} нет {slug}; есть {names}",
        )
    is_unheard = topic.treatment == "oral_only" and not topic.is_served_by(channel)
    if topic.is_excluded(service, plan.slug if plan else "") or is_unheard:
        raise Refused(f"topic: {topic.message.en}", ru=topic.message.ru, rules=topic.rules)


def why_offered(
    edition: Edition, words: Text | None, *parts: Billing | Plan | Service | Cause | None
) -> Because:
    """The words of an offer, or else the name of the plan, and what was found or is to be done."""
    found = [part for part in parts if part is not None]
    said = [words] if words else []
    for part in found:
        match part:
            case Plan() if words is None:
                said.append(TYPE.about(part.name))
            case Cause():
                said.append(CAUSE.about(_bare(part.title)))
            case Service():
                said.append(SERVICE.about(_bare(part.name)))
    facts = {type(p).__name__.lower(): p.slug for p in found if not isinstance(p, Billing)}
    return edition.because(
        *found,
        ru=" ".join(each.ru for each in said),
        en=" ".join(each.en for each in said),
        facts=facts,
    )


def _bare(words: Text) -> Text:
    """Words for the end of a sentence that has its own full stop."""
    return Text(ru=words.ru.removesuffix("."), en=words.en.removesuffix("."))
