"""A contact registers a right as his own: may he, and if not, why (CPRO-P-12)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from libs.decider import Decider
from libs.events.base import Because
from libs.events.entitlement import EntitlementRefused
from libs.regulation import Edition, Reason
from services.entitlement.domain.rights import Claim, Right, why_lacking

Ground = Literal["malformed", "unknown", "expired", "another_holder", "wrong_product"]


@dataclass(frozen=True)
class RefuseClaim:
    """`id` is the contact's, `key` his attempt's. What was refused, for the record."""

    id: str
    vendor: str
    at: datetime
    number: str
    reason: Ground
    because: Because
    key: str


def ground(
    number: str, plan: str | None, product: str | None, contact_id: str, on: date,
    right: Right | None, edition: Edition,
) -> Ground | None:  # fmt: skip
    """Why the contact may not register the right as his own; None: he may."""
    if right is None:
        own = [each for each in edition.plans if each.registration or each.slug == plan]
        plans = [each for each in own if plan in (None, each.slug)]
        return "unknown" if any(each.takes(number) for each in plans) else "malformed"
    if plan is not None and right.plan.slug != plan:
        return "unknown"
    if right.contacts and contact_id not in right.contacts:
        return "another_holder"
    if None not in (product, right.product) and product != right.product:
        return "wrong_product"
    return "expired" if right.ends_on is not None and on > right.ends_on else None


def why_refused(found: Ground, claim: Claim, edition: Edition) -> Because:
    """The edition's words for the ground, which say nothing of another's right."""
    stated = reason_of(found, edition)
    if stated is not None:
        return edition.because(
            stated, ru=stated.message.ru, en=stated.message.en, facts={"ground": found}
        )
    if found == "malformed":
        return why_lacking("unknown", None, claim, edition)
    return why_lacking(found, None, claim, edition)


def reason_of(found: Ground, edition: Edition) -> Reason | None:
    """The edition's own reason for a ground; None where it names none."""
    return next((each for each in edition.reasons if each.lack == found), None)


def refuse(command: RefuseClaim, refused: frozenset[str]) -> list[EntitlementRefused]:
    if command.key in refused:
        return []
    return [
        EntitlementRefused(
            vendor=command.vendor,
            occurred_at=command.at,
            contact_id=command.id,
            reason=command.reason,
            because=command.because,
            key=command.key,
            number=command.number,
        )
    ]


def evolve(refused: frozenset[str], event: EntitlementRefused) -> frozenset[str]:
    return refused | {event.key}


decider: Decider[RefuseClaim, frozenset[str], EntitlementRefused] = Decider(
    "claims", (RefuseClaim,), frozenset(), refuse, evolve
)
