"""The log as it is read from a real topic: each event once, from any place, and on again."""

import json
import secrets
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import pytest
from aiokafka import AIOKafkaProducer
from pydantic import SecretStr

from cli.log_export import ToFile, ToStream, starting_at
from cli.log_reading import Place
from cli.log_tail import tail
from cli.trouble import Trouble
from libs.runtime.broker import Broker
from libs.runtime.envelope import Record, to_message
from libs.runtime.prepare import prepare_topics
from libs.runtime.settings import PrepareSettings

SHARDS = 2
NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)


def event(shard, position, source="intake", name="TicketTakenIntoWork"):
    """An event as its service writes it, with an id that its place determines."""
    number = shard * 1_000_000 + position
    return Record(
        source=source,
        shard=shard,
        position=position,
        stream=f"ticket-t{shard}",
        stream_version=position,
        id=UUID(int=number),
        type=name,
        version=1,
        vendor="cryptopro",
        occurred_at=NOON,
        recorded_at=NOON,
        correlation=UUID(int=1),
        causation=None,
        traceparent="",
        facts=f'{{"vendor":"cryptopro","ticket_id":"t{shard}","engineer_id":"анна"}}',
    )


@pytest.fixture
async def broker(kafka_bootstrap):
    broker = Broker(kafka_bootstrap, f"log-{secrets.token_hex(4)}")
    settings = PrepareSettings(
        DATABASE_URL="unused",
        KAFKA_BOOTSTRAP=kafka_bootstrap,
        topic_prefix=broker.prefix,
        roles_password=SecretStr("unused"),
        shards=SHARDS,
    )
    await prepare_topics(settings)
    return broker


@pytest.fixture
async def relay(broker):
    """Puts on the topic what it is given: records, or bytes that are none of ours."""
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap)
    await producer.start()

    async def send(*given):
        for one in given:
            if isinstance(one, bytes):
                await producer.send_and_wait(broker.events, one, partition=0)
            else:
                key, value, headers = to_message(one)
                await producer.send_and_wait(
                    broker.events, value, key=key, partition=one.shard, headers=headers
                )

    yield send
    await producer.stop()


async def exported(broker, place=None):
    """The export's lines, read, and its sum."""
    stream = BytesIO()
    done = await ToStream(broker, stream, place or Place()).run(lambda *_: None)
    return [json.loads(line) for line in stream.getvalue().splitlines()], done


def places(lines):
    return sorted((line["shard"], line["position"]) for line in lines)


async def test_an_export_holds_each_event_once_with_its_envelope_and_its_facts(broker, relay):
    await relay(event(0, 1), event(1, 1), event(0, 2))

    lines, done = await exported(broker)

    assert places(lines) == [(0, 1), (0, 2), (1, 1)]
    assert done.events == 3
    first = next(line for line in lines if line["id"] == str(event(0, 1).id))
    assert first["type"] == "vakhta.TicketTakenIntoWork"
    assert first["source"] == "intake"
    assert first["subject"] == "ticket-t0"
    assert first["data"]["engineer_id"] == "анна"


async def test_what_a_relay_sent_again_is_left_out(broker, relay):
    await relay(event(0, 1), event(0, 2), event(0, 3))
    await relay(event(0, 2), event(0, 3), event(0, 4))

    lines, done = await exported(broker)

    assert places(lines) == [(0, 1), (0, 2), (0, 3), (0, 4)]
    assert done.repeats == 2


async def test_sources_are_told_apart_at_one_position(broker, relay):
    await relay(event(0, 1), event(0, 1, source="routing", name="TicketQueued"))

    lines, _ = await exported(broker)

    assert sorted(line["source"] for line in lines) == ["intake", "routing"]


async def test_garbage_is_counted_and_not_exported(broker, relay):
    await relay(b"garbage", event(0, 1))

    lines, done = await exported(broker)

    assert places(lines) == [(0, 1)]
    assert done.aliens == 1


async def test_an_export_begins_at_any_offset(broker, relay):
    await relay(event(0, 1), event(0, 2), event(0, 3), event(1, 1), event(1, 2))

    later, _ = await exported(broker, starting_at(["1"]))
    mixed, _ = await exported(broker, starting_at(["1", "0:2"]))

    assert places(later) == [(0, 2), (0, 3), (1, 2)]
    assert places(mixed) == [(0, 3), (1, 2)]


async def test_an_export_goes_on_where_it_ended_and_repeats_stay_out(broker, relay, tmp_path):
    path = tmp_path / "log.jsonl"
    await relay(event(0, 1), event(0, 2))
    await ToFile(broker, path, Place(), resume=False).run(lambda *_: None)
    await relay(event(0, 1), event(0, 2), event(0, 3))

    done = await ToFile(broker, path, Place(), resume=True).run(lambda *_: None)

    assert (done.events, done.repeats) == (1, 2)
    assert places(map(json.loads, path.read_bytes().splitlines())) == [(0, 1), (0, 2), (0, 3)]


async def test_the_first_of_exports_that_go_on_begins_the_file(broker, relay, tmp_path):
    path = tmp_path / "log.jsonl"
    await relay(event(0, 1))

    done = await ToFile(broker, path, Place(), resume=True).run(lambda *_: None)

    assert done.events == 1
    assert places(map(json.loads, path.read_bytes().splitlines())) == [(0, 1)]


async def test_a_line_that_was_half_written_when_the_export_broke_is_written_anew(
    broker, relay, tmp_path
):
    path = tmp_path / "log.jsonl"
    await relay(event(0, 1))
    await ToFile(broker, path, Place(), resume=False).run(lambda *_: None)
    await relay(event(0, 2))
    with path.open("ab") as file:
        file.write(event(0, 2).facts.encode()[:20])

    await ToFile(broker, path, Place(), resume=True).run(lambda *_: None)

    assert places(map(json.loads, path.read_bytes().splitlines())) == [(0, 1), (0, 2)]


def test_an_export_never_overwrites_a_file(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_text("mine")

    with pytest.raises(Trouble, match="exists: name another file"):
        ToFile(Broker("nowhere:1"), path, Place(), resume=False)
    with pytest.raises(Trouble, match="are not there both"):
        ToFile(Broker("nowhere:1"), path, Place(), resume=True)

    assert path.read_text() == "mine"


def test_a_file_that_lost_lines_is_not_gone_on_with(tmp_path):
    path = tmp_path / "log.jsonl"
    broker = Broker("nowhere:1")
    path.with_name("log.jsonl.offsets.json").write_text(
        json.dumps({"topic": broker.events, "bytes": 100, "start": 0})
    )
    path.write_text("shorter")

    with pytest.raises(Trouble, match="tells of: export anew"):
        ToFile(broker, path, Place(), resume=True)


@pytest.mark.parametrize("text", ["", "x", "3:", "-1", "a:1", ":5x"])
def test_an_offset_that_is_none_is_refused(text):
    with pytest.raises(Trouble, match="is no offset: write 120, or 3:120"):
        starting_at([text])


async def test_a_progress_reaches_its_end(broker, relay):
    await relay(event(0, 1), event(1, 1), event(1, 2))
    told = []

    await ToStream(broker, BytesIO(), Place()).run(lambda done, total: told.append((done, total)))

    assert told[-1] == (3, 3)


async def test_without_a_broker_it_is_said_where_one_was_looked_for():
    with pytest.raises(Trouble, match="cannot be read at 127"):
        await exported(Broker("127.0.0.1:1"))


async def test_the_tail_shows_the_newest_events_of_all_or_of_one_key(broker, relay, capsysbinary):
    await relay(event(0, 1), event(0, 2), event(1, 1), event(1, 2), event(1, 3))

    await tail(broker, 2, "", follow=False, as_json=True)
    newest = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    await tail(broker, 9, "t0", follow=False, as_json=True)
    of_key = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]

    assert len(newest) == 2
    assert places(of_key) == [(0, 1), (0, 2)]
