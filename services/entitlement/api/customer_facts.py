"""Facts about a customer: licences, pilot projects, and circumstances with a duty."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from libs.decider import Command
from libs.regulation import Edition
from libs.runtime.database import Db
from libs.runtime.http import Execute, IdempotencyKey, Ids, KnownEditions, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.entitlement.api.answers import Entitlement, entitlement
from services.entitlement.api.right_facts import Fact, check_time
from services.entitlement.api.values import Administrator, InForce, Word, register_number
from services.entitlement.domain.circumstances import NoteCircumstance
from services.entitlement.domain.commands import FinishPilot, GiveFreeTime
from services.entitlement.projections.circumstances import licence_numbered
from services.entitlement.projections.customers import customer_numbered
from services.entitlement.projections.rights import entitlement_with, normal

router = APIRouter(prefix="/v1/customers", responses=RESPONSES, tags=["facts"])


class CustomerFact(Fact):
    """The key of a licence was handed over, or a pilot project began or ended; `number` is the
    licence's or the project's."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "fact": "LicenceKeyHandedOver",
                    "number": "L-000777",
                    "happened_at": "2026-11-02T09:00:00Z",
                }
            ]
        },
    )

    fact: Literal["LicenceKeyHandedOver", "PilotStarted", "PilotFinished"]
    number: Word
    product: Word | None = None


class Circumstance(BaseModel):
    """A circumstance that the regulation ties a duty to begins, or is over."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"circumstance": "implementation", "holds": True}]},
    )

    circumstance: Word
    holds: bool = True


class Noted(BaseModel):
    """What became of a customer's fact: the right that it gave or ended, if any."""

    entitlement: Entitlement | None


class Circumstances(BaseModel):
    """What holds for a customer now."""

    circumstances: list[str]


@router.post("/{number}/facts", status_code=201, summary="A fact about a customer")
async def of_customer(
    number: Word,
    body: CustomerFact,
    caller: Administrator,
    key: IdempotencyKey,
    ids: Ids,
    now: Now,
    db: Reading,
    edition: InForce,
    editions: KnownEditions,
    execute: Execute,
) -> Noted:
    customer_id = await _customer(db, caller.vendor, number)
    check_time(body.happened_at, now)
    kind = "licence" if body.fact == "LicenceKeyHandedOver" else "pilot"
    id = ids.derive("free time", caller.vendor, customer_id, kind, body.number)
    digest = ids.digest(caller.client, key, body.model_dump_json())
    command: Command
    if body.fact == "PilotFinished":
        row = await entitlement_with(db, id)
        kept = await editions.named(row["edition"], db) if row else edition
        command = FinishPilot(id, caller.vendor, now, body.happened_at, body.number, digest, kept)
    else:
        await _check_licence(body, customer_id, caller.vendor, db)
        command = _free_time(id, body, customer_id, caller.vendor, now, digest, edition)
    state = (await register_number(execute, command, body.number)).state
    return Noted(entitlement=entitlement(state) if state.registered else None)


@router.post("/{number}/circumstances", status_code=201, summary="A circumstance of a customer")
async def circumstance(
    number: Word,
    body: Circumstance,
    caller: Administrator,
    key: IdempotencyKey,
    ids: Ids,
    now: Now,
    db: Reading,
    edition: InForce,
    execute: Execute,
) -> Circumstances:
    command = NoteCircumstance(
        id=await _customer(db, caller.vendor, number),
        vendor=caller.vendor,
        at=now,
        circumstance=body.circumstance,
        holds=body.holds,
        digest=ids.digest(caller.client, key, body.model_dump_json()),
        edition=edition,
    )
    holding = (await execute(command)).state.holding
    return Circumstances(circumstances=sorted(name for name, holds in holding.items() if holds))


def _free_time(
    id: str,
    body: CustomerFact,
    customer_id: str,
    vendor: str,
    now: datetime,
    digest: str,
    edition: Edition,
) -> GiveFreeTime:
    assert body.fact != "PilotFinished"
    return GiveFreeTime(
        id=id,
        vendor=vendor,
        at=now,
        happened_at=body.happened_at,
        fact=body.fact,
        number=normal(body.number) or "",
        customer_id=customer_id,
        product=body.product,
        digest=digest,
        edition=edition,
    )


async def _check_licence(body: CustomerFact, customer_id: str, vendor: str, db: Db) -> None:
    known = await licence_numbered(db, vendor, normal(body.number) or "")
    if body.fact == "LicenceKeyHandedOver" and known and known["customer_id"] != customer_id:
        raise Problem(
            409,
            f"number: the licence {body.number} is another customer's",
            ru=f"number: лицензия {body.number} — другого клиента",
        )


async def _customer(db: Db, vendor: str, number: str) -> str:
    customer = await customer_numbered(db, vendor, number)
    if customer is None:
        raise Problem(
            404,
            f"There is no customer with the number {number}",
            ru=f"Клиента с номером {number} здесь нет",
        )
    return str(customer["customer_id"])
