"""The other services in the tests of one: they say what a test lets them say."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter

from libs.decider import Decider
from libs.events.base import Event
from libs.events.codec import OWNER_OF
from libs.runtime.envelope import Cause
from libs.runtime.groups import Executed
from libs.runtime.service import Service
from tests.desk import Desk

CAUSE = Cause(UUID(int=7), None, "")
ABOUT = (
    "ticket_id",
    "contact_id",
    "customer_id",
    "key_id",
    "engineer_id",
    "office_id",
    "calendar",
    "edition",
    "vendor",
)


@dataclass(frozen=True)
class Say:
    """The wish that a service states these events."""

    id: str
    vendor: str
    events: Sequence[Event]


def speaker(name: str) -> Service:
    """A service of this name that says what it is let say, and nothing else."""
    decider = Decider("said", (Say,), None, lambda say, _: say.events, lambda *_: None)
    return Service(name, (APIRouter(),), deciders=(decider,))


async def say(desk: Desk, *events: Event, by: str | None = None, key: str | None = None):
    """Let the owner of each event say it, or `by`; nobody has taken it in yet.

    They are keyed by what they are about, or `key`. Returns what the last one came to.
    """
    for event in events:
        replica = desk.replicas[by or OWNER_OF[type(event).__name__]]
        command = Say(key or subject_of(event), event.vendor, (event,))
        said: Executed = await replica.execution.execute(command, CAUSE, replica.clock.now())
    return said


def subject_of(event: Event) -> str:
    """The id that an event is keyed by: the ticket's, or that of what it is about."""
    return next(getattr(event, name) for name in ABOUT if hasattr(event, name))
