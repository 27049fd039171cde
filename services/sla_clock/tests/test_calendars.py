"""What a production calendar published later does to promises that run (A-20)."""

import pytest

from libs.events.intake import ReplySent, SolutionProposed
from services.sla_clock.tests.conftest import calendar, published
from services.sla_clock.tests.laws import CRYPTOPRO, ROWS, TECHNOKAD, at, rows_until

YEAR_END = "2025-12-30 16:00"
EXPECTED, REAL = "2026-01-12 10:00", "2026-01-13 10:00"
DECREE = "2025-12-30 20:00"
BRIDGE = "2026-06-15,holiday,Transfer from 2026-06-20\n"


@pytest.fixture
async def town_without_2026(town):
    await town.desk.empty()
    await town.say(
        calendar(rows_until(2026), "2015-01-01 00:00"), published(CRYPTOPRO), published(TECHNOKAD)
    )
    return town


async def running(town):
    return [
        (row["clock"], row["due_at"], row["provisional"])
        for row in await town.rows(
            "select clock, due_at, provisional from running_clocks order by clock_id"
        )
    ]


async def test_a_deadline_in_an_unknown_year_is_provisional_until_its_calendar_comes(
    town_without_2026,
):
    town = town_without_2026
    await town.submit(YEAR_END)
    before = await running(town)

    await town.say(calendar(ROWS, DECREE))

    assert before == [("first_response", at(EXPECTED), True)]
    assert await running(town) == [("first_response", at(REAL), False)]
    assert (await town.course())[-1] == ("ClockMoved", "first_response", at(DECREE))


async def test_a_moved_promise_tells_the_days_of_the_new_calendar(town_without_2026):
    town = town_without_2026
    await town.submit(YEAR_END)

    await town.say(calendar(ROWS, DECREE))

    (clock,) = (await town.clocks()).json()
    assert "13.01.2026, 10:00" in clock["because"]["ru"]
    assert "предварительно" not in clock["because"]["ru"]


async def test_a_moved_promise_is_broken_at_its_new_instant(town_without_2026):
    town = town_without_2026
    await town.submit(YEAR_END)
    await town.say(calendar(ROWS, DECREE))

    await town.desk.at(at("2026-02-01 12:00"))

    assert (await town.course())[-1] == ("ClockBroken", "first_response", at(REAL))


async def test_the_closing_by_silence_is_moved_too(town_without_2026):
    town = town_without_2026
    await town.submit("2025-12-29 09:00")
    await town.say(
        town.done(SolutionProposed, "2025-12-29 14:00"), town.received("2025-12-29 15:00")
    )

    await town.say(calendar(ROWS, DECREE))

    assert await running(town) == [("auto_close", at("2026-01-13 18:00"), False)]


async def test_the_promises_of_all_tickets_are_counted_anew_whatever_their_shard(
    town_without_2026,
):
    town = town_without_2026
    for ticket in ("t1", "t2", "t3", "t4", "t5", "t6"):
        await town.submit(YEAR_END, ticket=ticket)

    await town.say(calendar(ROWS, DECREE))

    assert await running(town) == [("first_response", at(REAL), False)] * 6


async def test_a_promise_that_was_kept_is_not_moved(town_without_2026):
    town = town_without_2026
    await town.submit(YEAR_END)
    await town.say(town.done(ReplySent, "2025-12-30 17:00"))

    await town.say(calendar(ROWS, DECREE))

    assert (await town.course())[-1][0] == "ClockMet"


async def test_a_calendar_that_changes_nothing_for_a_promise_is_no_news_for_it(town):
    await town.submit("2026-03-02 09:00")

    await town.say(calendar(ROWS + BRIDGE, "2026-03-02 10:00"))

    assert [name for name, _, _ in await town.course()] == ["ClockStarted"]


async def test_a_corrected_calendar_moves_a_promise_that_was_certain(town):
    await town.submit("2026-06-11 16:00")
    before = await running(town)

    await town.say(calendar(ROWS + BRIDGE, "2026-06-11 17:00"))

    assert before == [("first_response", at("2026-06-16 10:00"), False)]
    assert await running(town) == [("first_response", at("2026-06-17 10:00"), False)]


async def test_a_promise_made_after_the_calendar_came_is_counted_by_it(town_without_2026):
    town = town_without_2026
    await town.say(calendar(ROWS, DECREE))

    await town.submit("2025-12-31 16:00")

    assert await running(town) == [("first_response", at("2026-01-13 12:00"), False)]
