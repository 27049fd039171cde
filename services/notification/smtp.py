"""The hands of notification: one mail over SMTP, the same at every attempt."""

import asyncio
from datetime import datetime
from email.header import Header
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from functools import cache
from urllib.parse import urlsplit

import aiosmtplib
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from libs.events.base import ERASED
from libs.events.notification import NotificationScheduled
from libs.runtime.envelope import Envelope
from services.notification.domain import Command, Mails, NoteDelivery, NoteFailure

TIMEOUT = 20


class MailSettings(BaseSettings):
    """Where mail is handed over: `smtp://host:port`, or `smtps://` for TLS, and who sends it."""

    model_config = SettingsConfigDict(env_prefix="VAKHTA_")

    smtp: str = "smtp://127.0.0.1:1025"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: str = "support@vakhta.example"


@cache
def mail_settings() -> MailSettings:
    """Read once: an environment does not change under a running process."""
    return MailSettings()


_connections: dict[str, aiosmtplib.SMTP] = {}
_gate = asyncio.Lock()


async def connected(settings: MailSettings) -> aiosmtplib.SMTP:
    """The one connection to the server, made anew when it was lost."""
    async with _gate:
        connection = _connections.get(settings.smtp)
        if connection is None or not connection.is_connected:
            server, password = urlsplit(settings.smtp), settings.smtp_password
            connection = aiosmtplib.SMTP(
                hostname=server.hostname or "127.0.0.1",
                port=server.port,
                use_tls=server.scheme == "smtps",
                username=settings.smtp_user,
                password=password.get_secret_value() if password else None,
                timeout=TIMEOUT,
            )
            await connection.connect()
            _connections[settings.smtp] = connection
        return connection


class PersonErased(Exception):
    """There is nobody to write to any more."""


async def send(envelope: Envelope, attempt: int, now: datetime) -> Command:
    """Hand the mail to the server. Raises what aiosmtplib raises, and PersonErased."""
    event = envelope.event
    assert isinstance(event, NotificationScheduled)
    settings = mail_settings()
    mail = mail_of(event, settings.mail_from)
    connection = await connected(settings)
    await connection.sendmail(
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


def mail_of(event: NotificationScheduled, sender: str) -> MIMEText:
    """The mail as RFC 5322. Raises PersonErased where its half is gone.

    By the library's older classes: the newer ones parse each header back, for 2 ms a mail.
    """
    if event.address is ERASED or event.subject is ERASED or event.body is ERASED:
        raise PersonErased
    mail = MIMEText(event.body, "plain", "utf-8")
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
