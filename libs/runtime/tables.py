"""The tables of read models in Postgres: rows are read, written and deleted many at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from pydantic_core import to_json

from libs.runtime.database import Db

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """A table's name, its key, and its columns without those that Postgres computes itself."""

    name: str
    keyed_by: tuple[str, ...]
    columns: tuple[str, ...]

    @cached_property
    def identity(self) -> Callable[[Any], Any]:
        """Gives what tells a row from others, of the row or of its key."""
        return itemgetter(*self.keyed_by)

    def rows(self, parameter: int) -> str:
        """Rows in a parameter of bytes: a text would be decoded and encoded once more."""
        return (
            f"json_populate_recordset(null::{self.name}, convert_from(${parameter}, 'utf8')::json)"
        )

    def inserting(self, parameter: int) -> str:
        """The statement that writes the rows of a parameter, over old ones where there are any."""
        names = ", ".join(self.columns)
        others = [name for name in self.columns if name not in self.keyed_by]
        changes = ", ".join(f"{name} = excluded.{name}" for name in others)
        conflict = f"do update set {changes}" if others else "do nothing"
        return (
            f"insert into {self.name} ({names}) select {names}"
            f" from {self.rows(parameter)}"
            f" on conflict ({', '.join(self.keyed_by)}) {conflict}"
        )


async def columns_of(db: Db) -> dict[str, tuple[str, ...]]:
    """The columns of every table, without those that Postgres computes itself."""
    rows = await db.fetch(
        "select table_name, array_agg(column_name::text order by ordinal_position) as names"
        " from information_schema.columns where is_generated = 'NEVER'"
        " and table_schema = current_schema() group by table_name"
    )
    return {row["table_name"]: tuple(row["names"]) for row in rows}


async def load(db: Db, table: Table, keys: Sequence[Row]) -> dict[Any, Row]:
    """The rows with these keys, by their identity, locked until the transaction ends."""
    columns = ", ".join(f"t.{name}" for name in table.columns)
    same = " and ".join(f"{table.name}.{name} = k.{name}" for name in table.keyed_by)
    rows = await db.fetch(
        # Row by row through the key: a join of a guessed number of keys reads the whole table.
        f"select {columns} from {table.rows(1)} k cross join lateral"
        f" (select * from {table.name} where {same} limit 1 for update) t",
        to_json(keys),
    )
    return {table.identity(row): dict(row) for row in rows}


async def write(db: Db, changed: Sequence[tuple[Table, Sequence[Row]]]) -> None:
    """Write rows of several tables by one statement."""
    *others, last = [table.inserting(n) for n, (table, _) in enumerate(changed, 1)]
    firsts = ", ".join(f"w{n} as ({insert})" for n, insert in enumerate(others, 1))
    statement = f"with {firsts} {last}" if others else last
    await db.execute(statement, *(to_json(rows) for _, rows in changed))


async def delete(db: Db, table: Table, keys: Sequence[Row]) -> None:
    same = " and ".join(f"t.{name} = k.{name}" for name in table.keyed_by)
    await db.execute(
        f"delete from {table.name} t using {table.rows(1)} k where {same}",
        to_json(keys),
    )
