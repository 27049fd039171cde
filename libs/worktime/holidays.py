"""The fixed public holidays of a country, and the year that follows from them alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Self

import tomli

ONE_DAY = timedelta(days=1)
SATURDAY = 5
JANUARY = 1

Rows = dict[date, dict[str, str]]


@dataclass(frozen=True)
class Holiday:
    """A public holiday, its days as (month, day), its names and the Russian genitive."""

    days: tuple[tuple[int, int], ...]
    en: str
    ru: str
    ru_of: str


@dataclass(frozen=True)
class Holidays:
    """All fixed holidays of a country."""

    all: tuple[Holiday, ...]

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read `[[holiday]]` tables with `days` ("MM-DD"), `en`, `ru` and `ru_of`."""
        try:
            return cls(tuple(_holiday(table) for table in tomli.loads(text)["holiday"]))
        except (tomli.TOMLDecodeError, KeyError, TypeError, ValueError) as fault:
            raise ValueError(
                f"the table of holidays cannot be read ({fault}): each [[holiday]] needs"
                ' days = ["MM-DD", …], en, ru and ru_of'
            ) from fault

    @cached_property
    def _by_day(self) -> dict[tuple[int, int], Holiday]:
        return {day: holiday for holiday in self.all for day in holiday.days}

    def on(self, day: date) -> Holiday | None:
        """The holiday on a date, if any."""
        return self._by_day.get((day.month, day.day))

    def named(self, en: str) -> Holiday | None:
        """The holiday with an English name, if any."""
        return next((holiday for holiday in self.all if holiday.en == en), None)


@cache
def expected_rows(holidays: Holidays, year: int) -> Rows:
    """A year without a decree (A-20), as rows of a production calendar.

    Fixed holidays; a day off that meets one outside January moves to the next working day
    (Labour Code art. 112 part 2); the working day before a holiday is short (art. 95).
    """
    rows: Rows = {}
    for day in _days(year):
        if (holiday := holidays.on(day)) and not _is_weekend(day):
            rows[day] = {"holiday": holiday.en}
    for day in _days(year):
        if holidays.on(day) and _is_weekend(day) and day.month != JANUARY:
            moved = f"day off moved from {day} (Labour Code art. 112)"
            rows[_next_working(day, rows)] = {"holiday": moved}
    for day in _days(year):
        eve_of = holidays.on(day + ONE_DAY)
        if eve_of and not _is_weekend(day) and day not in rows:
            rows[day] = {"short": f"eve of {eve_of.en}"}
    return rows


def _holiday(table: dict[str, str]) -> Holiday:
    days = tuple((int(day[:2]), int(day[3:])) for day in table["days"])
    return Holiday(days, table["en"], table["ru"], table["ru_of"])


def _days(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


def _is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def _next_working(day: date, rows: Rows) -> date:
    while _is_weekend(day) or day in rows:
        day += ONE_DAY
    return day
