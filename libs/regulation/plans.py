"""Rights to support: their terms, services and levels, and what a request without one gets."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from libs.events.sla_clock import ClockName
from libs.regulation.base import Slug, Stated
from libs.regulation.clocks import Limit
from libs.regulation.reasons import Decider
from libs.regulation.texts import Text

Lack = Literal["none", "unknown", "not_started", "expired", "wrong_product", "another_holder"]
TermEnd = Literal["same_date", "day_before"]


class Service(Stated):
    """Something that a plan entitles to."""

    slug: Slug
    name: Text


class Level(Stated):
    """A level of support that a customer chose, with its limits by clock."""

    slug: Slug
    name: Text
    limits: Mapping[ClockName, Limit]


class Plan(Stated):
    """A kind of entitlement.

    `per_product`: it covers the product that it names and no other. `sets_own`: what the document
    of one customer may set otherwise than the regulation.
    """

    slug: Slug
    name: Text
    term_months: Annotated[int, Field(ge=1)] | None = None
    term_end: TermEnd = "same_date"
    per_product: bool
    sets_own: tuple[Literal["services", "term"], ...] = ()
    services: tuple[Service, ...] = ()
    levels: tuple[Level, ...] = ()

    def last_day(self, starts_on: date) -> date | None:
        """The last day of a right that starts on this one; None where the plan has no term."""
        if self.term_months is None:
            return None
        return last_day(starts_on, self.term_months, self.term_end)


class WithoutEntitlement(Stated):
    """What a request gets that no entitlement covers, by what is lacking, and who decides so."""

    lack: Lack
    decider: Decider = "automatic"
    outcome: Literal["uncovered", "denied"]
    priority: Literal["minimum"] | None = None
    message: Text
    hint: Text | None = None


def last_day(starts_on: date, months: int, ends: TermEnd = "same_date") -> date:
    """The last day of a term of calendar months (A-25, articles 191 and 192 of the Civil Code).

    A month without the day ends on its last one: 2024-02-29 and 12 months give 2025-02-28.
    `day_before` ends the term a day sooner.
    """
    year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + months, 12)
    day = min(starts_on.day, monthrange(year, month + 1)[1])
    end = date(year, month + 1, day)
    return end if ends == "same_date" else end - timedelta(days=1)
