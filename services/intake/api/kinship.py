"""A ticket and others: to split it, to merge it, to link it, to go on with a closed one."""

from fastapi import APIRouter, Response
from fastapi import Request as HttpRequest
from pydantic import ConfigDict, Field

from libs.events.base import readable
from libs.runtime.callers import Caller
from libs.runtime.http import ExpectedVersion
from libs.runtime.problems import RESPONSES, Problem
from services.intake.api.access import ServiceDatabase, known_id, seen
from services.intake.api.acts import Hand, Regulation, WithHand, WithPen
from services.intake.api.ending import Reopening
from services.intake.api.reasons import wrong
from services.intake.api.recording import recorder
from services.intake.api.requests import NewTicket, Reachable
from services.intake.api.states import TicketState, Written, note_replay
from services.intake.api.tickets import Submitted, submitted_as
from services.intake.api.values import Body, Engineer, ForContact, Line, Request, Word, engineer_of
from services.intake.domain.kinship import LinkTicket, MergeTicket, SplitTicket, UndoMerge
from services.intake.domain.ticket import Ticket

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["kinship"])
TICKET = "8f0d6f0e-6d5c-8a3e-9d6b-0f6f4c1f2a77"


class NewPart(Request):
    """One of several problems, which becomes a ticket of its own."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"subject": "Не печатается отчёт", "body": "Из отчёта пропадают подписи."}]
        },
    )

    subject: Line
    body: Body
    kind: Word | None = None
    product: Word | None = None


class Part(Written):
    """The part, under its own number."""

    child_id: str
    number: str


class Other(Request):
    """Another ticket of the vendor."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"ticket_id": TICKET}]}
    )

    ticket_id: str = Field(max_length=64)


@router.post("/parts", status_code=201, summary="Make a ticket of one of its problems")
async def split(
    body: NewPart,
    caller: Engineer,
    pen: WithPen,
    expected: ExpectedVersion,
    edition: Regulation,
    request: HttpRequest,
) -> Part:
    """The part keeps the instant, the edition and the right of the whole; no quota is spent."""
    ticket = pen.ticket
    kind = body.kind or (ticket.found.kind if ticket.found else ticket.submitted.kind)
    if edition.form.kind(kind) is None:
        names = ", ".join(each.slug for each in edition.form.kinds)
        raise wrong("kind", f"Name one of: {names}", f"Назовите одно из: {names}")
    product = body.product or ticket.submitted.product
    if product is not None and edition.product(product) is None:
        names = ", ".join(each.slug for each in edition.products)
        raise wrong("product", f"Name one of: {names}", f"Назовите продукт: {names}")
    text = pen.text("part", body, body.body)
    child_id = pen.ids.derive("ticket", text["id"], text["message_id"])
    number = ticket.parts.get(child_id)
    if number is None:
        number = await (await recorder(request, caller, pen.now)).number()
    written = await pen.write(
        SplitTicket(
            **text,
            engineer_id=engineer_of(caller),
            child_id=child_id,
            child_number=number,
            kind=kind,
            product=product,
            subject=body.subject,
        ),
        expected,
    )
    return Part(**written.model_dump(), child_id=child_id, number=number)


@router.post("/merging", summary="Go on with the ticket in another one")
async def merge(
    body: Other, caller: Engineer, hand: WithHand, database: ServiceDatabase
) -> TicketState:
    other = await _other(body, hand, database)
    if other.status == "closed" and hand.ticket.merged is None:
        raise Problem(
            409,
            f"{other.submitted.number} is closed: merge with an open ticket",
            ru=f"{other.submitted.number} закрыто: объедините с открытым обращением",
        )
    return await hand.act(
        MergeTicket(
            **hand.where,
            engineer_id=engineer_of(caller),
            target_id=other.submitted.ticket_id,
            target_number=other.submitted.number,
        )
    )


@router.post("/merging/undo", summary="Make a merged ticket one of its own again")
async def undo_merge(caller: Engineer, hand: WithHand) -> TicketState:
    return await hand.act(UndoMerge(**hand.where, engineer_id=engineer_of(caller)))


@router.post("/links", summary="Say that it has to do with another ticket")
async def link(
    body: Other, caller: Engineer, hand: WithHand, database: ServiceDatabase
) -> TicketState:
    other = await _other(body, hand, database)
    return await hand.act(
        LinkTicket(
            **hand.where,
            other_id=other.submitted.ticket_id,
            other_number=other.submitted.number,
            relation="related",
            engineer_id=engineer_of(caller),
        )
    )


@router.post("/continuations", status_code=201, summary="Submit a new ticket on a closed one")
async def go_on(
    body: Reopening, caller: ForContact, pen: WithPen, request: HttpRequest, response: Response
) -> Submitted:
    """A new ticket by the regulation in force now, linked to the closed one."""
    if pen.ticket.status != "closed":
        raise Problem(
            409,
            "The ticket is not closed: write a message instead",
            ru="Обращение не закрыто: напишите сообщение",
        )
    recording = await recorder(request, caller, pen.now)
    was = pen.ticket.submitted
    command = await recording.command(_anew(pen.ticket, body, caller), pen.key, was.ticket_id)
    executed = await pen.execute(command)
    note_replay(response, executed.events)
    return submitted_as(executed.state.submitted, response)


async def _other(body: Other, hand: Hand, database: ServiceDatabase) -> Ticket:
    """The other ticket. Raises Problem 404 where the vendor has none of this id."""
    async with database.reading(hand.caller.vendor) as db:
        return (await seen(db, hand.caller, known_id(body.ticket_id, "ticket"))).ticket


def _anew(ticket: Ticket, body: Reopening, caller: Caller) -> NewTicket:
    """The request that a closed ticket was, with what is said now."""
    was = ticket.submitted
    written = was.channel if was.channel in ("portal", "embedded") else "portal"
    contact = readable(was.contact)
    return NewTicket.model_validate(
        {
            "channel": written if "submit" in caller.scopes else "phone",
            "kind": ticket.found.kind if ticket.found else was.kind,
            "language": was.language,
            "product": was.product,
            "certificate": ticket.certificate,
            "subject": ticket.subject or "",
            "body": body.body,
            "answers": {**ticket.answers, **body.answers},
            "contact": Reachable(email=contact.email, phone=contact.phone, name=contact.name)
            if contact
            else Reachable(),
        }
    )
