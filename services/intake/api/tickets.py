"""Tickets: to submit one, and to see where it stands."""

from datetime import datetime

from fastapi import APIRouter, Response
from fastapi import Request as HttpRequest
from pydantic import BaseModel

from libs.events.intake import TicketSubmitted
from libs.runtime.http import ClientOrColleague, Execute, IdempotencyKey, Now
from libs.runtime.problems import RESPONSES
from services.intake.api.access import SeenTicket
from services.intake.api.recording import recorder
from services.intake.api.requests import NewTicket
from services.intake.api.states import TicketState, note_replay, state_of
from services.intake.api.values import ForContact

router = APIRouter(prefix="/v1/tickets", responses=RESPONSES, tags=["tickets"])


class Submitted(BaseModel):
    """An accepted request; `missing` are the required fields that a call did not give."""

    ticket_id: str
    number: str
    contact_id: str
    product: str | None
    edition: str
    missing: tuple[str, ...]
    received_at: datetime


async def submit(
    body: NewTicket,
    caller: ForContact,
    key: IdempotencyKey,
    now: Now,
    execute: Execute,
    request: HttpRequest,
    response: Response,
) -> Submitted:
    command = await (await recorder(request, caller, now)).command(body, key)
    executed = await execute(command)
    note_replay(response, executed.events)
    return submitted_as(executed.state.submitted, response)


def submitted_as(submitted: TicketSubmitted, response: Response) -> Submitted:
    """The answer to an accepted request, and where its ticket is."""
    response.headers["Location"] = f"/v1/tickets/{submitted.ticket_id}"
    return Submitted(
        ticket_id=submitted.ticket_id,
        number=submitted.number,
        contact_id=submitted.contact_id,
        product=submitted.product,
        edition=submitted.edition,
        missing=submitted.missing,
        received_at=submitted.occurred_at,
    )


@router.get("/{ticket_id}", summary="Where a ticket stands")
async def state(caller: ClientOrColleague, seen: SeenTicket, response: Response) -> TicketState:
    response.headers["ETag"] = f'"{seen.version}"'
    return state_of(seen.ticket, seen.version, caller)
