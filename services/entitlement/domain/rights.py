"""Which claim a right covers, what else is lacking, and how that is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from libs.events.base import Because
from libs.events.intake import Channel
from libs.regulation import Edition, Lack, Plan, Service


@dataclass(frozen=True)
class Right:
    """A registered right as it was found: it keeps the plan that it was registered under.

    `contacts` are those who alone may use it; none named: whoever knows its number.
    """

    entitlement_id: str
    customer_id: str
    number: str
    plan: Plan
    product: str | None
    level: str | None
    starts_on: date
    ends_on: date
    contacts: tuple[str, ...]

    @classmethod
    def of(cls, row: Mapping[str, Any], edition: Edition) -> Self:
        """The right that a row tells of; `edition` is the one that it was registered under."""
        plan = edition.plan(row["plan"])
        if plan is None:
            raise ValueError(f"{edition.id} has no plan {row['plan']}, but {row['number']} has it")
        return cls(
            entitlement_id=row["entitlement_id"],
            customer_id=row["customer_id"],
            number=row["number"],
            plan=plan,
            product=row["product"],
            level=row["level"],
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            contacts=tuple(row["contacts"]),
        )


@dataclass(frozen=True)
class Claim:
    """What a request says of its right to support, and the day on which it came, as the vendor
    counts days. Without a contact only the number is asked about."""

    number: str | None
    product: str | None
    contact_id: str | None
    on: date


def day_of(instant: datetime, edition: Edition) -> date:
    """The day of an instant on the vendor's clock."""
    return instant.astimezone(ZoneInfo(edition.schedule.zone)).date()


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
    if claim.on < right.starts_on:
        return "not_started"
    return "expired" if claim.on > right.ends_on else right


def service_of(edition: Edition, kind: str | None) -> Service | None:
    """The work that a kind of request asks for; None where it names none."""
    known = edition.form.kind(kind)
    return edition.service(known.service) if known else None


def serving(edition: Edition, named: str, service: Service | None) -> Plan:
    """The plan that serves a request of whoever asks: the one named or, where that does not give
    the work, the next in the order of the edition that does (RGN-30)."""
    tried = edition.tried(held=(named,))
    begin = next((place for place, plan in enumerate(tried) if plan.slug == named), 0)
    giving = (p for p in tried[begin:] if not service or service.terms(p.slug) != "not_provided")
    return next(giving, tried[begin])


def why_covered(right: Right, claim: Claim, edition: Edition) -> Because:
    """Why a claim is covered: the right, its term and the plan's rules."""
    return edition.because(
        right.plan,
        ru=f"{right.plan.name.ru} № {right.number}:"
        f" с {right.starts_on:%d.%m.%Y} по {right.ends_on:%d.%m.%Y} включительно",
        en=f"{right.plan.name.en} No. {right.number}:"
        f" from {right.starts_on} up to and including {right.ends_on}",
        facts=_facts(claim, right),
    )


def why_lacking(
    lack: Lack, right: Right | None, claim: Claim, edition: Edition, plan: Plan | None = None
) -> Because:
    """Why no right covers a claim, in the edition's words, and the plan that serves it instead;
    a stranger learns nothing of a right."""
    stated = edition.lacking(lack)
    texts = [text for text in (stated.message, stated.hint) if text]
    parts = (stated,) if plan is None else (stated, plan)
    return edition.because(
        *parts,
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
        "starts_on": right.starts_on.isoformat(),
        "ends_on": right.ends_on.isoformat(),
    }
