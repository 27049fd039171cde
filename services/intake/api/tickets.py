"""Tickets: to submit one, and to see where it stands."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from libs.runtime.callers import Caller
from libs.runtime.http import Execute, IdempotencyKey, requires
from services.intake.api.access import SeenTicket
from services.intake.api.recording import WithRecorder
from services.intake.api.requests import NewTicket
from services.intake.api.states import TicketState, note_replay, state_of
from services.intake.api.values import ForContact

router = APIRouter(prefix="/tickets", tags=["tickets"])
Reader = Annotated[Caller, Depends(requires("read_own", "submit", "engineer", "administer"))]


class Submitted(BaseModel):
    """An accepted request; `missing` are the required fields that a call did not give."""

    ticket_id: str
    number: str
    contact_id: str
    product: str | None
    edition: str
    missing: tuple[str, ...]
    received_at: datetime


@router.post("", status_code=201, summary="Submit a request")
async def submit(
    body: NewTicket,
    _caller: ForContact,
    key: IdempotencyKey,
    recorder: WithRecorder,
    execute: Execute,
    response: Response,
) -> Submitted:
    executed = await execute(await recorder.command(body, key))
    note_replay(response, executed.events)
    request = executed.state.submitted
    response.headers["Location"] = f"/v1/tickets/{request.ticket_id}"
    return Submitted(
        ticket_id=request.ticket_id,
        number=request.number,
        contact_id=request.contact_id,
        product=request.product,
        edition=request.edition,
        missing=request.missing,
        received_at=request.occurred_at,
    )


@router.get("/{ticket_id}", summary="Where a ticket stands")
async def state(_caller: Reader, seen: SeenTicket, response: Response) -> TicketState:
    response.headers["ETag"] = f'"{seen.version}"'
    return state_of(seen.ticket, seen.version)
