"""Offices: to open one that the regulation names, and to list them."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from libs.regulation import Edition, Office
from libs.runtime.editions import MissingFact
from libs.runtime.http import Execute, KnownEditions, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.routing.api.values import Administrator, Colleague, Page, Word
from services.routing.domain.offices import OpenOffice
from services.routing.projections.people import offices

router = APIRouter(prefix="/v1/offices", responses=RESPONSES, tags=["offices"])


class NewOffice(BaseModel):
    """An office by its word in the regulation, which has its name and hours."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"office": "moscow"}]}
    )

    office: Word


class OpenedOffice(BaseModel):
    """An office with its name in both languages."""

    office_id: str
    ru: str
    en: str


@router.post("", status_code=201, summary="Open an office; opening it again changes nothing")
async def open_office(
    body: NewOffice, caller: Administrator, now: Now, editions: KnownEditions, execute: Execute
) -> OpenedOffice:
    try:
        office = _stated(await editions.in_force(caller.vendor, now), body.office)
    except MissingFact as missing:
        raise Problem(
            409,
            "No regulation is in force yet: publish one at entitlement",
            ru="Регламент ещё не действует: опубликуйте его через entitlement",
        ) from missing
    name = office.name
    id = f"{caller.vendor}.{office.slug}"
    await execute(OpenOffice(id, caller.vendor, now, office.slug, name.ru, name.en))
    return OpenedOffice(office_id=office.slug, ru=name.ru, en=name.en)


@router.get("", summary="All offices")
async def listed(_caller: Colleague, db: Reading) -> Page[OpenedOffice]:
    items = [OpenedOffice.model_validate(dict(row)) for row in await offices(db)]
    return Page(items=items, next=None)


def _stated(edition: Edition, slug: str) -> Office:
    for office in edition.schedule.offices:
        if office.slug == slug:
            return office
    known = ", ".join(office.slug for office in edition.schedule.offices)
    raise Problem(
        422, f"office: the regulation names {known}", ru=f"office: регламент называет {known}"
    )
