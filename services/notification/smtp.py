"""The hands of notification: one mail over SMTP, the same at every attempt."""

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from email.header import Header
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from urllib.parse import urlsplit

import aiosmtplib
from pydantic import SecretStr

from libs.events.base import ERASED
from libs.events.intake import Language
from libs.events.notification import NotificationScheduled
from libs.runtime.envelope import Envelope
from libs.runtime.identity import Identity
from libs.runtime.settings import Settings
from services.notification.domain import Command, Mails, NoteDelivery, NoteFailure
from services.notification.letters import Letter, token_of

TIMEOUT = 20
OPEN_IT: dict[Language, str] = {"ru": "Открыть обращение", "en": "Open the request"}


class MailSettings(Settings):
    """And where mail is handed over: `smtp://host:port`, or `smtps://` for TLS, and who sends it.

    `public_url` is where the links in mails lead, else to this service itself; with the desk's
    `secret` they prove who opened them.
    """

    smtp: str = "smtp://127.0.0.1:1025"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: str = "support@vakhta.example"
    public_url: str = ""

    @property
    def links(self) -> str:
        """The address that links begin with; empty where none is known."""
        own = next(iter(self.services.get("notification", ())), "")
        return (self.public_url or own).rstrip("/")


_idle: dict[str, list[aiosmtplib.SMTP]] = defaultdict(list)


@asynccontextmanager
async def connection(settings: MailSettings) -> AsyncIterator[aiosmtplib.SMTP]:
    """An idle connection to the server, or a new one; kept for the next mail when all went well.

    As many as mails are in hand: a server far away may take its time for each.
    """
    idle = _idle[settings.smtp]
    found = idle.pop() if idle else None
    smtp = found if found and found.is_connected else await connected(settings)
    try:
        yield smtp
    except BaseException:
        smtp.close()
        raise
    idle.append(smtp)


async def connected(settings: MailSettings) -> aiosmtplib.SMTP:
    """A new connection. Raises what aiosmtplib raises."""
    server, password = urlsplit(settings.smtp), settings.smtp_password
    smtp = aiosmtplib.SMTP(
        hostname=server.hostname or "127.0.0.1",
        port=server.port,
        use_tls=server.scheme == "smtps",
        username=settings.smtp_user,
        password=password.get_secret_value() if password else None,
        timeout=TIMEOUT,
    )
    await smtp.connect()
    return smtp


class PersonErased(Exception):
    """There is nobody to write to any more."""


async def send(envelope: Envelope, attempt: int, now: datetime, settings: Settings) -> Command:
    """Hand the mail to the server. Raises what aiosmtplib raises, and PersonErased."""
    event = envelope.event
    assert isinstance(event, NotificationScheduled)
    assert isinstance(settings, MailSettings)
    mail = mail_of(event, settings.mail_from, footer(event, settings))
    async with connection(settings) as smtp:
        await smtp.sendmail(
            settings.mail_from,
            [str(event.address)],
            mail.as_bytes(policy=compat32.clone(linesep="\r\n")),
            mail_options=[] if str(event.address).isascii() else ["SMTPUTF8"],
        )
    return NoteDelivery(
        id=event.ticket_id,
        vendor=event.vendor,
        at=now,
        notification_id=event.notification_id,
        attempts=attempt,
    )


def footer(event: NotificationScheduled, settings: MailSettings) -> str:
    """The link by which a contact shows that he got what the ticket waits on (A-11)."""
    if event.recipient_kind != "contact" or not event.concerns_message or not settings.links:
        return ""
    letter = Letter(event.vendor, event.ticket_id, event.notification_id)
    token = token_of(letter, Identity(settings.secret.get_secret_value()))
    return f"\n{OPEN_IT[event.language]}: {settings.links}/v1/r/{token}\n"


def mail_of(event: NotificationScheduled, sender: str, end: str = "") -> MIMEText:
    """The mail as RFC 5322. Raises PersonErased where its half is gone.

    By the library's older classes: the newer ones parse each header back, for 2 ms a mail.
    """
    if event.address is ERASED or event.subject is ERASED or event.body is ERASED:
        raise PersonErased
    mail = MIMEText(f"{event.body}{end}", "plain", "utf-8")
    mail["From"] = sender
    mail["To"] = event.address
    mail["Subject"] = Header(event.subject, "utf-8", header_name="Subject").encode()
    mail["Date"] = format_datetime(event.occurred_at)
    mail["Message-ID"] = event.message_id
    if event.references:
        mail["In-Reply-To"] = event.references[-1]
        mail["References"] = " ".join(event.references)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Content-Language"] = event.language
    return mail


def note_failure(
    envelope: Envelope, attempt: int, error: Exception, now: datetime, next_at: datetime | None
) -> Command:
    """The failed attempt; for an erased person it was the last."""
    event = envelope.event
    assert isinstance(event, NotificationScheduled)
    return NoteFailure(
        id=event.ticket_id,
        vendor=event.vendor,
        at=now,
        notification_id=event.notification_id,
        attempts=attempt,
        error=described(error),
        next_attempt_at=None if isinstance(error, PersonErased) else next_at,
    )


def described(error: Exception) -> str:
    """The kind of the fault and the server's code, without the address that it may name."""
    code = getattr(error, "code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def is_needed(event: object, mails: Mails) -> bool:
    return (
        isinstance(event, NotificationScheduled)
        and mails.progress.get(event.notification_id) == "pending"
    )
