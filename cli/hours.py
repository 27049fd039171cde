"""A vendor's working hours, read from its regulation alone: no desk is needed, and no time lost.

The whole edition is read and checked elsewhere (libs/regulation); this reads the few values that
a deadline needs, so that the command answers at once.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tomli

from cli.dated import calendar_named, of_channel, overrides, read_facts
from cli.home import PROJECT
from cli.trouble import Trouble
from libs.worktime import Calendar, Due, Explanation, Override, Schedule, Window, WorkingTime
from libs.worktime.timeline import EARLIEST, LATEST

REGULATIONS = PROJECT / "regulations"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Hours:
    """The hours of an edition: of one office, or of all together."""

    edition: str
    zone: ZoneInfo
    calendar: Calendar
    working_time: WorkingTime

    def local(self, at: datetime) -> datetime:
        """An instant on the vendor's clock, which is meant where the instant names no zone."""
        return at.astimezone(self.zone) if at.tzinfo else at.replace(tzinfo=self.zone)

    def explain_between(self, start: datetime, end: datetime) -> Explanation:
        """The working time between two instants, day by day."""
        years = range(start.year, end.year + 1)
        provisional = any(year not in self.calendar.years for year in years)
        return self.working_time.explain_until(start, Due(end, provisional))


@contextmanager
def countable() -> Iterator[None]:
    """Say in a sentence why something cannot be counted."""
    try:
        yield
    except (ValueError, OverflowError) as fault:
        raise Trouble(
            f"this cannot be counted: {fault}",
            f"посчитать нельзя: время считается с {EARLIEST} по {LATEST} год, "
            "проверьте момент и срок",
        ) from fault


def read_hours(
    vendor: str,
    on: datetime | date,
    office: str | None,
    channel: str | None = None,
    folder: Path = REGULATIONS,
) -> Hours:
    """The hours by the edition in force at an instant, or on a day from its beginning, with those
    that the vendor's dated facts change on some dates; of a channel, those at which it is attended
    to.

    Raises Trouble where there is no such vendor, edition, office or channel.
    """
    edition = in_force(vendor, on, folder)
    facts = read_facts(edition["vendor"], folder)
    schedule = edition["schedule"]
    way = _way(edition, channel) if channel else {}
    offices = _offices(vendor, schedule, [office] if office else way.get("offices", []))
    calendar = calendar_named(schedule.get("calendar"), facts, folder)
    within = _within(schedule, way, calendar, facts)
    compiled = tuple(
        _schedule(schedule, one, calendar, overrides(facts, one["slug"]), within) for one in offices
    )
    zone = ZoneInfo(schedule["zone"])
    return Hours(edition["id"], zone, calendar, WorkingTime(compiled))


def _offices(vendor: str, schedule: dict[str, Any], named: list[str]) -> list[dict[str, Any]]:
    """The offices of these names, or all where none is named."""
    offices = [one for one in schedule["offices"] if not named or one["slug"] in named]
    if not offices:
        known = ", ".join(one["slug"] for one in schedule["offices"])
        raise Trouble(
            f"{vendor} has no office {named[0]}: it has {known}",
            f"у {vendor} нет подразделения {named[0]}: есть {known}",
        )
    return offices


def _way(edition: dict[str, Any], name: str) -> dict[str, Any]:
    """A channel of the edition."""
    found = next((each for each in edition["channels"] if each["name"] == name), None)
    if found is None:
        known = ", ".join(each["name"] for each in edition["channels"])
        raise Trouble(
            f"{edition['vendor']} has no channel {name}: it has {known}",
            f"у {edition['vendor']} нет канала {name}: есть {known}",
        )
    return found


def in_force(vendor: str, on: datetime | date, folder: Path = REGULATIONS) -> dict[str, Any]:
    """A vendor's edition at an instant, as it is written. Raises Trouble where there is none."""
    editions = sorted(_editions(vendor, folder), key=_begins)
    held = [edition for edition in editions if _begins(edition) <= _at(edition, on)]
    if not held:
        first = editions[0]
        raise Trouble(
            f"{vendor} had no regulation on {on:%Y-%m-%d}, the first one ({first['id']}) is in "
            f"force from {first['in_force_from']}: name a later day by --at or --at-edition",
            f"у {vendor} на {on:%Y-%m-%d} регламента не было, первое издание ({first['id']}) "
            f"действует с {first['in_force_from']}: назовите день позже в --at",
        )
    return held[-1]


def _editions(vendor: str, folder: Path) -> list[dict[str, Any]]:
    """A vendor's editions, or the one in a file of this name. Those of others are not even parsed,
    where a file says whose it is."""
    if vendor.endswith(".toml"):
        return [_sound(Path(vendor))]
    known = _documents(folder, re.compile(rf"""^vendor\s*=\s*["']{re.escape(vendor)}["']""", re.M))
    found = [document for document in known if document["vendor"] == vendor]
    if not found:
        there = ", ".join(sorted({document["vendor"] for document in _documents(folder)}))
        raise Trouble(
            f"there is no vendor {vendor}: there are {there}; or name an edition's file",
            f"поставщика {vendor} нет: есть {there}; либо укажите файл редакции",
        )
    return found


def _sound(file: Path) -> dict[str, Any]:
    """The edition in a file, as it is written. Raises Trouble where it is not sound."""
    from cli.regulation_files import read_edition, read_text

    read_edition(file)
    return tomli.loads(read_text(file))


def _documents(folder: Path, saying: re.Pattern[str] | None = None) -> list[dict[str, Any]]:
    texts = [path.read_text() for path in sorted(folder.glob("*.toml"))]
    return [tomli.loads(text) for text in texts if saying is None or saying.search(text)]


def _begins(edition: dict[str, Any]) -> datetime:
    return _at(edition, edition["in_force_from"])


def _at(edition: dict[str, Any], on: datetime | date) -> datetime:
    at = on if isinstance(on, datetime) else datetime.combine(on, time())
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(edition["schedule"]["zone"]))


def _schedule(
    schedule: dict[str, Any],
    office: dict[str, Any],
    calendar: Calendar,
    others: tuple[Override, ...],
    within: Schedule | None,
) -> Schedule:
    return Schedule(
        zone=office.get("zone", schedule["zone"]),
        windows=tuple(_window(window) for window in office["windows"]),
        calendar=calendar,
        preholiday_cut=schedule["preholiday_cut_minutes"] * 60,
        transferred_saturdays=schedule["transferred_saturdays"],
        overrides=others,
        within=within,
    )


def _within(
    schedule: dict[str, Any], way: dict[str, Any], calendar: Calendar, facts: dict[str, Any]
) -> Schedule | None:
    """The windows of a channel, within which its offices' hours count; None where it has none."""
    if not way.get("windows"):
        return None
    return Schedule(
        zone=schedule["zone"],
        windows=tuple(_window(window) for window in way["windows"]),
        calendar=calendar,
        transferred_saturdays=schedule["transferred_saturdays"],
        overrides=of_channel(facts, way["name"]),
    )


def _window(window: dict[str, Any]) -> Window:
    opens, closes = (time.fromisoformat(window[edge]) for edge in ("opens", "closes"))
    return Window(opens, closes, tuple(map(WEEK.index, window.get("weekdays", WEEK[:5]))))
