"""The open hours of a set of schedules as prefix sums: any distance is two bisections away."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Concatenate, NamedTuple

from libs.worktime.instants import moment
from libs.worktime.schedule import SECONDS_A_DAY, Schedule, open_days
from libs.worktime.spans import Span, merged

EARLIEST, LATEST = 1900, 2200
EPOCH = date(1970, 1, 1)

# Zones and hours past midnight carry a year's openings this far over its ends in UTC.
MARGIN = 2 * SECONDS_A_DAY


class Compiled(NamedTuple):
    """Openings, closings and the seconds worked up to each closing.

    Holds from `since` to `until`, which lie within the years that were compiled.
    """

    years: range
    since: int
    until: int
    opens: list[int]
    closes: list[int]
    worked: list[int]

    def worked_at(self, at: int) -> int:
        """Seconds worked before an instant, from an arbitrary beginning."""
        index = bisect_left(self.closes, at)
        if index == len(self.closes):
            return self.worked[-1] if self.worked else 0
        return self.worked[index] - self.closes[index] + max(self.opens[index], at)

    def after(self, start: int, seconds: int) -> int | None:
        """The instant at which `seconds` more are worked, None when it is out of sight.

        A start outside the hours counts from the next opening, also when no second is to be
        counted; only a start at the very closing stays there for no seconds.
        """
        index = bisect_left(self.closes, start)
        if index == len(self.closes):
            return None
        closed = self.closes[index]
        target = self.worked[index] - closed + max(self.opens[index], start) + seconds
        index = bisect_left(self.worked, target, index)
        if index == len(self.closes):
            return None
        return self.closes[index] - self.worked[index] + target

    def spans(self, first: int, last: int) -> list[Span]:
        """The open stretches between two instants."""
        if first >= last:
            return []
        index = bisect_right(self.closes, first)
        beyond = bisect_left(self.opens, last)
        stretches = zip(self.opens[index:beyond], self.closes[index:beyond], strict=True)
        return [(max(opens, first), min(closes, last)) for opens, closes in stretches]

    def opening_after(self, at: int) -> int | None:
        """The first opening after an instant, None when it is out of sight."""
        index = bisect_right(self.opens, at)
        return self.opens[index] if index < len(self.opens) else None

    def closing_after(self, at: int) -> int | None:
        """The first closing after an instant, None when it is out of sight."""
        index = bisect_right(self.closes, at)
        return self.closes[index] if index < len(self.closes) else None


class Timeline:
    """The hours of a set of schedules, compiled year by year as questions reach them."""

    def __init__(self, schedules: tuple[Schedule, ...]) -> None:
        self._schedules = schedules
        self._compiled: Compiled | None = None

    def covering(self, first: int, last: int) -> Compiled:
        """The hours, compiled at least from one instant to another."""
        compiled = self._compiled
        if compiled and compiled.since <= first and last <= compiled.until:
            return compiled
        years = range(_year(first - MARGIN), _year(last + MARGIN) + 1)
        if compiled:
            known = compiled.years
            years = range(min(years[0], known[0]), max(years[-1], known[-1]) + 1)
        return self._compile(years)

    def reach(
        self, start: int, ask: Callable[Concatenate[Compiled, int, ...], int | None], *further: int
    ) -> int:
        """The instant that answers a question about what follows `start`, however far away.

        Raises ValueError when there is none in sight, which is a century at least.
        """
        compiled = self.covering(start, start)
        while (answer := ask(compiled, start, *further)) is None or answer > compiled.until:
            years = compiled.years
            compiled = self._compile(range(years[0], years[-1] + 1 + len(years)))
        return answer

    def _compile(self, years: range) -> Compiled:
        if years[0] < EARLIEST or years[-1] > LATEST:
            raise ValueError(
                f"working time is counted from {EARLIEST} to {LATEST} at most:"
                " check the instant and the limit"
            )
        self._compiled = _compiled(self._schedules, years)
        return self._compiled


@lru_cache(maxsize=256)
def timeline(schedules: tuple[Schedule, ...]) -> Timeline:
    """The one timeline of a set of schedules, whoever asks."""
    return Timeline(schedules)


def _compiled(schedules: tuple[Schedule, ...], years: range) -> Compiled:
    spans = merged(
        span
        for schedule in schedules
        for year in years
        for spans in open_days(schedule, year).values()
        for span in spans
    )
    return Compiled(
        years,
        _new_year(years[0]) + MARGIN,
        _new_year(years[-1] + 1) - MARGIN,
        [opens for opens, _ in spans],
        [closes for _, closes in spans],
        list(accumulate(closes - opens for opens, closes in spans)),
    )


def _year(at: int) -> int:
    return moment(at).year


def _new_year(year: int) -> int:
    return (date(year, 1, 1) - EPOCH).days * SECONDS_A_DAY
