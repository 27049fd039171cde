"""Ids of persons, by their addresses."""

from itertools import count

from libs.runtime.database import Db
from libs.runtime.identity import Identity
from services.entitlement.projections.customers import is_erased


async def person_of(db: Db, ids: Identity, kind: str, vendor: str, email: str) -> str:
    """The id of the person of this address; an erased one never comes back under his old id."""
    for attempt in count():
        person_id = ids.derive(kind, vendor, email.lower(), str(attempt))
        if not await is_erased(db, person_id):
            return person_id
    raise AssertionError("counting does not end")
