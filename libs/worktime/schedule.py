"""When a vendor or an office is open: weekly hours, the calendar they obey and dated exceptions."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from libs.worktime.calendar import Calendar

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
DAY = 86_400

TransferredSaturdays = Literal["work", "closed"]


@dataclass(frozen=True)
class Hours:
    """Local hours [opens, closes) of a day; a close not later than the opening is on the next day."""

    opens: time
    closes: time

    def span(self) -> tuple[int, int]:
        """Seconds from the day's midnight at which the hours begin and end."""
        opens, closes = _seconds(self.opens), _seconds(self.closes)
        return opens, closes if closes > opens else closes + DAY


@dataclass(frozen=True)
class Window(Hours):
    """Weekly hours: the same on each of the weekdays (Monday is 0)."""

    weekdays: tuple[int, ...] = MONDAY_TO_FRIDAY


@dataclass(frozen=True)
class Override:
    """Other hours on one date, whatever the week and the calendar say; no hours: closed."""

    date: date
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """The hours of one office in one IANA zone.

    Without a calendar every week is like the other. `preholiday_cut` is in seconds and shortens the days that the
    calendar calls short (A-09). `transferred_saturdays` says whether a Saturday made working by decree is worked (A-02).
    """

    zone: str
    windows: tuple[Window, ...]
    calendar: Calendar | None = None
    preholiday_cut: int = 0
    transferred_saturdays: TransferredSaturdays = "work"
    overrides: tuple[Override, ...] = ()


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
