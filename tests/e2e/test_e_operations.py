"""What operators do to a running desk, or what befalls it, and how it is put right."""

import json

import pytest
from aiokafka import AIOKafkaProducer

from libs.runtime.command import SERVICES
from services.views.main import service as views
from tests.e2e.checker import SHARDS, check, settled
from tests.e2e.load import submit_once
from tests.waiting import eventually

LOST_OF_EACH_SHARD = 2
SPOILT = {
    "facts that its readers cannot read": (1, {"engineer_id": None}),
    "a version that nobody knows": (99, {}),
}


@pytest.fixture
async def db(up):
    """The owner's connection to the desk's Postgres."""
    connection = await up.connect()
    yield connection
    await connection.close()


async def test_one_trace_follows_a_submission_through_every_service(up):
    ticket = await up.submit("cryptopro", await up.url("intake"))

    async def in_all_services():
        spans = json.loads(await up.vakhta("trace", ticket, "--json"))["spans"]
        return {span["service"] for span in spans} == set(SERVICES)

    await settled(up)
    await eventually(in_all_services)


async def test_garbage_on_the_topics_is_set_aside_and_the_rest_flows(up):
    before = await aliens(up)
    producer = AIOKafkaProducer(bootstrap_servers=(await up.status())["kafka"]["bootstrap"])
    await producer.start()
    for topic in ("vakhta.events", "vakhta.personal"):
        for shard in range(SHARDS):
            await producer.send_and_wait(topic, b"garbage", key=b"anything", partition=shard)
            await producer.send_and_wait(topic, b"{", key=bytes(16), partition=shard)
    await producer.stop()

    url = await up.url("intake")
    for vendor in ("cryptopro", "technokad"):
        await up.submit(vendor, url)

    await settled(up)
    await eventually(lambda: all_set_aside(up, before, 2 * SHARDS))
    await check(up)


async def test_a_store_that_lost_its_newest_events_takes_no_writes_until_it_is_refilled(up, db):
    url = await up.url("intake")
    for _ in range(4):
        await up.submit("cryptopro", url)
    await settled(up)
    lost = await lose_newest(db)

    await eventually(lambda: closed(up, url, "vakhta doctor --refill"))
    await up.vakhta("stop", "intake")
    await up.vakhta("start", "intake")
    await eventually(lambda: relay_refuses(db, {row["shard"] for row in lost}))
    await eventually(lambda: closed(up, url, "vakhta doctor --refill"))

    told = json.loads(await up.vakhta("doctor", "--refill", "--json"))

    assert sum(told["refilled"]["intake"].values()) == len(lost)
    assert await db.fetchval("select count(*) from intake.closed_shards") == 0
    await up.submit("cryptopro", url)
    await settled(up)
    await check(up)


async def test_an_event_that_cannot_be_taken_in_parks_its_ticket_and_a_mended_one_heals_it(up, db):
    url = await up.url("intake")
    spoilt = {name: await up.submit("technokad", url) for name in SPOILT}
    await settled(up)
    engineer = await db.fetchval(
        "select facts->>'engineer_id' from routing.events where type = 'EngineerHired' limit 1"
    )
    for name, ticket in spoilt.items():
        version, facts = SPOILT[name]
        await append_taken(db, ticket, version, {"engineer_id": engineer} | facts)

    await eventually(lambda: parked_in_views(up, db, set(spoilt.values())))
    other = await up.submit("cryptopro", url)
    await eventually(lambda: seen_by_views(db, other))

    for ticket in spoilt.values():
        await db.execute(
            "update intake.events set version = 1, facts ="
            " (facts::jsonb || jsonb_build_object('engineer_id', $2::text))::json"
            " where stream = 'ticket-' || $1 and type = 'TicketTakenIntoWork'",
            ticket,
            engineer,
        )
        assert all(not one["error"] for one in await retried(up, ticket))
    await settled(up)
    await check(up)


async def test_a_rebuild_gives_the_same_rows_byte_for_byte(up):
    await settled(up)
    before = await rows_of_views(up)

    told = json.loads(await up.vakhta("rebuild", "views", "--json"))

    assert told["same"], [table for table in told["tables"] if not table["same"]]
    after = await rows_of_views(up)
    assert sum(map(len, before.values())) > 0
    assert after == before
    await check(up)


async def aliens(up):
    """How many records each service has set aside."""
    db = await up.connect()
    try:
        current = await db.fetchval("select current from views.generation")
        schemas = {name: current if name == "views" else name for name in SERVICES}
        return {
            name: await db.fetchval(f"select count(*) from {schema}.aliens")
            for name, schema in schemas.items()
        }
    finally:
        await db.close()


async def all_set_aside(up, before, number):
    """Whether each service has set aside so many more: those with halves, twice as many."""
    after = await aliens(up)
    return all(
        after[name] - before[name] == number * (2 if name in ("views", "notification") else 1)
        for name in SERVICES
    )


async def append_taken(db, ticket, version, facts):
    """Append an event by hand, at the next positions, as nobody should."""
    await db.execute(
        "insert into intake.events select shard,"
        " (select max(position) + 1 from intake.events n where n.shard = e.shard), stream,"
        " (select max(stream_version) + 1 from intake.events n where n.stream = e.stream),"
        " gen_random_uuid(), 'TicketTakenIntoWork', $2, vendor, now(), now(), correlation, id,"
        " traceparent, json_build_object('vendor', vendor, 'occurred_at', now(), 'ticket_id',"
        " $1::text)::jsonb || $3::jsonb from intake.events e"
        " where stream = 'ticket-' || $1 and stream_version = 1",
        ticket,
        version,
        json.dumps(facts),
    )


async def parked_in_views(up, db, keys):
    """Whether these keys, and no others, are parked in views; `vakhta` lists them then."""
    current = await db.fetchval("select current from views.generation")
    rows = await db.fetch(f"select key from {current}.parked_keys")
    if {row["key"] for row in rows} != keys:
        return False
    listed = json.loads(await up.vakhta("parked", "list", "--json"))
    return keys == {one["key"] for one in listed if one["service"] == "views"}


async def seen_by_views(db, ticket):
    current = await db.fetchval("select current from views.generation")
    return await db.fetchval(f"select true from {current}.tickets where ticket_id = $1", ticket)


async def retried(up, key):
    return json.loads(await up.vakhta("parked", "retry", key, "--json"))


async def lose_newest(db):
    """Delete each shard's newest events with their halves, as a restore would."""
    return await db.fetch(
        "with gone as (delete from intake.events e where position >"
        " (select max(position) from intake.events n where n.shard = e.shard) - $1"
        " returning shard, id), halves as (delete from intake.personal"
        " where event_id in (select id from gone)) select shard, id from gone",
        LOST_OF_EACH_SHARD,
    )


async def closed(up, url, advice):
    """Whether a submission, to whichever shard, is put off with a problem that says what to do."""
    answer = await submit_once(up, "cryptopro", url)
    return (
        answer.status_code == 503
        and "Retry-After" in answer.headers
        and advice in answer.json()["detail"]
    )


async def relay_refuses(db, shards):
    rows = await db.fetch("select shard from intake.closed_shards")
    return {row["shard"] for row in rows} == shards


async def rows_of_views(up):
    """Every row of every read model as text, in the order of its key."""
    db = await up.connect()
    try:
        current = await db.fetchval("select current from views.generation")
        return {
            projection.table: [
                row["line"]
                for row in await db.fetch(
                    f"select t::text as line from {current}.{projection.table} t"
                    f" order by {', '.join(projection.keyed_by)}"
                )
            ]
            for projection in views.projections
        }
    finally:
        await db.close()
