"""A contact's own rights: the wizard by which he registers one, and their list (CPRO-P-10…12)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, EmailStr

from libs.events.base import Because
from libs.regulation import Edition, Text
from libs.runtime.callers import Caller
from libs.runtime.http import Execute, IdempotencyKey, Ids, KnownEditions, Now, Reading, requires
from libs.runtime.problems import RESPONSES, FieldError, Problem
from services.entitlement.api.persons import person_of
from services.entitlement.api.values import InForce, Word
from services.entitlement.domain.claiming import RefuseClaim, ground, why_refused
from services.entitlement.domain.commands import ClaimEntitlement, ReleaseEntitlement
from services.entitlement.domain.days import day_of
from services.entitlement.domain.rights import Claim, Right
from services.entitlement.domain.words import not_his_own, why_released
from services.entitlement.projections.rights import normal, right_numbered, rights_of_contact

router = APIRouter(prefix="/v1/entitlements", responses=RESPONSES, tags=["own rights"])
Contact = Annotated[Caller, Depends(requires("submit"))]
Reader = Annotated[Caller, Depends(requires("submit", "read_own"))]


class Wizard(BaseModel):
    """A plan that contacts register themselves, and the steps of it."""

    plan: str
    name: Text
    steps: list[Text]
    success: Text
    rules: list[str]


class OwnNumber(BaseModel):
    """The number of a right, and the address of whoever registered it as his own."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"number": "KP-TP-000123", "email": "maria.ivanova@example.com"}]
        },
    )

    number: Word
    email: EmailStr


class NewClaim(OwnNumber):
    """What a contact enters: the number, the plan that he chose, the product that it is for."""

    plan: Word | None = None
    product: Word | None = None


class Released(BaseModel):
    """Why another account may register the right now, and the steps of the wizard by which."""

    because: Because
    steps: list[Text]


class OwnRight(BaseModel):
    """A right as its holder sees it. `days_left` counts its last day; null: it has no end yet."""

    entitlement_id: str
    number: str
    plan: str
    plan_name: Text
    product: str | None
    product_name: Text | None
    scopes: list[Text]
    starts_on: date | None
    ends_on: date | None
    days_left: int | None
    services: list[Text]
    expired: bool


class Claimed(BaseModel):
    """What the contact reads at the end of the wizard, and the right that he registered."""

    message: Text | None
    entitlement: OwnRight


@router.get("/wizard", summary="How a contact registers a right himself, step by step")
async def wizard(_caller: Reader, edition: InForce) -> list[Wizard]:
    return [
        Wizard(
            plan=plan.slug,
            name=plan.name,
            steps=list(plan.registration.steps),
            success=plan.registration.success,
            rules=list(plan.registration.rules),
        )
        for plan in edition.plans
        if plan.registration
    ]


@router.get("/own", summary="A contact's own rights, with their products, terms and services")
async def own(
    caller: Reader,
    email: Annotated[EmailStr, Query(description="The contact's address")],
    editions: KnownEditions,
    ids: Ids,
    now: Now,
    db: Reading,
) -> list[OwnRight]:
    contact_id = await person_of(db, ids, "contact", caller.vendor, email)
    told = []
    for row in await rights_of_contact(db, caller.vendor, contact_id):
        edition = await editions.named(row["edition"], db)
        told.append(_own(dict(row), edition, day_of(now, edition)))
    return told


@router.post("/claims", status_code=201, summary="Register a right as a contact's own")
async def claim(
    body: NewClaim,
    caller: Contact,
    key: IdempotencyKey,
    edition: InForce,
    editions: KnownEditions,
    ids: Ids,
    now: Now,
    db: Reading,
    execute: Execute,
) -> Claimed:
    contact_id = await person_of(db, ids, "contact", caller.vendor, body.email)
    number = normal(body.number) or ""
    on = day_of(now, edition)
    row = await right_numbered(db, caller.vendor, number)
    kept = await editions.named(row["edition"], db) if row else edition
    right = Right.of(row, kept, on) if row else None
    found = ground(number, body.plan, body.product, contact_id, on, right, edition)
    if found is not None or row is None or right is None:
        found = found or "unknown"
        because = why_refused(found, Claim(number, body.product, contact_id, on), edition)
        await execute(
            RefuseClaim(contact_id, caller.vendor, now, number, found, because, ids.digest(key))
        )
        errors = [
            FieldError(field="body.number", message=because.en, message_ru=because.ru, rule=rule)
            for rule in because.rules
        ]
        raise Problem(
            422,
            because.en,
            ru=because.ru,
            rule=", ".join(because.rules) or None,
            errors=errors,
            kind=f"/problems/entitlement-refused/{found.replace('_', '-')}",
        )
    await execute(ClaimEntitlement(row["entitlement_id"], caller.vendor, now, contact_id, kept))
    registration = right.plan.registration
    return Claimed(
        message=registration.success if registration else None, entitlement=_own(row, kept, on)
    )


@router.post("/releases", summary="Give up a right, so that another account may register it")
async def release(
    body: OwnNumber,
    caller: Annotated[Caller, Depends(requires("submit", "administer"))],
    edition: InForce,
    editions: KnownEditions,
    ids: Ids,
    now: Now,
    db: Reading,
    execute: Execute,
) -> Released:
    """For who changed his address, by himself or by an administrator: the new account registers
    the right by the wizard then. Saying it again changes nothing."""
    contact_id = await person_of(db, ids, "contact", caller.vendor, body.email)
    row = await right_numbered(db, caller.vendor, normal(body.number))
    if row is None:
        raise not_his_own(edition)
    kept = await editions.named(row["edition"], db)
    await execute(ReleaseEntitlement(row["entitlement_id"], caller.vendor, now, contact_id, kept))
    plan = Right.of(row, kept, day_of(now, kept)).plan
    steps = plan.registration.steps if plan.registration else ()
    return Released(because=why_released(plan, row["number"], kept), steps=list(steps))


def _own(row: Mapping[str, Any], edition: Edition, on: date) -> OwnRight:
    right = Right.of(dict(row) | {"contacts": ()}, edition, on)
    product = edition.product(right.product)
    names = [edition.service(slug) for slug in right.services]
    return OwnRight(
        entitlement_id=right.entitlement_id,
        number=right.number,
        plan=right.plan.slug,
        plan_name=right.plan.name,
        product=right.product,
        product_name=product.name if product else None,
        scopes=list(right.plan.scopes),
        starts_on=right.starts_on,
        ends_on=right.ends_on,
        days_left=_days_left(right, on),
        services=[
            known.name if known else Text(ru=slug, en=slug)
            for slug, known in zip(right.services, names, strict=True)
        ],
        expired=bool(right.ends_on and on > right.ends_on),
    )


def _days_left(right: Right, on: date) -> int | None:
    """How many days the right holds from this one on, it included."""
    if right.ends_on is None or right.starts_on is None:
        return None
    return max(0, (right.ends_on - max(on, right.starts_on)).days + 1)
