"""The production calendar: which days are worked, which are off and why, which are short."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Self

from libs.worktime.names import Name

Kind = Literal["working", "working_saturday", "weekend", "holiday", "moved_day_off", "special_day_off"]


@dataclass(frozen=True)
class Day:
    """What the calendar says of a date: its kind, why, why it is short, and the day it was exchanged with."""

    kind: Kind
    name: Name | None = None
    short: Name | None = None
    exchanged_with: date | None = None


@dataclass(frozen=True)
class Calendar:
    """A production calendar, equal to another when its content is (`version`)."""

    version: str
    years: range = field(compare=False)

    @classmethod
    def from_csv(cls, rows: str, holidays: str, special_days_off: str = "") -> Self:
        """Read `date,kind,note` rows and the TOML of fixed holidays; the special days are off only when handed in (A-27)."""
        raise NotImplementedError

    def day(self, on: date) -> Day:
        """What the calendar says of a date; a year it does not know falls back to the fixed holidays (A-20)."""
        raise NotImplementedError
