"""Read models: pure functions from events to rows, and the folding of whole batches."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from libs.runtime.database import Db
from libs.runtime.envelope import Envelope

Row = dict[str, Any]


@dataclass(frozen=True)
class Projection:
    """A table, how it is filled, and which of its columns are personal.

    `columns` is the body of `create table` (each has `vendor text not null`), `indexes` what
    follows it. `key(envelope)` gives the key columns of the row that an event touches, or None.
    `evolve(row, envelope)` gives the whole row, or None to delete it; both are pure, and know no
    time but the event's. `personal` names, for each column that is nulled on erasure, the column
    with the person's id. `whole`: each event gives the whole row, so the old one is not read.
    """

    table: str
    columns: str
    keyed_by: tuple[str, ...]
    key: Callable[[Envelope], Row | None]
    evolve: Callable[[Row | None, Envelope], Row | None]
    indexes: str = ""
    personal: dict[str, str] = field(default_factory=dict)
    whole: bool = False

    @property
    def ddl(self) -> str:
        keys = ", ".join(self.keyed_by)
        return (
            f"create table if not exists {self.table} ({self.columns}, primary key ({keys}));"
            f"{self.indexes}"
        )


class Folding:
    """Folds batches of events into tables: one read and one write a table, whatever the batch."""

    def __init__(self, projections: Sequence[Projection]) -> None:
        self.projections = projections
        self._columns: dict[str, list[str]] = {}

    async def learn_columns(self, db: Db) -> None:
        """Read the tables' columns, without those that Postgres computes itself."""
        rows = await db.fetch(
            "select table_name, array_agg(column_name::text order by ordinal_position) as names"
            " from information_schema.columns where is_generated = 'NEVER'"
            " and table_schema = current_schema() group by table_name"
        )
        self._columns = {row["table_name"]: row["names"] for row in rows}

    async def fold(self, db: Db, envelopes: Iterable[Envelope]) -> None:
        """Apply the events, in their order, to every projection that they touch."""
        batch = list(envelopes)
        for projection in self.projections:
            touched = [(key, e) for e in batch if (key := projection.key(e)) is not None]
            if touched:
                await self._fold_table(db, projection, touched)

    async def redact(self, db: Db, person: str) -> None:
        """Null the personal columns of a person's rows."""
        for projection in self.projections:
            for column, owner in projection.personal.items():
                await db.execute(
                    f"update {projection.table} set {column} = null"
                    f" where {owner} = $1 and {column} is not null",
                    person,
                )

    async def _fold_table(
        self,
        db: Db,
        projection: Projection,
        touched: list[tuple[Row, Envelope]],
    ) -> None:
        names = projection.keyed_by
        keyed = [(tuple(key[name] for name in names), key, e) for key, e in touched]
        wanted = {identity: key for identity, key, _ in keyed}
        before = {} if projection.whole else await self._load(db, projection, [*wanted.values()])
        after: dict[tuple[Any, ...], Row | None] = dict(before)
        for identity, _, envelope in keyed:
            after[identity] = projection.evolve(after.get(identity), envelope)
        changed = [row for at, row in after.items() if row is not None and row != before.get(at)]
        gone = [wanted[at] for at, row in after.items() if row is None and at in before]
        if changed:
            await self._upsert(db, projection, changed)
        if gone:
            await self._delete(db, projection, gone)

    async def _load(
        self, db: Db, projection: Projection, keys: list[Row]
    ) -> dict[tuple[Any, ...], Row]:
        columns = ", ".join(f"t.{name}" for name in self._columns[projection.table])
        rows = await db.fetch(
            f"select {columns} from {projection.table} t join"
            f" jsonb_populate_recordset(null::{projection.table}, $1) k"
            f" using ({', '.join(projection.keyed_by)}) for update of t",
            keys,
        )
        return {tuple(row[name] for name in projection.keyed_by): dict(row) for row in rows}

    async def _upsert(self, db: Db, projection: Projection, rows: list[Row]) -> None:
        names = self._columns[projection.table]
        others = [name for name in names if name not in projection.keyed_by]
        changes = ", ".join(f"{name} = excluded.{name}" for name in others)
        conflict = f"do update set {changes}" if others else "do nothing"
        await db.execute(
            f"insert into {projection.table} ({', '.join(names)}) select {', '.join(names)}"
            f" from jsonb_populate_recordset(null::{projection.table}, $1)"
            f" on conflict ({', '.join(projection.keyed_by)}) {conflict}",
            rows,
        )

    async def _delete(self, db: Db, projection: Projection, keys: list[Row]) -> None:
        same = " and ".join(f"t.{name} = k.{name}" for name in projection.keyed_by)
        await db.execute(
            f"delete from {projection.table} t"
            f" using jsonb_populate_recordset(null::{projection.table}, $1) k where {same}",
            keys,
        )
