"""Rights to support: to register one, to see them, and to ask what a number gives on a day."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from libs.events.base import Because
from libs.regulation import Lack
from libs.runtime.callers import Caller
from libs.runtime.http import (
    Execute,
    IdempotencyKey,
    Ids,
    KnownEditions,
    Now,
    Reading,
    requires,
)
from libs.runtime.problems import Problem
from services.entitlement.api.values import (
    Administrator,
    After,
    Colleague,
    Day,
    InForce,
    Limit,
    Page,
    Word,
    page,
    register_number,
)
from services.entitlement.domain.entitlements import RegisterEntitlement
from services.entitlement.domain.rights import (
    Claim,
    Right,
    covering,
    day_of,
    why_covered,
    why_lacking,
)
from services.entitlement.projections.customers import customer_numbered
from services.entitlement.projections.entitlements import (
    entitlement_with,
    entitlements_after,
    normal,
    right_numbered,
)

router = APIRouter(prefix="/entitlements", tags=["entitlements"])


class NewEntitlement(BaseModel):
    """A certificate, support contract or agreement, as its document states it.

    Without `ends_on` the plan's term holds, without `services` the plan's services.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "number": "KP-TP-000200",
                    "customer": "K-1001",
                    "plan": "certificate",
                    "product": "csp",
                    "starts_on": "2026-11-01",
                }
            ]
        },
    )

    number: Word
    customer: Word = Field(description="The customer's number")
    plan: Word
    product: Word | None = None
    services: list[Word] = Field(default=[], max_length=50)
    level: Word | None = None
    starts_on: Day
    ends_on: Day | None = Field(default=None, description="The last day, itself included")


class Entitlement(BaseModel):
    """A registered right; it holds from `starts_on` until the end of `ends_on`."""

    entitlement_id: str
    number: str
    customer_id: str
    plan: str
    product: str | None
    services: list[str]
    level: str | None
    starts_on: date
    ends_on: date
    edition: str
    expired: bool = False


class Checked(BaseModel):
    """What a request with this number would get, and why."""

    outcome: Literal["entitled", "uncovered", "denied", "plan"]
    lack: Lack | None = None
    because: Because


@router.post("", status_code=201, summary="Register a right to support")
async def register(
    body: NewEntitlement,
    caller: Administrator,
    key: IdempotencyKey,
    ids: Ids,
    now: Now,
    db: Reading,
    edition: InForce,
    execute: Execute,
) -> Entitlement:
    customer_id = await customer_numbered(db, caller.vendor, body.customer)
    if customer_id is None:
        raise Problem(422, f"customer: there is none with the number {body.customer}")
    command = RegisterEntitlement(
        id=ids.derive("entitlement", caller.vendor, caller.client, key),
        vendor=caller.vendor,
        at=now,
        number=normal(body.number) or "",
        customer_id=customer_id,
        plan=body.plan,
        product=body.product,
        services=tuple(body.services),
        level=body.level,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        digest=ids.digest(body.model_dump_json()),
        edition=edition,
    )
    state = (await register_number(execute, command, command.number)).state
    return Entitlement.model_validate(state.registered.model_dump() | {"expired": state.expired})


@router.get("", summary="Rights in the order of their numbers, of one customer or of all")
async def listed(
    _caller: Colleague,
    db: Reading,
    customer: Word | None = None,
    after: After = "",
    limit: Limit = 50,
) -> Page[Entitlement]:
    rows = await entitlements_after(db, after, customer, limit + 1)
    return page([Entitlement.model_validate(dict(row)) for row in rows], limit, "number")


@router.get("/check", summary="What a request with this number would get on a day")
async def check(
    caller: Annotated[Caller, Depends(requires("submit", "engineer", "administer"))],
    number: Word,
    edition: InForce,
    editions: KnownEditions,
    now: Now,
    db: Reading,
    product: Word | None = None,
    on: Annotated[Day | None, Query(description="Today, when left out")] = None,
) -> Checked:
    row = await right_numbered(db, caller.vendor, normal(number))
    right = Right.of(row, await editions.named(row["edition"], db)) if row else None
    claim = Claim(number, product, None, on or day_of(now, edition))
    found = covering(right, claim)
    if isinstance(found, Right):
        return Checked(outcome="entitled", because=why_covered(found, claim, edition))
    because = why_lacking(found, right, claim, edition)
    return Checked(outcome=edition.lacking(found).outcome, lack=found, because=because)


@router.get("/{entitlement_id}", summary="One right")
async def one(_caller: Colleague, entitlement_id: Word, db: Reading) -> Entitlement:
    row = await entitlement_with(db, entitlement_id)
    if row is None:
        raise Problem(404, "There is no right with this id")
    return Entitlement.model_validate(dict(row))
