"""The two small services as running replicas on a real Kafka."""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from aiokafka import AIOKafkaProducer
from pydantic import SecretStr

from libs.runtime.envelope import to_message
from libs.runtime.generations import UnderWay
from libs.runtime.lost_past import LostPast
from libs.runtime.prepare import prepare
from libs.runtime.rebuild import Rebuild
from libs.runtime.refill import refill
from libs.runtime.replica import Replica
from libs.runtime.settings import PrepareSettings, Settings
from libs.runtime.shards import shard_of
from libs.runtime.store import ShardClosed
from libs.runtime.tests import toys
from libs.runtime.tests.test_envelope import RECORD
from libs.runtime.tests.writing import note, rows
from tests.desk import OPERATOR_KEY, PASSWORD
from tests.servers import tell
from tests.waiting import eventually

SHARDS = 4


def settings(dsn, bootstrap, prefix, service):
    host = dsn.rpartition("@")[2]
    return Settings(
        runtime_database_url=f"postgresql://{service}_runtime:{PASSWORD}@{host}",
        api_database_url=f"postgresql://{service}_api:{PASSWORD}@{host}",
        KAFKA_BOOTSTRAP=bootstrap,
        topic_prefix=prefix,
        secret=SecretStr("a secret for tests"),
        operator_key=SecretStr(OPERATOR_KEY),
    )


class Live:
    """Starts replicas of the small services and ends them."""

    def __init__(self, dsn, bootstrap, prefix):
        self.of = lambda service: settings(dsn, bootstrap, prefix, service.name)
        self.prefix = prefix
        self.bootstrap = bootstrap
        self.running = []

    async def start(self, service):
        replica = Replica(service, self.of(service))
        await replica.open()
        replica.start()
        self.running.append(replica)
        return replica

    async def stop(self, replica):
        self.running.remove(replica)
        await replica.stop()


@pytest.fixture
async def own_database(postgres_url):
    name = f"live_{secrets.token_hex(4)}"
    await tell(postgres_url, f"create database {name}")
    yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    await tell(postgres_url, f"drop database {name} with (force)")


@pytest.fixture
async def live(own_database, kafka_bootstrap, monkeypatch):
    toys.make_known(monkeypatch)
    prefix = f"live-{secrets.token_hex(4)}"
    services = (toys.scribe, toys.taker, toys.reader)
    await prepare(
        services,
        PrepareSettings(
            DATABASE_URL=own_database,
            KAFKA_BOOTSTRAP=kafka_bootstrap,
            roles_password=SecretStr(PASSWORD),
            shards=SHARDS,
            topic_prefix=prefix,
        ),
    )
    toys.fail_on.clear()
    toys.wait_on.clear()
    live = Live(own_database, kafka_bootstrap, prefix)
    yield live
    for replica in list(live.running):
        await live.stop(replica)


async def counted(replica, query):
    (row,) = await rows(replica, query)
    return row["count"]


async def test_notes_flow_over_kafka_to_every_service_once(live):
    scribe = await live.start(toys.scribe)
    taker = await live.start(toys.taker)
    reader = await live.start(toys.reader)

    await asyncio.gather(*(note(scribe, f"t{n % 10}", f"text {n}") for n in range(100)))

    async def all_there():
        return (
            await counted(reader, "select coalesce(sum(notes), 0) as count from notes") == 100
            and await counted(taker, "select count(*) from events") == 110
        )

    await eventually(all_there)
    assert await counted(reader, "select count(*) from notes where last is null") == 0

    assert await counted(scribe, "select count(*) from relayed") <= SHARDS

    await live.stop(reader)
    await note(scribe, "t1", "while nobody read")
    again = await live.start(toys.reader)

    async def caught_up():
        return await counted(again, "select coalesce(sum(notes), 0) as count from notes") == 101

    await eventually(caught_up)

    second = await live.start(toys.taker)

    async def divided():
        return (
            len(taker.holding.held) == len(second.holding.held) == SHARDS // 2
            and not taker.holding.held & second.holding.held
        )

    await eventually(divided)
    await live.stop(taker)

    async def taken_over():
        return len(second.holding.held) == SHARDS

    await eventually(taken_over)

    producer = AIOKafkaProducer(bootstrap_servers=live.bootstrap)
    await producer.start()
    for topic in ("events", "personal"):
        await producer.send_and_wait(f"{live.prefix}.{topic}", b"garbage", key=b"t1", partition=1)
    for strange in ({"source": "nobody"}, {"source": "scribe", "type": "ClockStarted"}):
        key, value, headers = to_message(RECORD._replace(position=99, **strange))
        await producer.send_and_wait(
            f"{live.prefix}.events", value, key=key, partition=1, headers=headers
        )
    await producer.stop()

    async def set_aside():
        return await counted(again, "select count(*) from aliens") == 4

    await eventually(set_aside)
    await note(scribe, "t1", "after the garbage")

    async def flows_on():
        return await counted(again, "select coalesce(sum(notes), 0) as count from notes") == 102

    await eventually(flows_on)


async def test_a_store_that_lost_its_newest_events_takes_no_writes_until_refilled(
    live, own_database
):
    ticket = "t1"
    scribe = await live.start(toys.scribe)
    for _ in range(3):
        await note(scribe, ticket)
    shard = shard_of(ticket, SHARDS)

    async def relayed():
        found = await rows(scribe, "select position from relayed where shard = $1", shard)
        return found and found[0]["position"] == await counted(
            scribe, f"select max(position) as count from events where shard = {shard}"
        )

    await eventually(relayed)
    await live.stop(scribe)
    await tell(own_database, f"update scribe.notes set notes = 2 where ticket_id = '{ticket}'")
    await tell(
        own_database,
        f"delete from scribe.events where shard = {shard} and position = (select max(position)"
        f" from scribe.events where shard = {shard})",
    )
    await tell(
        own_database,
        f"insert into scribe.tasks (shard, position, next_at) values ({shard}, 1, now())",
    )
    restored = await live.start(toys.scribe)

    async def closed():
        return await counted(restored, "select count(*) from closed_shards") == 1

    await eventually(closed)
    with pytest.raises(ShardClosed, match="refill"):
        await note(restored, ticket)

    found = await refill(
        restored.execution, restored.database, restored.settings.broker, lambda *_: None
    )

    assert found == {shard: 1}
    assert await rows(restored, "select refilled from tasks") == [{"refilled": True}]
    assert await rows(restored, "select notes, last from notes") == [{"notes": 3, "last": "a text"}]
    await note(restored, ticket, "after the refill")
    reader = await live.start(toys.reader)

    async def all_read():
        return await rows(reader, "select notes, last from notes") == [
            {"notes": 4, "last": "after the refill"}
        ]

    await eventually(all_read)


async def test_a_restored_service_reacts_on_nothing_before_its_shards_are_examined(
    live, own_database, monkeypatch
):
    scribe, taker = await live.start(toys.scribe), await live.start(toys.taker)
    for n in range(8):
        await note(scribe, f"t{n}")

    async def relayed():
        return await counted(taker, "select count(*) from events") == 16 and await counted(
            taker, "select sum(position) as count from relayed"
        ) == await counted(
            taker,
            "select sum(last) as count from"
            " (select max(position) as last from events group by shard) e",
        )

    await eventually(relayed)
    shards = {row["shard"] for row in await rows(taker, "select shard from events")}
    await live.stop(taker)
    for table in ("events", "notes", "watermarks", "offsets", "relayed", "errands"):
        await tell(own_database, f"delete from taker.{table}")

    examine = LostPast.examine

    async def late(lost_past, shards):
        async def reacted():
            return await counted(restored, "select count(*) from events")

        with suppress(AssertionError):
            await eventually(reacted, within=1)
        return await examine(lost_past, shards)

    monkeypatch.setattr(LostPast, "examine", late)
    restored = await live.start(toys.taker)

    async def closed():
        return await counted(restored, "select count(*) from closed_shards") == len(shards)

    await eventually(closed)
    assert await counted(restored, "select count(*) from events") == 0
    found = await refill(
        restored.execution, restored.database, restored.settings.broker, lambda *_: None
    )
    assert sum(found.values()) == 16


async def test_a_rebuild_gives_the_same_rows_while_notes_come_in(live, own_database):
    scribe = await live.start(toys.scribe)
    reader = await live.start(toys.reader)
    await asyncio.gather(*(note(scribe, f"t{n % 10}", f"text {n}") for n in range(200)))

    async def all_read():
        return await counted(reader, "select coalesce(sum(notes), 0) as count from notes") == 200

    await eventually(all_read)
    seen = []

    async def write_on():
        for n in range(50):
            await note(scribe, f"t{n % 3}", f"meanwhile {n}")

    writing = asyncio.create_task(write_on())
    rebuilt = await Rebuild(toys.reader, own_database, live.of(toys.reader)).run(
        lambda done, total: seen.append((done, total))
    )
    await writing

    assert rebuilt.generation == "reader_2"
    assert rebuilt.same
    assert seen[-1][0] == seen[-1][1] >= 200

    assert await rows(reader, "select to_regnamespace('reader_1') as old") == [{"old": None}]

    async def all_in_the_new_one():
        return await counted(reader, "select sum(notes) as count from reader_2.notes") == 250

    await eventually(all_in_the_new_one)


class Disturbed(Rebuild):
    """A rebuild during which something happens."""

    async def _fill(self, owner, old, report):
        await super()._fill(owner, old, report)
        await self.meanwhile()


async def react(envelope, _db, _editions):
    if envelope.key in toys.fail_on:
        raise ZeroDivisionError("a handler that fails")
    return ()


async def test_what_a_person_decides_during_a_rebuild_is_kept_by_it(live, own_database):
    toys.fail_on.add("bad")
    service = replace(toys.reader, react=react)
    scribe = await live.start(toys.scribe)
    reader = await live.start(service)
    for ticket in ("good", "bad"):
        await note(scribe, ticket)

    async def parked():
        found = await rows(reader, "select key from parked_keys")
        return found and await counted(reader, "select count(*) from notes") == 1

    await eventually(parked)
    await tell(own_database, "create schema reader_7; create table reader_7.notes (last text)")
    rebuild = Disturbed(service, own_database, live.of(service))

    async def meanwhile():
        with pytest.raises(UnderWay):
            await Rebuild(service, own_database, live.of(service)).run(lambda *_: None)
        await reader.skip_first("bad", "a broken import")
        await tell(
            own_database,
            "insert into reader_1.aliens values ('a topic', 1, 5, 'not ours', '[]', null)",
        )

    rebuild.meanwhile = meanwhile
    rebuilt = await rebuild.run(lambda *_: None)

    assert rebuilt.same
    assert await rows(reader, "select key, reason from skipped_events") == [
        {"key": "bad", "reason": "a broken import"}
    ]
    assert await rows(reader, "select * from parked_keys") == []
    assert await counted(reader, "select count(*) from aliens") == 1
    assert await rows(reader, "select to_regnamespace('reader_7') as left_over") == [
        {"left_over": None}
    ]
