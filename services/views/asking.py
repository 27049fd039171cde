"""What the routes of views ask of a request: who looks, at which page, and which words he gives."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import AwareDatetime, TypeAdapter

from libs.runtime.callers import Caller
from libs.runtime.database import Db
from libs.runtime.http import KnownEditions, Now, requires
from libs.runtime.problems import Problem
from services.views.cursors import Cursor
from services.views.freshness import FreshReading
from services.views.pages import Page
from services.views.queries import tickets
from services.views.queries.sight import Sight, hidden_from, sight_of

TICKET_ID = "8f0d6f0e-6d5c-8a3e-9d6b-0f6f4c1f2a77"
CONTACT_ID = "1b9f2c4e-7a31-8d05-b6c2-4e0d9a7f3158"
PRINTABLE = r"^[^\x00-\x1f\x7f]+$"

Reader = Annotated[Caller, Depends(requires("read_own", "engineer", "administer"))]
staff_only = [Depends(requires("engineer", "administer"))]

Newest = tuple[AwareDatetime, str]
newest_cursor: Cursor[Newest] = Cursor(TypeAdapter(Newest))

Word = Annotated[str | None, Query(max_length=100, pattern=PRINTABLE)]
Id = Annotated[str, Path(max_length=100, pattern=PRINTABLE, examples=[TICKET_ID])]
ContactId = Annotated[str, Path(max_length=100, pattern=PRINTABLE, examples=[CONTACT_ID])]
Paged = Annotated[Page, Depends()]


async def unknown(db: Db, ticket_id: str) -> Problem:
    """What is said of a ticket that cannot be seen, or not yet."""
    if await tickets.set_aside(db, ticket_id):
        return Problem(
            503,
            "This ticket is not lost, but its events were set aside and wait to be taken in",
            ru="Обращение не потеряно, но его события отложены и ждут обработки",
            headers={"Retry-After": "1"},
        )
    return Problem(404, "There is no such ticket", ru="Такого обращения нет")


async def _looking(db: FreshReading, caller: Reader, editions: KnownEditions, now: Now) -> Sight:
    sight = sight_of(caller, now)
    return replace(sight, hidden=await hidden_from(sight, now, editions, db))


async def _listening(caller: Reader, now: Now) -> Sight:
    """As who looks, but with no connection in hand for as long as he listens; what is hidden from
    him may change meanwhile, so that the feed follows it."""
    return sight_of(caller, now)


Listening = Annotated[Sight, Depends(_listening)]
Looking = Annotated[Sight, Depends(_looking)]
