"""Who takes tickets on a desk where others speak and time passes, on a real Postgres."""

import asyncio
from datetime import timedelta

import pytest

from libs.runtime.shards import shard_of
from libs.runtime.store import read
from services.routing.tests import words
from services.routing.tests.boards import MONDAY_NOON, msk
from tests.desk import SHARDS, names

ONE_PM, HALF_PAST_THREE = msk("2026-03-02T13:00"), msk("2026-03-02T15:30")
EVENING, NEXT_NINE = msk("2026-03-02T20:00"), msk("2026-03-03T09:00")
CPRO = {"vendor": "cryptopro"}
VENDORS = ("cryptopro", "technokad")


async def test_a_covered_ticket_is_assigned_at_once(town):
    anna = await town.hire("anna")

    carried = await town.covered("t1")

    assert names(carried)[-1] == "TicketAssigned"
    assert await town.holder("t1") == anna


async def test_tickets_that_come_together_are_spread_over_those_on_shift(town):
    people = [await town.hire(name) for name in ("anna", "boris", "vera")]

    for number in range(9):
        await town.covered(f"t{number}")

    held = await town.rows("select engineer_id, count(*) as n from tickets group by 1")
    assert {row["engineer_id"]: row["n"] for row in held} == dict.fromkeys(people, 3)


async def test_shards_that_decide_at_the_same_moment_do_not_overload_one_engineer(town):
    people = [await town.hire(name) for name in ("anna", "boris")]
    for turn in range(5):
        town.desk.passive.add("routing")
        for ticket in one_in_each_shard(turn):
            await town.covered(ticket)
        town.desk.passive.clear()
        news = await written(town.desk.replicas["others"])

        await asyncio.gather(
            *(town.routing.delivery.deliver(shard, records) for shard, records in news.items())
        )

    held = await town.rows("select engineer_id, count(*) as n from tickets group by 1")
    assert {row["engineer_id"]: row["n"] for row in held} == dict.fromkeys(people, 5 * SHARDS // 2)


async def test_shards_with_tickets_of_several_vendors_never_wait_for_each_other(town):
    """Why one lock serves all vendors: with one a vendor these batches are thrown back."""
    for vendor in VENDORS:
        await town.hire("anna", vendor=vendor)
    town.desk.passive.add("routing")
    for turn in range(10):
        for number, ticket in enumerate(one_in_each_shard(turn)):
            await town.covered(ticket, vendor=VENDORS[(turn + number) % 2])
    town.desk.passive.clear()
    news = await written(town.desk.replicas["others"])

    gaps = await asyncio.gather(
        *(town.routing.delivery.deliver(shard, records) for shard, records in news.items())
    )

    assert gaps == [None] * SHARDS


async def test_what_waited_for_the_opening_is_spread_as_well(town):
    people = [await town.hire(name) for name in ("anna", "boris")]
    await town.desk.at(EVENING)
    for number in range(12):
        await town.covered(f"t{number}")
    assert await town.history("t0") == [("TicketQueued", None)]

    await town.desk.at(NEXT_NINE - timedelta(seconds=1))
    assert await town.holder("t0") is None
    await town.desk.at(NEXT_NINE)

    held = await town.rows("select engineer_id, count(*) as n from tickets group by 1")
    assert {row["engineer_id"]: row["n"] for row in held} == dict.fromkeys(people, 6)


async def test_a_dedicated_engineer_takes_his_customers_tickets(town):
    await town.hire("anna")
    boris = await town.hire("boris")
    await town.say("customer-K-1", words.customer("K-1"))
    answer = await town.post("dedications", {"engineer": boris, "customer": "K-1"})
    assert answer.status_code == 201

    await town.covered("t1", customer="customer-K-1")
    await town.covered("t2", customer="customer-K-1")

    assert [await town.holder("t1"), await town.holder("t2")] == [boris, boris]


async def test_a_deadline_that_becomes_known_ends_the_wait_for_a_dedicated_engineer(town):
    anna = await town.hire("anna")
    gleb = await town.hire("gleb", "novosibirsk")
    await town.say("customer-K-1", words.customer("K-1"))
    await town.post("dedications", {"engineer": anna, "customer": "K-1"})
    await town.desk.at(msk("2026-03-03T05:00"))
    for ticket in ("t1", "t2"):
        await town.covered(ticket, customer="customer-K-1")

    await town.promised("t1", msk("2026-03-03T08:00"))
    await town.promised("t2", msk("2026-03-03T12:00"))

    assert [await town.holder("t1"), await town.holder("t2")] == [gleb, None]
    await town.desk.at(NEXT_NINE)
    assert await town.holder("t2") == anna


async def test_an_uncovered_ticket_waits_until_somebody_has_no_covered_one(town):
    anna = await town.hire("anna", **CPRO)
    await town.covered("c1", **CPRO)
    await town.uncovered("u1", **CPRO)
    assert await town.history("u1") == [("TicketQueued", None)]

    await town.say("c1", words.closed("c1", MONDAY_NOON, **CPRO))

    assert await town.history("c1") == [("TicketAssigned", anna), ("TicketReturned", anna)]
    assert await town.holder("u1") == anna
    because = (await town.facts("u1"))["because"]
    assert "CPRO-P-20" in because["rules"]


async def test_the_engineer_whose_ticket_another_took_into_work_is_free_for_the_queue(town):
    anna = await town.hire("anna", **CPRO)
    await town.covered("c1", **CPRO)
    boris = await town.hire("boris", **CPRO)
    await town.covered("c2", **CPRO)
    await town.uncovered("u1", **CPRO)
    assert await town.holder("u1") is None

    await town.say("c1", words.taken("c1", MONDAY_NOON, boris, **CPRO))

    assert await town.history("c1") == [("TicketAssigned", anna), ("TicketAssigned", boris)]
    assert await town.holder("u1") == anna


async def test_at_the_opening_covered_tickets_go_before_uncovered_ones(town):
    anna = await town.hire("anna", **CPRO)
    await town.desk.at(EVENING)
    for number in range(6):
        await town.uncovered(f"u{number}", **CPRO)
    for number in range(4):
        await town.covered(f"c{number}", **CPRO)

    await town.desk.at(NEXT_NINE)

    assert {await town.holder(f"c{number}") for number in range(4)} == {anna}
    assert {await town.holder(f"u{number}") for number in range(6)} == {None}


async def test_two_who_become_free_at_the_same_moment_leave_nothing_in_the_queue(town):
    await town.hire("anna", products=["csp"], **CPRO)
    await town.hire("boris", products=["jcp"], **CPRO)
    for product in ("csp", "jcp"):
        await town.covered(f"c-{product}", product=product, **CPRO)
        await town.uncovered(f"u-{product}", product=product, **CPRO)
    assert await town.rows("select * from tickets where engineer_id is null and not ended")
    town.desk.passive.add("routing")
    for product in ("csp", "jcp"):
        await town.say(f"c-{product}", words.closed(f"c-{product}", MONDAY_NOON, **CPRO))
    town.desk.passive.clear()

    for shard, records in (await written(town.desk.replicas["others"])).items():
        await town.routing.delivery.deliver(shard, records)
    await town.desk.settle()

    assert await town.rows("select * from tickets where engineer_id is null and not ended") == []


async def test_a_ticket_that_is_denied_after_all_leaves_its_engineer(town):
    anna = await town.hire("anna")
    await town.covered("t1")

    await town.say("t1", words.denied("t1", MONDAY_NOON))

    assert await town.history("t1") == [("TicketAssigned", anna), ("TicketReturned", anna)]
    assert (await town.facts("t1"))["because"]["ru"] == "так"


async def test_a_ticket_that_ends_in_the_queue_is_never_tried_again(town):
    await town.hire("anna")
    await town.desk.at(EVENING)
    await town.covered("t1")

    await town.ended("t1")

    assert await town.desk.at(NEXT_NINE) == []


async def test_a_reopened_ticket_goes_to_the_engineer_who_had_it(town):
    await town.hire("anna")
    boris = await town.hire("boris")
    await town.covered("t1")
    await town.say("t1", words.taken("t1", MONDAY_NOON, boris))
    await town.covered("t2", product=None)
    await town.ended("t1")

    await town.say("t1", words.reopened("t1", MONDAY_NOON))

    assert await town.holder("t1") == boris
    assert (await town.facts("t1"))["because"]["facts"]["reason"] == "previous"


async def test_what_is_delivered_again_assigns_nothing_twice(town):
    await town.hire("anna")
    await town.covered("t1")
    before = await town.history("t1")

    await town.desk.redeliver()

    assert await town.history("t1") == before


async def test_without_a_regulation_the_ticket_waits_for_it(whole_desk, town):
    await whole_desk.empty()
    await town.say("t1", words.submitted("t1", MONDAY_NOON))

    await town.say("t1", words.entitled("t1", MONDAY_NOON))

    (parked,) = await town.rows("select waits_for from parked_keys")
    assert parked["waits_for"] == "editions:technokad"


@pytest.mark.parametrize("vendor", VENDORS)
async def test_a_vendors_tickets_go_to_its_own_engineers_alone(town, vendor):
    own = await town.hire("anna", vendor=vendor)
    foreign = {"cryptopro": "technokad", "technokad": "cryptopro"}[vendor]
    await town.hire("boris", vendor=foreign)

    for number in range(3):
        await town.covered(f"t{number}", vendor=vendor)

    assert {await town.holder(f"t{number}") for number in range(3)} == {own}


def one_in_each_shard(turn):
    """Ids of tickets that all lie in different shards."""
    ids = (f"t{turn}-{number}" for number in range(50))
    return {shard_of(ticket, SHARDS): ticket for ticket in ids}.values()


async def written(replica):
    """What a service wrote that nobody was told, by shard."""
    async with replica.database.reading(None) as db:
        shards = {shard: await read(db, "others", shard, 0, 1000) for shard in range(SHARDS)}
    return {shard: records for shard, records in shards.items() if records}
