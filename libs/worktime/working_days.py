"""Deadlines in working days: the day on which people work counts, not its hours."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from libs.worktime.holidays import ONE_DAY
from libs.worktime.instants import first_reaches
from libs.worktime.schedule import SECONDS_A_DAY, Schedule, clock_seconds, open_days
from libs.worktime.spans import Span, merged


def same_time(schedules: tuple[Schedule, ...], opening: int, days: int) -> int:
    """The clock time of an instant within the hours, on the n-th next working day (A-01).

    Where that day's hours do not hold the clock time: the end of the hours before it, or the
    day's opening. The small hours of a night shift belong to the day on which the shift began.
    """
    zone = ZoneInfo(schedules[0].zone)
    local = datetime.fromtimestamp(opening, zone)
    day = _day_of_shift(schedules, opening, local.date())
    clock = clock_seconds(local.time()) + (local.date() - day).days * SECONDS_A_DAY
    due_day = nth_working_day(schedules, day, days)
    return _held(spans_on(schedules, due_day), first_reaches(zone, due_day, clock))


def day_end(schedules: tuple[Schedule, ...], start: int, days: int) -> int:
    """The end of the n-th working day after the date of an instant, which is not counted (A-11)."""
    date_of_start = datetime.fromtimestamp(start, ZoneInfo(schedules[0].zone)).date()
    return spans_on(schedules, nth_working_day(schedules, date_of_start, days))[-1][1]


def nth_working_day(schedules: tuple[Schedule, ...], after: date, days: int) -> date:
    """The n-th date after another on which any of the schedules opens."""
    if days < 1:
        raise ValueError(f"a deadline needs at least one working day, not {days}")
    day = after
    for _ in range(days):
        day = next(day for day in _following(day) if spans_on(schedules, day))
    return day


@lru_cache(maxsize=4096)
def spans_on(schedules: tuple[Schedule, ...], day: date) -> tuple[Span, ...]:
    """The instants between which the schedules are open in the hours that begin on a date."""
    return tuple(
        merged(
            span for schedule in schedules for span in open_days(schedule, day.year).get(day, ())
        )
    )


def _day_of_shift(schedules: tuple[Schedule, ...], at: int, today: date) -> date:
    for day in (today - ONE_DAY, today, today + ONE_DAY):
        if any(opens <= at < closes for opens, closes in spans_on(schedules, day)):
            return day
    return today


def _held(spans: Sequence[Span], at: int) -> int:
    return max((min(closes, at) for opens, closes in spans if opens <= at), default=spans[0][0])


def _following(day: date) -> Iterator[date]:
    while True:
        day += ONE_DAY
        yield day
