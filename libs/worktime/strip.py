"""A trace as a strip of days: one box a day, for pages and for who draws them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from libs.worktime import english, russian
from libs.worktime.names import Name

Box = Literal["counted", "skipped", "passed"]


@dataclass(frozen=True)
class StripDay:
    """A day between start and due, by which it is said: `counted` with its seconds, `skipped`
    because nobody works, or `passed`: worked, and nothing of it counts."""

    date: date
    day: Name
    box: Box
    seconds: int
    note: Name | None
    starts_at: datetime | None
    due_at: datetime | None


def strip(trace: Mapping[str, Any]) -> tuple[StripDay, ...]:
    """The days of an explanation's `as_json`, however long it has lain in the log."""
    start, due = (datetime.fromisoformat(trace[edge]) for edge in ("start", "due"))
    return tuple(_day(day, start, due) for day in trace["days"])


def _day(day: Mapping[str, Any], start: datetime, due: datetime) -> StripDay:
    on = date.fromisoformat(day["date"])
    return StripDay(
        date=on,
        day=Name(
            f"{russian.WEEKDAYS[on.weekday()]} {russian.day_month(on)}",
            f"{english.WEEKDAYS[on.weekday()]} {english.day_month(on)}",
        ),
        box=_box(day),
        seconds=day["seconds"],
        note=_note(day),
        starts_at=start if start.date() == on else None,
        due_at=due if due.date() == on else None,
    )


def _box(day: Mapping[str, Any]) -> Box:
    if day["skipped"]:
        return "skipped"
    return "counted" if day["seconds"] else "passed"


def _note(day: Mapping[str, Any]) -> Name | None:
    name, short = (day[key] and Name(day[key]["ru"], day[key]["en"]) for key in ("name", "short"))
    if day["kind"] == "working_saturday" and name:
        return Name(russian.working_saturday(name.ru), english.working_saturday(name.en))
    if short and day["short"]["cut"]:
        return Name(russian.short_day(short.ru), english.short_day(short.en))
    if not day["skipped"]:
        return None
    return name or {
        "no_hours": Name(russian.NO_HOURS, english.NO_HOURS),
        "changed_hours": Name(russian.CHANGED_HOURS, english.CHANGED_HOURS),
    }.get(day["kind"], Name(russian.weekend(1), english.weekend(1)))
