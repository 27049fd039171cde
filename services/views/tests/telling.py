"""What the other services tell in these tests, with everything filled in that does not matter."""

from datetime import UTC, datetime, timedelta

from libs.events.base import Because
from libs.events.entitlement import (
    CustomerRegistered,
    EngineerListed,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
    WorkCharged,
)
from libs.events.intake import (
    ContactRegistered,
    InformationRequested,
    KeyIssued,
    MessageReceived,
    NoteAdded,
    PriorityChanged,
    ReplySent,
    TicketClosed,
    TicketReopened,
    TicketSubmitted,
)
from libs.events.notification import NotificationDelivered, NotificationScheduled
from libs.events.routing import (
    EngineerHired,
    OfficeOpened,
    TicketAssigned,
    TicketHandedOver,
    TicketQueued,
    TicketReturned,
)
from libs.events.sla_clock import (
    ClockBroken,
    ClockMet,
    ClockMetLate,
    ClockStarted,
    ClockWarned,
    NothingPromised,
)
from libs.events.work import SupportTypeChanged
from libs.runtime.callers import key_digest

VENDOR = "cryptopro"
FRIDAY = datetime(2026, 2, 20, 14, 30, tzinfo=UTC)
DUE = datetime(2026, 2, 25, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
BECAUSE = Because(
    rules=("CPRO-R-28",), edition="cryptopro-2026", ru="потому что", en="because", facts={"n": 12}
)


def told(cls, at=FRIDAY, vendor=VENDOR, **fields):
    """An event of the class; what it needs and was not given gets a value of the right kind."""
    usual = {
        "ticket_id": "t1",
        "contact_id": "ivan",
        "engineer_id": "anna",
        "office_id": "moscow",
        "message_id": "m1",
        "digest": "",
        "language": "ru",
        "edition": "cryptopro-2026",
        "channel": "portal",
        "because": BECAUSE,
        "clock_id": "t1:first_response",
        "clock": "first_response",
        "product": "csp",
        "received_at": at,
        "notification_id": "n1",
    }
    known = {name: usual[name] for name in cls.model_fields if name in usual}
    return cls(vendor=vendor, occurred_at=at, **{**known, **fields})


def submitted(ticket="t1", at=FRIDAY, **fields):
    usual = {
        "number": f"CP-{ticket}",
        "client": "shop",
        "kind": "problem",
        "certificate": "C-1",
        "subject": "Не ставится программа",
        "body": "Установщики сообщают об ошибке",
    }
    return told(TicketSubmitted, at, ticket_id=ticket, **{**usual, **fields})


def entitled(ticket="t1", at=FRIDAY, **fields):
    usual = {
        "entitlement_id": "right",
        "customer_id": "romashka",
        "plan": "premium",
        "level": None,
        "queue": "general",
    }
    return told(TicketEntitled, at, ticket_id=ticket, **{**usual, **fields})


def charged(ticket="t1", **fields):
    usual = {"edition": "cryptopro-2026", "sessions": (), "blocks": (), "raw_minutes": 40}
    usual |= {"billed_minutes": 60, "amount": "3000.00", "currency": "RUB"}
    return told(WorkCharged, ticket_id=ticket, **{**usual, **fields})


def moved_to(plan, ticket="t1"):
    return told(
        SupportTypeChanged,
        FRIDAY + HOUR,
        ticket_id=ticket,
        plan_before="premium",
        plan=plan,
        body="",
    )


def placed(place, ticket="t1"):
    return told(PriorityChanged, FRIDAY + HOUR, ticket_id=ticket, priority=place)


def uncovered(ticket="t1", **fields):
    return told(TicketLeftUncovered, ticket_id=ticket, reason="unknown", **fields)


def denied(ticket="t1"):
    return told(TicketDenied, ticket_id=ticket, reason="no_agreement")


def started(ticket="t1", due_at=DUE, clock="first_response", **fields):
    usual = {
        "clock_id": f"{ticket}:{clock}",
        "warn_at": None,
        "provisional": False,
        "met_by": ("ReplySent", "InformationRequested"),
    }
    return told(ClockStarted, ticket_id=ticket, clock=clock, due_at=due_at, **{**usual, **fields})


def warned(ticket="t1", at=DUE - HOUR):
    return told(ClockWarned, at, ticket_id=ticket, clock_id=f"{ticket}:first_response", due_at=DUE)


def met(ticket="t1", at=FRIDAY + HOUR):
    clock_id = f"{ticket}:first_response"
    return told(ClockMet, at, ticket_id=ticket, clock_id=clock_id, met_by="ReplySent")


def broken(ticket="t1", at=DUE):
    clock_id = f"{ticket}:first_response"
    return told(ClockBroken, at, ticket_id=ticket, clock_id=clock_id, noticed_at=at)


def met_late(ticket="t1", at=DUE + HOUR):
    clock_id = f"{ticket}:first_response"
    return told(ClockMetLate, at, ticket_id=ticket, clock_id=clock_id, met_by="ReplySent")


def unpromised(ticket="t1", clock="resolution"):
    return told(NothingPromised, ticket_id=ticket, clocks=(clock,), tells=False)


def assigned(ticket="t1", engineer="anna", **fields):
    return told(TicketAssigned, ticket_id=ticket, engineer_id=engineer, **fields)


def handed_over(ticket="t1"):
    return told(
        TicketHandedOver, ticket_id=ticket, from_engineer_id="boris", by_hand=False, note=""
    )


def queued(ticket="t1"):
    return told(TicketQueued, ticket_id=ticket, priority="covered", next_try=DUE)


def returned(ticket="t1"):
    return told(TicketReturned, ticket_id=ticket)


def message(ticket="t1", at=FRIDAY + HOUR, body="Всё ещё не работает", **fields):
    return told(MessageReceived, at, ticket_id=ticket, body=body, **fields)


def reply(ticket="t1", at=FRIDAY + HOUR, body="Переустановите", **fields):
    return told(ReplySent, at, ticket_id=ticket, body=body, **fields)


def note(ticket="t1", at=FRIDAY + HOUR, body="клиент знает пароль"):
    return told(NoteAdded, at, ticket_id=ticket, body=body)


def asked(ticket="t1", at=FRIDAY + HOUR):
    return told(InformationRequested, at, ticket_id=ticket, body="Какая версия?")


def closed(ticket="t1", at=FRIDAY + 2 * HOUR, outcome="solved", **fields):
    return told(TicketClosed, at, ticket_id=ticket, outcome=outcome, closed_by="engineer", **fields)


def reopened(ticket="t1", at=FRIDAY + 3 * HOUR):
    return told(TicketReopened, at, ticket_id=ticket, reopened_by="contact", body="Снова")


def scheduled(ticket="t1"):
    return told(
        NotificationScheduled,
        ticket_id=ticket,
        recipient_id="ivan",
        recipient_kind="contact",
        template="submitted",
        address="ivan@example.org",
        subject="Принято",
        body="Принято",
    )


def delivered(ticket="t1"):
    return told(NotificationDelivered, ticket_id=ticket, attempts=1)


def contact(contact_id="ivan", name="Иван Петров"):
    return told(ContactRegistered, contact_id=contact_id, name=name, email="ivan@example.org")


def customer(customer_id="romashka"):
    return told(
        CustomerRegistered,
        customer_id=customer_id,
        number="К-1",
        kind="organisation",
        name="ООО «Ромашка»",
    )


def engineer(engineer_id="anna", name="Анна Смирнова"):
    return told(EngineerHired, engineer_id=engineer_id, name=name, email="anna@example.org")


def listed(staff_id, name):
    about = {"name": name, "email": f"{staff_id}@example.org", "manager": "", "deputy": ""}
    return told(EngineerListed, staff_id=staff_id, office="moscow", content={}, **about)


def office():
    return told(OfficeOpened, ru="головной офис", en="head office")


def key(secret, *scopes, client="shop", vendor=VENDOR):
    return told(
        KeyIssued,
        vendor=vendor,
        key_id=secret,
        digest=key_digest(secret),
        client=client,
        product=None,
        scopes=scopes,
        engineer_id=None,
    )
