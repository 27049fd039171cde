"""What one client hears of changes: first what it missed, then all that comes, until it leaves."""

from collections.abc import AsyncIterator

from sse_starlette import ServerSentEvent

from services.views.feed import AT_ONCE, Feed
from services.views.heard import Heard, Marks, heard_in
from services.views.listeners import Entry, Listener
from services.views.queries.changes import missed
from services.views.queries.sight import Sight


async def changes(
    feed: Feed, sight: Sight, heard: Heard | None
) -> AsyncIterator[ServerSentEvent | bytes]:
    """What comes after `heard`, or from now on; one who was too slow goes on where it lost us."""
    async with feed.running():
        is_greeted = False
        while True:
            async with feed.listening(sight, heard or {}) as listener:
                marks = Marks(listener.begins if heard is None else heard)
                if not is_greeted:
                    yield ServerSentEvent(comment="listening", id=marks.text)
                    is_greeted = True
                async for message in _missed(feed, listener, marks):
                    yield message
                async for messages in listener.messages():
                    yield messages
            heard = heard_in(listener.last) if listener.last else marks.heard


async def _missed(feed: Feed, listener: Listener, marks: Marks) -> AsyncIterator[bytes]:
    """What the timeline holds behind the marks, which move with it."""
    full = True
    while full:
        sight = listener.sight
        async with feed.database.reading(sight.vendor) as db:
            found = await missed(db, sight, marks.heard, listener.begins, AT_ONCE)
        for row in found:
            entry = Entry(*row)
            marks.move(entry.source, entry.shard, entry.position)
            yield entry.message(marks.text)
        full = len(found) == AT_ONCE
