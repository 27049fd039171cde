"""The queue: an engineer takes a ticket out of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel

from libs.runtime.callers import Caller
from libs.runtime.http import Execute, Now, Reading, requires
from libs.runtime.problems import Problem
from services.routing.api.values import PRINTABLE
from services.routing.domain.commands import PullTicket
from services.routing.projections.tickets import ticket_of

router = APIRouter(prefix="/tickets", tags=["tickets"])

TicketId = Annotated[str, Path(max_length=64, pattern=PRINTABLE)]


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
        raise Problem(403, "This needs the key of an engineer: this key is nobody's")
    if await ticket_of(db, ticket_id) is None:
        raise Problem(404, "There is no ticket with this id")
    await execute(PullTicket(ticket_id, caller.vendor, now, caller.engineer_id))
    return PulledTicket(ticket_id=ticket_id, engineer_id=caller.engineer_id)
