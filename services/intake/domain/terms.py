"""On which terms the plan of a ticket gives a piece of work, and what to do where it does not."""

from libs.decider import Invalid, Refused
from libs.regulation import Edition, Plan, Service, Terms


def work_named(edition: Edition, slug: str | None) -> Service | None:
    """The service of this name. Raises Invalid where the edition has none."""
    service = edition.service(slug)
    if slug is not None and service is None:
        names = ", ".join(each.slug for each in edition.services) or "none: leave it out"
        raise Invalid(f"service: {edition.id} has no {slug}; it has {names}")
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
