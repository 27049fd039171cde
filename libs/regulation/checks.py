"""What the parts of an edition must agree on; each disagreement is a sentence with its remedy."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from libs.events.entitlement import CoverageEvent
from libs.events.intake import TicketEvent
from libs.regulation.edition import Edition
from libs.regulation.errors import NOT_DEFINED, Problem, meant
from libs.regulation.fields import Field
from libs.regulation.lines import Path
from libs.regulation.overlaps import (
    clocks_nobody_stops,
    clocks_that_overlap,
    windows_never_open,
    windows_that_overlap,
)
from libs.regulation.plans import Lack
from libs.regulation.references import references
from libs.regulation.slips import slips

TOLD = [event.__name__ for event in get_args(TicketEvent | CoverageEvent)]
"""The events that a mail may tell of."""


def disagreements(edition: Edition) -> list[Problem]:
    """All in which an edition contradicts itself; empty for one that may be published."""
    return [
        *_named_twice(edition),
        *_unknown(edition),
        *_every_level_has_its_limits(edition),
        *_every_lack_has_its_outcome(edition),
        *_every_plan_is_reached(edition),
        *_every_service_is_given(edition),
        *windows_that_overlap(edition),
        *windows_never_open(edition),
        *clocks_that_overlap(edition),
        *clocks_nobody_stops(edition),
        *slips(edition),
    ]


def _named_twice(edition: Edition) -> Iterator[Problem]:
    names: dict[Path, list[str]] = {
        ("products",): [product.slug for product in edition.products],
        ("schedule", "offices"): [office.slug for office in edition.schedule.offices],
        ("channels",): [channel.name for channel in edition.channels],
        ("form", "kinds"): [kind.slug for kind in edition.form.kinds],
        ("form", "fields"): [_field_key(each) for each in edition.form.fields],
        ("form", "sets"): [each.slug for each in edition.form.sets],
        ("reasons",): [reason.slug for reason in edition.reasons],
        ("plans",): [plan.slug for plan in edition.plans],
        ("plans", "levels"): [level.slug for plan in edition.plans for level in plan.levels],
        ("services",): [service.slug for service in edition.services],
        ("topics",): [topic.slug for topic in edition.topics],
        ("causes",): [cause.slug for cause in edition.causes],
        ("roles",): [role.slug for role in edition.roles],
        ("rights",): [right.act for right in edition.rights],
        ("escalations",): [escalation.cause for escalation in edition.escalations],
        ("notices",): [notice.slug for notice in edition.notices],
        ("view", "columns"): [column.name for column in edition.shown().columns],
        ("without_entitlement",): [each.lack for each in edition.without_entitlement],
    }
    for path, given in names.items():
        for name, times in Counter(given).items():
            if times > 1:
                yield Problem(
                    path,
                    f"{name!r} is there {times} times; keep one or rename the others",
                    f"{name!r} повторяется ({times}); оставьте один или переименуйте другие",
                )


def _field_key(field: Field) -> str:
    """A field may stand twice, for other channels or other kinds."""
    by = f" by {', '.join(field.channels)}" if field.channels else ""
    return f"{field.name}{by}{' for ' + ', '.join(field.kinds) if field.kinds else ''}"


def _unknown(edition: Edition) -> Iterator[Problem]:
    for reference in references(edition):
        if reference.name not in reference.known:
            known = ", ".join(dict.fromkeys(reference.known))
            guess = meant(reference.name, reference.known)
            yield Problem(
                reference.path,
                f"{reference.name!r} {NOT_DEFINED}; "
                f"{f'use one of {known}' if known else 'define it first'}{guess.en}",
                f"{reference.name!r} не определено; "
                f"{f'возьмите одно из {known}' if known else 'сначала определите его'}{guess.ru}",
            )
    for event in edition.mail:
        if event not in TOLD:
            known, guess = ", ".join(sorted(TOLD)), meant(event, TOLD)
            yield Problem(
                ("mail", event),
                f"no mail tells of it; use one of {known}{guess.en}",
                f"об этом писем нет; возьмите одно из {known}{guess.ru}",
            )


def _every_level_has_its_limits(edition: Edition) -> Iterator[Problem]:
    by_level = [
        (number, promise.name)
        for number, promise in enumerate(edition.promises)
        if promise.limit == "by_level"
    ]
    for number, _clock in by_level:
        if not any(plan.levels for plan in edition.plans):
            yield Problem(
                ("promises", number),
                "its limit is by_level and no plan has levels; "
                "add [[plans.levels]] with their limits (A-19)",
                "срок by_level, а уровней нет ни у одного плана; "
                "добавьте [[plans.levels]] с их limits (A-19)",
            )
    for at, plan in enumerate(edition.plans):
        for place, level in enumerate(plan.levels):
            for clock in dict.fromkeys(name for _number, name in by_level):
                if clock not in level.limits:
                    yield Problem(
                        ("plans", at, "levels", place),
                        f"limits.{clock} is missing, which is by_level; add it",
                        f"нет limits.{clock}, а этот срок by_level; добавьте",
                    )


def _every_lack_has_its_outcome(edition: Edition) -> Iterator[Problem]:
    told = [each.lack for each in edition.without_entitlement]
    for lack in get_args(Lack):
        if lack not in told:
            yield Problem(
                ("without_entitlement",),
                f"nothing says what a request gets then; add a table with lack = {lack!r}",
                f"не сказано, что тогда получает обращение; добавьте таблицу с lack = {lack!r}",
            )


def _every_plan_is_reached(edition: Edition) -> Iterator[Problem]:
    for number, plan in enumerate(edition.plans):
        if edition.order and plan.slug not in edition.order.plans:
            yield Problem(
                ("plans", number),
                "it is never tried; add it to order.plans",
                "до него очередь не доходит; добавьте его в order.plans",
            )


def _every_service_is_given(edition: Edition) -> Iterator[Problem]:
    for number, service in enumerate(edition.services):
        if not (service.is_given() or service.otherwise):
            yield Problem(
                ("services", number),
                "no plan gives it; name one in plans, say in otherwise what who asks for it gets, "
                "or remove the service",
                "её не даёт ни один план; назовите план в plans, скажите в otherwise, что получит "
                "обратившийся, или уберите услугу",
            )
