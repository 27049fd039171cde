"""The queue that engineers see is the order in which routing gives tickets out."""

from datetime import UTC, datetime, timedelta

import pytest

from libs.events.codec import OWNERS
from services.routing.main import service as routing
from services.routing.projections.queue import due_tickets, uncovered_waiting
from services.routing.tests import words
from services.routing.tests.boards import CPRO, HOLIDAYS, ROWS
from services.views.main import service as views
from services.views.tests.telling import (
    DUE,
    FRIDAY,
    HOUR,
    broken,
    closed,
    entitled,
    met,
    met_late,
    placed,
    reopened,
    started,
    submitted,
    uncovered,
)
from tests.desk import SHARDS, Desk
from tests.speaking import say, speaker

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
ORDER = [
    "raised",
    "priority-soon",
    "priority-late",
    "broken",
    "soon",
    "late",
    "unpromised-1",
    "unpromised-2",
    "put-last",
    "free",
    "uncovered-1",
    "uncovered-2",
]
"""Covered ones by place, by deadline and by arrival; then those without a right as they came."""


@pytest.fixture(scope="module")
async def desk(database_url):
    """A desk of routing and views, where the others say what a test lets them say."""
    others = [speaker(name) for name in OWNERS if name != "routing"]
    desk = Desk(database_url, (*others, routing, views))
    await desk.start()
    desk.set_time(FRIDAY)
    await say(desk, words.calendar(ROWS, HOLIDAYS), words.published(CPRO, NEW_YEAR))
    await desk.settle()
    yield desk
    await desk.stop()


@pytest.fixture(scope="module")
async def waiting(desk):
    """Tickets that came in the opposite order, an hour apart, while nobody was there."""
    for hours, ticket in enumerate(reversed(ORDER)):
        # Those that nothing else tells apart come in their order.
        turn = int(ticket[-1]) if ticket[-1].isdigit() else 0
        await told(desk, submitted(ticket, at=FRIDAY - timedelta(hours=20 - hours - 3 * turn)))
    for ticket, queue in {
        "raised": "general",
        "priority-soon": "priority",
        "priority-late": "priority",
        "broken": "general",
        "soon": "general",
        "late": "general",
        "unpromised-1": "general",
        "unpromised-2": "general",
        "put-last": "general",
        "free": "minimum",
    }.items():
        await told(desk, entitled(ticket, queue=queue))
    await told(desk, uncovered("uncovered-1"), uncovered("uncovered-2"))
    for ticket, due_at in {
        "raised": DUE - 2 * HOUR,
        "priority-soon": DUE,
        "priority-late": DUE + 9 * HOUR,
        "broken": DUE - HOUR,
        "soon": DUE,
        "late": DUE + HOUR,
        "unpromised-1": DUE,
        "put-last": DUE - 5 * HOUR,
        "free": DUE - 5 * HOUR,
    }.items():
        await told(desk, started(ticket, due_at=due_at))
    await told(desk, broken("broken", at=DUE - HOUR), met("unpromised-1"))
    await told(desk, placed("priority", "raised"), placed("minimum", "put-last"))
    return desk


async def told(desk, *events):
    await say(desk, *events)
    await desk.settle()


async def shown(desk):
    """What an engineer sees, page by page."""
    found, path = [], "/v1/queue?limit=5"
    async with desk.client("views", vendor=CPRO.vendor) as client:
        while path:
            answer = await client.get(path)
            found += [item["ticket_id"] for item in answer.json()["items"]]
            path = answer.links.get("next", {}).get("url")
    return found


async def given_out(desk):
    """The order in which routing would give its tickets out, when all are due."""
    later = FRIDAY + timedelta(days=30)
    async with desk.replicas["routing"].database.reading(None) as db:
        rows = await due_tickets(db, list(range(SHARDS)), later, 100)
    return [row["ticket_id"] for row in rows]


async def test_engineers_see_the_order_in_which_routing_gives_tickets_out(waiting):
    assert await given_out(waiting) == ORDER
    assert await shown(waiting) == ORDER


async def test_uncovered_tickets_are_pulled_in_the_order_that_is_shown(waiting):
    async with waiting.replicas["routing"].database.reading(None) as db:
        rows = await uncovered_waiting(db, CPRO.vendor, 100)

    assert [row["ticket_id"] for row in rows] == ORDER[-3:]


async def test_what_was_done_late_is_owed_no_more(waiting):
    """Whoever did it, and whether or not he took the ticket."""
    await told(waiting, broken("late", at=DUE + HOUR), met_late("late", at=DUE + 2 * HOUR))
    order = [ticket for ticket in ORDER if ticket != "late"]
    order.insert(order.index("unpromised-1"), "late")

    assert await given_out(waiting) == order
    assert await shown(waiting) == order


async def test_what_was_owed_before_the_end_is_not_owed_on_a_reopened_ticket(waiting):
    await told(waiting, closed("broken", at=DUE), reopened("broken", at=DUE + HOUR))
    order = [ticket for ticket in ORDER if ticket != "broken"]
    order.insert(order.index("unpromised-1"), "broken")

    assert await given_out(waiting) == order
    assert await shown(waiting) == order
