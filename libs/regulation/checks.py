"""What the parts of an edition must agree on; each disagreement is a sentence with its remedy."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import get_args

from libs.events.entitlement import CoverageEvent
from libs.events.intake import TicketEvent
from libs.regulation.edition import Edition
from libs.regulation.plans import Lack

TOLD = get_args(TicketEvent | CoverageEvent)
"""The events that a mail may tell of."""


def disagreements(edition: Edition) -> list[str]:
    """All in which an edition contradicts itself; empty for one that may be published."""
    return [
        *_named_twice(edition),
        *_form_names_nothing_unknown(edition),
        *_the_rest_names_nothing_unknown(edition),
        *_every_level_has_its_limits(edition),
        *_every_lack_has_its_outcome(edition),
    ]


def _named_twice(edition: Edition) -> Iterator[str]:
    names: dict[str, list[str]] = {
        "products": [product.slug for product in edition.products],
        "schedule › offices": [office.slug for office in edition.schedule.offices],
        "channels": [channel.name for channel in edition.channels],
        "form › kinds": [kind.slug for kind in edition.form.kinds],
        "form › fields": [_field_key(field.name, field.channels) for field in edition.form.fields],
        "reasons": [reason.slug for reason in edition.reasons],
        "plans": [plan.slug for plan in edition.plans],
        "plans › levels": [level.slug for plan in edition.plans for level in plan.levels],
        "without_entitlement": [each.lack for each in edition.without_entitlement],
    }
    for place, given in names.items():
        for name, times in Counter(given).items():
            if times > 1:
                yield f"{place}: {name!r} is there {times} times; keep one or rename the others"


def _field_key(name: str, channels: tuple[str, ...]) -> str:
    return f"{name} by {', '.join(channels)}" if channels else name


def _form_names_nothing_unknown(edition: Edition) -> Iterator[str]:
    form = edition.form
    names = [field.name for field in form.fields]
    reasons = [reason.slug for reason in edition.reasons]
    kinds = [kind.slug for kind in form.kinds]
    for kind in form.kinds:
        yield from _unknown(f"form › kinds › {kind.slug}", kind.channels, _channels(edition))
    for field in form.fields:
        place = f"form › fields › {field.name}"
        yield from _unknown(f"{place} › channels", field.channels, _channels(edition))
        yield from _unknown(f"{place} › kinds", field.kinds, kinds)
        yield from _unknown(f"{place} › grounds", [field.grounds] if field.grounds else [], reasons)
        conditions = [each.field for each in (field.when, field.unless) if each]
        yield from _unknown(f"{place} › when, unless", conditions, names)
    yield from _unknown("reopening › complete", edition.reopening.complete, names)


def _the_rest_names_nothing_unknown(edition: Edition) -> Iterator[str]:
    offices = [office.slug for office in edition.schedule.offices]
    for promise in edition.promises:
        yield from _unknown(f"promises › {promise.name}", promise.channels, _channels(edition))
    for channel in edition.channels:
        answering = [phone.office for phone in channel.phones if phone.office]
        yield from _unknown(f"channels › {channel.name} › phones › office", answering, offices)
    yield from _unknown("mail", edition.mail, [event.__name__ for event in TOLD])


def _every_level_has_its_limits(edition: Edition) -> Iterator[str]:
    levels = [level for plan in edition.plans for level in plan.levels]
    for promise in edition.promises:
        if promise.limit != "by_level":
            continue
        if not levels:
            yield (
                f"promises › {promise.name}: its limit is by_level and no plan has levels; "
                "add [[plans.levels]] with their limits (A-19)"
            )
        for level in levels:
            if promise.name not in level.limits:
                yield f"plans › levels › {level.slug}: add limits.{promise.name}, which is by_level"


def _every_lack_has_its_outcome(edition: Edition) -> Iterator[str]:
    told = [each.lack for each in edition.without_entitlement]
    for lack in get_args(Lack):
        if lack not in told:
            yield f"without_entitlement: add a table with lack = {lack!r}, saying what happens then"


def _channels(edition: Edition) -> list[str]:
    return [channel.name for channel in edition.channels]


def _unknown(place: str, given: Iterable[str], known: list[str]) -> Iterator[str]:
    remedy = f"use one of {', '.join(dict.fromkeys(known))}" if known else "define it first"
    for name in given:
        if name not in known:
            yield f"{place}: {name!r} is not defined; {remedy}"
