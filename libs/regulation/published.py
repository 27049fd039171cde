"""Dated facts as they are told in events, and gathered from them again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from libs.events.base import Event, readable
from libs.events.entitlement import (
    DatedFact,
    EngineerListed,
    PriceListPublished,
    RoleFilled,
    ScheduleOverridden,
    SpecialDaysChosen,
    VersionReleased,
)
from libs.events.intake import Language
from libs.regulation.base import Model
from libs.regulation.facts import Engineer, Facts, Holder
from libs.regulation.schedule import windows_of

PRIVATE = frozenset({"name", "email", "manager", "deputy", "phrase"})
"""What a fact says of a person, which can be erased; the document's phrase may name him too."""

Digest = Callable[..., str]


class Told(NamedTuple):
    """A published fact: the list of `Facts` that it stands in, its name there, what it says, and
    what it says of a person (None: that was erased, or it speaks of nobody)."""

    part: str
    name: str
    content: Mapping[str, Any]
    private: Mapping[str, Any] | None = None


def told(event: Event) -> Told | None:
    """The fact that an event publishes; a later one of the same part and name replaces it."""
    match event:
        case ScheduleOverridden():
            of = windows_of(event.channel) if event.channel else event.office
            return Told("hours", f"{event.on}:{of}" if of else str(event.on), event.content)
        case SpecialDaysChosen():
            return Told("special_days_off", "", {"special_days_off": event.days})
        case PriceListPublished():
            return Told("price_lists", str(event.from_date), event.content)
        case VersionReleased():
            return Told("releases", f"{event.product}:{event.number}", event.content)
        case RoleFilled():
            name = f"{event.role}:{event.from_date}"
            return Told("holders", name, event.content, _private(event))
        case EngineerListed():
            return Told("engineers", event.staff_id, event.content, _private(event))
    return None


def gathered(vendor: str, published: Iterable[Told]) -> Facts:
    """All facts of a vendor that were published; without those of persons who were erased."""
    document: dict[str, Any] = {"vendor": vendor}
    for fact in published:
        if fact.part == "special_days_off":
            document |= fact.content
        elif fact.private is not None or not _is_of_a_person(fact.part):
            document.setdefault(fact.part, []).append({**fact.content, **(fact.private or {})})
    return Facts.model_validate(document)


def events_of(
    facts: Facts, at: datetime, persons: Mapping[str, str], digest: Digest, language: Language
) -> Iterator[DatedFact]:
    """The events that publish a vendor's facts; `persons` has the id for each address in them,
    `language` is that of engineers of whom none is said."""

    def common(fact: Model) -> dict[str, Any]:
        hidden = PRIVATE if isinstance(fact, Holder | Engineer) else frozenset[str]()
        return {
            "vendor": facts.vendor,
            "occurred_at": at,
            "digest": digest(fact.model_dump_json()),
            "content": fact.model_dump(mode="json", exclude_defaults=True, exclude=set(hidden)),
        }

    if "special_days_off" in facts.model_fields_set:
        days = facts.special_days_off
        yield SpecialDaysChosen(vendor=facts.vendor, occurred_at=at, days=days, digest=digest(days))
    for hours in facts.hours:
        yield ScheduleOverridden(
            **common(hours), on=hours.date, office=hours.office, channel=hours.channel
        )
    for prices in facts.price_lists:
        yield PriceListPublished(
            **common(prices), from_date=prices.from_date, currency=prices.currency
        )
    for release in facts.releases:
        yield VersionReleased(
            **common(release),
            product=release.product,
            number=release.version,
            released_on=release.released_on,
        )
    for holder in facts.holders:
        yield RoleFilled(
            **common(holder),
            holder_id=persons[holder.email],
            role=holder.role,
            from_date=holder.from_date,
            name=holder.name,
            email=holder.email,
        )
    for engineer in facts.engineers:
        yield EngineerListed(
            **common(engineer),
            staff_id=persons[engineer.email],
            office=engineer.office,
            dedicated_to=engineer.dedicated_to,
            products=engineer.products,
            from_date=engineer.from_date,
            last_day=engineer.last_day,
            deputy_id=persons.get(engineer.deputy),
            language=engineer.language or language,
            known_as=tuple(digest(*known_by(each)) for each in (engineer.name, engineer.email)),
            address_digest=digest(*known_by(engineer.email)),
            name=engineer.name,
            email=engineer.email,
            manager=engineer.manager,
            deputy=engineer.deputy,
        )


def known_by(name: str) -> tuple[str, str]:
    """What is digested of an engineer's name or address, so that requests may name him."""
    return "discussed with", name.lower()


def addresses(facts: Facts) -> tuple[str, ...]:
    """The addresses of all persons whom the facts speak of."""
    persons: tuple[Holder | Engineer, ...] = (*facts.holders, *facts.engineers)
    deputies = (each.deputy for each in facts.engineers if each.deputy)
    return tuple(dict.fromkeys((*(each.email for each in persons), *deputies)))


def _private(event: RoleFilled | EngineerListed) -> dict[str, Any] | None:
    if event.is_erased():
        return None
    return {name: readable(getattr(event, name)) for name in sorted(event.personal_fields())}


def _is_of_a_person(part: str) -> bool:
    return part in ("holders", "engineers")
