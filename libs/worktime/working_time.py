"""Working time: how long the desk has been open, and when a promise falls due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from libs.worktime.explanation import Explanation
from libs.worktime.schedule import Schedule

DaysEnd = Literal["same_time", "day_end"]


class Due(NamedTuple):
    """When a promise falls due (UTC), and whether a calendar that is not published yet may still move it (A-20)."""

    due: datetime
    provisional: bool


@dataclass(frozen=True)
class WorkingTime:
    """The union of one or more schedules; the first one's zone gives the dates that people are told."""

    schedules: tuple[Schedule, ...]

    def add(self, start: datetime, seconds: int) -> Due:
        """The instant at which `seconds` of working time have passed since `start`."""
        raise NotImplementedError

    def between(self, start: datetime, end: datetime) -> int:
        """Working seconds from `start` to `end`; negative when `end` is the earlier one."""
        raise NotImplementedError

    def add_working_days(self, start: datetime, days: int, ends: DaysEnd) -> Due:
        """`same_time`: the same clock time on the n-th next working day (A-01);
        `day_end`: the end of the n-th working day, the day of the start not counted (A-11)."""
        raise NotImplementedError

    def is_open(self, at: datetime) -> bool:
        """Whether the desk is open; at the very closing it is not."""
        raise NotImplementedError

    def next_opening(self, at: datetime) -> datetime:
        """The first opening after `at` (UTC)."""
        raise NotImplementedError

    def next_closing(self, at: datetime) -> datetime | None:
        """The first closing after `at` (UTC), None when there is none within a year."""
        raise NotImplementedError

    def explain(self, start: datetime, seconds: int) -> Explanation:
        """How `add` came to its instant, day by day."""
        raise NotImplementedError

    def explain_until(self, start: datetime, due: Due) -> Explanation:
        """The working time from `start` to `due`, day by day: also for deadlines in working days."""
        raise NotImplementedError
