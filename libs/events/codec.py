"""Events to JSON in two halves and back, whatever version they were written in."""

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic_core import from_json

from libs.events.base import ERASED, Event
from libs.events.entitlement import EntitlementEvent
from libs.events.intake import IntakeEvent
from libs.events.notification import NotificationEvent
from libs.events.routing import RoutingEvent
from libs.events.sla_clock import SlaClockEvent
from libs.events.upcasters import UPCASTERS

OWNERS: dict[str, Any] = {
    "intake": IntakeEvent,
    "entitlement": EntitlementEvent,
    "sla_clock": SlaClockEvent,
    "routing": RoutingEvent,
    "notification": NotificationEvent,
}
CATALOGUE: dict[str, type[Event]] = {
    cls.__name__: cls for owned in OWNERS.values() for cls in get_args(owned)
}
OWNER_OF: dict[str, str] = {
    cls.__name__: owner for owner, owned in OWNERS.items() for cls in get_args(owned)
}

WRITES: dict[str, frozenset[str]] = {
    owner: frozenset(cls.__name__ for cls in get_args(owned)) for owner, owned in OWNERS.items()
}
"""By service, the names of the events that it owns."""


class FromTheFuture(Exception):
    """The writer knows a newer version than we do: deploy the readers first."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An event as it is stored and sent: facts for ever, the personal half while it may live."""

    type: str
    version: int
    facts: str
    personal: str | None
    person: str | None


def encode(event: Event) -> Encoded:
    """The two halves of an event as JSON. Raises ValueError for an erased event."""
    cls = type(event)
    fields = cls.personal_fields()
    if not fields:
        return Encoded(cls.__name__, cls.version, event.model_dump_json(), None, None)
    if event.is_erased():
        raise ValueError(f"{cls.__name__} has erased fields: it can be read, not written")
    facts = event.model_dump_json(exclude=set(fields))
    personal = event.model_dump_json(include=set(fields))
    return Encoded(cls.__name__, cls.version, facts, personal, event.person_id())


def decode(
    name: str, version: int, facts: str | bytes, personal: str | bytes | None = None
) -> Event | None:
    """The event in its newest shape; None for a name that we do not know.

    Without its personal half each `Personal` field is `ERASED`.
    Raises FromTheFuture for a version that we do not know, ValueError for a broken body.
    """
    cls = CATALOGUE.get(name)
    if cls is None:
        return None
    if version > cls.version:
        raise FromTheFuture(f"{name} v{version}: this reader knows v{cls.version}")
    if version == cls.version and not cls.personal_fields():
        return cls.model_validate_json(facts)
    data: dict[str, Any] = from_json(facts)
    if personal is not None:
        data |= from_json(personal)
    for step in range(version, cls.version):
        data = UPCASTERS[name, step](data)
    if personal is None:
        data |= _erased(cls)
    return cls.model_validate(data)


def may_write(source: str, name: str) -> bool:
    """Whether this is a service of ours that owns events of this name, or may own a newer one."""
    known = WRITES.get(source)
    return known is not None and (name in known or name not in CATALOGUE)


@cache
def _erased(cls: type[Event]) -> dict[str, Any]:
    return dict.fromkeys(cls.personal_fields(), ERASED)
