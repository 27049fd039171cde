"""Reasons for which a request is not served as asked, and who decides on them."""

from typing import Literal

from libs.regulation.base import Slug, Stated, Truth
from libs.regulation.texts import Text

Decider = Literal["automatic", "engineer_may", "user_may", "user_must"]
Consequence = Literal[
    "entitlement_refused",
    "denied",
    "refused",
    "stopped",
    "waiting",
    "postponed",
    "deferred",
    "not_solved",
    "not_our_fault",
    "technically_impossible",
    "advice_only",
]


class SubReason(Stated):
    """A closer statement of a reason."""

    slug: Slug
    title: Text


class Reason(Stated):
    """A reason, what it may lead to, who decides, and what the user is told.

    `needs_grounds`: whoever decides must write down why. A right is not a duty: `automatic` is
    only what the regulation leaves nobody to decide. `lack`: a right that is so cannot be
    registered by who asks for it, for this reason.
    """

    slug: Slug
    title: Text
    message: Text
    leads_to: tuple[Consequence, ...]
    decider: Decider
    needs_grounds: Truth = False
    lack: Literal["unknown", "malformed", "expired", "another_holder", "wrong_product"] | None = (
        None
    )
    of: tuple[SubReason, ...] = ()
