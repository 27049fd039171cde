"""Who listens to changes, and what each has not taken yet: a slow one holds up nobody else."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from pydantic import BaseModel
from sse_starlette import ServerSentEvent

from services.views.discretion import untold
from services.views.heard import Heard
from services.views.queries.sight import Sight

MOST_WAITING = 1_000


class Change(BaseModel):
    """That something happened to a ticket; `position` may be sent as `at_least`."""

    ticket_id: str
    what: str
    position: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An event's place and what it takes to tell of it; `client` is None where nobody asked."""

    source: str
    shard: int
    position: int
    type: str
    ticket_id: str
    vendor: str
    internal: bool
    client: str | None

    def message(self, heard: str) -> bytes:
        """What is sent to everyone who may see it; `heard` is its id."""
        token = f"{self.source}.{self.shard}.{self.position}"
        change = Change(ticket_id=self.ticket_id, what=self.type, position=token)
        return ServerSentEvent(change.model_dump_json(), id=heard).encode()


class Listener:
    """One client from a moment on: what it may see and has not taken yet.

    When too much waits for it, it hears no more, and has to go on from the timeline.
    """

    def __init__(self, sight: Sight, begins: Heard) -> None:
        self.sight = sight
        self.begins = begins
        self.last: str | None = None
        self._waiting: deque[bytes] = deque()
        self._news = asyncio.Event()
        self._is_lost = False

    def hide(self, hidden: frozenset[str]) -> None:
        """Hear nothing more of these columns: so an edition wants it that may come into force while
        one listens."""
        if hidden != self.sight.hidden:
            self.sight = replace(self.sight, hidden=hidden)

    def may_hear(self, entry: Entry) -> bool:
        sight = self.sight
        return entry.vendor == sight.vendor and (
            sight.client is None
            or (
                sight.client == entry.client
                and not entry.internal
                and entry.type not in untold(sight.hidden)
            )
        )

    def offer(self, heard: str, message: bytes) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self._is_lost = True
        if not self._is_lost:
            self._waiting.append(message)
            self.last = heard
        self._news.set()

    async def messages(self) -> AsyncIterator[bytes]:
        """All that waits, together, again and again; ends where something was lost."""
        while True:
            await self._news.wait()
            self._news.clear()
            if self._waiting:
                together = b"".join(self._waiting)
                self._waiting.clear()
                yield together
            if self._is_lost:
                return
