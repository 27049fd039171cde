"""What the routes have in common: words without control characters, days, pages, who may."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Generic, TypeVar

from asyncpg import UniqueViolationError
from fastapi import Depends, Query
from pydantic import BaseModel, Field, StringConstraints

from libs.decider import Command
from libs.regulation import Edition
from libs.runtime.callers import Caller
from libs.runtime.editions import MissingFact
from libs.runtime.groups import Executed
from libs.runtime.http import AnyCaller, Executor, KnownEditions, Now, requires
from libs.runtime.problems import Problem

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
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2190, 1, 1))]

Seats = Annotated[int, Field(ge=1, le=10_000_000)]

After = Annotated[
    str,
    Query(max_length=64, pattern=PRINTABLE, description="The `next` of the page before"),
]
Limit = Annotated[int, Query(ge=1, le=200)]


class Page(BaseModel, Generic[Item]):
    """A part of a list; `next` is None on the last page."""

    items: list[Item]
    next: str | None


def page(items: list[Item], limit: int, name: str) -> Page[Item]:
    """A page of what was read with one item more than its limit, to see whether more follows."""
    shown = items[:limit]
    return Page(items=shown, next=getattr(shown[-1], name) if len(items) > limit else None)


async def _administrator(caller: Annotated[Caller, Depends(requires("administer"))]) -> Caller:
    if caller.vendor == "*":
        raise Problem(
            400,
            "Name one vendor in Vakhta-Vendor: only calendars are for all (*)",
            ru="Назовите в Vakhta-Vendor одного поставщика: для всех (*) только календари",
        )
    return caller


async def _operator(caller: AnyCaller) -> Caller:
    if caller.key_id != "operator" or caller.vendor != "*":
        raise Problem(
            403,
            "This holds for all vendors: it takes the operator, Vakhta-Vendor: *",
            ru="Это касается всех поставщиков: нужны ключ оператора и Vakhta-Vendor: *",
        )
    return caller


Administrator = Annotated[Caller, Depends(_administrator)]
Operator = Annotated[Caller, Depends(_operator)]
Colleague = Annotated[Caller, Depends(requires("engineer", "administer"))]


async def _in_force(caller: AnyCaller, editions: KnownEditions, now: Now) -> Edition:
    try:
        return await editions.in_force(caller.vendor, now)
    except MissingFact as missing:
        raise Problem(
            409,
            "No regulation is in force yet: POST /v1/regulations",
            ru="Ни один регламент ещё не действует: POST /v1/regulations",
        ) from missing


InForce = Annotated[Edition, Depends(_in_force)]


async def register_number(execute: Executor, command: Command, number: str) -> Executed:
    """Have a registration decided. Raises Problem 409 where its number is taken."""
    try:
        return await execute(command)
    except UniqueViolationError as taken:
        raise Problem(
            409,
            f"number: {number} is registered already, under another key",
            ru=f"number: {number} уже зарегистрирован с другим Idempotency-Key",
        ) from taken


def no_such(field: str, slug: str, known: Sequence[str]) -> Problem:
    """What is told of a name that the edition does not have: those that it has."""
    told = ", ".join(known)
    return Problem(
        422,
        f"{field}: there is no {slug}; there are {told or 'none'}",
        ru=f"{field}: {slug} здесь нет; есть {told or 'пустой список'}",
    )
