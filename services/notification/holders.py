"""Mails to the holders of rights: that one will end, that it has, that it was given up, and that
their circumstances ask for one."""

from collections.abc import Sequence
from typing import Any

from libs.events.base import Because
from libs.events.entitlement import (
    CircumstanceNoted,
    EntitlementExpired,
    EntitlementReleased,
    EntitlementReminded,
)
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from services.notification.domain import Schedule
from services.notification.projections import contact
from services.notification.staff_texts import HOLDER

News = EntitlementReminded | EntitlementExpired | EntitlementReleased | CircumstanceNoted
NEWS = (EntitlementReminded, EntitlementExpired, EntitlementReleased, CircumstanceNoted)


async def tell(envelope: Envelope, event: News, db: Db) -> Sequence[Schedule]:
    """A mail to each contact of the holder whose address is known; to who gave it up, to him."""
    if event.because is None:
        return ()
    told = (event.contact_id,) if isinstance(event, EntitlementReleased) else event.contacts
    found = [(each, await contact(each, db)) for each in told]
    return [
        _mail(envelope, event, event.because, contact_id, known)
        for contact_id, known in found
        if known and known["address"]
    ]


def _mail(
    envelope: Envelope, event: News, because: Because, contact_id: str, known: dict[str, Any]
) -> Schedule:
    template = type(event).__name__
    russian = known["language"] == "ru"
    mail = HOLDER[template].said("ru" if russian else "en")
    number = "" if isinstance(event, CircumstanceNoted) else event.number or ""
    places = {"number": number, "why": because.ru if russian else because.en}
    if isinstance(event, EntitlementReminded):
        ends_on = event.ends_on
        places["ends_on"] = f"{ends_on:%d.%m.%Y}" if russian else ends_on.isoformat()
    return Schedule(
        id=envelope.key,
        vendor=event.vendor,
        at=envelope.record.occurred_at,
        notification_id=f"{envelope.record.id}.{contact_id}",
        recipient_id=contact_id,
        recipient_kind="contact",
        template=template,
        language="ru" if russian else "en",
        concerns_message=None,
        address=known["address"],
        subject=mail.subject.format_map(places),
        body=mail.body.format_map(places) + "\n",
    )
