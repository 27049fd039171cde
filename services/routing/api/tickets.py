"""The queue: an engineer takes a ticket out of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, StringConstraints

from libs.runtime.callers import Caller
from libs.runtime.http import Execute, Ids, Now, Reading, requires
from libs.runtime.problems import RESPONSES, Problem
from services.routing.api.values import PRINTABLE, EngineerName, known_engineer
from services.routing.domain.commands import HandOver, PullTicket
from services.routing.projections.queue import ticket_of

router = APIRouter(prefix="/v1/tickets", responses=RESPONSES, tags=["tickets"])

PRINTABLE_LINES = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
TicketId = Annotated[str, Path(max_length=64, pattern=PRINTABLE)]


class NewHandOver(BaseModel):
    """To whom the ticket goes, and how far it is: nobody takes it over without a note."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "to": "anna.sokolova@support.example",
                    "note": "Журнал получен, жду повторения ошибки на стенде.",
                }
            ]
        },
    )

    to: EngineerName
    note: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True, min_length=1, max_length=4000, pattern=PRINTABLE_LINES
        ),
    ]


class PulledTicket(BaseModel):
    """A ticket and the engineer who has it now."""

    ticket_id: str
    engineer_id: str


@router.post("/{ticket_id}/pull", summary="Take a ticket out of the queue")
async def pull(
    ticket_id: TicketId,
    caller: Annotated[Caller, Depends(requires("engineer"))],
    now: Now,
    db: Reading,
    execute: Execute,
) -> PulledTicket:
    """No If-Match is needed: a ticket that somebody else has meanwhile is not given.

    Tickets without cover are taken first in first out.
    """
    if caller.engineer_id is None:
        raise Problem(
            403,
            "This needs the key of an engineer: this key is nobody's",
            ru="Нужен ключ специалиста: за этим ключом никого нет",
        )
    if await ticket_of(db, ticket_id) is None:
        raise Problem(404, "There is no ticket with this id", ru="Обращения с таким id нет")
    await execute(PullTicket(ticket_id, caller.vendor, now, caller.engineer_id))
    return PulledTicket(ticket_id=ticket_id, engineer_id=caller.engineer_id)


@router.post("/{ticket_id}/hand-over", summary="Hand the ticket over to a colleague, with a note")
async def hand_over(
    ticket_id: TicketId,
    body: NewHandOver,
    caller: Annotated[Caller, Depends(requires("engineer"))],
    ids: Ids,
    now: Now,
    db: Reading,
    execute: Execute,
) -> PulledTicket:
    """The promise stays as it was. The colleague reads the note in the ticket's story."""
    if caller.engineer_id is None:
        raise Problem(
            403,
            "This needs the key of an engineer: this key is nobody's",
            ru="Нужен ключ специалиста: за этим ключом никого нет",
        )
    if await ticket_of(db, ticket_id) is None:
        raise Problem(404, "There is no ticket with this id", ru="Обращения с таким id нет")
    to = await known_engineer(db, ids, caller.vendor, body.to)
    await execute(HandOver(ticket_id, caller.vendor, now, caller.engineer_id, to, body.note))
    return PulledTicket(ticket_id=ticket_id, engineer_id=to)
