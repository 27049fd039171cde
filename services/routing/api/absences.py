"""Absences: when an engineer gets no tickets, and hands over what falls due meanwhile."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from libs.runtime.http import Execute, Ids, Now, Reading
from libs.runtime.problems import RESPONSES
from services.routing.api.values import (
    Administrator,
    After,
    Colleague,
    EngineerName,
    Limit,
    Page,
    known_engineer,
)
from services.routing.domain.engineers import PlanAbsence
from services.routing.projections.people import absences_after

router = APIRouter(prefix="/v1/absences", responses=RESPONSES, tags=["engineers"])

Instant = Annotated[
    AwareDatetime,
    Field(ge=datetime(1990, 1, 1, tzinfo=UTC), le=datetime(2190, 1, 1, tzinfo=UTC)),
]


class NewAbsence(BaseModel):
    """An engineer's time away, from and including `absent_from` until `absent_until`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "engineer": "anna.sokolova@support.example",
                    "absent_from": "2027-07-05T00:00:00+03:00",
                    "absent_until": "2027-07-19T00:00:00+03:00",
                }
            ]
        },
    )

    engineer: EngineerName
    absent_from: Instant
    absent_until: Instant


class Absence(BaseModel):
    """An engineer's time away."""

    engineer_id: str
    absent_from: datetime
    absent_until: datetime


@router.post("", status_code=201, summary="Plan an absence; saying it again changes nothing")
async def plan(
    body: NewAbsence, caller: Administrator, ids: Ids, now: Now, db: Reading, execute: Execute
) -> Absence:
    engineer_id = await known_engineer(db, ids, caller.vendor, body.engineer)
    begins, ends = body.absent_from.astimezone(UTC), body.absent_until.astimezone(UTC)
    await execute(PlanAbsence(engineer_id, caller.vendor, now, begins, ends))
    return Absence(engineer_id=engineer_id, absent_from=begins, absent_until=ends)


@router.get("", summary="Who is away when")
async def listed(
    _caller: Colleague, db: Reading, after: After = "", limit: Limit = 50
) -> Page[Absence]:
    rows = await absences_after(db, after, limit + 1)
    shown = [Absence.model_validate(dict(row)) for row in rows[:limit]]
    return Page(items=shown, next=rows[limit - 1]["cursor"] if len(rows) > limit else None)
