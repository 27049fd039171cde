"""The order in which open tickets are to be taken, and pages of what changes meanwhile."""

from services.views.tests.telling import (
    DUE,
    FRIDAY,
    HOUR,
    broken,
    entitled,
    met,
    met_late,
    note,
    placed,
    reply,
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


async def test_tickets_of_a_priority_plan_come_first_and_those_put_last_behind_their_equals(world):
    for number, ticket in enumerate(("free", "last", "late", "soon", "first", "raised")):
        await world.say(submitted(ticket, at=FRIDAY + number * HOUR))
    await world.say(entitled("free", queue="minimum"))
    await world.say(entitled("last"), started("last", due_at=DUE), placed("minimum", "last"))
    await world.say(entitled("late"), started("late", due_at=DUE + HOUR))
    await world.say(entitled("soon"), started("soon", due_at=DUE))
    await world.say(entitled("first", queue="priority"), started("first", due_at=DUE + 2 * HOUR))
    await world.say(entitled("raised"), placed("priority", "raised"))

    assert await world.listed("queue") == ["first", "raised", "soon", "late", "last", "free"]
    ticket = await world.ticket("raised")
    assert (ticket["place"], ticket["priority"]) == ("priority", "priority")
    assert ticket["coverage"]["queue"] == "general"


async def test_a_new_judgement_of_the_right_gives_the_place_anew(world):
    await world.say(submitted(), entitled(), placed("priority"))
    assert (await world.ticket())["place"] == "priority"

    await world.say(entitled(at=FRIDAY + 2 * HOUR, queue="minimum"))

    assert (await world.ticket())["place"] == "minimum"
    assert (await world.ticket())["priority"] == "priority"


async def test_a_broken_promise_is_owed_until_it_is_done_late(world):
    await world.say(submitted("t1"), entitled("t1"), started("t1", due_at=DUE + HOUR))
    await world.say(submitted("t2"), entitled("t2"), started("t2"), broken("t2"))
    assert await world.listed("queue") == ["t2", "t1"]

    await world.say(met_late("t2"))

    assert await world.listed("queue") == ["t1", "t2"]


async def test_what_was_done_late_before_anybody_said_so_is_owed_no_more(world):
    """A log may be older than ClockMetLate: it has the act, and which acts keep the promise."""
    await world.say(submitted("t1"), entitled("t1"), started("t1", due_at=DUE + 3 * HOUR))
    await world.say(submitted("t2"), entitled("t2"), started("t2"), broken("t2"))
    await world.say(note("t2", DUE + HOUR), reply("t2", DUE - HOUR))
    world.desk.set_time(DUE + 2 * HOUR)
    assert await world.listed(overdue=True) == ["t2"]

    await world.say(reply("t2", DUE + HOUR))

    ticket = await world.ticket("t2")
    assert (ticket["deadline"], ticket["broken"]) == (None, True)
    assert await world.listed("queue") == ["t1", "t2"]
    assert await world.listed(overdue=True) == []
