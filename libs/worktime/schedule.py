"""When a vendor or an office is open: weekly hours, the calendar they obey, dated exceptions."""

from dataclasses import dataclass
from datetime import date, time
from functools import cached_property, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from libs.worktime.calendar import Calendar, Day, Kind
from libs.worktime.holidays import ONE_DAY, SATURDAY
from libs.worktime.instants import first_reaches
from libs.worktime.names import Name
from libs.worktime.spans import Span, common, merged, shortened

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
FRIDAY = 4
SECONDS_A_DAY = 86_400

TransferredSaturdays = Literal["work", "closed"]
ScheduledKind = Kind | Literal["no_hours", "changed_hours"]


@dataclass(frozen=True)
class Hours:
    """Local hours [opens, closes); a closing not later than the opening is on the next day."""

    opens: time
    closes: time

    def span(self) -> Span:
        """Seconds from the day's midnight to the opening and to the closing."""
        opens, closes = clock_seconds(self.opens), clock_seconds(self.closes)
        return opens, closes if closes > opens else closes + SECONDS_A_DAY


@dataclass(frozen=True)
class Window(Hours):
    """Weekly hours: the same on each of the weekdays (Monday is 0)."""

    weekdays: tuple[int, ...] = MONDAY_TO_FRIDAY


@dataclass(frozen=True)
class Override:
    """Other hours on one date, whatever the week and the calendar say; no hours: closed. `name`
    says why."""

    date: date
    hours: tuple[Hours, ...] = ()
    name: Name | None = None


@dataclass(frozen=True)
class ScheduledDay:
    """A date under a schedule: its open spans in seconds of the local day, and why they are so.

    `short` names the reason even where the schedule cuts nothing off a short day.
    """

    kind: ScheduledKind
    spans: tuple[Span, ...]
    name: Name | None = None
    short: Name | None = None


@dataclass(frozen=True)
class Schedule:
    """The hours of one office in one IANA zone.

    Without a calendar every week is like the others. Weekends are open only as far as `windows`
    name them; holidays and moved days off never are. `preholiday_cut` is in seconds and shortens
    the days that the calendar calls short (A-09). `transferred_saturdays` says whether a Saturday
    made working by decree is worked, with the hours of the day it was exchanged with (A-02).
    `within`: the hours count as far as another schedule is open too.
    """

    zone: str
    windows: tuple[Window, ...]
    calendar: Calendar | None = None
    preholiday_cut: int = 0
    transferred_saturdays: TransferredSaturdays = "work"
    overrides: tuple[Override, ...] = ()
    within: "Schedule | None" = None

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as fault:
            raise ValueError(
                f"{self.zone!r} is no IANA time zone, write one such as Europe/Moscow"
            ) from fault
        weekdays = {day for window in self.windows for day in window.weekdays}
        if not weekdays or not weekdays <= set(range(7)):
            raise ValueError(
                f"a schedule needs a window on a weekday from 0 (Monday) to 6, not {weekdays}"
            )
        if self.preholiday_cut < 0:
            raise ValueError(f"preholiday_cut is {self.preholiday_cut} seconds, it cannot be less")

    def on(self, day: date) -> ScheduledDay:
        """What the schedule makes of a date."""
        known = self._by_itself(day)
        if self.within is None or not known.spans:
            return known
        spans = known.spans if self.opened_on(day) else ()
        if changed := self.within.changed_on(day):
            return ScheduledDay("changed_hours", spans, changed.name)
        return known if spans else ScheduledDay("no_hours", ())

    def changed_on(self, day: date) -> Override | None:
        """The other hours of a date, where it has some: its own, or those that it lies within."""
        return self._changed.get(day) or (self.within.changed_on(day) if self.within else None)

    def _by_itself(self, day: date) -> ScheduledDay:
        if day in self._changed:
            changed = self._changed[day]
            hours = merged(hours.span() for hours in changed.hours)
            return ScheduledDay("changed_hours", tuple(hours), changed.name)
        known = self._calendar_day(day)
        spans = self._weekly(_week_like(day, known)) if _may_open(known) else []
        if known.kind == "working" and not spans:
            return ScheduledDay("no_hours", ())
        if known.short:
            spans = shortened(spans, self.preholiday_cut)
        return ScheduledDay(known.kind, tuple(spans), known.name, known.short)

    def opened_on(self, day: date) -> tuple[Span, ...]:
        """The instants between which the schedule is open in the hours that begin on a date."""
        zone = ZoneInfo(self.zone)
        reaches = (
            tuple(first_reaches(zone, day, edge) for edge in span)
            for span in self._by_itself(day).spans
        )
        opened = [(opens, closes) for opens, closes in reaches if opens < closes]
        if self.within is None:
            return tuple(opened)
        near = (self.within.opened_on(day + n * ONE_DAY) for n in (-1, 0, 1))
        return tuple(common(opened, [span for spans in near for span in spans]))

    @cached_property
    def _changed(self) -> dict[date, Override]:
        return {override.date: override for override in self.overrides}

    def _calendar_day(self, day: date) -> Day:
        if self.calendar is None:
            return Day("weekend" if day.weekday() >= SATURDAY else "working")
        known = self.calendar.day(day)
        if known.kind == "working_saturday" and self.transferred_saturdays == "closed":
            return Day("weekend")
        return known

    def _weekly(self, weekday: int) -> list[Span]:
        return merged(window.span() for window in self.windows if weekday in window.weekdays)


@lru_cache(maxsize=1024)
def open_days(schedule: Schedule, year: int) -> dict[date, tuple[Span, ...]]:
    """The days of a year on which a schedule opens, with their instants."""
    first = date(year, 1, 1)
    days = (first + n * ONE_DAY for n in range((date(year + 1, 1, 1) - first).days))
    return {day: spans for day in days if (spans := schedule.opened_on(day))}


def _may_open(known: Day) -> bool:
    return known.is_working or known.kind == "weekend"


def _week_like(day: date, known: Day) -> int:
    if known.kind != "working_saturday":
        return day.weekday()
    return known.exchanged_with.weekday() if known.exchanged_with else FRIDAY


def clock_seconds(clock: time) -> int:
    """Seconds that a wall clock counts from midnight."""
    return clock.hour * 3600 + clock.minute * 60 + clock.second
