"""What a naive reader would miss and an unfenced consumer would double, beside what ours do."""

import asyncio
import secrets
from urllib.parse import urlsplit

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from libs.runtime.envelope import from_message, to_message
from libs.runtime.shards import shard_of
from libs.runtime.store import read
from libs.runtime.tests import toys
from libs.runtime.tests.writing import CAUSE, NOON, note, rows
from tests.desk import SHARDS, Desk
from tests.servers import tell
from tests.waiting import eventually

TICKET = "t1"
SHARD = shard_of(TICKET, SHARDS)


@pytest.fixture
async def own_database(postgres_url):
    name = f"mutants_{secrets.token_hex(4)}"
    await tell(postgres_url, f"create database {name}")
    yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    await tell(postgres_url, f"drop database {name} with (force)")


@pytest.fixture
async def desk(own_database, monkeypatch):
    toys.make_known(monkeypatch)
    toys.fail_on.clear()
    toys.wait_on.clear()
    desk = Desk(own_database, (toys.scribe, toys.reader))
    await desk.start()
    yield desk
    await desk.stop()


class NaiveLog:
    """Positions come from a sequence, drawn before the commit; a reader asks for what is later."""

    def __init__(self, slow, fast, reader):
        self.slow, self.fast, self.reader = slow, fast, reader

    async def prepare(self):
        await self.reader.execute("create table log (position bigserial primary key, text text)")

    async def begin_slow(self):
        self.transaction = self.slow.transaction()
        await self.transaction.start()
        await self.slow.execute("insert into log (text) values ('slow')")

    async def commit_slow(self):
        await self.transaction.commit()

    async def write_fast(self):
        await self.fast.execute("insert into log (text) values ('fast')")

    async def read(self, after):
        found = await self.reader.fetch(
            "select position, text from log where position > $1 order by position", after
        )
        return [(row["position"], row["text"]) for row in found]


class OurLog:
    """The store: a writer has its shard to itself until its commit."""

    def __init__(self, desk, second):
        self.first, self.second = desk.replicas["scribe"], second

    async def prepare(self):
        """The desk has made the store."""

    async def begin_slow(self):
        self.transaction = self.first.database.writing(SHARD)
        db = await self.transaction.__aenter__()
        appending = self.first.execution.appending(db, (SHARD,), NOON)
        command = toys.Write(TICKET, "acme", NOON, "slow")
        await self.first.execution.handle(appending, command, CAUSE)
        await self.first.execution.finish(appending)

    async def commit_slow(self):
        await self.transaction.__aexit__(None, None, None)

    async def write_fast(self):
        await note(self.second, TICKET, "fast")

    async def read(self, after):
        async with self.second.database.reading(None) as db:
            found = await read(db, "scribe", SHARD, after, 100)
            texts = dict(await db.fetch("select event_id, half->>'body' from personal"))
        return [(record.position, texts[record.id]) for record in found]


async def read_while_one_writer_overtakes_the_other(log, is_waiting):
    """What a reader that asks for later positions has read in the end."""
    await log.prepare()
    await log.begin_slow()
    fast = asyncio.create_task(log.write_fast())

    async def has_written_or_waits():
        return fast.done() or await is_waiting()

    await eventually(has_written_or_waits)
    seen = await log.read(0)
    await log.commit_slow()
    await fast
    seen += await log.read(seen[-1][0] if seen else 0)
    return [text for _, text in seen]


@pytest.fixture
async def waits(own_database):
    """Whether a writer waits for another one's lock."""
    db = await asyncpg.connect(own_database)

    async def is_waiting():
        return await db.fetchval(
            "select exists (select from pg_locks where locktype = 'advisory' and not granted)"
        )

    yield is_waiting
    await db.close()


async def test_a_naive_reader_misses_the_event_that_was_overtaken(own_database, waits):
    connections = [await asyncpg.connect(own_database) for _ in range(3)]

    read_in_the_end = await read_while_one_writer_overtakes_the_other(NaiveLog(*connections), waits)

    assert read_in_the_end == ["fast"]
    for connection in connections:
        await connection.close()


async def test_our_reader_misses_nothing_since_nobody_overtakes_within_a_shard(desk, waits):
    second = desk._replica(toys.scribe)
    await second.open()

    read_in_the_end = await read_while_one_writer_overtakes_the_other(OurLog(desk, second), waits)

    assert read_in_the_end == ["slow", "fast"]
    await second.stop()


@pytest.fixture
async def topic(kafka_bootstrap):
    """A topic of one partition."""
    name = f"mutants-{secrets.token_hex(4)}"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(name, 1, 1)])
    await admin.close()
    return name


async def publish(bootstrap, topic, desk, number):
    """As many notes of one ticket, written and sent."""
    scribe = desk.replicas["scribe"]
    for _ in range(number):
        await note(scribe, TICKET)
    async with scribe.database.reading(None) as db:
        records = await read(db, "scribe", SHARD, 0, 100)
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    for record in records:
        key, value, headers = to_message(record)
        await producer.send_and_wait(topic, value, key=key, headers=headers)
    await producer.stop()


async def consume(bootstrap, topic, number, take_in, *, dies):
    """Take a batch in, then note the offset in Kafka; one that dies does only the first."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, group_id=topic, enable_auto_commit=False
    )
    await consumer.start()
    partition = TopicPartition(topic, 0)
    consumer.assign([partition])
    committed = await consumer.committed(partition) or 0
    consumer.seek(partition, committed)
    records = []
    while committed + len(records) < number:
        for message in (await consumer.getmany(timeout_ms=500)).get(partition, []):
            records.append(from_message(SHARD, message.value, message.headers))
    await take_in(records)
    if not dies:
        await consumer.commit()
    await consumer.stop()


async def test_an_unfenced_consumer_doubles_the_effects_when_it_dies_in_between(
    own_database, kafka_bootstrap, desk, topic
):
    await publish(kafka_bootstrap, topic, desk, 5)
    db = await asyncpg.connect(own_database)
    await db.execute("create table effects (notes int); insert into effects values (0)")

    async def unfenced(records):
        await db.execute("update effects set notes = notes + $1", len(records))

    await consume(kafka_bootstrap, topic, 5, unfenced, dies=True)
    await consume(kafka_bootstrap, topic, 5, unfenced, dies=False)

    assert await db.fetchval("select notes from effects") == 10
    await db.close()


async def test_our_consumer_has_each_effect_once_when_it_dies_in_between(
    kafka_bootstrap, desk, topic
):
    await publish(kafka_bootstrap, topic, desk, 5)

    async def fenced(records):
        reader = desk._replica(toys.reader)  # what the one that died knew is gone
        await reader.open()
        reader.halves = desk.replicas["reader"].halves
        reader.delivery.halves = reader.halves
        await reader.delivery.take(SHARD)
        assert await reader.delivery.deliver(SHARD, records) is None
        await reader.stop()

    await consume(kafka_bootstrap, topic, 5, fenced, dies=True)
    await consume(kafka_bootstrap, topic, 5, fenced, dies=False)

    assert await rows(desk.replicas["reader"], "select notes from notes") == [{"notes": 5}]
