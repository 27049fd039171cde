"""How worked minutes become billed ones, and what the customer agrees to before the work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from libs.events.intake import Outcome
from libs.regulation.base import Filled, Slip, Stated, Truth
from libs.regulation.reasons import Decider
from libs.regulation.texts import Noun, Offer, Text

Minutes = Annotated[int, Field(strict=True, ge=1)]


class Rounding(Stated):
    """Work up to `up_to` minutes is billed in blocks of `block`; the last rule has no `up_to`."""

    up_to: Minutes | None = None
    block: Minutes


@dataclass(frozen=True)
class Session:
    """Work that began at an instant and took so many minutes."""

    began_at: datetime
    minutes: int


@dataclass(frozen=True)
class Block:
    """Billed minutes, at the price of the list in force when they began, by the rule that rounded
    them."""

    began_at: datetime
    minutes: int
    rounding: Rounding


class Declined(Stated):
    """What follows where the customer does not agree to pay: the request ends with `outcome`, or
    without one stays, and only what is free is done on it."""

    outcome: Outcome | None = None
    message: Text = Text(
        ru="Без вашего согласия платные работы не выполняются.",
        en="Without your consent no paid work is done.",
    )


class Billing(Stated):
    """The rounding of paid work and its price list's unit, and the words of the offer.

    `per`: what is rounded at once, all sessions of a ticket or each by itself. `hour`: what the
    list's unit is called. `consent`: who agrees before the work begins. `estimate_is_limit`: more
    than he agreed to needs his consent anew. `free_always`: said where no end is known.
    """

    rounding: Annotated[tuple[Rounding, ...], Filled]
    per: Literal["ticket", "session"]
    hour_minutes: Minutes = 60
    hour: Noun = Noun(ru=("час", "часа", "часов"), en=("hour", "hours"))
    consent: Decider
    estimate_is_limit: Truth = False
    declined: Declined = Declined()
    free: Offer
    free_always: Offer = Offer(ru="Бесплатно: {plan}.", en="Free of charge: {plan}.")
    paid: Offer

    @model_validator(mode="after")
    def _roundings_follow_each_other(self) -> Self:
        *stages, last = self.rounding
        if last.up_to is not None or any(each.up_to is None for each in stages):
            raise Slip(
                "each rounding but the last needs up_to; add it, or remove the last's",
                "у каждого округления, кроме последнего, нужно up_to; добавьте, а у последнего "
                "уберите",
            )
        ends = [each.up_to or 0 for each in stages]
        if ends != sorted(set(ends)):
            raise Slip(
                "the roundings' up_to must grow; put them in order",
                "up_to округлений должны расти; поставьте их по порядку",
            )
        return self

    def blocks(self, sessions: Sequence[Session]) -> list[Block]:
        """The billed blocks of work, in the order of the sessions. No minutes, no block."""
        if self.per == "ticket":
            return list(self._blocks(sessions))
        return [block for session in sessions for block in self._blocks([session])]

    def billed(self, minutes: int) -> int:
        """How many minutes are billed for so many worked at once."""
        return sum(rounding.block for _minute, rounding in self._rounded(minutes))

    def price(self, block: Block, hour: Decimal) -> Decimal:
        """What a block costs at the price of an hour in the list in force when it began."""
        return hour * block.minutes / self.hour_minutes

    def _blocks(self, sessions: Sequence[Session]) -> Iterator[Block]:
        worked = sum(session.minutes for session in sessions)
        for minute, rounding in self._rounded(worked):
            yield Block(_instant_of(minute, sessions), rounding.block, rounding)

    def _rounded(self, worked: int) -> Iterator[tuple[int, Rounding]]:
        """The minutes at which billed blocks begin, each with its rounding."""
        reached = 0
        for rounding in self.rounding:
            end = worked if rounding.up_to is None else min(worked, rounding.up_to)
            while reached < end:
                yield reached, rounding
                reached += rounding.block


def _instant_of(minute: int, sessions: Sequence[Session]) -> datetime:
    """When that minute of all the work was worked."""
    for session in sessions:
        if minute < session.minutes:
            return session.began_at + timedelta(minutes=minute)
        minute -= session.minutes
    raise ValueError("there is no such minute in these sessions")
