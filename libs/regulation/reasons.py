"""Reasons for which a request is not served as asked, and who decides on them."""

from typing import Literal, Self

from pydantic import model_validator

from libs.regulation.base import Slip, Slug, Stated, Truth
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

    `needs_grounds`: whoever decides must write down why. `needs_closer`: he must name one of the
    closer statements `of` it, for there are no others. A right is not a duty: `automatic` is
    only what the regulation leaves nobody to decide. `lack`: a right that is so cannot be
    registered by who asks for it, for this reason.
    """

    slug: Slug
    title: Text
    message: Text
    leads_to: tuple[Consequence, ...]
    decider: Decider
    needs_grounds: Truth = False
    needs_closer: Truth = False
    lack: Literal["unknown", "malformed", "expired", "another_holder", "wrong_product"] | None = (
        None
    )
    of: tuple[SubReason, ...] = ()

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if self.needs_closer and not self.of:
            raise Slip(
                "needs_closer asks for one of the statements in `of`; give them, or leave it out",
                "needs_closer требует одного из уточнений в `of`; дайте их или уберите его",
            )
        return self
