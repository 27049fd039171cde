"""Which claim a right covers, what else is lacking, and how that is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from pydantic import JsonValue

from libs.events.base import Because
from libs.events.intake import Channel
from libs.regulation import Edition, Lack, Plan, Release, Service
from services.entitlement.domain.days import iso
from services.entitlement.domain.terms import Period, span


@dataclass(frozen=True)
class Right:
    """A registered right as it was found: it keeps the plan that it was registered under.

    `starts_on` and `ends_on` are those of the term that matters; without the first it has not
    begun, without the second it has no end yet. `contacts` are those who alone may use it; none
    named: whoever knows its number. `requests` are those that its contract names.
    """

    entitlement_id: str
    customer_id: str
    number: str
    plan: Plan
    product: str | None
    level: str | None
    starts_on: date | None
    ends_on: date | None
    contacts: tuple[str, ...]
    services: tuple[str, ...] = ()
    seats: int | None = None
    requests: int | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any], edition: Edition, on: date) -> Self:
        """The right that a row tells of, with its term on a day; `edition` is the one that it was
        registered under."""
        plan = edition.plan(row["plan"])
        if plan is None:
            raise ValueError(f"{edition.id} has no plan {row['plan']}, but {row['number']} has it")
        period = period_on(row["periods"], on)
        return cls(
            entitlement_id=row["entitlement_id"],
            customer_id=row["customer_id"],
            number=row["number"],
            plan=plan,
            product=row["product"],
            level=row["level"],
            starts_on=period.starts_on if period else None,
            ends_on=period.ends_on if period else None,
            contacts=tuple(row["contacts"]),
            services=tuple(row["services"]),
            seats=row["seats"],
            requests=row["requests"],
        )


def periods_of(rows: Mapping[str, Any]) -> list[Period]:
    """The terms that a row tells of by order, the earliest first."""
    known = [
        Period(date.fromisoformat(starts), date.fromisoformat(ends) if ends else None)
        for starts, ends in rows.values()
    ]
    return sorted(known, key=lambda each: each.starts_on)


def period_on(rows: Mapping[str, Any], on: date) -> Period | None:
    """The term that a day lies in, else the last one before it, else the first."""
    known = periods_of(rows)
    begun = [each for each in known if each.starts_on <= on]
    holding = [each for each in begun if each.has(on)]
    return next(iter([*holding, *reversed(begun), *known]), None)


@dataclass(frozen=True)
class Claim:
    """What a request says of its right to support, and the day on which it came, as the vendor
    counts days. Without a contact only the number is asked about."""

    number: str | None
    product: str | None
    contact_id: str | None
    on: date


def must_be_named(edition: Edition, channel: Channel) -> bool:
    """Whether a request by this channel names its right by number (CPRO-R-18, CPRO-P-26); where
    it need not, a right of the one who asks is enough (TKAD-03, TKAD-21)."""
    return any(
        field.name == "certificate"
        and field.need == "required"
        and (not field.channels or channel in field.channels)
        for field in edition.form.fields
    )


def covering(right: Right | None, claim: Claim) -> Right | Lack:
    """The right, where it covers the claim, else what is lacking (CPRO-R-14, CPRO-R-25,
    CPRO-P-15, TKAD-03). A request that names no product is about the right's own."""
    if right is None:
        return "none" if claim.number is None else "unknown"
    if right.contacts and claim.contact_id and claim.contact_id not in right.contacts:
        return "another_holder"
    if None not in (right.product, claim.product) and right.product != claim.product:
        return "wrong_product"
    if right.starts_on is None or claim.on < right.starts_on:
        return "not_started"
    return right if right.ends_on is None or claim.on <= right.ends_on else "expired"


def service_of(edition: Edition, kind: str | None) -> Service | None:
    """The work that a kind of request asks for; None where it names none."""
    known = edition.form.kind(kind)
    return edition.service(known.service) if known else None


@dataclass(frozen=True)
class Work:
    """What is asked for: a service, and the version of a product with its releases."""

    on: date
    service: Service | None = None
    version: str | None = None
    releases: tuple[Release, ...] = ()

    def is_given_by(self, edition: Edition, plan: Plan) -> bool:
        """Whether a plan gives the service, and still covers the version (RGN-28, RGN-29)."""
        gives = self.service is None or self.service.terms(plan.slug) != "not_provided"
        return gives and not self.is_too_old_for(edition, plan)

    def is_too_old_for(self, edition: Edition, plan: Plan) -> bool:
        if self.version is None:
            return False
        covered = edition.covered_version(plan, self.releases, self.version, self.on)
        return covered.result == "too_old"


def serving(edition: Edition, named: str, work: Work) -> Plan:
    """The plan that serves a request of whoever asks: the one named or, where that does not give
    the work, the next in the order of the edition that does (RGN-30)."""
    tried = edition.tried(held=(named,))
    begin = next((place for place, plan in enumerate(tried) if plan.slug == named), 0)
    return next((plan for plan in tried[begin:] if work.is_given_by(edition, plan)), tried[begin])


def why_covered(right: Right, claim: Claim, edition: Edition) -> Because:
    """Why a claim is covered: the right, its term and the plan's rules."""
    assert right.starts_on is not None
    ru, en = span(right.starts_on, right.ends_on)
    return edition.because(
        right.plan,
        ru=f"{right.plan.name.ru} № {right.number}: {ru}",
        en=f"{right.plan.name.en} No. {right.number}: {en}",
        facts=_facts(claim, right),
    )


def why_lacking(
    lack: Lack, right: Right | None, claim: Claim, edition: Edition, serves: str = ""
) -> Because:
    """Why no right covers a claim, in the edition's words, and the plan that serves it instead;
    a stranger learns nothing of a right."""
    stated = edition.lacking(lack)
    texts = [text for text in (stated.message, stated.hint) if text]
    plan = edition.plan(serves)
    return edition.because(
        *((stated, plan) if plan else (stated,)),
        ru=" ".join(text.ru for text in texts),
        en=" ".join(text.en for text in texts),
        facts={"lack": lack, **_facts(claim, None if lack == "another_holder" else right)},
    )


def _facts(claim: Claim, right: Right | None) -> dict[str, JsonValue]:
    facts: dict[str, JsonValue] = {"product": claim.product, "received_on": claim.on.isoformat()}
    if right is None:
        return facts
    return facts | {
        "number": right.number,
        "plan": right.plan.slug,
        "covers_product": right.product,
        "level": right.level,
        "starts_on": iso(right.starts_on),
        "ends_on": iso(right.ends_on),
    }
