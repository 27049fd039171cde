"""Rights to support: their terms and what they give, and what a request without one gets."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from libs.events.entitlement import Cost, Queue, Route, Terms
from libs.events.sla_clock import ClockName
from libs.regulation.base import Slip, Slug, Stated, Truth
from libs.regulation.clocks import Limit
from libs.regulation.dates import TermEnd, last_day
from libs.regulation.patterns import runs_away
from libs.regulation.quota import Quota
from libs.regulation.reasons import Decider
from libs.regulation.terms import FreePeriod, Grant, Happening, Start, begins
from libs.regulation.texts import Text
from libs.regulation.versions import CoveredVersions, Release, VersionCoverage

Lack = Literal["none", "unknown", "not_started", "expired", "wrong_product", "another_holder"]


def _expression(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise Slip(
            f"{pattern!r} is no regular expression: {error}; correct it",
            f"{pattern!r} — не регулярное выражение (место {error.pos}); исправьте его",
        ) from error
    if runs_away(pattern):
        raise Slip(
            f"{pattern!r} repeats what repeats itself, which takes for ever on a long number; "
            "write how often, like ([A-Z]{2}-){1,3}",
            f"{pattern!r} повторяет то, что само повторяется: длинный номер не проверить; "
            "напишите, сколько раз, например ([A-Z]{2}-){1,3}",
        )
    return pattern


class Level(Stated):
    """A level of support that a customer chose, with its limits by clock."""

    slug: Slug
    name: Text
    limits: Mapping[ClockName, Limit]


class Obligation(Stated):
    """A circumstance in which a customer must have the plan, and what is said without it."""

    circumstance: Slug
    message: Text


class Registration(Stated):
    """How a contact registers his right himself: the steps, and what he reads at the end."""

    steps: tuple[Text, ...]
    success: Text


class Plan(Stated):
    """A kind of entitlement.

    `held_by`: who registered a right, or every client without one. `per_product`: it covers the
    product that it names and no other. `sets_own`: what the document of one customer may set
    otherwise than the regulation. `term_repeats`: the term may be any multiple of `term_months`.
    `starts` are the facts that begin it; none: its document names the day. `queue`: before or
    after others. `cost`: free, by the time worked (with consent), a monthly fee, or paid before.
    """

    slug: Slug
    name: Text
    held_by: Literal["registered", "every_client"] = "registered"
    holders: tuple[Literal["person", "organisation"], ...] = ("person", "organisation")
    number_form: Annotated[str, AfterValidator(_expression)] = ""
    scopes: tuple[Text, ...] = ()
    registration: Registration | None = None
    term_months: Annotated[int, Field(strict=True, ge=1, le=1200)] | None = None
    term_repeats: Truth = False
    term_end: TermEnd = "same_date"
    starts: tuple[Start, ...] = ()
    free: tuple[FreePeriod, ...] = ()
    remind_days: tuple[Annotated[int, Field(strict=True, ge=1)], ...] = ()
    per_product: Truth
    versions: CoveredVersions | None = None
    sets_own: tuple[Literal["services", "term"], ...] = ()
    queue: Queue = "general"
    cost: Cost = "prepaid"
    quota: Quota | None = None
    levels: tuple[Level, ...] = ()
    grants: tuple[Grant, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    dedicated_engineer: Truth = False

    def last_day(self, starts_on: date, terms: int = 1) -> date | None:
        """The last day of a right that starts on this one; None where the plan has no term.

        `terms`: for how many terms it was bought. Raises ValueError where the plan has one only.
        """
        if terms != 1 and not self.term_repeats:
            raise ValueError(f"the plan {self.slug} is sold for one term of {self.term_months}")
        if self.term_months is None:
            return None
        return last_day(starts_on, self.term_months * terms, self.term_end)

    def takes(self, number: str) -> bool:
        """Whether a number is written as those of this plan are."""
        return not self.number_form or re.fullmatch(self.number_form, number.strip()) is not None

    def covered_version(
        self, releases: Iterable[Release], version: str, on: date
    ) -> VersionCoverage:
        """Whether the plan covers a version of a product on a day; `releases` are the product's."""
        if self.versions is None:
            return VersionCoverage("covered")
        return self.versions.coverage(releases, version, on)

    def asks_consent(self, terms: Terms) -> bool:
        """Whether the customer agrees to pay before work on such terms begins."""
        return self.cost == "by_time" and terms in ("included", "paid")

    def place_in_queue(self) -> int:
        """Which plans' requests come first: the lower number."""
        return ("priority", "general", "minimum").index(self.queue)

    def begins(
        self, happened: Mapping[Happening, date], route: Route | None = None
    ) -> tuple[Start, date] | None:
        """The fact that begins a right and its day; None where none of them is known yet."""
        return begins(self.starts, happened, route)

    def free_after(self, happening: Happening) -> FreePeriod | None:
        """The free time that a fact gives; None where it gives none."""
        return next((each for each in self.free if each.starts == happening), None)

    def is_required(self, circumstances: frozenset[str]) -> Obligation | None:
        """The obligation that a customer's circumstances put on him; None: he is free."""
        return next((each for each in self.obligations if each.circumstance in circumstances), None)

    def grant(self, slug: str) -> Grant | None:
        return next((grant for grant in self.grants if grant.slug == slug), None)


class Otherwise(Stated):
    """What a request gets that is not served as it was asked for, and what its contact is told.

    `plan`: it is served by the plan of this name, which every client has.
    """

    outcome: Literal["uncovered", "denied", "plan"]
    plan: Slug | None = None
    message: Text

    @model_validator(mode="after")
    def _plan_is_named_where_one_serves(self) -> Self:
        if (self.outcome == "plan") != (self.plan is not None):
            raise Slip(
                'name the plan and write outcome = "plan", or leave both out',
                'назовите план и напишите outcome = "plan" или уберите и то и другое',
            )
        return self


class WithoutEntitlement(Otherwise):
    """What a request gets that no entitlement covers, by what is lacking, and who decides so."""

    lack: Lack
    decider: Decider = "automatic"
    priority: Literal["minimum"] | None = None
    hint: Text | None = None
