"""Texts without control characters, and what else the routes have in common."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

from libs.events.intake import Scope
from libs.regulation import Edition
from libs.runtime.callers import Caller
from libs.runtime.editions import Editions, MissingFact
from libs.runtime.http import AnyCaller, KnownEditions, Now, requires
from libs.runtime.problems import Problem

MAY_SPEAK: tuple[Scope, ...] = ("submit", "engineer")
"""One of these lets a caller submit and write for a contact."""
QUESTIONS = 30
"""How many numbered questions one request for information may ask."""
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
PRINTABLE_LINES = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"


def _with_plain_line_ends(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


Word = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=PRINTABLE)
]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=PRINTABLE)]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=64_000, pattern=PRINTABLE_LINES),
    BeforeValidator(_with_plain_line_ends),
]
Body = Annotated[Text, StringConstraints(min_length=1)]


class Request(BaseModel):
    """The body of a request: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")


async def _administrator(caller: Annotated[Caller, Depends(requires("administer"))]) -> Caller:
    return of_one_vendor(caller)


async def in_force(editions: Editions, caller: Caller, now: datetime) -> Edition:
    """The edition of the caller's vendor. Raises Problem 409 where none is in force."""
    try:
        return await editions.in_force(of_one_vendor(caller).vendor, now)
    except MissingFact as missing:
        raise Problem(
            409,
            "No regulation of this vendor is in force yet: publish one first",
            ru="Регламент этого поставщика ещё не действует: сначала опубликуйте его",
        ) from missing


async def _in_force(caller: AnyCaller, editions: KnownEditions, now: Now) -> Edition:
    return await in_force(editions, caller, now)


async def edition_named(editions: Editions, edition: str) -> Edition:
    """The edition of a ticket. Raises Problem 503 where this replica does not have it yet."""
    try:
        return await editions.named(edition)
    except MissingFact as missing:
        raise Problem(
            503,
            "The ticket's regulation has not come here yet",
            ru="Регламент обращения сюда ещё не пришёл: повторите запрос",
            headers={"Retry-After": "1"},
        ) from missing


def of_one_vendor(caller: Caller) -> Caller:
    """The caller. Raises Problem 400 for an operator who names all vendors."""
    if caller.vendor == "*":
        raise Problem(
            400,
            "Name one vendor in Vakhta-Vendor, not all of them (*)",
            ru="Назовите в Vakhta-Vendor одного поставщика, а не всех (*)",
        )
    return caller


Administrator = Annotated[Caller, Depends(_administrator)]
Engineer = Annotated[Caller, Depends(requires("engineer"))]
ForContact = Annotated[Caller, Depends(requires(*MAY_SPEAK))]
InForce = Annotated[Edition, Depends(_in_force)]


def engineer_of(caller: Caller) -> str:
    """Who acts: the engineer whose key it is, or the product that acts for engineers."""
    return caller.engineer_id or caller.client
