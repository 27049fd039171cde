"""Ticket numbers: short, rising in a replica, and never given twice."""

import asyncio

from services.intake.numbers import BLOCK, FIRST, TicketNumbers


async def test_numbers_follow_each_other_across_blocks(desk):
    numbers = TicketNumbers(desk.replicas["intake"].database)

    drawn = [await numbers.next("acme") for _ in range(2 * BLOCK + 1)]

    assert drawn == list(range(FIRST, FIRST + 2 * BLOCK + 1))


async def test_two_replicas_never_give_the_same_number(desk):
    database = desk.replicas["intake"].database
    replicas = [TicketNumbers(database), TicketNumbers(database)]

    drawn = await asyncio.gather(
        *(replica.next("acme") for replica in replicas for _ in range(3 * BLOCK))
    )

    assert len(set(drawn)) == len(drawn)


async def test_a_replica_that_starts_again_leaves_a_gap_and_repeats_nothing(desk):
    database = desk.replicas["intake"].database
    await TicketNumbers(database).next("acme")

    assert await TicketNumbers(database).next("acme") == FIRST + BLOCK


async def test_each_vendor_counts_its_own(desk):
    numbers = TicketNumbers(desk.replicas["intake"].database)

    assert [await numbers.next("acme"), await numbers.next("other")] == [FIRST, FIRST]
