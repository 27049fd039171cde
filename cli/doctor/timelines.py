"""Whether views tell each event of a ticket once, as the stores of the others hold it."""

from collections.abc import Iterable

from cli.doctor.findings import Finding
from cli.doctor.stores import Db, schema_of

VIEWS = "views"


async def compare(db: Db, sources: Iterable[str]) -> list[Finding]:
    """The sources of which views have taken in more or fewer events than they tell of."""
    # Imported late: a whole service, needed for one list of names.
    from services.views.projections.lines import LINES

    told = [event.__name__ for event in LINES]
    found = []
    async with db.transaction(isolation="repeatable_read", readonly=True):
        schema = await schema_of(db, VIEWS)
        for source in sources:
            events, entries = await _counted(db, schema, source, told)
            if events != entries:
                facts = {"source": source, "events": events, "entries": entries}
                found.append(Finding("timeline", VIEWS, facts))
    return found


async def _counted(db: Db, schema: str, source: str, told: list[str]) -> tuple[int, int]:
    """Events that views have taken in and should tell of, and entries that tell of them.

    What is parked is told of later, what was skipped never.
    """
    row = await db.fetchrow(
        f"""
        with left_out as (
            select source, shard, position from {schema}.skipped_events union
            select record ->> 'source', (record ->> 'shard')::int, (record ->> 'position')::bigint
            from {schema}.parked_events
        )
        select (
            select count(*) from {source}.events e
            join {schema}.watermarks w on w.source = $1 and w.shard = e.shard
            where e.type = any($2) and e.position <= w.position
            and not exists (
                select from left_out l
                where l.source = $1 and l.shard = e.shard and l.position = e.position
            )
        ) as events, (select count(*) from {schema}.timeline where source = $1) as entries
        """,
        source,
        told,
    )
    return row["events"], row["entries"]
