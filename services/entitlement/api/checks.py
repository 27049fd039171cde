"""What a request would get on a day: its plan, services, grants, requests, and why."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, EmailStr, Field

from libs.events.base import Because
from libs.events.intake import Channel
from libs.regulation import Edition, Plan, Service
from libs.runtime.callers import Caller
from libs.runtime.database import Db
from libs.runtime.http import Ids, KnownEditions, Now, Reading, requires
from libs.runtime.problems import RESPONSES
from services.entitlement.api.checked import (
    Checked,
    Duty,
    Excluded,
    Given,
    Lacking,
    Requests,
    Version,
)
from services.entitlement.api.persons import person_of
from services.entitlement.api.values import Day, InForce, Word, no_such
from services.entitlement.domain import ageing, gives, quotas
from services.entitlement.domain.days import day_of
from services.entitlement.domain.quotas import Allowance
from services.entitlement.domain.rights import (
    Claim,
    Right,
    Work,
    covering,
    serving,
    why_covered,
    why_lacking,
)
from services.entitlement.knowledge import allowance, releases, terms_held
from services.entitlement.meant import right_at, rights_meant
from services.entitlement.projections.circumstances import circumstances_of, licensed_at
from services.entitlement.projections.rights import normal
from services.entitlement.situations import customer_of, plans_held

router = APIRouter(prefix="/v1/entitlements", responses=RESPONSES, tags=["entitlements"])


class Question(BaseModel):
    """What is asked: by a right's or a licence's number, or for a contact's address."""

    number: Word | None = None
    email: EmailStr | None = Field(default=None, description="Instead of a number: who asks")
    product: Word | None = None
    version: Word | None = Field(default=None, description="The product's version or build")
    service: Word | None = Field(default=None, description="The work that is asked for")
    topic: Word | None = None
    channel: Channel = "portal"
    on: Day | None = Field(default=None, description="Today, when left out")


@router.get("/check", summary="What a request with this number would get on a day")
async def check(
    caller: Annotated[Caller, Depends(requires("submit", "engineer", "administer"))],
    asked: Annotated[Question, Query()],
    edition: InForce,
    editions: KnownEditions,
    ids: Ids,
    now: Now,
    db: Reading,
) -> Checked:
    on = asked.on or day_of(now, edition)
    contact_id = await _contact(db, ids, caller, asked)
    claim = Claim(normal(asked.number), asked.product, contact_id, on)
    asks = _asks(claim, caller.vendor, asked.channel)
    row = right_at(await rights_meant(asks, on, edition, db), asks, now)
    right = Right.of(row, await editions.named(row["edition"], db), on) if row else None
    left = await allowance(right, on, db)
    service = _known_service(edition, asked.service)
    known = await releases(caller.vendor, asked.product, db, editions)
    work = Work(on, service, asked.version, known)
    checked, plan, held = _as_given(edition, work, *_judged(edition, claim, right, left, work))
    if plan is None:
        return checked
    customer = await customer_of(right, asks, now, db)
    terms = await terms_held(db, customer, plan.slug)
    licensed = await licensed_at(db, customer) if customer else None
    licensed_on = day_of(licensed, edition) if licensed else None
    grants = gives.grants_given(edition, plan, on, gives.held_since(terms, on), licensed_on)
    return checked.model_copy(
        update={
            "services": [_given(e) for e in gives.services_given(edition, plan, held)],
            "grants": [_given(each) for each in grants],
            "version": _version(edition, _first(edition, checked, plan, right), work),
            "topic": _topic(edition, asked.topic, service, plan),
            "duties": await _duties(db, edition, customer, on),
        }
    )


def _judged(
    edition: Edition, claim: Claim, right: Right | None, left: Allowance | None, work: Work
) -> tuple[Checked, Plan | None, Right | None]:
    """The judgement, the plan that serves, and the right that gives it."""
    found = covering(right, claim)
    if isinstance(found, Right):
        if instead := ageing.serving_instead(edition, found.plan, work):
            because = ageing.why_too_old(edition, found.plan, work)
            return _by_plan(instead, "version_too_old", because, left), instead, None
        quota = found.plan.quota
        if quota and left and left.left < 1:
            plan = serving(edition, quota.beyond, work)
            because = quotas.why_beyond(found, quota, left, edition)
            return _by_plan(plan, "quota_spent", because, left), plan, None
        return _by_right(found, claim, left, edition), found.plan, found
    stated = edition.lacking(found)
    because = why_lacking(found, right, claim, edition, stated.plan or "")
    if stated.plan is None:
        checked = Checked(outcome=stated.outcome, valid=False, lack=found, because=because)
        return checked, None, None
    plan = serving(edition, stated.plan, work)
    return _by_plan(plan, found, because, None), plan, None


def _as_given(
    edition: Edition,
    work: Work,
    checked: Checked,
    plan: Plan | None,
    held: Right | None,
) -> tuple[Checked, Plan | None, Right | None]:
    """The judgement, unless the work that is asked for is not given: then what the edition says."""
    service = work.service
    terms = gives.service_terms(service, plan, held) if service and plan else None
    found = gives.instead(edition, service, terms)
    if found is None or checked.outcome == "denied":
        return checked, plan, held
    otherwise, because = found
    if otherwise.plan is not None:
        instead = serving(edition, otherwise.plan, work)
        return _by_plan(instead, "not_provided", because, None), instead, None
    told = {"outcome": otherwise.outcome, "lack": "not_provided", "because": because}
    return checked.model_copy(update=told), plan, held


def _by_right(right: Right, claim: Claim, left: Allowance | None, edition: Edition) -> Checked:
    days = None if right.ends_on is None else (right.ends_on - claim.on).days
    return _by_plan(right.plan, None, why_covered(right, claim, edition), left).model_copy(
        update={
            "outcome": "entitled",
            "valid": True,
            "level": right.level,
            "starts_on": right.starts_on,
            "ends_on": right.ends_on,
            "days_left": days,
            "dedicated_engineer": right.plan.dedicated_engineer,
        }
    )


def _by_plan(
    plan: Plan,
    lack: Lacking | None,
    because: Because,
    left: Allowance | None,
) -> Checked:
    return Checked(
        outcome="plan",
        valid=False,
        lack=lack,
        plan=plan.slug,
        plan_name=plan.name,
        queue=plan.queue,
        cost=plan.cost,
        quota=Requests.of(left),
        because=because,
    )


def _asks(claim: Claim, vendor: str, channel: Channel) -> dict[str, str | None]:
    return {
        "vendor": vendor,
        "number": claim.number,
        "product": claim.product,
        "channel": channel,
        "contact_id": claim.contact_id or "",
    }


def _given(given: gives.Given) -> Given:
    return Given(slug=given.slug, name=given.name, terms=given.terms, because=given.because)


def _known_service(edition: Edition, slug: str | None) -> Service | None:
    service = edition.service(slug)
    if slug is not None and service is None:
        raise no_such("service", slug, [each.slug for each in edition.services])
    return service


def _first(edition: Edition, checked: Checked, plan: Plan, right: Right | None) -> Plan:
    """The plan that would serve, were it not for the work: of it the version is asked."""
    if right and checked.lack == "version_too_old":
        return right.plan
    named = next((e.plan for e in edition.without_entitlement if e.lack == checked.lack), None)
    return edition.plan(named or "") or plan


def _version(edition: Edition, plan: Plan, work: Work) -> Version | None:
    if work.version is None:
        return None
    found = ageing.version_covered(edition, plan, work.releases, work.version, work.on)
    return Version(result=found.result, until=found.until, because=found.because)


def _topic(
    edition: Edition, slug: str | None, service: Service | None, plan: Plan
) -> Excluded | None:
    topic = edition.topic(slug)
    if slug is not None and topic is None:
        raise no_such("topic", slug, [each.slug for each in edition.topics])
    if topic is None:
        return None
    is_out, because = gives.excluded(edition, topic, service, plan)
    return Excluded(topic=topic.slug, excluded=is_out, because=because)


async def _duties(db: Db, edition: Edition, customer: str | None, on: date) -> list[Duty]:
    if customer is None:
        return []
    held = await plans_held(db, customer, on)
    found = gives.duties(edition, await circumstances_of(db, customer), held)
    return [
        Duty(
            plan=each.plan,
            circumstance=each.circumstance,
            fulfilled=each.fulfilled,
            because=each.because,
        )
        for each in found
    ]


async def _contact(db: Db, ids: Ids, caller: Caller, asked: Question) -> str | None:
    if asked.email is None:
        return None
    return await person_of(db, ids, "contact", caller.vendor, asked.email)
