"""What stands as the next promise, whatever became of it."""

import pytest

from libs.events.intake import Particulars, TicketTakenIntoWork
from libs.events.routing import HandOverPlanned
from libs.events.sla_clock import (
    ClockCancelled,
    ClockCorrected,
    ClockMoved,
    ClockPaused,
    ClockResumed,
)
from services.views.tests.telling import (
    BECAUSE,
    DUE,
    HOUR,
    assigned,
    broken,
    entitled,
    met_late,
    started,
    submitted,
    told,
)

CLOCK = "t1:first_response"


@pytest.fixture
async def promised(world):
    await world.say(submitted(), entitled(), started())
    return world


async def test_a_promise_that_is_paused_has_no_instant_until_it_runs_on(promised):
    await promised.say(told(ClockPaused, reason="agreed"))
    paused = await promised.ticket()
    await promised.say(told(ClockResumed, due_at=DUE + HOUR))
    resumed = await promised.ticket()

    assert (paused["deadline"], paused["clocks"][0]["state"]) == (None, "paused")
    assert resumed["deadline"]["due_at"] == "2026-02-25T09:30:00Z"


async def test_a_calendar_published_later_moves_the_promise_and_its_explanation(promised):
    moved = told(
        ClockMoved,
        due_at=DUE - HOUR,
        warn_at=None,
        provisional=True,
        because=BECAUSE.model_copy(update={"ru": "новый календарь"}),
    )
    await promised.say(moved)

    deadline = (await promised.ticket())["deadline"]

    assert (deadline["due_at"], deadline["provisional"]) == ("2026-02-25T07:30:00Z", True)
    assert deadline["because"]["ru"] == "новый календарь"


async def test_a_breach_that_was_corrected_is_none(promised):
    await promised.say(broken(), told(ClockCorrected, at=DUE - HOUR, result="met"))

    ticket = await promised.ticket()

    assert (ticket["broken"], ticket["deadline"]) == (False, None)
    assert ticket["clocks"][0]["met_at"] == "2026-02-25T07:30:00Z"


async def test_a_promise_without_an_object_is_cancelled(promised):
    await promised.say(told(ClockCancelled))

    assert (await promised.ticket())["clocks"][0]["state"] == "cancelled"


async def test_a_broken_promise_is_owed_until_what_was_promised_is_done(promised):
    await promised.say(broken(), told(TicketTakenIntoWork, DUE + HOUR))
    assert (await promised.ticket())["deadline"]["state"] == "broken"

    await promised.say(met_late(at=DUE + HOUR))

    ticket = await promised.ticket()
    assert (ticket["broken"], ticket["deadline"]) == (True, None)
    assert ticket["clocks"][0]["met_at"] == "2026-02-25T09:30:00Z"
    assert ticket["clocks"][0]["overdue"] is False


async def test_a_planned_hand_over_is_shown_until_somebody_else_has_the_ticket(promised):
    plan = told(HandOverPlanned, hand_over_at=DUE - HOUR, due_at=DUE)
    await promised.say(assigned(), plan)
    planned = (await promised.ticket())["assignment"]["hand_over_at"]
    await promised.say(assigned(engineer="boris"))

    assert planned == "2026-02-25T07:30:00Z"
    assert (await promised.ticket())["assignment"]["hand_over_at"] is None


async def test_a_caller_without_an_address_is_known_by_what_he_said(world):
    caller = Particulars(name="Пётр", phone="+7 495 000-00-00")
    await world.say(submitted(contact=caller))

    assert (await world.ticket())["contact"]["name"] == "Пётр"
