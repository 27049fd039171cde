"""What it takes to forget a person: copies deleted, rows redacted, the id never accepted again."""

from libs.runtime.database import Db
from libs.runtime.projection import Folding


async def erase(db: Db, folding: Folding, person: str) -> None:
    """Delete a person's halves, null his columns, and leave tombstones for the topic.

    Only the writer of an event's half sends the tombstone that clears it from the topic.
    """
    await db.execute(
        "insert into erased_persons (person) values ($1) on conflict do nothing", person
    )
    await _forget(db, folding, person)


async def sweep(db: Db, folding: Folding) -> None:
    """Redact once more whom was erased lately.

    A transaction of another shard may have read or written a half just before it was deleted, and
    write its row just after: what it wrote is gone within seconds, from the topic too.
    """
    for row in await db.fetch(
        "select person from erased_persons where erased_at > clock_timestamp() - interval '5 min'"
    ):
        await _forget(db, folding, row["person"])


async def _forget(db: Db, folding: Folding, person: str) -> None:
    await db.execute(
        "with gone as (delete from personal where person = $1 returning event_id, shard, own)"
        " insert into tombstones (event_id, shard) select event_id, shard from gone where own"
        " on conflict do nothing",
        person,
    )
    await folding.redact(db, person)
