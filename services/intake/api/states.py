"""Where a ticket stands, in intake's own short words; views know the rest."""

from datetime import date, datetime
from typing import Any

from fastapi import Response
from pydantic import BaseModel

from libs.events.intake import Channel, Outcome, Party, Place, Relation, Reproduced, Unit
from libs.runtime.callers import Caller
from services.intake.domain.ticket import Found, Status, Ticket, WaitsFor


class TicketState(BaseModel):
    """A ticket's state; the ETag is its version, for If-Match.

    `questions` are the numbers of those that are still to be answered. `priority` is for the
    support alone: views show it to customers where the regulation does.
    """

    ticket_id: str
    number: str
    version: int
    status: Status
    waits_for: WaitsFor | None
    outcome: Outcome | None
    closed_by: Party | None
    channel: Channel
    kind: str
    product: str | None
    client: str
    contact_id: str
    edition: str
    off_channel: bool
    drafted_for: Channel | None
    subject: str | None
    certificate: str | None
    priority: Place | None
    questions: list[int]
    reproduced: Reproduced | None
    is_defect: bool
    passed_to: Unit | None
    release: str | None
    planned_on: date | None
    merged_into: str | None
    links: dict[str, Relation]
    missing: tuple[str, ...]
    completeness: dict[str, int]
    received_at: datetime


class Written(BaseModel):
    """A text was added to a ticket; the same request sent again gets this same answer."""

    ticket_id: str
    message_id: str
    received_at: datetime


def state_of(ticket: Ticket, version: int, caller: Caller) -> TicketState:
    submitted, request = ticket.submitted, ticket.request
    found = ticket.found or Found(submitted.kind)
    return TicketState(
        ticket_id=submitted.ticket_id,
        number=submitted.number,
        version=version,
        status=ticket.status,
        waits_for=ticket.waits_for,
        outcome=ticket.outcome,
        closed_by=ticket.closed_by,
        channel=ticket.channel or request.channel,
        kind=found.kind,
        product=request.product,
        client=submitted.client,
        contact_id=submitted.contact_id,
        edition=submitted.edition,
        off_channel=submitted.off_channel is not None and not ticket.filed.is_adopted,
        drafted_for=ticket.filed.drafted_for,
        subject=ticket.subject,
        certificate=ticket.certificate or request.certificate,
        priority=ticket.priority if caller.reads_all else None,
        questions=sorted(ticket.questions),
        reproduced=found.reproduced,
        is_defect=found.is_defect,
        passed_to=ticket.passed_to,
        release=ticket.deferral.release if ticket.deferral else None,
        planned_on=ticket.deferral.planned_on if ticket.deferral else None,
        merged_into=ticket.merged.target_number if ticket.merged else None,
        links=dict(ticket.links),
        missing=request.missing,
        completeness=request.completeness,
        received_at=submitted.occurred_at,
    )


def note_replay(response: Response, events: tuple[Any, ...]) -> None:
    """Say that an answer was given before: nothing was done for this request."""
    if not events:
        response.headers["Idempotent-Replayed"] = "true"
