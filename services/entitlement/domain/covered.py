"""How a ticket is covered, and what it holds of a right's requests."""

from dataclasses import dataclass, replace
from typing import Literal

from libs.events.entitlement import (
    CoverageEvent,
    QuotaEvent,
    QuotaReserved,
    QuotaReturned,
    QuotaSpent,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
)

Events = list[CoverageEvent | QuotaEvent]
Decided = TicketEntitled | TicketLeftUncovered | TicketDenied


@dataclass(frozen=True)
class Coverage:
    """`decided` is the last judgement, `reserved` the last request that was held, and `progress`
    what became of it."""

    decided: Decided | None = None
    reserved: QuotaReserved | None = None
    progress: Literal["reserved", "spent", "returned"] | None = None

    @property
    def entitlement_id(self) -> str | None:
        """The right that covers the ticket, where one does."""
        return self.decided.entitlement_id if isinstance(self.decided, TicketEntitled) else None


def evolve(coverage: Coverage, event: CoverageEvent | QuotaEvent) -> Coverage:
    match event:
        case QuotaReserved():
            return replace(coverage, reserved=event, progress="reserved")
        case QuotaSpent():
            return replace(coverage, progress="spent")
        case QuotaReturned():
            return replace(coverage, progress="returned")
    return replace(coverage, decided=event)
