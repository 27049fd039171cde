"""What was told about a ticket, and whether it arrived."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel

from libs.runtime.callers import Caller
from libs.runtime.http import Reading, requires
from libs.runtime.problems import RESPONSES, Problem
from services.notification.projections import mails_of, ticket

router = APIRouter(prefix="/v1", responses=RESPONSES)
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"


class Told(BaseModel):
    """One mail: its occasion, its recipient's id, and how far it is."""

    notification_id: str
    recipient_id: str
    template: str
    state: Literal["pending", "delivered", "failing", "abandoned"]
    attempts: int
    error: str | None
    at: datetime


@router.get("/tickets/{ticket_id}/notifications")
async def notifications(
    ticket_id: Annotated[str, Path(max_length=64, pattern=PRINTABLE)],
    _caller: Annotated[Caller, Depends(requires("engineer", "administer"))],
    db: Reading,
) -> list[Told]:
    if await ticket(ticket_id, db) is None:
        raise Problem(404, "There is no such ticket")
    return [Told.model_validate(row) for row in await mails_of(ticket_id, db)]
