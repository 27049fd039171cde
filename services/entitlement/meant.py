"""Which right a request means: one that it names, or one of who asks, as they stood then."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from asyncpg import Record

from libs.events.entitlement import TicketEntitled
from libs.regulation import Edition
from libs.runtime.database import Db
from libs.runtime.projection import Row
from services.entitlement.domain.covered import Decided
from services.entitlement.domain.rights import must_be_named
from services.entitlement.projections.rights import (
    contacts_at,
    entitlement_with,
    right_numbered,
    right_of_licence,
    rights_usable_by,
)


async def row_of_whole(whole: Decided, db: Db) -> Row | None:
    """The right that covers the ticket of which another was a part; whoever holds that one's
    request holds the part."""
    if not isinstance(whole, TicketEntitled) or whole.entitlement_id is None:
        return None
    row = await entitlement_with(db, whole.entitlement_id)
    return {**row, "contacts": ()} if row else None


async def rights_meant(
    claim: Record | Mapping[str, Any], on: date, edition: Edition, db: Db
) -> list[Row]:
    """The right that a claim names by its number or a licence's, else those that are or once were
    of who asks: the best first."""
    vendor, number, product = claim["vendor"], claim["number"], claim["product"]
    if number is not None:
        named = await right_numbered(db, vendor, number)
        named = named or await right_of_licence(db, vendor, number, product, on)
        return [named] if named else []
    if must_be_named(edition, claim["channel"]):
        return []
    return await rights_usable_by(db, vendor, claim["contact_id"], product, on)


def right_at(rights: Iterable[Row], claim: Record | Mapping[str, Any], at: datetime) -> Row | None:
    """Of the rights that a claim may mean the one that it meant at an instant, with those who
    might use it then; one that is named by its number is another's where he is not among them."""
    for row in rights:
        contacts = contacts_at(row, at)
        if claim["number"] is not None or claim["contact_id"] in contacts:
            return {**row, "contacts": contacts}
    return None
