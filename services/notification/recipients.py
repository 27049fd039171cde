"""To whom a mail goes: the ticket's contact, its engineer, or the holder of a role."""

from dataclasses import dataclass
from typing import Any

from libs.events.base import Event
from libs.events.intake import Language
from libs.events.notification import RecipientKind
from libs.regulation import Edition, Facts
from libs.runtime.database import Db
from services.notification.projections import assigned, engineer


@dataclass(frozen=True)
class Recipient:
    """Who is written to, where, and in which language."""

    id: str
    address: str
    language: Language


async def recipient_of(
    event: Event, kind: RecipientKind, about: dict[str, Any], edition: Edition, facts: Facts, db: Db
) -> Recipient | None:
    """The one who is to be told, or None where nobody can be written to."""
    if kind == "contact":
        found = about["contact_id"], about["send_to"], about["speaks"]
    elif kind == "engineer":
        found = await _engineer(event, about, db)
    else:
        found = await _holder(event, edition, facts, db)
    return Recipient(*found) if found[0] and found[1] else None


async def _engineer(event: Event, about: dict[str, Any], db: Db) -> tuple[Any, Any, Any]:
    engineer_id = getattr(event, "engineer_id", None) or await assigned(about["ticket_id"], db)
    found = await engineer(engineer_id, db) if engineer_id else None
    return (engineer_id, found["address"], found["language"]) if found else (None, None, None)


async def _holder(event: Event, edition: Edition, facts: Facts, db: Db) -> tuple[Any, Any, Any]:
    """Who holds the role that the event names, on the day of the event."""
    slug = getattr(event, "role", "")
    role = next((each for each in edition.roles if each.slug == slug), None)
    if role is None:
        return None, None, None
    engineer_id = getattr(event, "engineer_id", None)
    acting = await engineer(engineer_id, db) if engineer_id else None
    own_address = acting["address"] if acting else ""
    address = facts.person(role, own_address, edition.day_of(event.occurred_at))
    return slug, address, edition.languages[0]
