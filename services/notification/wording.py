"""What a mail says: the words of the edition or of ours, with their places filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from libs.events.base import Because, Event, readable
from libs.events.entitlement import TicketDenied
from libs.events.intake import Language, TicketClosed, TicketRefused
from libs.events.notification import RecipientKind
from libs.events.sla_clock import ClockWarned
from libs.regulation import Edition
from libs.regulation import Mail as OwnMail
from libs.worktime import spoken
from services.notification.texts import END_OF_REFUSAL
from services.notification.texts_elsewhere import Mail, Template

ERASED_SUBJECT = "—"
CHANNELS: Mapping[Language, Mapping[str, str]] = {
    "ru": {
        "portal": "портал",
        "embedded": "встроенная поддержка программы",
        "email": "электронная почта",
        "phone": "телефон",
        "chat": "чат",
        "remote_session": "удалённое подключение",
    },
    "en": {
        "portal": "the portal",
        "embedded": "the product's own support",
        "email": "e-mail",
        "phone": "phone",
        "chat": "chat",
        "remote_session": "a remote session",
    },
}


@dataclass(frozen=True)
class Telling:
    """One person to be told one thing."""

    template: str
    kind: RecipientKind
    words: Mapping[str, Template]


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
        "role": role_name(event, edition, language),
        "why": reason_why(event, language),
        "text": readable(getattr(event, "body", None))
        or readable(getattr(event, "grounds", None))
        or "",
        **instants(event, edition, language),
        **ending(event, edition, language),
        **plans(event, language),
    }
    places |= silence(event, edition, language, places)
    own = edition.mail if telling.kind == "contact" else {}
    mail = worded(telling.template, telling.words, own, language, places)
    body = mail.body.strip()
    if isinstance(event, TicketDenied | TicketRefused):
        end = worded("TicketClosed", END_OF_REFUSAL, own, language, {**places, "reason": ""})
        body = f"{body}\n\n{end.body.strip()}"
    if telling.kind == "contact":
        body = "\n\n".join([body, *notices(edition, language)])
    lines = (line.rstrip() for line in body.splitlines())
    return " ".join(mail.subject.split())[:200], "\n".join(lines) + "\n"


def notices(edition: Edition, language: Language) -> list[str]:
    """What the edition wants read in every mail to a contact, with the links."""
    return [
        f"{each.text.said(language)} {each.link}".strip()
        for each in edition.notices_at("every_mail")
    ]


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


def role_name(event: Event, edition: Edition, language: Language) -> str:
    slug = getattr(event, "role", None)
    return next((each.name.said(language) for each in edition.roles if each.slug == slug), "")


def reason_why(event: Event, language: Language) -> str:
    because: Because | None = getattr(event, "because", None) or getattr(event, "off_channel", None)
    if because is None:
        return ""
    return because.ru if language == "ru" else because.en


def instants(event: Event, edition: Edition, language: Language) -> dict[str, str]:
    due: datetime | None = getattr(event, "due_at", None)
    zone = edition.schedule.zone
    return {
        "due_at": at_words(due, zone, language) if due else "",
        "closes_at": spoken(due.astimezone(ZoneInfo(zone))).said(language) if due else "",
    }


def silence(
    event: Event, edition: Edition, language: Language, places: Mapping[str, str]
) -> dict[str, str]:
    """What the edition says before and after silence closes a ticket (CPRO-P-43…45)."""
    rule = edition.auto_close
    if rule is None:
        return {"waiting": "", "reminder": "", "reopen": ""}
    closed = isinstance(event, TicketClosed) and event.closed_by == "rule"
    reminder = rule.reminder(event.number if isinstance(event, ClockWarned) else 1)
    return {
        "waiting": rule.texts.waiting.filled(language, **places),
        "reminder": reminder.filled(language, **places),
        "reopen": rule.texts.reopen.filled(language, **places) if closed else "",
    }


def ending(event: Event, edition: Edition, language: Language) -> dict[str, str]:
    """How it ended, and why: for a vendor's own words both are the reason."""
    outcome = reason = ""
    if isinstance(event, TicketClosed):
        words = edition.words.outcomes.get(event.outcome)
        outcome = words.said(language) if words else event.outcome
        told = f"{'Результат' if language == 'ru' else 'Outcome'}: {outcome}."
        reason = f"{told} {reason_why(event, language)}".strip()
    if isinstance(event, TicketRefused) and (found := edition.reason(event.reason)):
        reason = found.title.said(language)
    return {"outcome": outcome, "reason": reason}


def plans(event: Event, language: Language) -> dict[str, str]:
    """What is asked or planned: questions by number, the release and its date, other tickets."""
    questions = readable(getattr(event, "questions", None)) or {}
    unknown = "уточняется" if language == "ru" else "to be named"
    planned: date | None = getattr(event, "planned_on", None)
    shown = f"{planned:%d.%m.%Y}" if language == "ru" and planned else str(planned or unknown)
    return {
        "questions": "".join(f"\n{number}. {text}" for number, text in questions.items()),
        "release": getattr(event, "release", None) or unknown,
        "planned_on": shown,
        "other": getattr(event, "target_number", "") or getattr(event, "child_number", ""),
        "channel": CHANNELS[language].get(getattr(event, "channel", ""), ""),
    }


def at_words(instant: datetime, zone: str, language: Language) -> str:
    """An instant in the vendor's own zone, the zone named."""
    local = instant.astimezone(ZoneInfo(zone))
    if language == "ru":
        return f"{local:%d.%m.%Y %H:%M} ({local.tzname()})"
    return f"{local:%Y-%m-%d %H:%M} ({local.tzname()})"
