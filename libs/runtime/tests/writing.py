"""Short words for tests: write notes with a replica, look at its tables."""

from datetime import UTC, datetime
from uuid import UUID

from libs.runtime.envelope import Cause
from libs.runtime.tests.toys import Erase, Write

NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)
CAUSE = Cause(UUID(int=7), None, "")


async def note(replica, ticket, text="a text", *, vendor="acme", as_vendor=None, person="ivan"):
    command = Write(ticket, vendor, NOON, text, person)
    return await replica.execution.execute(command, CAUSE, NOON, vendor=as_vendor)


async def erase(replica, person):
    return await replica.execution.execute(Erase(person, "acme", NOON), CAUSE, NOON)


async def rows(replica, query, *arguments, vendor=None):
    async with replica.database.reading(vendor) as db:
        return [dict(row) for row in await db.fetch(query, *arguments)]
