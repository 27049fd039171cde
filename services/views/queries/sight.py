"""What a caller may see, and the instant at which he looks."""

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from libs.regulation.desk import Hidden
from libs.runtime.callers import Caller
from libs.runtime.database import Db
from libs.runtime.editions import Editions, MissingFact


@dataclass(frozen=True)
class Sight:
    """The vendor's tickets, or those of one client alone; `now` decides what is overdue.

    `hidden`: the columns that the edition keeps from customers, where one of them looks.
    """

    vendor: str
    client: str | None
    now: datetime
    hidden: frozenset[str] = frozenset()

    @property
    def is_own(self) -> bool:
        """Whether a customer's client looks, who is not shown what is internal."""
        return self.client is not None


def sight_of(caller: Caller, now: datetime) -> Sight:
    return Sight(caller.vendor, None if caller.reads_all else caller.client, now)


async def hidden_from(
    sight: Sight, now: datetime, editions: Editions, db: Db | None = None
) -> frozenset[str]:
    """What the edition in force at an instant hides from customers, where one of them looks; where
    none is known, all that one could hide."""
    if not sight.is_own:
        return frozenset()
    try:
        return frozenset((await editions.in_force(sight.vendor, now, db)).shown().hides)
    except MissingFact:
        return frozenset(get_args(Hidden))
