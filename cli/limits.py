"""A limit as people type it: `12h`, `721m`, `1h30m`, `90s`, or `2d` in working days."""

import re
from dataclasses import dataclass
from datetime import datetime

from cli.trouble import Trouble
from libs.worktime import Due, WorkingTime

DAYS = re.compile(r"0*([1-9]\d{0,4})d")
CLOCK = re.compile(r"(?=\d)(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?")


@dataclass(frozen=True)
class Limit:
    """So many working days, or so many seconds of working time."""

    days: int = 0
    seconds: int = 0

    def due(self, start: datetime, hours: WorkingTime) -> Due:
        """When it is over; a limit in days keeps the clock time (A-01)."""
        if self.days:
            return hours.add_working_days(start, self.days, "same_time")
        return hours.add(start, self.seconds)


def read_limit(text: str) -> Limit:
    """The limit that a text means. Raises Trouble."""
    if found := DAYS.fullmatch(text):
        return Limit(days=int(found[1]))
    if found := CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(number or 0) for number in found.groups())
        return Limit(seconds=hours * 3600 + minutes * 60 + seconds)
    raise Trouble(
        f"--working {text} is no limit: write one such as 12h, 721m, 1h30m, 90s or 2d",
        f"--working {text} — не срок: напишите, например, 12h, 721m, 1h30m, 90s или 2d",
    )
