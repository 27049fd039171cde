"""The order in which open tickets are to be taken, and pages of what changes meanwhile."""

from services.views.tests.telling import (
    DUE,
    FRIDAY,
    HOUR,
    entitled,
    met,
    started,
    submitted,
    uncovered,
)


async def test_the_queue_has_covered_tickets_by_deadline_then_uncovered_ones_by_arrival(world):
    for number, ticket in enumerate(("u1", "u2", "c1", "c2", "c3", "fresh")):
        await world.say(submitted(ticket, at=FRIDAY + number * HOUR))
    await world.say(uncovered("u1"), uncovered("u2"))
    await world.say(entitled("c1"), started("c1", due_at=DUE + HOUR))
    await world.say(entitled("c2"), started("c2", due_at=DUE))
    await world.say(entitled("c3"), started("c3"), met("c3"))
    order = ["c2", "c1", "c3", "fresh", "u1", "u2"]

    assert await world.listed("queue") == order

    paged, cursor = [], None
    while True:
        page = (await world.get("queue", limit=2, **({"cursor": cursor} if cursor else {}))).json()
        paged += [item["ticket_id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert paged == order


async def test_a_page_goes_on_where_it_ended_though_newer_tickets_came(world):
    for number in range(1, 4):
        await world.say(submitted(f"t{number}", at=FRIDAY + number * HOUR))
    first = (await world.get("tickets", limit=2)).json()
    await world.say(submitted("t4", at=FRIDAY + 4 * HOUR))

    assert await world.listed(limit=2, cursor=first["next"]) == ["t1"]
