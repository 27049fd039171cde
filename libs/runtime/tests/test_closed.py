"""A shard that is closed after a restore: it waits for its refill, and the others do not."""

import asyncio

import pytest

from libs.runtime.errands import Errands
from libs.runtime.execution import add_errand
from libs.runtime.hands import HandsAtWork
from libs.runtime.service import Hands, Ticking
from libs.runtime.shards import shard_of
from libs.runtime.tests import toys
from libs.runtime.tests.toys import Take
from libs.runtime.tests.writing import CAUSE, NOON, note, rows
from libs.runtime.ticks import Ticks
from tests.desk import SHARDS
from tests.waiting import eventually

CLOSED, OPEN = "t1", "t2"


@pytest.fixture
def taker(desk):
    return desk.replicas["taker"]


async def close(replica, ticket=CLOSED):
    assert shard_of(CLOSED, SHARDS) != shard_of(OPEN, SHARDS)
    async with replica.database.noting() as db:
        await db.execute(
            "insert into closed_shards (shard, reason) values ($1, 'restored')",
            shard_of(ticket, SHARDS),
        )


def both(ticket_of=Take):
    return [ticket_of(ticket, "acme", NOON, "anna") for ticket in (CLOSED, OPEN)]


async def streams(replica):
    return [row["stream"] for row in await rows(replica, "select stream from events")]


async def test_time_passes_for_the_other_shards(taker):
    await close(taker)

    async def due(*_):
        return both()

    ticks = Ticks(
        Ticking(due, None),
        taker.database,
        taker.execution,
        taker.holding,
        taker.clock,
        dict,
    )

    assert await ticks.tick(NOON) == 1
    assert await streams(taker) == [f"taken-{OPEN}"]


async def test_the_other_shards_errands_are_run(taker):
    await close(taker)
    async with taker.database.noting() as db:
        for command in both():
            await add_errand(db, shard_of(command.id, SHARDS), command, CAUSE)
    errands = Errands(taker.database, taker.execution, taker.holding, taker.signals, taker.clock)

    assert await errands.run_due() == 1

    assert await streams(taker) == [f"taken-{OPEN}"]
    assert len(await rows(taker, "select * from errands")) == 1


async def test_the_other_shards_parked_keys_are_retried(desk, scribe, taker):
    toys.wait_on.update((CLOSED, OPEN))
    for ticket in (CLOSED, OPEN):
        await note(scribe, ticket)
    await desk.settle()
    toys.wait_on.clear()
    await close(taker)
    async with taker.database.noting() as db:
        await db.execute(
            "update parked_keys set retry_at = case key when $1 then timestamptz '2020-01-01'"
            " else timestamptz '2021-01-01' end",
            CLOSED,
        )

    retrying = asyncio.create_task(taker._retry_parked())

    async def retried():
        return [row["key"] for row in await rows(taker, "select key from parked_keys")] == [CLOSED]

    await eventually(retried)
    assert not retrying.done()
    retrying.cancel()


async def test_nothing_is_done_in_the_world_for_what_may_have_been_done(desk, scribe):
    acted = []

    async def act(envelope, *_):
        acted.append(envelope.key)
        return toys.Write(envelope.key, "acme", NOON, "done")

    for ticket in (CLOSED, OPEN):
        await note(scribe, ticket)
    async with scribe.database.noting() as db:
        await db.execute(
            "insert into tasks (shard, position, next_at) select shard, position, recorded_at"
            " from events"
        )
    await close(scribe)
    hands = HandsAtWork(
        Hands((toys.NoteAdded,), act, None),
        scribe.database,
        scribe.execution,
        scribe.holding,
        scribe.signals,
        scribe.clock,
        scribe.settings,
    )

    assert await hands.act_on_due() == 1

    assert acted == [OPEN]
