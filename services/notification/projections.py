"""What notification must know to write a mail: the ticket, its contact, its engineer."""

from collections.abc import Sequence
from typing import Any

from libs.events.base import ERASED, readable
from libs.events.entitlement import EngineerListed
from libs.events.intake import ContactRegistered, TicketSubmitted
from libs.events.notification import (
    NotificationAbandoned,
    NotificationBounced,
    NotificationDelivered,
    NotificationFailed,
    NotificationReceived,
    NotificationScheduled,
)
from libs.events.routing import (
    EngineerHired,
    TicketAssigned,
    TicketHandedOver,
    TicketReturned,
)
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row


def _ticket_key(envelope: Envelope) -> Row | None:
    event = envelope.event
    return {"ticket_id": event.ticket_id} if isinstance(event, TicketSubmitted) else None


def _ticket(_row: Row | None, envelope: Envelope) -> Row | None:
    event = envelope.event
    assert isinstance(event, TicketSubmitted)
    contact = event.contact
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "number": event.number,
        "contact_id": event.contact_id,
        "language": event.language,
        "product": event.product,
        "edition": event.edition,
        "subject": readable(event.subject),
        "address": None if contact is ERASED else contact.email,
    }


TICKETS = Projection(
    table="tickets",
    columns="""
        ticket_id text, vendor text not null, number text not null, contact_id text not null,
        language text not null, product text, edition text not null, subject text, address text
    """,
    keyed_by=("ticket_id",),
    key=_ticket_key,
    evolve=_ticket,
    indexes="create index if not exists tickets_contact on tickets (contact_id);",
    personal={"subject": "contact_id", "address": "contact_id"},
)


Registered = ContactRegistered | EngineerHired | EngineerListed


def _people(table: str, who: str, *registered: type[Registered]) -> Projection:
    """Where people are written to, and in which language; `registered` makes them known."""

    def key(envelope: Envelope) -> Row | None:
        event = envelope.event
        return {who: event.person_id()} if isinstance(event, registered) else None

    def person(_row: Row | None, envelope: Envelope) -> Row | None:
        event = envelope.event
        assert isinstance(event, Registered)
        return {
            who: event.person_id(),
            "vendor": event.vendor,
            "language": event.language,
            "address": readable(event.email),
        }

    return Projection(
        table=table,
        columns=f"{who} text, vendor text not null, language text not null, address text",
        keyed_by=(who,),
        key=key,
        evolve=person,
        personal={"address": who},
    )


CONTACTS = _people("contacts", "contact_id", ContactRegistered)
ENGINEERS = _people("engineers", "engineer_id", EngineerHired, EngineerListed)


def _assignment_key(envelope: Envelope) -> Row | None:
    match envelope.event:
        case TicketAssigned() | TicketHandedOver() | TicketReturned() as event:
            return {"ticket_id": event.ticket_id}
    return None


def _assignment(_row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case TicketAssigned() | TicketHandedOver() as event:
            return {
                "ticket_id": event.ticket_id,
                "vendor": event.vendor,
                "engineer_id": event.engineer_id,
            }
    return None


ASSIGNMENTS = Projection(
    table="assignments",
    columns="ticket_id text, vendor text not null, engineer_id text not null",
    keyed_by=("ticket_id",),
    key=_assignment_key,
    evolve=_assignment,
)

Result = (
    NotificationDelivered
    | NotificationReceived
    | NotificationBounced
    | NotificationFailed
    | NotificationAbandoned
)
Noted = NotificationScheduled | Result
STATES = {
    NotificationScheduled: "pending",
    NotificationDelivered: "delivered",
    NotificationReceived: "received",
    NotificationBounced: "bounced",
    NotificationFailed: "failing",
    NotificationAbandoned: "abandoned",
}


def _mail_key(envelope: Envelope) -> Row | None:
    event = envelope.event
    return {"notification_id": event.notification_id} if isinstance(event, Noted) else None


def _mail(row: Row | None, envelope: Envelope) -> Row | None:
    event = envelope.event
    if isinstance(event, NotificationScheduled):
        return {
            "notification_id": event.notification_id,
            "vendor": event.vendor,
            "ticket_id": event.ticket_id,
            "recipient_id": event.recipient_id,
            "template": event.template,
            "state": STATES[type(event)],
            "attempts": 0,
            "error": None,
            "at": event.occurred_at,
        }
    if row is None or not isinstance(event, Result):
        return row
    return row | {
        "state": STATES[type(event)],
        "attempts": getattr(event, "attempts", row["attempts"]),
        "error": getattr(event, "error", None) or getattr(event, "status", None),
        "at": event.occurred_at,
    }


MAILS = Projection(
    table="mails",
    columns="""
        notification_id text, vendor text not null, ticket_id text not null,
        recipient_id text not null, template text not null, state text not null,
        attempts int not null, error text, at timestamptz not null
    """,
    keyed_by=("notification_id",),
    key=_mail_key,
    evolve=_mail,
    indexes="create index if not exists mails_ticket on mails (ticket_id);",
)

PROJECTIONS = (TICKETS, CONTACTS, ENGINEERS, ASSIGNMENTS, MAILS)


async def ticket(ticket_id: str, db: Db) -> dict[str, Any] | None:
    """A ticket with the address and language that its contact has registered last."""
    row = await db.fetchrow(
        "select t.*, coalesce(c.address, t.address) as send_to, coalesce(c.language, t.language)"
        " as speaks from tickets t left join contacts c using (contact_id) where ticket_id = $1",
        ticket_id,
    )
    return dict(row) if row else None


async def contact(contact_id: str, db: Db) -> dict[str, Any] | None:
    """Where a contact is written to, and in which language; None for one who never wrote."""
    row = await db.fetchrow("select * from contacts where contact_id = $1", contact_id)
    return dict(row) if row else None


async def engineer(engineer_id: str, db: Db) -> dict[str, Any] | None:
    row = await db.fetchrow("select * from engineers where engineer_id = $1", engineer_id)
    return dict(row) if row else None


async def assigned(ticket_id: str, db: Db) -> str | None:
    engineer_id: str | None = await db.fetchval(
        "select engineer_id from assignments where ticket_id = $1", ticket_id
    )
    return engineer_id


async def was_told(ticket_id: str, templates: Sequence[str], db: Db) -> bool:
    """Whether there is a mail of one of these kinds about a ticket."""
    found: bool = await db.fetchval(
        "select exists (select from mails where ticket_id = $1 and template = any($2))",
        ticket_id,
        list(templates),
    )
    return found


async def ticket_of_mail(notification_id: str, db: Db) -> str | None:
    """The ticket that a mail is about; None where there is no such mail of the vendor's."""
    ticket_id: str | None = await db.fetchval(
        "select ticket_id from mails where notification_id = $1", notification_id
    )
    return ticket_id


async def mails_of(ticket_id: str, db: Db) -> list[dict[str, Any]]:
    rows = await db.fetch(
        "select notification_id, recipient_id, template, state, attempts, error, at from mails"
        " where ticket_id = $1 order by at, notification_id",
        ticket_id,
    )
    return [dict(row) for row in rows]
