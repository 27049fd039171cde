"""Terms in calendar months, as the Civil Code counts them (articles 191 and 192)."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

TermEnd = Literal["same_date", "day_before"]


def months_later(starts_on: date, months: int) -> date:
    """The same day of a later month, or its last one where it has no such day."""
    year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + months, 12)
    return date(year, month + 1, min(starts_on.day, monthrange(year, month + 1)[1]))


def last_day(starts_on: date, months: int, ends: TermEnd = "same_date") -> date:
    """The last day of a term of calendar months (A-25).

    A month without the day ends on its last one: 2024-02-29 and 12 months give 2025-02-28.
    `day_before` ends the term a day sooner.
    """
    end = months_later(starts_on, months)
    return end if ends == "same_date" else end - timedelta(days=1)
