import asyncio
from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest

from libs.decider import Refused
from libs.runtime.appending import WrongShard
from libs.runtime.halves import Half, _keep
from libs.runtime.refill import _restore
from libs.runtime.shards import shard_of
from libs.runtime.store import ShardClosed, read
from libs.runtime.tests.toys import Write
from libs.runtime.tests.toys import scribe as scribe_service
from libs.runtime.tests.writing import NOON, erase, note, rows
from tests.desk import SHARDS


async def test_positions_are_dense_in_each_shard_whoever_writes_at_once(scribe):
    await asyncio.gather(*(note(scribe, f"t{n % 7}") for n in range(60)))

    written = await rows(scribe, "select shard, position from events order by 1, 2")
    for shard in range(SHARDS):
        found = [row["position"] for row in written if row["shard"] == shard]
        assert found == list(range(1, len(found) + 1))
    assert len(written) == 60


async def test_a_stream_is_numbered_without_gaps(scribe):
    await asyncio.gather(*(note(scribe, "t1") for _ in range(20)))

    written = await rows(scribe, "select stream_version from events order by position")
    assert [row["stream_version"] for row in written] == list(range(1, 21))


async def test_a_refused_command_writes_nothing(scribe):
    with pytest.raises(Refused):
        await note(scribe, "t1", "refuse me")

    assert await rows(scribe, "select * from events") == []


async def test_a_transaction_appends_to_its_own_shard_alone(scribe):
    foreign = next(k for k in "abcdefgh" if shard_of(k, SHARDS) != 0)
    async with scribe.database.writing(0) as db:
        appending = scribe.execution.appending(db, (0,), NOON)
        with pytest.raises(WrongShard):
            await appending.load([f"ticket-{foreign}"])


async def test_events_cannot_be_changed_or_deleted_by_the_service(scribe):
    await note(scribe, "t1")

    for statement in ("update events set vendor = 'x'", "delete from events"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await scribe.database.runtime.execute(statement)


async def test_a_text_lies_in_the_personal_half_and_never_in_the_facts(scribe):
    await note(scribe, "t1", "a secret text")

    (event,) = await rows(scribe, "select facts::text from events")
    (half,) = await rows(scribe, "select half::text, person from personal")
    assert "secret" not in event["facts"]
    assert "a secret text" in half["half"]
    assert half["person"] == "ivan"


async def test_a_vendor_sees_and_writes_its_own_rows_alone(scribe):
    await note(scribe, "t1", as_vendor="acme")

    assert len(await rows(scribe, "select * from events", vendor="acme")) == 1
    for table in ("events", "personal", "notes"):
        assert await rows(scribe, f"select * from {table}", vendor="other") == []
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await note(scribe, "t2", vendor="acme", as_vendor="other")


async def test_without_a_vendor_the_api_role_sees_nothing(scribe):
    await note(scribe, "t1")

    assert await scribe.database.api.fetch("select * from events") == []


async def test_two_vendors_positions_are_dense_together(scribe):
    neighbour = next(k for k in "abcdefgh" if shard_of(k, SHARDS) == shard_of("t1", SHARDS))
    for ticket, vendor in (("t1", "acme"), (neighbour, "other"), ("t1", "acme")):
        await note(scribe, ticket, vendor=vendor, as_vendor=vendor)

    written = await rows(scribe, "select position from events order by position")
    assert [row["position"] for row in written] == [1, 2, 3]


def test_a_command_nobody_decides_is_named():
    with pytest.raises(LookupError, match="decides nothing"):
        scribe_service.decider_of("a word")


async def test_a_shard_that_ends_in_front_of_what_it_published_takes_no_writes(desk, scribe):
    shard = shard_of("t1", SHARDS)
    await note(scribe, "t1")
    async with scribe.database.noting() as db:
        await db.execute(
            "insert into relayed (shard, position, topic_offset) values ($1, 2, 1)", shard
        )

    with pytest.raises(ShardClosed, match=r"ends at position 1 .* the topic at 2: .* --refill"):
        await note(scribe, "t1")

    assert len(await rows(scribe, "select * from events")) == 1


async def test_a_refill_keeps_an_event_that_nobody_can_read(scribe):
    await note(scribe, "t1")
    shard = shard_of("t1", SHARDS)
    async with scribe.database.reading(None) as db:
        (sound,) = await read(db, "scribe", shard, 0, 1)
    spoilt = sound._replace(position=2, stream_version=2, id=UUID(int=2), facts="{}")
    later = sound._replace(position=3, stream_version=3, id=UUID(int=3))

    async with scribe.database.writing(shard) as db:
        await _restore(scribe.execution, db, [spoilt, later], {})

    assert await rows(scribe, "select position from events order by 1") == [
        {"position": n} for n in (1, 2, 3)
    ]
    assert await rows(scribe, "select notes from notes") == [{"notes": 2}]


async def a_lost_note(scribe, half='{"body": "typed by Ivan"}'):
    """A note that only the topic has, and its half there."""
    await note(scribe, "t1")
    async with scribe.database.reading(None) as db:
        (sound,) = await read(db, "scribe", shard_of("t1", SHARDS), 0, 1)
    lost = sound._replace(position=2, stream_version=2, id=UUID(int=2))
    return lost, Half(lost.id, lost.shard, "acme", "ivan", half)


async def test_a_half_that_came_from_the_topic_before_its_event_is_erased_there_too(scribe):
    lost, half = await a_lost_note(scribe)
    async with scribe.database.writing(lost.shard) as db:
        await _keep(db, [half])
        await _restore(scribe.execution, db, [lost], {lost.id: (half.person, half.text)})

    await erase(scribe, "ivan")

    assert {"event_id": lost.id} in await rows(scribe, "select event_id from tombstones")


async def test_a_refill_asks_once_more_for_what_its_events_asked_for(scribe):
    lost, _ = await a_lost_note(scribe)
    asked = Write("t1-copy", "acme", NOON, "a copy")
    scribe.execution.service = replace(scribe.service, asks=lambda _: [asked])

    async with scribe.database.writing(lost.shard) as db:
        await _restore(scribe.execution, db, [lost], {})

    scribe.execution.service = scribe.service
    (errand,) = await rows(
        scribe, "select shard, command, body->>'id' as id, causation from errands"
    )
    assert errand == {
        "shard": shard_of("t1-copy", SHARDS),
        "command": "Write",
        "id": "t1-copy",
        "causation": lost.id,
    }
