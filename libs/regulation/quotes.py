"""What work costs by an edition and the vendor's price lists, and how a customer is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from libs.regulation.billing import Billing, Block, Session
from libs.regulation.edition import Edition
from libs.regulation.facts import Facts
from libs.regulation.money import in_hours, on_day, spent, sum_of
from libs.regulation.plans import Plan
from libs.regulation.texts import Text

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Priced:
    """A billed block with the list in force when it begins; None: no list was in force then."""

    block: Block
    listed_on: date | None
    hour: Decimal | None
    amount: Decimal | None
    currency: str | None


def priced(
    edition: Edition, billing: Billing, plan: Plan, sessions: Sequence[Session], facts: Facts
) -> list[Priced]:
    """The blocks of work under a plan, each at the list in force when it begins (RGN-39)."""
    zone = ZoneInfo(edition.schedule.zone)
    return [
        _priced(block, billing, plan, facts, block.began_at.astimezone(zone).date())
        for block in billing.blocks(sessions)
    ]


def _priced(block: Block, billing: Billing, plan: Plan, facts: Facts, on: date) -> Priced:
    prices = facts.price_list(on)
    price = prices.price(plan.slug) if prices else None
    if prices is None or price is None or price.per != "hour":
        return Priced(block, None, None, None, None)
    amount = billing.price(block, price.amount).quantize(CENT, ROUND_HALF_UP)
    return Priced(block, prices.from_date, price.amount, amount, prices.currency)


@dataclass(frozen=True)
class Quote:
    """What so many minutes of work would cost from an instant on, in figures and in words."""

    minutes: int
    billed_minutes: int
    listed_on: date
    amount: Decimal
    currency: str
    words: Text


def quote(
    edition: Edition, billing: Billing, plan: Plan, minutes: int, at: datetime, facts: Facts
) -> Quote | None:
    """The estimate that a customer is told before the work; None where no price is known."""
    blocks = priced(edition, billing, plan, [Session(at, minutes)], facts)
    first = blocks[0]
    if first.listed_on is None or first.currency is None:
        return None
    amount = sum((each.amount or Decimal() for each in blocks), Decimal())
    billed = sum(each.block.minutes for each in blocks)
    words = billing.paid.worded(
        plan=plan.name,
        worked=spent(minutes),
        billed=in_hours(billed, billing.hour_minutes, billing.hour),
        price=sum_of(amount, first.currency),
        listed_on=on_day(first.listed_on),
    )
    return Quote(minutes, billed, first.listed_on, amount, first.currency, words)


def free_words(billing: Billing, plan: Plan, until: date | None) -> Text:
    """That work under a plan is free, and until when where that is known."""
    if until is None:
        return billing.free_always.worded(plan=plan.name)
    return billing.free.worded(plan=plan.name, until=on_day(until))
