"""Production calendars: the same for all vendors, replaced when the state moves its days off."""

from dataclasses import dataclass
from datetime import datetime

from libs.decider import Decider, Invalid
from libs.events.entitlement import CalendarPublished
from libs.worktime import Calendar


@dataclass(frozen=True)
class PublishCalendar:
    """`id` is the calendar's name; `rows` are CSV, `holidays` TOML (see regulations/calendar)."""

    id: str
    vendor: str
    at: datetime
    rows: str
    holidays: str


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
        )
    ]


def _version(command: PublishCalendar) -> str:
    try:
        return Calendar.from_csv(command.rows, command.holidays).version
    except ValueError as fault:
        raise Invalid(str(fault)) from fault


def evolve(versions: State, event: CalendarPublished) -> State:
    return (*versions, event.calendar_version)


decider: Decider[PublishCalendar, State, CalendarPublished] = Decider(
    "calendar", (PublishCalendar,), (), publish, evolve
)
