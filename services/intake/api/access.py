"""A ticket as the caller may see it; one that he may not see is not there."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from libs.runtime.callers import Caller
from libs.runtime.database import Database, Db
from libs.runtime.http import AnyCaller
from libs.runtime.problems import Problem
from services.intake.domain.ticket import Ticket
from services.intake.domain.tickets import decider
from services.intake.projections import ticket_past

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket and its version, as the caller saw them before he decides."""

    ticket: Ticket
    version: int


async def _database(request: Request) -> Database:
    return request.app.state.replica.database  # type: ignore[no-any-return]


ServiceDatabase = Annotated[Database, Depends(_database)]


def known_id(given: str, what: str) -> str:
    """An id as we give them. Raises Problem 404 for any other text."""
    if not ID.fullmatch(given):
        raise Problem(404, f"There is no {what} with this id", ru="Здесь нет ничего с таким id")
    return given


async def _seen(ticket_id: str, caller: AnyCaller, database: ServiceDatabase) -> Seen:
    """Reads, and gives its connection back before anything is decided."""
    async with database.reading(caller.vendor) as db:
        return await seen(db, caller, known_id(ticket_id, "ticket"))


async def seen(db: Db, caller: Caller, ticket_id: str) -> Seen:
    """The ticket. Raises Problem 404 where the caller has none of this id."""
    past = await ticket_past(db, ticket_id)
    ticket = decider.fold(past)
    if ticket is None or not may_see(caller, ticket):
        raise Problem(404, "There is no ticket with this id", ru="Обращения с таким id нет")
    return Seen(ticket, len(past))


def may_see(caller: Caller, ticket: Ticket) -> bool:
    return caller.reads_all or ticket.submitted.client == caller.client


async def _writable(ticket: "SeenTicket") -> Seen:
    """A ticket that texts may be added to. Raises Problem 409 where its contact was erased."""
    if ticket.ticket.submitted.is_erased():
        raise Problem(
            409,
            "The ticket's contact was erased and no text of or to him is kept: submit anew",
            ru="Данные заявителя стёрты, его переписка не хранится: подайте новое обращение",
        )
    return ticket


SeenTicket = Annotated[Seen, Depends(_seen)]
WritableTicket = Annotated[Seen, Depends(_writable)]
