"""How many requests a right gives, by its seats, and what spends or returns one."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from libs.events.intake import Outcome
from libs.regulation.base import Filled, Said, Slip, Slug, Stated, Truth
from libs.regulation.dates import months_later
from libs.regulation.texts import Text

MONTHS = {"month": 1, "quarter": 3, "year": 12}
GAP, OVERLAP = Said("a gap", "пропуск"), Said("an overlap", "пересечение")
Act = Literal["submitted", "taken_into_work", "reopened", "split"]
Seats = Annotated[int, Field(strict=True, ge=1)]


class Tier(Stated):
    """The requests for a number of seats; without `seats_to`: for all above too.

    `by_contract`: the number is entered by hand, and without it no right begins.
    """

    seats_from: Seats
    seats_to: Seats | None = None
    requests: Annotated[int, Field(strict=True, ge=0)] | Literal["by_contract"]


def _faults(tiers: Sequence[Tier]) -> Iterator[Said]:
    """What is wrong with a table of tiers: gaps, overlaps, tiers that end before they begin."""
    if tiers[0].seats_from != 1:
        yield Said(
            "the first tier must begin with 1 seat; set its seats_from to 1",
            "первая ступень должна начинаться с 1 места; поставьте seats_from = 1",
        )
    for number, tier in enumerate(tiers):
        ends = tier.seats_to
        following = tiers[number + 1] if number + 1 < len(tiers) else None
        if (ends is None and following) or (ends is not None and ends < tier.seats_from):
            yield Said(
                f"the tier from {tier.seats_from} needs a seats_to not below it; add it",
                f"ступени с {tier.seats_from} нужен seats_to не меньше; добавьте его",
            )
        elif ends is not None and following and following.seats_from != ends + 1:
            fault = GAP if following.seats_from > ends + 1 else OVERLAP
            yield Said(
                f"there is {fault.en} between the tiers up to {ends} and from"
                f" {following.seats_from}; let the later begin with {ends + 1}",
                f"между ступенями до {ends} и с {following.seats_from} {fault.ru}; начните"
                f" следующую с {ends + 1}",
            )


class Quota(Stated):
    """The requests of one window of a right.

    `per` is the window, counted from the right's first day; `term` is all of it. A request is
    reserved when it comes, spent when it is `spent_when`, and given back when it ends with one of
    `returned_on`. Opening a ticket again or a split by the desk spends nothing unless said.
    A request past the quota goes to the plan `beyond`, with `message`.
    """

    per: Literal["month", "quarter", "year", "term"]
    tiers: Annotated[tuple[Tier, ...], Filled]
    spent_when: Literal["submitted", "taken_into_work"] = "taken_into_work"
    returned_on: tuple[Outcome, ...] = ()
    reopening_spends: Truth = False
    splitting_spends: Truth = False
    beyond: Slug
    message: Text

    @model_validator(mode="after")
    def _tiers_follow_each_other(self) -> Self:
        if faults := list(_faults(self.tiers)):
            raise Slip("; and ".join(e.en for e in faults), "; и ".join(e.ru for e in faults))
        return self

    def tier(self, seats: int) -> Tier | None:
        """The tier of a number of seats; None where the table ends before it."""
        return next(
            (tier for tier in self.tiers if tier.seats_to is None or seats <= tier.seats_to), None
        )

    def window(self, starts_on: date, on: date) -> tuple[date, date | None]:
        """The first and the last day of the window that a day lies in; no last: the whole term."""
        if self.per == "term":
            return starts_on, None
        length = MONTHS[self.per]
        number = ((on.year - starts_on.year) * 12 + on.month - starts_on.month) // length
        if months_later(starts_on, number * length) > on:
            number -= 1
        after = months_later(starts_on, (number + 1) * length)
        return months_later(starts_on, number * length), after - timedelta(days=1)

    def spends(self, act: Act) -> bool:
        """Whether this act on a ticket spends a request."""
        also = {"reopened": self.reopening_spends, "split": self.splitting_spends}
        return also.get(act, act == self.spent_when)

    def requests(self, seats: int, by_contract: int | None = None) -> int | None:
        """The requests of a number of seats; None where the contract must name them and does
        not, or where the table ends before."""
        tier = self.tier(seats)
        if tier is None or tier.requests == "by_contract":
            return by_contract
        return tier.requests

    def is_returned(self, outcome: Outcome) -> bool:
        """Whether a ticket that ended so gives its request back."""
        return outcome in self.returned_on
