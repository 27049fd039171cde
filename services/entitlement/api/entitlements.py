"""Rights to support: to register one, and to see them."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from libs.events.entitlement import Route
from libs.runtime.http import Execute, IdempotencyKey, Ids, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.entitlement.api.answers import Entitlement, entitlement
from services.entitlement.api.values import (
    Administrator,
    After,
    Colleague,
    Day,
    InForce,
    Limit,
    Page,
    Seats,
    Word,
    page,
    register_number,
)
from services.entitlement.domain.commands import RegisterEntitlement
from services.entitlement.projections.customers import customer_numbered
from services.entitlement.projections.rights import (
    entitlement_with,
    entitlements_after,
    normal,
)

router = APIRouter(prefix="/v1/entitlements", responses=RESPONSES, tags=["entitlements"])


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
    starts_on: Day | None = Field(
        default=None, description="The day of its document; none for a plan that a fact begins"
    )
    ends_on: Day | None = Field(default=None, description="The last day, itself included")
    terms: Annotated[int, Field(ge=1, le=100)] = Field(
        default=1, description="For how many terms it is bought, where the plan allows several"
    )
    route: Route | None = Field(default=None, description="How it is sold; null: unknown")
    seats: Seats | None = Field(default=None, description="Workplaces, where requests depend on it")
    requests: Seats | None = Field(
        default=None, description="The requests that the contract names, where the table does not"
    )


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
    customer = await customer_numbered(db, caller.vendor, body.customer)
    if customer is None:
        raise Problem(
            422,
            f"customer: there is none with the number {body.customer}",
            ru=f"customer: клиента с номером {body.customer} нет",
        )
    command = RegisterEntitlement(
        id=ids.derive("entitlement", caller.vendor, caller.client, key),
        vendor=caller.vendor,
        at=now,
        number=normal(body.number) or "",
        customer_id=customer["customer_id"],
        plan=body.plan,
        product=body.product,
        services=tuple(body.services),
        level=body.level,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        digest=ids.digest(body.model_dump_json()),
        edition=edition,
        terms=body.terms,
        route=body.route,
        seats=body.seats,
        requests=body.requests,
        holder=customer["kind"],
    )
    return entitlement((await register_number(execute, command, command.number)).state)


@router.get("", summary="Rights in the order of their numbers, of one customer or of all")
async def listed(
    _caller: Colleague,
    db: Reading,
    customer: Word | None = None,
    after: After = "",
    limit: Limit = 50,
) -> Page[Entitlement]:
    rows = await entitlements_after(db, after, customer, limit + 1)
    return page([Entitlement.of(dict(row)) for row in rows], limit, "number")


@router.get("/{entitlement_id}", summary="One right")
async def one(_caller: Colleague, entitlement_id: Word, db: Reading) -> Entitlement:
    row = await entitlement_with(db, entitlement_id)
    if row is None:
        raise Problem(404, "There is no right with this id", ru="Права с таким id нет")
    return Entitlement.of(dict(row))
