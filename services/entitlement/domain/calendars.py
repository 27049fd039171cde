"""Production calendars: the same for all vendors, replaced when the state moves its days off."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from libs.decider import Decider, Invalid
from libs.events.entitlement import CalendarPublished
from libs.worktime import Calendar


@dataclass(frozen=True)
class PublishCalendar:
    """`id` is the calendar's name; `rows` and `special_days` are CSV, `holidays` TOML (see
    regulations/calendar)."""

    id: str
    vendor: str
    at: datetime
    rows: str
    holidays: str
    special_days: str = ""


State = tuple[str, ...]
"""The versions published so far."""


def publish(command: PublishCalendar, versions: State) -> list[CalendarPublished]:
    """A version that was ever published is nothing new, so an old copy never comes back."""
    version = _version(command)
    if version in versions:
        return []
    return [
        CalendarPublished(
            vendor=command.vendor,
            occurred_at=command.at,
            calendar=command.id,
            calendar_version=version,
            rows=command.rows,
            holidays=command.holidays,
            special_days=command.special_days,
        )
    ]


def _version(command: PublishCalendar) -> str:
    """The version of a calendar that can be read to its last note."""
    try:
        calendar = Calendar.from_csv(command.rows, command.holidays, command.special_days)
        for day in _days(calendar.years):
            calendar.day(day)
    except (ValueError, OverflowError, RecursionError, csv.Error) as fault:
        raise Invalid(
            f"the calendar cannot be read: {fault}", ru=f"Календарь не читается: {fault}"
        ) from fault
    return calendar.version


def _days(years: range) -> Iterator[date]:
    first = date(years.start, 1, 1)
    length = (date(years.stop, 1, 1) - first).days
    return (first + timedelta(days=number) for number in range(length))


def evolve(versions: State, event: CalendarPublished) -> State:
    return (*versions, event.calendar_version)


decider: Decider[PublishCalendar, State, CalendarPublished] = Decider(
    "calendar", (PublishCalendar,), (), publish, evolve
)
