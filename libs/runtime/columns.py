"""Compares the tables that are there with those that the code wants; changes none of them."""

from collections import defaultdict
from collections.abc import Iterator

from libs.runtime.database import Db
from libs.runtime.service import Service

SCRATCH = "vakhta_wanted"

Columns = dict[str, dict[str, str]]
"""By table and name, a column's type, and whether it must be filled."""


async def refuse_other_columns(db: Db, service: Service, schema: str, ddl: str) -> None:
    """Raises ValueError that names each column that is other than in `ddl`, and what to do."""
    there = await _columns(db, schema)
    found = list(_differences(schema, there, await _wanted(db, ddl))) if there else []
    if found:
        raise ValueError("; ".join([*found, _remedy(service, schema)]))


async def _wanted(db: Db, ddl: str) -> Columns:
    """What the statements make, seen in a schema that is undone at once."""
    undone = db.transaction()
    await undone.start()
    try:
        await db.execute(f"create schema {SCRATCH}; set local search_path = {SCRATCH}; {ddl}")
        return await _columns(db, SCRATCH)
    finally:
        await undone.rollback()


async def _columns(db: Db, schema: str) -> Columns:
    found: Columns = defaultdict(dict)
    for row in await db.fetch(
        "select relname, attname, format_type(atttypid, atttypmod)"
        " || case when attnotnull then ' not null' else '' end as kind"
        " from pg_attribute join pg_class c on c.oid = attrelid"
        " where relnamespace = to_regnamespace($1) and relkind = 'r' and attnum > 0"
        " and not attisdropped order by relname, attnum",
        schema,
    ):
        found[row["relname"]][row["attname"]] = row["kind"]
    return found


def _differences(schema: str, there: Columns, wanted: Columns) -> Iterator[str]:
    """What stops the code from writing rows; columns that nobody fills any more do not."""
    for table in sorted(wanted.keys() & there.keys()):
        for name, kind in wanted[table].items():
            found = there[table].get(name)
            if found is None:
                yield f"the table {schema}.{table} lacks the column {name} ({kind})"
            elif found != kind:
                yield f"the column {name} of {schema}.{table} is {found} and has to be {kind}"


def _remedy(service: Service, schema: str) -> str:
    if service.is_reader:
        return (
            f"a desk that runs makes the tables of {service.name} anew by `vakhta rebuild"
            f" {service.name}`; without one, drop the schemas {service.name} and {schema}:"
            f" prepare makes them again, and {service.name} reads the log from its beginning"
        )
    return (
        "prepare changes no table that is there: alter it by hand (`alter table`), then prepare"
        " again"
    )
