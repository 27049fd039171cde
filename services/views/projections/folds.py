"""How a table follows events: which of them begin a row, and what the others change in it."""

from collections.abc import Callable, Mapping
from typing import Any

from libs.events.base import Event
from libs.runtime.envelope import Envelope, Record
from libs.runtime.projection import Projection, Row

Begin = Callable[[Any, Record], Row]
Change = Callable[[Row, Any, Record], Row]


def table(
    name: str,
    columns: str,
    *,
    keyed_by: tuple[str, ...],
    begins: Mapping[type[Event], Begin],
    changes: Mapping[type[Event], Change] | None = None,
    indexes: str = "",
    personal: dict[str, str] | None = None,
    named: Mapping[type[Event], Mapping[str, str]] | None = None,
) -> Projection:
    """A projection whose events are found by their class: an `isinstance` chain costs more than
    the rest of the fold.

    `keyed_by` are columns and fields of the events. `begins` give a whole row, `changes` the
    columns that become different; a change without a row is passed over, as after a skip.
    `named`: the fields of an event that has other names for some of the key's columns.
    """
    changing, fields_of = changes or {}, named or {}

    def key(envelope: Envelope) -> Row:
        event = envelope.event
        fields = fields_of.get(type(event), {})
        return {column: getattr(event, fields.get(column, column)) for column in keyed_by}

    def evolve(row: Row | None, envelope: Envelope) -> Row | None:
        event = envelope.event
        begin = begins.get(type(event))
        if begin is not None:
            return begin(event, envelope.record)
        return None if row is None else row | changing[type(event)](row, event, envelope.record)

    return Projection(
        name,
        columns,
        keyed_by,
        key,
        evolve,
        indexes,
        personal or {},
        events=frozenset((*begins, *changing)),
        begins=frozenset(begins),
    )
