"""What was worked on a ticket so far, as much of it as decides on what may be logged next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from libs.events.intake import RemoteSessionHeld, WorkLogged, WorkReversed

WorkEvent = WorkLogged | WorkReversed | RemoteSessionHeld


@dataclass(frozen=True, slots=True)
class Work:
    """`sessions` are those that no counter-entry took back, by their message."""

    sessions: Mapping[str, WorkLogged] = field(default_factory=dict)

    def overlapping(self, engineer_id: str, began_at: datetime, ended_at: datetime) -> bool:
        """Whether the engineer worked on the ticket at some of this time already."""
        return any(
            session.engineer_id == engineer_id
            and session.began_at < ended_at
            and began_at < session.ended_at
            for session in self.sessions.values()
        )


def evolve(work: Work, event: WorkEvent) -> Work:
    match event:
        case WorkLogged():
            return replace(work, sessions={**work.sessions, event.message_id: event})
        case WorkReversed():
            left = {key: one for key, one in work.sessions.items() if key != event.reverses}
            return replace(work, sessions=left)
        case RemoteSessionHeld():
            return work
