"""Dedications: which engineer serves a customer's tickets before all others."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from libs.runtime.http import Execute, Ids, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.routing.api.values import (
    Administrator,
    After,
    Colleague,
    EngineerName,
    Limit,
    Page,
    Word,
    known_engineer,
)
from services.routing.domain.engineers import DedicateEngineer
from services.routing.projections.people import customer_numbered, dedications_after

router = APIRouter(prefix="/v1/dedications", responses=RESPONSES, tags=["engineers"])


class NewDedication(BaseModel):
    """An engineer and the customer whom he is to serve first."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"engineer": "anna.sokolova@support.example", "customer": "K-1001"}]
        },
    )

    engineer: EngineerName
    customer: Word = Field(description="The customer's number")
    deputy: EngineerName | None = Field(
        default=None, description="Who serves the customer while the engineer is away"
    )


class Dedication(BaseModel):
    """An engineer dedicated to a customer."""

    engineer_id: str
    customer_id: str
    deputy_id: str | None


@router.post("", status_code=201, summary="Dedicate an engineer; saying it again changes nothing")
async def dedicate(
    body: NewDedication,
    caller: Administrator,
    ids: Ids,
    now: Now,
    db: Reading,
    execute: Execute,
) -> Dedication:
    engineer_id = await known_engineer(db, ids, caller.vendor, body.engineer)
    customer_id = await customer_numbered(db, caller.vendor, body.customer)
    if customer_id is None:
        raise Problem(
            422,
            "customer: there is none with this number here; if it was registered this moment,"
            " repeat the request",
            ru="customer: клиента с таким номером здесь нет; если его только что"
            " зарегистрировали, повторите запрос",
        )
    deputy_id = None
    if body.deputy:
        deputy_id = await known_engineer(db, ids, caller.vendor, body.deputy)
    await execute(DedicateEngineer(engineer_id, caller.vendor, now, customer_id, deputy_id))
    return Dedication(engineer_id=engineer_id, customer_id=customer_id, deputy_id=deputy_id)


@router.get("", summary="Who is dedicated to whom")
async def listed(
    _caller: Colleague, db: Reading, after: After = "", limit: Limit = 50
) -> Page[Dedication]:
    rows = await dedications_after(db, after, limit + 1)
    shown = [Dedication.model_validate(dict(row)) for row in rows[:limit]]
    return Page(items=shown, next=rows[limit - 1]["cursor"] if len(rows) > limit else None)
