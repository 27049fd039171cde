"""Read models: pure functions from events to rows, and the folding of whole batches."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from libs.events.base import Event
from libs.runtime import tables
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.tables import Table

Row = tables.Row
Touched = list[tuple[Row, Envelope]]
"""The events that touch a table, in their order, each with the key of its row."""


@dataclass(frozen=True)
class Projection:
    """A table, how it is filled, and which of its columns are personal.

    `columns` is the body of `create table` (each has `vendor text not null`), `indexes` what
    follows it. `key(envelope)` gives the key columns of the row that an event touches, or None.
    `evolve(row, envelope)` gives the whole row, or None to delete it; both are pure, and know no
    time but the event's. `events`: the only ones whose key is asked for. `begins`: those that
    give a whole row whatever was there, so that the old one is not read. `personal` names, for
    each column that is nulled on erasure, the column with the person's id.
    """

    table: str
    columns: str
    keyed_by: tuple[str, ...]
    key: Callable[[Envelope], Row | None]
    evolve: Callable[[Row | None, Envelope], Row | None]
    indexes: str = ""
    personal: dict[str, str] = field(default_factory=dict)
    events: frozenset[type[Event]] | None = None
    begins: frozenset[type[Event]] = frozenset()

    @property
    def ddl(self) -> str:
        keys = ", ".join(self.keyed_by)
        return (
            f"create table if not exists {self.table} ({self.columns}, primary key ({keys}));"
            f"{self.indexes}"
        )

    def concerns(self, event: type[Event]) -> bool:
        return self.events is None or event in self.events


class Folding:
    """Folds batches of events into tables: a read a table where old rows count, and one write."""

    def __init__(self, projections: Sequence[Projection]) -> None:
        self.projections = projections
        self._tables: dict[str, Table] = {}
        self._concerned: dict[type[Event], list[Projection]] = {}

    async def learn_columns(self, db: Db) -> None:
        """Read the tables' columns, without those that Postgres computes itself."""
        columns = await tables.columns_of(db)
        self._tables = {
            p.table: Table(p.table, p.keyed_by, columns[p.table]) for p in self.projections
        }

    async def fold(self, db: Db, envelopes: Iterable[Envelope]) -> None:
        """Apply the events, in their order, to every projection that they touch."""
        changed: list[tuple[Table, list[Row]]] = []
        for projection, touched in self._touched(envelopes):
            table = self._tables[projection.table]
            rows = await self._evolved(db, projection, table, touched)
            if rows:
                changed.append((table, rows))
        if changed:
            await tables.write(db, changed)

    async def redact(self, db: Db, person: str) -> None:
        """Null the personal columns of a person's rows."""
        for projection in self.projections:
            for column, owner in projection.personal.items():
                await db.execute(
                    f"update {projection.table} set {column} = null"
                    f" where {owner} = $1 and {column} is not null",
                    person,
                )

    def _touched(self, envelopes: Iterable[Envelope]) -> list[tuple[Projection, Touched]]:
        """What touches each table, in the order of the projections."""
        touched: dict[str, Touched] = {projection.table: [] for projection in self.projections}
        for envelope in envelopes:
            for projection in self._concerned_by(type(envelope.event)):
                key = projection.key(envelope)
                if key is not None:
                    touched[projection.table].append((key, envelope))
        return [(p, touched[p.table]) for p in self.projections if touched[p.table]]

    def _concerned_by(self, event: type[Event]) -> list[Projection]:
        found = self._concerned.get(event)
        if found is None:
            found = [projection for projection in self.projections if projection.concerns(event)]
            self._concerned[event] = found
        return found

    async def _evolved(
        self, db: Db, projection: Projection, table: Table, touched: Touched
    ) -> list[Row]:
        """The rows that became different; deletes those that are to be no more."""
        keyed = [(table.identity(key), key, envelope) for key, envelope in touched]
        first = {identity: (key, envelope) for identity, key, envelope in reversed(keyed)}
        begun = {at for at, (_, one) in first.items() if type(one.event) in projection.begins}
        unknown = [key for at, (key, _) in first.items() if at not in begun]
        before = await tables.load(db, table, unknown) if unknown else {}
        after: dict[Any, Row | None] = dict(before)
        for identity, _, envelope in keyed:
            after[identity] = projection.evolve(after.get(identity), envelope)
        gone = [at for at, row in after.items() if row is None and (at in before or at in begun)]
        if gone:
            await tables.delete(db, table, [first[at][0] for at in gone])
        return [row for at, row in after.items() if row is not None and row != before.get(at)]
