"""What the other services say, in short words."""

from libs.events.base import Because
from libs.events.entitlement import (
    CalendarPublished,
    CustomerRegistered,
    RegulationPublished,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
)
from libs.events.intake import (
    KeyIssued,
    TicketClosed,
    TicketReopened,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.events.sla_clock import ClockMet, ClockMoved, ClockStarted
from libs.runtime.callers import key_digest
from services.routing.tests.boards import CPRO, TKAD

EDITIONS = (CPRO, TKAD)
EDITION_OF = {edition.vendor: edition.id for edition in EDITIONS}
WHY = Because(ru="так", en="so")


def calendar(rows, holidays):
    return CalendarPublished(
        vendor="*",
        occurred_at="2026-01-01T00:00:00Z",
        calendar="ru",
        calendar_version="1",
        rows=rows,
        holidays=holidays,
    )


def published(edition, at):
    return RegulationPublished(
        vendor=edition.vendor,
        occurred_at=at,
        edition=edition.id,
        in_force_from=edition.in_force_at(),
        digest="",
        content=edition.model_dump(mode="json"),
    )


def customer(number, vendor="technokad"):
    return CustomerRegistered(
        vendor=vendor,
        occurred_at="2026-01-01T00:00:00Z",
        customer_id=f"customer-{number}",
        number=number,
        kind="organisation",
        digest="",
        name="ООО «Ромашка»",
    )


def key(secret, vendor, scopes, engineer=None):
    return KeyIssued(
        vendor=vendor,
        occurred_at="2026-01-01T00:00:00Z",
        key_id=secret,
        digest=key_digest(secret),
        client="desk",
        product=None,
        scopes=scopes,
        engineer_id=engineer,
    )


def submitted(ticket, at, vendor="technokad", product=None, **_):
    return TicketSubmitted(
        vendor=vendor,
        occurred_at=at,
        ticket_id=ticket,
        number=f"N-{ticket}",
        contact_id="maria",
        client="portal",
        channel="portal",
        kind="problem",
        language="ru",
        product=product,
        certificate=None,
        edition=EDITION_OF[vendor],
        digest="",
        subject="Ключ",
        body="Не читается",
    )


def entitled(ticket, at, vendor="technokad", product=None, customer="k1"):
    return TicketEntitled(
        vendor=vendor,
        occurred_at=at,
        ticket_id=ticket,
        entitlement_id="right",
        customer_id=customer,
        plan="general_agreement",
        level="basic",
        queue="general",
        edition=EDITION_OF[vendor],
        channel="portal",
        product=product,
        received_at=at,
        because=WHY,
    )


def left_uncovered(ticket, at, vendor="cryptopro", product=None):
    return TicketLeftUncovered(
        vendor=vendor,
        occurred_at=at,
        ticket_id=ticket,
        reason="none",
        edition=EDITION_OF[vendor],
        channel="portal",
        product=product,
        received_at=at,
        because=WHY,
    )


def denied(ticket, at, vendor="technokad"):
    return TicketDenied(
        vendor=vendor,
        occurred_at=at,
        ticket_id=ticket,
        reason="expired",
        edition=EDITION_OF[vendor],
        because=WHY,
    )


def started(ticket, at, due, vendor="technokad", clock="take_into_work"):
    return ClockStarted(
        vendor=vendor,
        occurred_at=at,
        ticket_id=ticket,
        clock_id=f"{ticket}:{clock}",
        clock=clock,
        due_at=due,
        warn_at=None,
        provisional=False,
        because=WHY,
    )


def moved(ticket, at, due, vendor="technokad", clock="take_into_work"):
    return ClockMoved(
        vendor=vendor,
        occurred_at=at,
        ticket_id=ticket,
        clock_id=f"{ticket}:{clock}",
        due_at=due,
        warn_at=None,
        provisional=False,
        because=WHY,
    )


def met(ticket, at, vendor="technokad", clock="take_into_work"):
    return ClockMet(
        vendor=vendor,
        occurred_at=at,
        ticket_id=ticket,
        clock_id=f"{ticket}:{clock}",
        clock=clock,
        met_by="TicketTakenIntoWork",
        because=WHY,
    )


def taken(ticket, at, engineer, vendor="technokad"):
    return TicketTakenIntoWork(
        vendor=vendor, occurred_at=at, ticket_id=ticket, engineer_id=engineer
    )


def closed(ticket, at, vendor="technokad"):
    return TicketClosed(
        vendor=vendor, occurred_at=at, ticket_id=ticket, outcome="solved", closed_by="engineer"
    )


def reopened(ticket, at, vendor="technokad"):
    return TicketReopened(
        vendor=vendor,
        occurred_at=at,
        ticket_id=ticket,
        message_id=f"{ticket}:1",
        contact_id="maria",
        reopened_by="contact",
        digest="",
        body="Снова",
    )
