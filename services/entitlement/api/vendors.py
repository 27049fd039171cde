"""The vendors of this desk, for its operator."""

from datetime import UTC, datetime

from fastapi import APIRouter
from pydantic import BaseModel

from libs.regulation import Text
from libs.runtime.http import KnownEditions
from libs.runtime.problems import RESPONSES
from services.entitlement.api.values import Operator

router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["publishing"])
NEWEST = datetime.max.replace(tzinfo=UTC)


class Vendor(BaseModel):
    """Whose regulation was published here: the newest one, and the zone that it counts by."""

    vendor: str
    edition: str
    name: Text
    zone: str


@router.get("/vendors", summary="All vendors of the desk")
async def vendors(_caller: Operator, editions: KnownEditions) -> list[Vendor]:
    newest = [await editions.in_force(vendor, NEWEST) for vendor in await editions.vendors()]
    return [
        Vendor(vendor=each.vendor, edition=each.id, name=each.name, zone=each.schedule.zone)
        for each in newest
    ]
