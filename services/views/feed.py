"""Live changes: each event of a ticket is told to those who may see it, and can be resumed."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter
from sse_starlette import ServerSentEvent

from libs.runtime.signals import wait
from services.views.cursors import Cursor
from services.views.queries.changes import Seen, between, reached
from services.views.queries.sight import Sight

LOOK_AGAIN = 0.5
AT_ONCE = 500

Position = Annotated[int, Field(ge=0, lt=2**63)]
_marks: Cursor[dict[str, list[Position]]] = Cursor(TypeAdapter(dict[str, list[Position]]))


class Change(BaseModel):
    """That something happened to a ticket; `position` may be sent as `at_least`."""

    ticket_id: str
    what: str
    position: str


def seen_in(last_event_id: str) -> Seen:
    """What a client has seen. Raises Problem 400 for an id that was not ours."""
    marks = _marks.read(last_event_id)
    return {(source, shard): at for source in marks for shard, at in enumerate(marks[source])}


def id_of(seen: Seen) -> str:
    """The id of the last event that was sent: all that was seen with it, a list of positions by
    shard for each source."""
    marks: dict[str, list[int]] = {}
    for (source, shard), position in sorted(seen.items()):
        row = marks.setdefault(source, [])
        row.extend([0] * (shard + 1 - len(row)))
        row[shard] = position
    return _marks.write(marks)


async def changes(replica: Any, sight: Sight, seen: Seen | None) -> AsyncIterator[ServerSentEvent]:
    """What comes after `seen`, or from now on, for as long as the client listens."""
    news = replica.signals.subscription()
    try:
        if seen is None:
            async with replica.database.reading(sight.vendor) as db:
                seen = await reached(db)
        yield ServerSentEvent(comment="listening", id=id_of(seen))
        while True:
            async with replica.database.reading(sight.vendor) as db:
                until = await reached(db)
                found = await between(db, sight, seen, until, AT_ONCE)
            for entry in found:
                yield _told(entry, seen)
            if len(found) < AT_ONCE:
                seen |= until
                await wait(news, LOOK_AGAIN)
    finally:
        replica.signals.cancel(news)


def _told(entry: Any, seen: Seen) -> ServerSentEvent:
    seen[entry["source"], entry["shard"]] = entry["position"]
    token = f"{entry['source']}.{entry['shard']}.{entry['position']}"
    change = Change(ticket_id=entry["ticket_id"], what=entry["type"], position=token)
    return ServerSentEvent(data=change.model_dump_json(), id=id_of(seen))
