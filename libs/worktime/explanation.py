"""Why a promise falls due when it does: the days counted and the days skipped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from libs.worktime.calendar import Calendar
from libs.worktime.holidays import ONE_DAY
from libs.worktime.instants import first_reaches
from libs.worktime.names import Name
from libs.worktime.schedule import Schedule, ScheduledKind, open_days
from libs.worktime.spans import Span
from libs.worktime.timeline import Compiled


class Stretch(NamedTuple):
    """Working time that counted, in the desk's zone."""

    opens: datetime
    closes: datetime
    seconds: int

    @classmethod
    def of(cls, zone: ZoneInfo, opens: int, closes: int) -> Self:
        """A stretch between two instants."""
        local = datetime.fromtimestamp(opens, zone), datetime.fromtimestamp(closes, zone)
        return cls(*local, closes - opens)


@dataclass(frozen=True)
class ExplainedDay:
    """A date between start and due: what it is, why, and what of it counted.

    `skipped` says that the desk is not open at all, `begins` that hours begin on the date: the
    small hours of a night shift do not. `short` names why the calendar calls the
    day short and `cut` the seconds that the schedule takes off it, 0 where it takes none (A-09).
    """

    date: date
    kind: ScheduledKind
    skipped: bool
    counted: tuple[Stretch, ...]
    name: Name | None = None
    short: Name | None = None
    cut: int = 0
    begins: bool = True

    @property
    def seconds(self) -> int:
        """The day's seconds that counted."""
        return sum(stretch.seconds for stretch in self.counted)

    def as_json(self) -> dict[str, Any]:
        """The day as JSON-ready data."""
        return {
            "date": self.date.isoformat(),
            "kind": self.kind,
            "skipped": self.skipped,
            "seconds": self.seconds,
            "counted": [
                {"opens": opens.isoformat(), "closes": closes.isoformat(), "seconds": seconds}
                for opens, closes, seconds in self.counted
            ],
            "name": self.name and self.name.as_json(),
            "short": self.short and {**self.short.as_json(), "cut": self.cut},
        }


@dataclass(frozen=True)
class Explanation:
    """A trace from a start to its due instant, both in the desk's own zone.

    `seconds` of working time lie between them; `calendars` are the versions counted by;
    `unknown_years` are those on the way that some calendar does not know.
    """

    start: datetime
    due: datetime
    provisional: bool
    calendars: tuple[str, ...]
    unknown_years: tuple[int, ...]
    days: tuple[ExplainedDay, ...]

    @property
    def seconds(self) -> int:
        """All seconds that counted."""
        return sum(day.seconds for day in self.days)

    def as_json(self) -> dict[str, Any]:
        """The trace as JSON-ready data."""
        return {
            "start": self.start.isoformat(),
            "due": self.due.isoformat(),
            "seconds": self.seconds,
            "provisional": self.provisional,
            "calendars": list(self.calendars),
            "unknown_years": list(self.unknown_years),
            "days": [day.as_json() for day in self.days],
        }


def explained(
    schedules: tuple[Schedule, ...], hours: Compiled, between: Span, provisional: bool
) -> Explanation:
    """The trace of the hours between two instants."""
    zone = ZoneInfo(schedules[0].zone)
    start, due = (datetime.fromtimestamp(at, zone) for at in between)
    calendars = [schedule.calendar for schedule in schedules if schedule.calendar]
    years = range(start.year, due.year + 1)
    return Explanation(
        start,
        due,
        provisional,
        tuple(sorted({calendar.version for calendar in calendars})),
        tuple(year for year in years if provisional and not _is_known(year, calendars)),
        tuple(
            _explained_day(schedules, hours, between, day)
            for day in _dates(start.date(), due.date())
        ),
    )


def _explained_day(
    schedules: tuple[Schedule, ...], hours: Compiled, between: Span, day: date
) -> ExplainedDay:
    # The first schedule with a calendar names the days of them all, but for hours changed by one.
    named_by = next((schedule for schedule in schedules if schedule.calendar), schedules[0])
    zone, known = ZoneInfo(schedules[0].zone), named_by.on(day)
    changed = (each.on(day) for each in schedules if each.changed_on(day))
    known = next((each for each in changed if each.kind == "changed_hours"), known)
    begin, end = first_reaches(zone, day), first_reaches(zone, day + ONE_DAY)
    counted = hours.spans(max(begin, between[0]), min(end, between[1]))
    return ExplainedDay(
        day,
        known.kind,
        not hours.spans(begin, end),
        tuple(Stretch.of(zone, *span) for span in counted),
        known.name,
        known.short,
        named_by.preholiday_cut if known.short else 0,
        any(day in open_days(each, day.year) for each in schedules),
    )


def _is_known(year: int, calendars: list[Calendar]) -> bool:
    return all(year in calendar.years for calendar in calendars)


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + n * ONE_DAY for n in range((last - first).days + 1))
