"""What the routes have in common: words without control characters, pages, who may."""

from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field, StringConstraints

from libs.regulation.published import known_by
from libs.runtime.callers import Caller
from libs.runtime.database import Db
from libs.runtime.http import requires
from libs.runtime.identity import Identity
from libs.runtime.problems import Problem
from services.routing.projections.people import engineer_called

Item = TypeVar("Item")
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"

Word = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=PRINTABLE),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=255, pattern=PRINTABLE),
]
EngineerName = Annotated[Line, Field(description="The engineer's id or e-mail address")]

After = Annotated[
    str, Query(max_length=200, pattern=PRINTABLE, description="The `next` of the page before")
]
Limit = Annotated[int, Query(ge=1, le=200)]


class Page(BaseModel, Generic[Item]):
    """A part of a list; `next` is None on the last page."""

    items: list[Item]
    next: str | None


async def _administrator(caller: Annotated[Caller, Depends(requires("administer"))]) -> Caller:
    if caller.vendor == "*":
        raise Problem(
            400,
            "Name one vendor in Vakhta-Vendor: engineers are one vendor's",
            ru="Назовите в Vakhta-Vendor одного поставщика: у каждого свои специалисты",
        )
    return caller


Administrator = Annotated[Caller, Depends(_administrator)]
Colleague = Annotated[Caller, Depends(requires("engineer", "administer"))]


async def known_engineer(db: Db, ids: Identity, vendor: str, name: str) -> str:
    """The id of the vendor's engineer. Raises Problem 422 where there is none."""
    engineer_id = await engineer_called(db, vendor, name, ids.digest(*known_by(name)))
    if engineer_id is None:
        raise Problem(
            422,
            "engineer: there is none with this id or address: POST /v1/engineers",
            ru="engineer: специалиста с таким id или адресом нет: POST /v1/engineers",
        )
    return engineer_id
