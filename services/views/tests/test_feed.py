"""One reader tells all who listen: what comes here, what another replica takes in, and once."""

import asyncio
from contextlib import aclosing, asynccontextmanager

import asyncpg
import pytest

from libs.runtime.replica import Replica
from services.views import listeners
from services.views.changes import changes
from services.views.feed import Feed
from services.views.heard import heard_in
from services.views.queries.sight import Sight
from services.views.tests.telling import FRIDAY, VENDOR, note, reply, submitted

STAFF = Sight(VENDOR, None, FRIDAY)
SHOP = Sight(VENDOR, "shop", FRIDAY)
ENOUGH = 20


@pytest.fixture
def feed(world):
    return Feed(world.desk.replicas["views"])


@pytest.fixture
async def feed_elsewhere(world):
    """The feed of a second replica, which has taken no shard."""
    here = world.desk.replicas["views"]
    replica = Replica(here.service, here.settings)
    await replica.open()
    yield Feed(replica)
    await replica.stop()


@asynccontextmanager
async def listening(feed, sight=STAFF, heard=None):
    """A stream, greeted: what comes from now on is told."""
    async with aclosing(changes(feed, sight, heard)) as stream:
        await anext(stream)
        yield stream


async def heard_of(stream, number):
    """So many changes as (what, id), however they come together."""
    found = []
    async with asyncio.timeout(ENOUGH):
        while len(found) < number:
            for block in (await anext(stream)).decode().strip().split("\r\n\r\n"):
                fields = dict(line.split(": ", 1) for line in block.split("\r\n"))
                what = fields["data"].split('"what":"')[1].split('"')[0]
                found.append((what, fields["id"]))
    return found


async def rewrite(world, statement):
    db = await asyncpg.connect(world.desk.dsn)
    await db.execute(statement)
    await db.close()


def kinds(found):
    return [what for what, _ in found]


async def test_a_slow_client_holds_up_nobody_and_misses_nothing(world, feed, monkeypatch):
    monkeypatch.setattr(listeners, "MOST_WAITING", 2)
    told = [submitted(), *[reply() for _ in range(6)]]
    async with listening(feed) as slow, listening(feed) as quick:
        for event in told:
            await world.say(event)
            assert kinds(await heard_of(quick, 1)) == [type(event).__name__]
        late = await heard_of(slow, len(told))
        await world.say(note())
        after = await heard_of(slow, 1)

    assert kinds(late) == [type(event).__name__ for event in told]
    assert kinds(after) == ["NoteAdded"]


async def test_what_another_replica_takes_in_is_told_too(world, feed_elsewhere):
    async with listening(feed_elsewhere) as all_of_it, listening(feed_elsewhere, SHOP) as own:
        await world.say(submitted("t1"), submitted("t2", client="other"), note("t1"), reply("t1"))

        assert sorted(kinds(await heard_of(all_of_it, 4))) == [
            "NoteAdded",
            "ReplySent",
            "TicketSubmitted",
            "TicketSubmitted",
        ]
        assert kinds(await heard_of(own, 2)) == ["TicketSubmitted", "ReplySent"]


async def test_one_who_comes_from_another_replica_hears_nothing_twice(world, feed, feed_elsewhere):
    async with listening(feed_elsewhere), listening(feed) as here:
        await world.say(submitted())
        ((_, last),) = await heard_of(here, 1)
        async with listening(feed_elsewhere, heard=heard_in(last)) as there:
            await world.say(reply())

            assert kinds(await heard_of(there, 1)) == ["ReplySent"]


async def test_one_who_left_hears_what_was_taken_in_while_nobody_listened(world, feed):
    async with listening(feed) as stream:
        await world.say(submitted())
        ((_, last),) = await heard_of(stream, 1)
    await world.say(reply(), note())

    async with listening(feed, heard=heard_in(last)) as stream:
        missed = kinds(await heard_of(stream, 2))
        await world.say(reply())
        live = kinds(await heard_of(stream, 1))

    assert (missed, live) == (["ReplySent", "NoteAdded"], ["ReplySent"])


async def test_an_event_that_was_set_aside_is_not_told(world, feed):
    await world.say(submitted())
    async with listening(feed) as stream:
        await world.say_quietly(reply())
        await rewrite(world, "update intake.events set version = 99 where type = 'ReplySent'")
        await world.desk.settle()
        await world.say(submitted("t2"))

        assert kinds(await heard_of(stream, 1)) == ["TicketSubmitted"]
