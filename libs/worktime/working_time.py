"""Working time: how long the desk has been open, and when a promise falls due."""

from dataclasses import dataclass, field
from datetime import date, datetime
from math import inf
from typing import Literal, NamedTuple, assert_never
from zoneinfo import ZoneInfo

from libs.worktime.explanation import Explanation, explained
from libs.worktime.instants import first_reaches, instant, moment
from libs.worktime.schedule import SECONDS_A_DAY, Schedule
from libs.worktime.timeline import Compiled, Timeline, timeline
from libs.worktime.working_days import day_end, same_time

A_YEAR = 366 * SECONDS_A_DAY

DaysEnd = Literal["same_time", "day_end"]


class Due(NamedTuple):
    """When a promise falls due (UTC), and whether a calendar not published yet may still move it
    (A-20)."""

    due: datetime
    provisional: bool


@dataclass(frozen=True)
class WorkingTime:
    """The time when at least one of the schedules is open.

    The first schedule's zone and calendar give the dates and names that people are told. Equal
    schedules share one compiled timeline. Instants are aware; fractions of a second are dropped.
    """

    schedules: tuple[Schedule, ...]
    _timeline: Timeline = field(init=False, repr=False, compare=False)
    _known: tuple[float, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.schedules:
            raise ValueError("working time needs at least one schedule")
        object.__setattr__(self, "_timeline", timeline(self.schedules))
        object.__setattr__(self, "_known", _known(self.schedules))

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which people are told of it."""
        return ZoneInfo(self.schedules[0].zone)

    def add(self, start: datetime, seconds: int) -> Due:
        """The instant at which `seconds` of working time have passed since `start`.

        A deadline at the very end of the hours is that end, not the next opening. A start outside
        the hours counts from the next opening, and that opening is due for no seconds at all.
        """
        if seconds < 0:
            raise ValueError(f"{seconds} seconds: a promise cannot fall due before it is given")
        begin = instant(start)
        due = self._timeline.reach(begin, Compiled.after, seconds)
        return self._due(begin, due)

    def between(self, start: datetime, end: datetime) -> int:
        """Working seconds from `start` to `end`; negative when `end` is the earlier one."""
        first, last = instant(start), instant(end)
        hours = self._timeline.covering(min(first, last), max(first, last))
        return hours.worked_at(last) - hours.worked_at(first)

    def add_working_days(self, start: datetime, days: int, ends: DaysEnd) -> Due:
        """The deadline `days` working days after `start`.

        `same_time`: the same clock time on the n-th next working day, a start outside the hours
        moving to the next opening first (A-01). `day_end`: the end of the n-th working day, the
        day of the start not counted (A-11).
        """
        begin = instant(start)
        match ends:
            case "same_time":
                opening = instant(self.counts_from(start))
                return self._due(begin, same_time(self.schedules, opening, days))
            case "day_end":
                return self._due(begin, day_end(self.schedules, begin, days))
            case _:
                assert_never(ends)

    def is_open(self, at: datetime) -> bool:
        """Whether the desk is open; at the very closing it is not."""
        return self.between(at, moment(instant(at) + 1)) == 1

    def counts_from(self, start: datetime) -> datetime:
        """The instant in UTC that time counts from: the start's second, or the next opening.

        Raises ValueError where the desk never opens.
        """
        if self.is_open(start):
            return moment(instant(start))
        return moment(self._timeline.reach(instant(start), Compiled.opening_after))

    def next_opening(self, at: datetime) -> datetime | None:
        """The first opening after `at` (UTC), whether the desk is open at `at` or not; None when
        there is none within a year, as around the clock."""
        after = instant(at)
        opening = self._timeline.covering(after, after + A_YEAR).opening_after(after)
        return moment(opening) if opening and opening <= after + A_YEAR else None

    def next_closing(self, at: datetime) -> datetime | None:
        """The first closing after `at` (UTC), None when there is none within a year."""
        after = instant(at)
        closing = self._timeline.covering(after, after + A_YEAR).closing_after(after)
        return moment(closing) if closing and closing <= after + A_YEAR else None

    def explain(self, start: datetime, seconds: int) -> Explanation:
        """How `add` came to its instant, day by day."""
        return self.explain_until(start, self.add(start, seconds))

    def explain_until(self, start: datetime, due: Due) -> Explanation:
        """The working time from `start` to `due`, day by day: also for what is due in days."""
        begin, end = instant(start), instant(due.due)
        hours = self._timeline.covering(begin - SECONDS_A_DAY, end + SECONDS_A_DAY)
        return explained(self.schedules, hours, (begin, end), due.provisional)

    def _due(self, start: int, due: int) -> Due:
        known_from, known_until = self._known
        return Due(moment(due), start < known_from or due > known_until)


def _known(schedules: tuple[Schedule, ...]) -> tuple[float, float]:
    zone = ZoneInfo(schedules[0].zone)
    years = [schedule.calendar.years for schedule in schedules if schedule.calendar]
    if not years:
        return -inf, inf
    first, last = max(known[0] for known in years), min(known[-1] for known in years)
    return first_reaches(zone, date(first, 1, 1)), first_reaches(zone, date(last + 1, 1, 1))
