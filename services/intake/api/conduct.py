"""What an engineer may do where somebody breaks the norms of conduct, and complaints."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from libs.events.base import Because, readable
from libs.events.conduct import ComplaintRaised
from libs.runtime.callers import Caller
from libs.runtime.http import (
    ClientOrColleague,
    Execute,
    ExpectedVersion,
    IdempotencyKey,
    Ids,
    KnownEditions,
    Now,
    requires,
)
from libs.runtime.problems import RESPONSES, Problem
from services.intake.api.access import SeenTicket, ServiceDatabase, known_id
from services.intake.api.acts import WithPen
from services.intake.api.states import Written, note_replay
from services.intake.api.values import (
    Body,
    Engineer,
    Request,
    Word,
    edition_named,
    engineer_of,
)
from services.intake.domain.complaints import RaiseComplaint
from services.intake.domain.conduct import NoteBreach, StopService
from services.intake.projections import complaint_raised

router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["conduct"])
Contact = Annotated[Caller, Depends(requires("submit"))]


class Breach(Request):
    """Which message breaks the norms of conduct, and who wrote it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "about": "8f0d6f0e-6d5c-8a3e-9d6b-0f6f4c1f2a77",
                    "by": "contact",
                    "body": "Оскорбление специалиста.",
                }
            ]
        },
    )

    about: Word = Field(description="The id of the message")
    by: Literal["contact", "engineer"]
    body: Body


class Stop(Request):
    """Why an engineer stops the support at once."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"body": "Нецензурные выражения в двух сообщениях."}]},
    )

    body: Body


class Complaint(Request):
    """What a contact writes to the head."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"body": "Специалист отвечал грубо."}]},
    )

    body: Body


class RaisedComplaint(BaseModel):
    """A complaint on record."""

    complaint_id: str
    ticket_id: str
    number: str
    role: str
    received_at: datetime
    because: Because
    body: str | None


@router.post("/tickets/{ticket_id}/breaches", status_code=201, summary="Note a breach of conduct")
async def note(
    body: Breach,
    caller: Engineer,
    pen: WithPen,
    expected: ExpectedVersion,
    editions: KnownEditions,
) -> Written:
    edition = await edition_named(editions, pen.ticket.submitted.edition)
    return await pen.write(
        NoteBreach(
            **pen.text("breach", body, body.body),
            engineer_id=engineer_of(caller),
            by=body.by,
            about=body.about,
            edition=edition,
        ),
        expected,
    )


@router.post("/tickets/{ticket_id}/stop", status_code=201, summary="Stop the support at once")
async def stop(
    body: Stop,
    caller: Engineer,
    pen: WithPen,
    expected: ExpectedVersion,
    editions: KnownEditions,
) -> Written:
    """The engineer's manager is told in the same act."""
    edition = await edition_named(editions, pen.ticket.submitted.edition)
    text = pen.text("stop", body, body.body)
    return await pen.write(
        StopService(**text, engineer_id=engineer_of(caller), edition=edition), expected
    )


@router.post(
    "/tickets/{ticket_id}/complaints", status_code=201, summary="Complain to the head of support"
)
async def complain(
    body: Complaint,
    caller: Contact,
    seen: SeenTicket,
    key: IdempotencyKey,
    ids: Ids,
    now: Now,
    editions: KnownEditions,
    execute: Execute,
    response: Response,
) -> RaisedComplaint:
    """On a closed ticket too, and whatever its request lacks."""
    submitted = seen.ticket.submitted
    command = RaiseComplaint(
        id=ids.derive("complaint", submitted.ticket_id, caller.client, key),
        vendor=caller.vendor,
        at=now,
        ticket_id=submitted.ticket_id,
        number=submitted.number,
        contact_id=submitted.contact_id,
        client=caller.client,
        digest=ids.digest(body.model_dump_json()),
        body=body.body,
        edition=await edition_named(editions, submitted.edition),
    )
    executed = await execute(command)
    note_replay(response, executed.events)
    return _told(executed.state)


@router.get("/complaints/{complaint_id}", summary="A complaint: its own client's, and the head's")
async def read(
    complaint_id: Word, caller: ClientOrColleague, database: ServiceDatabase
) -> RaisedComplaint:
    async with database.reading(caller.vendor) as db:
        raised = await complaint_raised(db, known_id(complaint_id, "complaint"))
    if raised is None or not _may_read(caller, raised):
        raise Problem(404, "There is no complaint with this id", ru="Жалобы с таким id нет")
    return _told(raised)


def _may_read(caller: Caller, raised: ComplaintRaised) -> bool:
    """Engineers read none that is hidden from them (CPRO-R-37)."""
    if "administer" in caller.scopes:
        return True
    if "engineer" in caller.scopes:
        return not raised.hidden
    return raised.client == caller.client


def _told(raised: ComplaintRaised) -> RaisedComplaint:
    return RaisedComplaint(
        complaint_id=raised.complaint_id,
        ticket_id=raised.ticket_id,
        number=raised.number,
        role=raised.role,
        received_at=raised.occurred_at,
        because=raised.because,
        body=readable(raised.body),
    )
