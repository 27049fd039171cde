"""Which change is told to whom, in which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from libs.events.base import Because, Event, readable
from libs.events.entitlement import (
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
    WorkCharged,
)
from libs.events.intake import (
    InformationRequested,
    Language,
    MessageReceived,
    ReplySent,
    SolutionProposed,
    SolutionRejected,
    TicketClosed,
    TicketRefused,
    TicketReopened,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.events.notification import RecipientKind
from libs.events.routing import TicketAssigned, TicketHandedOver
from libs.events.sla_clock import ClockBroken, ClockCorrected, ClockStarted, ClockWarned
from libs.events.work import (
    PaymentConsentDeclined,
    PaymentConsentGiven,
    PaymentConsentRequested,
    SupportTypeChanged,
)
from libs.regulation import Edition
from libs.regulation import Mail as OwnMail
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Envelope
from services.notification.domain import Schedule
from services.notification.projections import assigned, engineer, ticket
from services.notification.texts import CONTACT, END_OF_REFUSAL, ENGINEER, Mail, Template

PROMISED_TO_CONTACT = ("first_response", "take_into_work")
ERASED_SUBJECT = "—"


@dataclass(frozen=True)
class Telling:
    """One person to be told one thing."""

    template: str
    kind: RecipientKind
    words: Mapping[str, Template]


async def react(envelope: Envelope, db: Db, editions: Editions) -> Sequence[Schedule]:
    tellings = tellings_of(envelope.event)
    if not tellings:
        return ()
    about = await ticket(envelope.key, db)
    if about is None:
        return ()
    edition = await editions.named(about["edition"], db)
    wishes = [await _schedule(envelope, one, about, edition, db) for one in tellings]
    return [wish for wish in wishes if wish is not None]


def tellings_of(event: Event) -> list[Telling]:
    """Who is told of an event: the contact of every change of status, the engineer of his work."""
    told = []
    if contact := contact_template(event):
        told.append(Telling(contact, "contact", CONTACT))
    if type(event).__name__ in ENGINEER and not concerns_auto_close(event):
        told.append(Telling(type(event).__name__, "engineer", ENGINEER))
    return told


def contact_template(event: Event) -> str | None:
    match event:
        case ClockStarted(clock="auto_close"):
            return "AutoCloseStarted"
        case ClockWarned(clock="auto_close"):
            return "AutoCloseWarned"
        case ClockStarted():
            return "ClockStarted" if event.clock in PROMISED_TO_CONTACT else None
        case TicketClosed() if is_end_of_refusal(event):
            return None
        case WorkCharged(billed_minutes=0) | SupportTypeChanged(body=""):
            return None
        case TicketEntitled():
            return "TicketServedByPlan" if event.lack else None
    name = type(event).__name__
    return name if name in CONTACT else None


def is_end_of_refusal(closed: TicketClosed) -> bool:
    """Whether the ticket was denied or refused: the mail about that tells of the end as well."""
    return closed.closed_by != "contact" and closed.outcome in ("refused", "stopped")


def concerns_auto_close(event: Event) -> bool:
    """Whether it is about the customer's time to react, which is no promise of an engineer."""
    return getattr(event, "clock", None) == "auto_close"


async def _schedule(
    envelope: Envelope, telling: Telling, about: dict[str, Any], edition: Edition, db: Db
) -> Schedule | None:
    """The mail, or None where there is nobody to send it to."""
    event = envelope.event
    if telling.kind == "contact":
        recipient, address, language = about["contact_id"], about["send_to"], about["speaks"]
    else:
        engineer_id = getattr(event, "engineer_id", None) or await assigned(envelope.key, db)
        found = await engineer(engineer_id, db) if engineer_id else None
        if found is None:
            return None
        recipient, address, language = engineer_id, found["address"], found["language"]
    if not address:
        return None
    subject, body = said(event, telling, about, edition, language)
    return Schedule(
        id=envelope.key,
        vendor=event.vendor,
        at=envelope.record.occurred_at,
        notification_id=f"{envelope.record.id}.{telling.kind}",
        recipient_id=recipient,
        recipient_kind=telling.kind,
        template=telling.template,
        language=language,
        concerns_message=getattr(event, "message_id", None),
        address=address,
        subject=subject,
        body=body,
    )


def said(
    event: Event, telling: Telling, about: Mapping[str, Any], edition: Edition, language: Language
) -> tuple[str, str]:
    """Subject and body; what is said of a refusal ends with what is said of a closing."""
    places = {
        "number": about["number"],
        "subject": about["subject"] or ERASED_SUBJECT,
        "product": product_name(edition, about["product"], language),
        "certificate": "",
        "limit": "",
        "why": reason_why(event, language),
        "text": readable(getattr(event, "body", None)) or readable(getattr(event, "grounds", "")),
        **instants(event, edition, language),
        **ending(event, edition, language),
    }
    own = edition.mail if telling.kind == "contact" else {}
    mail = worded(telling.template, telling.words, own, language, places)
    body = mail.body.strip()
    if isinstance(event, TicketDenied | TicketRefused):
        end = worded("TicketClosed", END_OF_REFUSAL, own, language, places)
        body = f"{body}\n\n{end.body.strip()}"
    return " ".join(mail.subject.split())[:200], body + "\n"


def worded(
    template: str,
    words: Mapping[str, Template],
    own: Mapping[str, OwnMail],
    language: Language,
    places: Mapping[str, str],
) -> Mail:
    """The mail with its places filled, in the edition's own words where it has them."""
    if template in own:
        mine = own[template]
        subject, body = (
            mine.subject.filled(language, **places),
            mine.body.filled(language, **places),
        )
        return Mail(subject, body)
    mail = words[template].said(language)
    return Mail(mail.subject.format_map(places), mail.body.format_map(places))


def product_name(edition: Edition, slug: str | None, language: Language) -> str:
    product = edition.product(slug)
    return product.name.said(language) if product else ""


def reason_why(event: Event, language: Language) -> str:
    because: Because | None = getattr(event, "because", None)
    if because is None:
        return ""
    return because.ru if language == "ru" else because.en


def instants(event: Event, edition: Edition, language: Language) -> dict[str, str]:
    due: datetime | None = getattr(event, "due_at", None)
    told = at_words(due, edition.schedule.zone, language) if due else ""
    return {"due_at": told, "closes_at": told}


def ending(event: Event, edition: Edition, language: Language) -> dict[str, str]:
    outcome = reason = ""
    if isinstance(event, TicketClosed):
        words = edition.words.outcomes.get(event.outcome)
        outcome = words.said(language) if words else event.outcome
    if isinstance(event, TicketRefused) and (found := edition.reason(event.reason)):
        reason = found.title.said(language)
    return {"outcome": outcome, "reason": reason}


def at_words(instant: datetime, zone: str, language: Language) -> str:
    """An instant in the vendor's own zone, the zone named."""
    local = instant.astimezone(ZoneInfo(zone))
    if language == "ru":
        return f"{local:%d.%m.%Y %H:%M} ({local.tzname()})"
    return f"{local:%Y-%m-%d %H:%M} ({local.tzname()})"


SUBSCRIBES: tuple[type[Event], ...] = (
    TicketSubmitted,
    TicketEntitled,
    TicketLeftUncovered,
    TicketDenied,
    TicketAssigned,
    TicketHandedOver,
    TicketTakenIntoWork,
    MessageReceived,
    ReplySent,
    InformationRequested,
    SolutionProposed,
    SolutionRejected,
    TicketRefused,
    TicketClosed,
    TicketReopened,
    PaymentConsentRequested,
    PaymentConsentGiven,
    PaymentConsentDeclined,
    SupportTypeChanged,
    WorkCharged,
    ClockStarted,
    ClockWarned,
    ClockBroken,
    ClockCorrected,
)
