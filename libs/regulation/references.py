"""Where an edition names one of its own parts, and the names that there are."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from libs.regulation.edition import Edition
from libs.regulation.lines import Path
from libs.regulation.plans import Plan


class Reference(NamedTuple):
    """A name at a place, and those that it may be."""

    path: Path
    name: str
    known: Sequence[str]


class Names:
    """The names of an edition's parts."""

    def __init__(self, edition: Edition) -> None:
        self.channels = [channel.name for channel in edition.channels]
        self.offices = [office.slug for office in edition.schedule.offices]
        self.kinds = [kind.slug for kind in edition.form.kinds]
        self.fields = list(dict.fromkeys(field.name for field in edition.form.fields))
        self.sets = [each.slug for each in edition.form.sets]
        self.reasons = [reason.slug for reason in edition.reasons]
        self.plans = [plan.slug for plan in edition.plans]
        self.grants = [grant.slug for plan in edition.plans for grant in plan.grants]
        self.services = [service.slug for service in edition.services]
        self.topics = [topic.slug for topic in edition.topics]
        self.roles = [role.slug for role in edition.roles]


def references(edition: Edition) -> Iterator[Reference]:
    """All names that an edition gives of its own parts."""
    names = Names(edition)
    yield from _of_form(edition, names)
    yield from _of_channels(edition, names)
    yield from _of_plans(edition, names)
    yield from _of_services(edition, names)
    yield from _of_promises(edition, names)
    yield from _of_people(edition, names)


def _all(path: Path, given: Sequence[str | None], known: Sequence[str]) -> Iterator[Reference]:
    for name in given:
        if name is not None:
            yield Reference(path, name, known)


def _of_form(edition: Edition, names: Names) -> Iterator[Reference]:
    for number, kind in enumerate(edition.form.kinds):
        path: Path = ("form", "kinds", number)
        yield from _all((*path, "channels"), kind.channels, names.channels)
        yield from _all((*path, "service"), [kind.service], names.services)
        yield from _all((*path, "grant"), [kind.grant], names.grants)
    for number, field in enumerate(edition.form.fields):
        path = ("form", "fields", number)
        yield from _all((*path, "channels"), field.channels, names.channels)
        yield from _all((*path, "kinds"), field.kinds, names.kinds)
        yield from _all((*path, "grounds"), [field.grounds], names.reasons)
        for key, condition in (("when", field.when), ("unless", field.unless)):
            yield from _all((*path, key), [condition.field if condition else None], names.fields)
    for number, each in enumerate(edition.form.sets):
        yield from _all(("form", "sets", number, "fields"), each.fields, names.fields)
    yield from _all(("reopening", "complete"), [edition.reopening.complete], names.sets)


def _of_channels(edition: Edition, names: Names) -> Iterator[Reference]:
    for number, channel in enumerate(edition.channels):
        path: Path = ("channels", number)
        yield from _all((*path, "moves_to"), [channel.moves_to], names.channels)
        yield from _all((*path, "offices"), channel.offices, names.offices)
        for place, phone in enumerate(channel.phones):
            yield from _all((*path, "phones", place, "office"), [phone.office], names.offices)
    for number, notice in enumerate(edition.notices):
        yield from _all(("notices", number, "channels"), notice.channels, names.channels)


def _of_plans(edition: Edition, names: Names) -> Iterator[Reference]:
    if edition.order:
        yield from _all(("order", "plans"), edition.order.plans, names.plans)
    for number, each in enumerate(edition.without_entitlement):
        yield from _all(("without_entitlement", number, "plan"), [each.plan], names.plans)
    for number, plan in enumerate(edition.plans):
        yield from _of_quota(number, plan, names)


def _of_quota(number: int, plan: Plan, names: Names) -> Iterator[Reference]:
    if plan.quota:
        yield from _all(("plans", number, "quota", "beyond"), [plan.quota.beyond], names.plans)


def _of_services(edition: Edition, names: Names) -> Iterator[Reference]:
    for number, service in enumerate(edition.services):
        path: Path = ("services", number)
        yield from _all((*path, "plans"), list(service.plans), names.plans)
        yield from _all((*path, "channels"), service.channels, names.channels)
        named = service.otherwise.plan if service.otherwise else None
        yield from _all((*path, "otherwise", "plan"), [named], names.plans)
    for number, topic in enumerate(edition.topics):
        path = ("topics", number)
        yield from _all((*path, "yields_to"), topic.yields_to, names.services)
        yield from _all((*path, "channels"), topic.channels, names.channels)
    for number, cause in enumerate(edition.causes):
        yield from _all(("causes", number, "plan"), [cause.plan], names.plans)


def _of_promises(edition: Edition, names: Names) -> Iterator[Reference]:
    for number, promise in enumerate(edition.promises):
        path: Path = ("promises", number)
        yield from _all((*path, "channels"), promise.channels, names.channels)
        yield from _all((*path, "plans"), promise.plans, names.plans)
        yield from _all((*path, "kinds"), promise.kinds, names.kinds)
        yield from _all((*path, "offices"), promise.offices, names.offices)
        yield from _all((*path, "usual"), list(promise.usual), names.kinds)
    for number, each in enumerate(edition.no_promises):
        path = ("no_promises", number)
        yield from _all((*path, "plans"), each.plans, names.plans)
        yield from _all((*path, "kinds"), each.kinds, names.kinds)
        yield from _all((*path, "topics"), each.topics, names.topics)


def _of_people(edition: Edition, names: Names) -> Iterator[Reference]:
    for number, escalation in enumerate(edition.escalations):
        yield from _all(("escalations", number, "to"), [escalation.to], names.roles)
    if edition.etiquette:
        yield from _all(("etiquette", "reason"), [edition.etiquette.reason], names.reasons)
