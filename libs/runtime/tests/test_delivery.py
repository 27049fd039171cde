import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from libs.runtime import internal
from libs.runtime.delivery import Delivery
from libs.runtime.erasure import sweep
from libs.runtime.gaps import GapRemains, Owners
from libs.runtime.groups import Request
from libs.runtime.marks import Forked, Gap
from libs.runtime.mending import retry
from libs.runtime.shards import shard_of
from libs.runtime.store import read
from libs.runtime.tests import toys
from libs.runtime.tests.toys import Write
from libs.runtime.tests.writing import CAUSE, NOON, erase, note, rows
from tests.desk import OPERATOR_KEY, SHARDS, names


async def written(replica, ticket):
    shard = shard_of(ticket, SHARDS)
    async with replica.database.reading(None) as db:
        return shard, await read(db, replica.service.name, shard, 0, 100)


async def test_an_event_is_projected_and_reacted_to_here_and_in_another_shard(desk, scribe):
    await note(scribe, "t1", "hello")

    carried = await desk.settle()

    assert names(carried) == ["NoteAdded", "TicketTakenIntoWork", "TicketTakenIntoWork"]
    (row,) = await rows(desk.replicas["reader"], "select * from notes")
    assert row == {
        "ticket_id": "t1",
        "vendor": "acme",
        "notes": 1,
        "person": "ivan",
        "last": "hello",
        "at": NOON,
    }


async def test_what_is_delivered_twice_counts_once(desk, scribe):
    await note(scribe, "t1")
    await note(scribe, "t1")
    await desk.settle()

    await desk.redeliver()

    (row,) = await rows(desk.replicas["reader"], "select notes from notes")
    assert row["notes"] == 2
    assert len(await rows(desk.replicas["taker"], "select * from events")) == 3


async def test_a_replica_that_lost_its_shard_unknowingly_changes_nothing(desk, scribe):
    taker = desk.replicas["taker"]
    await note(scribe, "t1")
    shard, records = await written(scribe, "t1")
    zombie_knowledge = taker.delivery.shards[shard]
    await desk.settle()

    taker.delivery.shards[shard] = zombie_knowledge
    zombie_knowledge.marks.clear()
    await taker.delivery.deliver(shard, records)

    assert len(await rows(taker, "select * from events where stream = 'taken-t1'")) == 1


async def test_a_missing_position_stops_the_batch_in_front_of_it(desk, scribe):
    for _ in range(4):
        await note(scribe, "t1")
    shard, records = await written(scribe, "t1")
    reader = desk.replicas["reader"]

    gap = await reader.delivery.deliver(shard, [records[0], records[3]])

    assert gap == Gap("scribe", shard, after=1, before=4)
    assert await reader.delivery.deliver(shard, records) is None
    (row,) = await rows(reader, "select notes from notes")
    assert row["notes"] == 4


async def test_a_gap_longer_than_one_answer_is_asked_for_in_parts(desk, scribe, monkeypatch):
    monkeypatch.setattr(internal, "MOST", 2)
    for _ in range(5):
        await note(scribe, "t1")
    shard, records = await written(scribe, "t1")
    owners = Owners({"scribe": ["http://desk"]}, OPERATOR_KEY)
    owners._client = desk.client("scribe")

    found = await owners.missing(Gap("scribe", shard, after=0, before=6))

    assert [record.id for record in found] == [record.id for record in records]
    with pytest.raises(GapRemains):
        await owners.missing(Gap("scribe", shard, after=0, before=7))
    await owners.close()


async def test_two_events_at_one_position_stop_the_shard(desk, scribe):
    await note(scribe, "t1")
    shard, records = await written(scribe, "t1")
    reader = desk.replicas["reader"]
    await reader.delivery.deliver(shard, records)

    with pytest.raises(Forked, match="two events at position 1"):
        await reader.delivery.deliver(shard, [records[0]._replace(id=UUID(int=99))])


async def test_two_events_at_one_position_stop_the_shard_in_one_batch_too(desk, scribe):
    await note(scribe, "t1")
    await note(scribe, "t1")
    shard, (first, second) = await written(scribe, "t1")
    reader = desk.replicas["reader"]

    with pytest.raises(Forked, match="two events at position 1"):
        await reader.delivery.deliver(shard, [first, first._replace(id=UUID(int=99)), second])


async def test_what_does_not_concern_a_service_moves_its_mark_too(desk, scribe):
    taker = desk.replicas["taker"]
    await note(scribe, "t1")
    await desk.settle()
    shard, records = await written(taker, "t1")
    reader = desk.replicas["reader"]

    await reader.delivery.write_marks()

    marks = await rows(
        reader, "select position from watermarks where source = 'taker' and shard = $1", shard
    )
    assert marks == [{"position": len(records)}]


async def test_a_failing_reaction_parks_its_key_and_the_rest_flows(desk, scribe):
    toys.fail_on.add("bad")
    for ticket in ("bad", "good", "bad"):
        await note(scribe, ticket)

    await desk.settle()

    taker = desk.replicas["taker"]
    (parked,) = await rows(taker, "select key, error, waits_for from parked_keys")
    assert parked["key"] == "bad"
    assert "ZeroDivisionError" in parked["error"]
    assert len(await rows(taker, "select * from parked_events")) == 2
    assert len(await rows(taker, "select * from events where stream = 'taken-good'")) == 1
    assert await rows(taker, "select * from notes where ticket_id = 'bad'") == []


async def test_a_retry_heals_a_parked_key_in_order(desk, scribe):
    toys.fail_on.add("bad")
    await note(scribe, "bad", "first")
    await note(scribe, "bad", "second")
    await desk.settle()
    toys.fail_on.clear()

    assert await desk.replicas["taker"].retry_parked("bad") is None

    taker = desk.replicas["taker"]
    (row,) = await rows(taker, "select notes, last from notes")
    assert row == {"notes": 2, "last": "second"}
    assert await rows(taker, "select * from parked_keys") == []
    await note(scribe, "bad", "third")
    await desk.settle()
    assert (await rows(taker, "select notes from notes")) == [{"notes": 3}]


async def test_a_retry_that_fails_again_keeps_everything(desk, scribe):
    toys.fail_on.add("bad")
    await note(scribe, "bad")
    await desk.settle()

    error = await desk.replicas["taker"].retry_parked("bad")

    taker = desk.replicas["taker"]
    assert "ZeroDivisionError" in error
    assert await rows(taker, "select attempts from parked_keys") == [{"attempts": 2}]
    assert len(await rows(taker, "select * from parked_events")) == 1


async def test_a_retry_asks_the_owner_for_what_it_has_mended(desk, scribe):
    for text in ("first", "second"):
        await note(scribe, "t1", text)
    shard, (sound, later) = await written(scribe, "t1")
    reader = desk.replicas["reader"]
    await reader.delivery.deliver(shard, [sound._replace(facts='{"ticket_id": 1}'), later])
    owners = Owners({"scribe": ["http://desk"]}, OPERATOR_KEY)
    owners._client = desk.client("scribe")
    assert await reader.retry_parked("t1") is not None

    assert await retry(reader.delivery, owners, shard, "t1") is None

    assert await rows(reader, "select notes from notes") == [{"notes": 2}]
    assert await rows(reader, "select * from parked_keys") == []
    await owners.close()


async def test_a_retry_goes_without_an_owner_who_does_not_answer(desk, scribe):
    toys.fail_on.add("bad")
    await note(scribe, "bad")
    await desk.settle()
    taker = desk.replicas["taker"]

    assert "ZeroDivisionError" in await taker.retry_mended("bad")
    assert len(await rows(taker, "select * from parked_events")) == 1


async def test_a_key_that_lacks_a_fact_waits_and_is_released_by_it(desk, scribe):
    toys.wait_on.add("early")
    await note(scribe, "early")
    await desk.settle()

    taker = desk.replicas["taker"]
    (parked,) = await rows(taker, "select waits_for, retry_at from parked_keys")
    assert parked["waits_for"] == "edition:of-tomorrow"
    assert parked["retry_at"] is not None


async def test_a_skipped_event_is_recorded_and_the_next_ones_follow(desk, scribe):
    toys.fail_on.add("bad")
    await note(scribe, "bad", "poison")
    await desk.settle()
    toys.fail_on.clear()
    await note(scribe, "bad", "sound")
    await desk.settle()

    async with desk.client("taker") as client:
        answer = await client.post("/internal/parked/bad/skip", json={"reason": "a broken import"})

    taker = desk.replicas["taker"]
    assert answer.json() == {"key": "bad", "error": None}
    assert await rows(taker, "select notes, last from notes") == [{"notes": 1, "last": "sound"}]
    (skipped,) = await rows(taker, "select source, reason from skipped_events")
    assert skipped == {"source": "scribe", "reason": "a broken import"}


@pytest.mark.parametrize(("skipped", "taken_in"), [("t1", "t2"), ("t2", "t1")])
async def test_reading_anew_leaves_out_what_was_skipped_and_nothing_of_another_shard(
    desk, scribe, skipped, taken_in
):
    await note(scribe, "t1")
    await note(scribe, "t2")
    batches = dict([await written(scribe, ticket) for ticket in ("t1", "t2")])
    assert [record.position for records in batches.values() for record in records] == [1, 1]
    reader = desk.replicas["reader"]
    async with reader.database.noting() as db:
        await db.execute(
            "insert into skipped_events (source, shard, position, key, reason)"
            " values ('scribe', $1, 1, $2, 'a broken import')",
            shard_of(skipped, SHARDS),
            skipped,
        )

    anew = Delivery(
        reader.service,
        reader.database,
        reader.execution,
        reader.editions,
        reader.halves,
        reader.clock,
        honours_skips=True,
    )
    for shard in batches:
        await anew.take(shard)
    await anew.deliver_all(batches)

    assert await rows(reader, "select ticket_id from notes") == [{"ticket_id": taken_in}]


async def test_a_version_of_the_future_parks_its_key_and_is_retried_by_itself(desk, scribe):
    await note(scribe, "t1")
    shard, (record,) = await written(scribe, "t1")
    reader = desk.replicas["reader"]

    await reader.delivery.deliver(shard, [record._replace(version=99)])

    (parked,) = await rows(reader, "select error, retry_at from parked_keys")
    assert "v99" in parked["error"]
    assert parked["retry_at"] is not None


async def test_an_unknown_name_is_passed_over(desk, scribe):
    await note(scribe, "t1")
    shard, (record,) = await written(scribe, "t1")
    reader = desk.replicas["reader"]

    assert await reader.delivery.deliver(shard, [record._replace(type="CoffeeSpilled")]) is None
    assert await rows(reader, "select * from parked_keys") == []


async def test_erasing_a_person_deletes_every_copy_and_keeps_the_counts(desk, scribe):
    await note(scribe, "t1", "typed by Ivan")
    await note(scribe, "t2", "typed by Olga", person="olga")
    await desk.settle()

    await erase(scribe, "ivan")
    await desk.settle()

    for replica in desk.replicas.values():
        found = await rows(replica, "select ticket_id, last, notes from notes order by 1")
        assert found == [
            {"ticket_id": "t1", "last": None, "notes": 1},
            {"ticket_id": "t2", "last": "typed by Olga", "notes": 1},
        ]
        assert "Ivan" not in str(await rows(replica, "select half::text from personal"))
    assert len(await rows(scribe, "select * from tombstones")) == 1


async def test_what_is_written_of_an_erased_person_later_is_never_kept(desk, scribe):
    await erase(scribe, "ivan")

    await note(scribe, "t1", "typed by Ivan")

    assert await rows(scribe, "select * from personal") == []


async def test_what_is_written_while_a_person_is_erased_goes_from_the_topic_too(desk, scribe):
    ticket = next(k for k in "abcdefgh" if shard_of(k, SHARDS) != shard_of("ivan", SHARDS))
    writing = Request(Write(ticket, "acme", NOON, "typed by Ivan"), CAUSE, NOON)
    (answer,) = await scribe.execution.run_group([writing], None, lambda _: erase(scribe, "ivan"))

    async with scribe.database.noting() as db:
        await sweep(db, scribe.execution.folding)

    assert await rows(scribe, "select last from notes") == [{"last": None}]
    assert await rows(scribe, "select * from personal") == []
    assert await rows(scribe, "select event_id from tombstones") == [
        {"event_id": answer.events[0].record.id}
    ]


async def test_a_skip_waits_for_a_retry_that_is_under_way(desk, scribe):
    toys.fail_on.add("bad")
    for text in ("mended meanwhile", "poison"):
        await note(scribe, "bad", text)
    await desk.settle()
    taker = desk.replicas["taker"]
    toys.fail_on.clear()
    skipping = []

    async def react(envelope, db, editions):
        if not skipping:
            async with desk.client("taker") as client:
                skipping.append(
                    asyncio.create_task(
                        client.post("/internal/parked/bad/skip", json={"reason": "no more"})
                    )
                )
                await asyncio.wait(skipping, timeout=0.3)
        return await toys.react(envelope, db, editions)

    taker.execution.service = replace(taker.service, react=react)
    assert await taker.retry_parked("bad") is None
    taker.execution.service = taker.service

    answer = await skipping[0]
    assert answer.status_code == 404
    assert await rows(taker, "select * from skipped_events") == []
    assert await rows(taker, "select notes from notes") == [{"notes": 2}]


async def test_an_erasure_does_not_wait_behind_what_its_key_is_parked_on(desk, scribe):
    await note(scribe, "t1", "typed by Ivan")
    await desk.settle()
    toys.fail_on.add("ivan")
    await note(scribe, "ivan", "typed by Ivan")
    await desk.settle()

    await erase(scribe, "ivan")
    await desk.settle()

    taker = desk.replicas["taker"]
    assert len(await rows(taker, "select * from parked_events")) == 2
    assert await rows(taker, "select * from personal") == []
    assert await rows(taker, "select last from notes") == [{"last": None}]
    toys.fail_on.clear()
    assert await taker.retry_parked("ivan") is None
    assert await rows(taker, "select last from notes") == [{"last": None}, {"last": None}]
