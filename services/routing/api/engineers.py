"""Engineers: to register one in an office, and to list them."""

from datetime import datetime

from asyncpg import UniqueViolationError
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, EmailStr, Field

from libs.events.intake import Language
from libs.regulation.published import known_by
from libs.runtime.editions import Editions, MissingFact
from libs.runtime.http import Execute, IdempotencyKey, Ids, KnownEditions, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.routing.api.values import Administrator, After, Colleague, Limit, Line, Page, Word
from services.routing.domain.engineers import HireEngineer
from services.routing.projections.people import (
    engineer_called,
    engineers_after,
    is_hired,
    office_is_open,
)

router = APIRouter(prefix="/v1/engineers", responses=RESPONSES, tags=["engineers"])


class NewEngineer(BaseModel):
    """An engineer of an office; without products he knows all of them."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "office": "moscow",
                    "name": "Егор Лебедев",
                    "email": "egor.lebedev@support.example",
                }
            ]
        },
    )

    office: Word
    name: Line
    email: EmailStr
    products: list[Word] = Field(default=[], max_length=100)
    language: Language | None = Field(
        default=None, description="Of mails to him; else the regulation's first"
    )


class Engineer(BaseModel):
    """An engineer; name and address are null once they were erased. Where only the vendor's dated
    facts name him, they tell these and his language (`GET /v1/facts` of entitlement)."""

    engineer_id: str
    office_id: str
    name: str | None
    email: str | None
    products: list[str]
    language: Language | None


class EngineerAtWork(Engineer):
    """An engineer and how many tickets he has."""

    open_tickets: int


@router.post("", status_code=201, summary="Register an engineer")
async def hire(
    body: NewEngineer,
    caller: Administrator,
    key: IdempotencyKey,
    ids: Ids,
    now: Now,
    db: Reading,
    editions: KnownEditions,
    execute: Execute,
) -> Engineer:
    body = await _in_a_language(body, caller.vendor, now, editions)
    if not await office_is_open(db, caller.vendor, body.office):
        raise Problem(
            422,
            "office: it is not open here: POST /v1/offices",
            ru="office: здесь он не открыт: POST /v1/offices",
        )
    listed = await engineer_called(db, caller.vendor, "", ids.digest(*known_by(body.email)))
    if listed and not await is_hired(db, listed):
        raise Problem(
            409,
            f"email: the vendor's dated facts name this engineer; his id is {listed}",
            ru="email: этот специалист уже назван в датированных фактах поставщика; его id"
            f" — {listed}",
        )
    command = HireEngineer(
        id=ids.derive("engineer", caller.vendor, caller.client, key),
        vendor=caller.vendor,
        at=now,
        office_id=body.office,
        products=tuple(body.products),
        language=body.language or "ru",
        name=body.name,
        email=body.email,
        digest=ids.digest(body.model_dump_json()),
        known_as=tuple(ids.digest(*known_by(each)) for each in (body.name, body.email)),
    )
    try:
        await execute(command)
    except UniqueViolationError as taken:
        raise Problem(
            409,
            "email: another engineer has this address already",
            ru="email: этот адрес уже у другого специалиста",
        ) from taken
    return Engineer(
        engineer_id=command.id,
        office_id=body.office,
        name=body.name,
        email=body.email,
        products=body.products,
        language=body.language,
    )


async def _in_a_language(
    body: NewEngineer, vendor: str, now: datetime, editions: Editions
) -> NewEngineer:
    """Who names no language is written to in the first of the edition in force."""
    try:
        edition = await editions.in_force(vendor, now)
    except MissingFact:
        return body
    return body.model_copy(update={"language": body.language or edition.languages[0]})


@router.get("", summary="Engineers in the order of their ids")
async def listed(
    _caller: Colleague, db: Reading, after: After = "", limit: Limit = 50
) -> Page[EngineerAtWork]:
    rows = await engineers_after(db, after, limit + 1)
    shown = [EngineerAtWork.model_validate(dict(row)) for row in rows[:limit]]
    return Page(items=shown, next=shown[-1].engineer_id if len(rows) > limit else None)
