"""When a right holds: counted from the facts that begin its terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from libs.events.entitlement import Route
from libs.regulation import Edition, Plan
from libs.regulation.terms import Happening, Start
from services.entitlement.domain.days import at_clock

REMINDED_AT = time(9)
"""When on the vendor's clock a holder is told that his right ends."""


@dataclass(frozen=True)
class Order:
    """One purchase of a right: how it was sold, for how many terms, and what is known of it."""

    number: str
    terms: int
    route: Route | None
    happened: Mapping[Happening, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    """One term of a right; without a last day it lasts until a fact ends it."""

    starts_on: date
    ends_on: date | None
    start: Start | None = None

    def has(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def periods(
    plan: Plan, orders: Sequence[Order], announced: Mapping[str, Period]
) -> dict[str, Period]:
    """The term of each order that has begun (A-22, A-25).

    An order whose fact came while another term ran, or on the day after it, continues that one.
    A correction never brings an announced end nearer.
    """
    begun = [
        (found[1], order, found[0])
        for order in orders
        if (found := plan.begins(order.happened, order.route))
    ]
    counted: dict[str, Period] = {}
    last: date | None = None
    for day, order, start in sorted(begun, key=lambda each: (each[0], each[1].number)):
        continues = last is not None and day <= last + timedelta(days=1)
        period = _continued(plan, order, last) if continues and last else _fresh(plan, order, day)
        known = announced.get(order.number)
        ends = max(filter(None, (period.ends_on, known.ends_on if known else None)), default=None)
        counted[order.number] = Period(period.starts_on, ends, start)
        last = max(filter(None, (last, ends)), default=None)
    return counted


def _fresh(plan: Plan, order: Order, day: date) -> Period:
    return Period(day, plan.last_day(day, order.terms))


def _continued(plan: Plan, order: Order, last: date) -> Period:
    counted_from = last if plan.term_end == "same_date" else last + timedelta(days=1)
    return Period(last + timedelta(days=1), plan.last_day(counted_from, order.terms))


def day_after(ends_on: date | None, edition: Edition) -> datetime | None:
    """The instant at which a right is over, on the vendor's clock."""
    return None if ends_on is None else at_clock(ends_on + timedelta(days=1), time(), edition)


def reminders(
    plan: Plan, ends_on: date | None, edition: Edition, now: datetime
) -> tuple[datetime, ...]:
    """When the holder is to be told that the right ends; instants that have passed are left."""
    if ends_on is None:
        return ()
    days = sorted(plan.remind_days, reverse=True)
    instants = [at_clock(ends_on - timedelta(days=each), REMINDED_AT, edition) for each in days]
    return tuple(each for each in instants if each > now)


def span(starts_on: date, ends_on: date | None) -> tuple[str, str]:
    """A term in words, in Russian and in English."""
    if ends_on is None:
        return f"с {starts_on:%d.%m.%Y}", f"from {starts_on}"
    return (
        f"с {starts_on:%d.%m.%Y} по {ends_on:%d.%m.%Y} включительно",
        f"from {starts_on} up to and including {ends_on}",
    )
