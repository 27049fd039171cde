"""How a right begins, what time of it is free, and what it gives besides answers."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from libs.events.entitlement import Route
from libs.regulation.base import Slip, Slug, Stated, Truth
from libs.regulation.dates import TermEnd, last_day, months_later
from libs.regulation.texts import Text

Happening = Literal[
    "PaymentReceived", "DealerOrderConfirmed", "LicenceKeyHandedOver", "PilotStarted"
]


class Start(Stated):
    """A fact that begins a right; `route`: only where it was sold that way."""

    fact: Happening
    route: Route | None = None


def begins(
    starts: tuple[Start, ...], happened: Mapping[Happening, date], route: Route | None
) -> tuple[Start, date] | None:
    """The fact that begins a right and its day (A-22).

    Where the route is known only its own fact counts, else the earliest of those that happened.
    """
    known = [
        (start, happened[start.fact])
        for start in starts
        if start.fact in happened and (route is None or start.route in (None, route))
    ]
    return min(known, key=lambda each: each[1], default=None)


class FreePeriod(Stated):
    """Free time on a plan, begun by a fact: so many months, or until another fact.

    `first_only`: once for a customer. `continues`: a paid right that begins on the next day
    continues it (A-16).
    """

    starts: Happening
    months: Annotated[int, Field(strict=True, ge=1)] | None = None
    until: Literal["PilotFinished"] | None = None
    first_only: Truth = False
    continues: Truth = True

    @model_validator(mode="after")
    def _ends_in_one_way(self) -> Self:
        if (self.months is None) == (self.until is None):
            raise Slip(
                "free time ends after months or with a fact; give one of the two",
                "бесплатное время кончается через months или с событием; оставьте одно из двух",
            )
        return self

    def is_given(self, licences_before: int) -> bool:
        """Whether a customer who had so many licences before is given it."""
        return not self.first_only or licences_before == 0

    def links(self, last_day: date, paid_from: date) -> bool:
        """Whether a right paid from a day continues free time without a gap."""
        return self.continues and paid_from <= last_day + timedelta(days=1)

    def last_day(self, starts_on: date, ends: TermEnd) -> date | None:
        """The last free day; None where only a fact ends it."""
        return None if self.months is None else last_day(starts_on, self.months, ends)


class Grant(Stated):
    """Something that the right gives besides answers, such as special builds.

    `continuous_months`: only to who has held the plan so long without a gap; `since_licence`:
    or since the base licence was bought.
    """

    slug: Slug
    name: Text
    continuous_months: Annotated[int, Field(strict=True, ge=1)] | None = None
    since_licence: Truth = False

    def holds(self, on: date, held_since: date, licensed_on: date | None = None) -> bool:
        """Whether the grant is given on a day to who has held the plan since then."""
        if self.continuous_months is None:
            return True
        if self.since_licence and licensed_on is not None and held_since <= licensed_on:
            return True
        return months_later(held_since, self.continuous_months) <= on
