"""Brings events back from the topic into a store that was restored to its past."""

from collections.abc import Callable, Sequence
from uuid import UUID

import structlog

from libs.events.codec import Encoded
from libs.runtime.broker import Broker, read_to_end
from libs.runtime.database import Database, Db
from libs.runtime.envelope import Alien, Envelope, Record
from libs.runtime.execution import Execution, add_errand
from libs.runtime.halves import half_of
from libs.runtime.lost_past import read_tail
from libs.runtime.parking import described
from libs.runtime.shards import shard_of
from libs.runtime.store import insert

log = structlog.get_logger()

Progress = Callable[[str, int], None]


async def refill(
    execution: Execution, database: Database, broker: Broker, report: Progress
) -> dict[int, int]:
    """Refill every closed shard of a service and open it again; returns the events of each.

    The service may run meanwhile: a closed shard takes no writes, and its relay finds the shard
    sound when it looks again.
    """
    async with database.reading(None) as db:
        closed = [row["shard"] for row in await db.fetch("select shard from closed_shards")]
    refilled = {}
    for shard in closed:
        missing = await _missing(database, broker, shard)
        halves = await _halves(broker, shard, {record.id for record in missing})
        async with database.writing(shard) as db:
            await _restore(execution, db, missing, halves)
            await db.execute("update tasks set refilled = true where shard = $1", shard)
            await db.execute("delete from closed_shards where shard = $1", shard)
        refilled[shard] = len(missing)
        report(f"shard {shard}", len(missing))
    return refilled


async def _missing(database: Database, broker: Broker, shard: int) -> list[Record]:
    """What the topic holds of this service behind the store's head, each position once."""
    async with database.reading(None) as db:
        head = await db.fetchval("select head($1)", shard)
    found = {
        record.position: record
        async for record in read_tail(broker, {shard: 0})
        if record.source == database.service and record.position > head
    }
    return [found[position] for position in sorted(found)]


async def _halves(broker: Broker, shard: int, wanted: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """Person and half of these events, as far as they are not erased."""
    halves: dict[UUID, tuple[str, str]] = {}
    async for message in read_to_end(broker, broker.personal, {shard: 0}):
        try:
            half = half_of(message)
        except Alien:
            continue
        if half.text is None:
            halves.pop(half.event_id, None)
        elif half.event_id in wanted:
            halves[half.event_id] = (half.person, half.text)
    return halves


async def _restore(
    execution: Execution,
    db: Db,
    records: Sequence[Record],
    halves: dict[UUID, tuple[str, str]],
) -> None:
    if not records:
        return
    with_halves = [(record, *halves.get(record.id, (None, None))) for record in records]
    await insert(
        db,
        [
            (record, Encoded(record.type, record.version, record.facts, half, person))
            for record, person, half in with_halves
        ],
    )
    # Some came in again with the topic's halves, as if they were another's.
    await db.execute("update personal set own = true where event_id = any($1)", list(halves))
    opened = (_opened(record, half) for record, _, half in with_halves)
    envelopes: list[Envelope] = [envelope for envelope in opened if envelope is not None]
    await execution.restore(db, envelopes, refilled=True)
    await execution.service.refilled(envelopes, db)
    # What they ask for went with them, done or not: it is sent again.
    for command, cause in execution.wishes_of(envelopes):
        await add_errand(db, shard_of(command.id, execution.database.shards), command, cause)


def _opened(record: Record, half: str | None) -> Envelope | None:
    """The event, or None where nobody can read it: it parked its key elsewhere, and is kept."""
    try:
        return record.opened(half)
    except Exception as error:
        log.error("refilled_unread", stream=record.stream, error=described(error))
        return None
