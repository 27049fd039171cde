"""What a desk hands over when an engineer goes off duty, on a real Postgres."""

from datetime import timedelta

from services.routing.tests import words
from services.routing.tests.boards import MONDAY_NOON, msk
from services.routing.tests.histories import HALF_PAST_THREE, ONE_PM
from tests.desk import names


async def test_a_ticket_changes_hands_at_the_closing_when_it_is_due_before_the_next_opening(town):
    gleb = await town.hire("gleb", "novosibirsk")
    await town.covered("t1")
    await town.promised("t1", HALF_PAST_THREE)
    anna = await town.hire("anna")

    await town.desk.at(ONE_PM - timedelta(seconds=1))
    assert await town.holder("t1") == gleb
    carried = await town.desk.at(ONE_PM)

    assert names(carried) == ["TicketHandedOver"]
    assert carried[0].occurred_at == ONE_PM
    assert await town.holder("t1") == anna
    (row,) = await town.rows("select due_at from tickets")
    assert row["due_at"] == HALF_PAST_THREE


async def test_what_was_taken_into_work_in_time_is_not_handed_over(town):
    gleb = await town.hire("gleb", "novosibirsk")
    await town.hire("anna")
    await town.covered("t1", product="express")
    holder = await town.holder("t1")
    await town.say("t1", words.taken("t1", MONDAY_NOON, gleb))
    await town.promised("t1", HALF_PAST_THREE)

    await town.say("t1", words.met("t1", MONDAY_NOON))

    assert await town.desk.at(ONE_PM) == []
    assert await town.holder("t1") == gleb
    assert holder is not None


async def test_a_deadline_that_moved_moves_the_hand_over(town):
    await town.hire("gleb", "novosibirsk")
    await town.covered("t1")
    await town.promised("t1", HALF_PAST_THREE)
    anna = await town.hire("anna")

    await town.say("t1", words.moved("t1", MONDAY_NOON, msk("2026-03-03T15:30")))

    assert await town.desk.at(ONE_PM) == []
    await town.desk.at(msk("2026-03-03T13:00"))
    assert await town.holder("t1") == anna


async def test_the_clock_of_closing_by_itself_is_no_deadline_of_an_engineer(town):
    await town.hire("gleb", "novosibirsk")
    await town.covered("t1")
    said = words.started("t1", MONDAY_NOON, HALF_PAST_THREE, clock="auto_close")

    await town.say("t1", said)
    await town.say("t1", words.moved("t1", MONDAY_NOON, ONE_PM, clock="auto_close"))

    (row,) = await town.rows("select due_at from tickets")
    assert row["due_at"] is None


async def test_who_goes_away_hands_over_what_is_due_meanwhile(town):
    anna = await town.hire("anna")
    await town.covered("t1")
    await town.promised("t1", msk("2026-03-03T12:00"))
    boris = await town.hire("boris")
    away = {
        "engineer": anna,
        "absent_from": "2026-03-03T10:00:00+03:00",
        "absent_until": "2026-03-10T00:00:00+03:00",
    }

    assert (await town.post("absences", away)).status_code == 201
    await town.desk.settle()

    await town.desk.at(msk("2026-03-03T09:59"))
    assert await town.holder("t1") == anna
    await town.desk.at(msk("2026-03-03T10:00"))
    assert await town.holder("t1") == boris
