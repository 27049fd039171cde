"""A shift ends with the deadline before its next opening: another takes the ticket."""

from datetime import timedelta

from libs.events.routing import TicketHandedOver
from services.routing.tests.boards import MONDAY_NOON, decided, msk, names
from services.routing.tests.histories import (
    ANNA,
    EVENING,
    GLEB,
    HALF_PAST_THREE,
    ONE_PM,
    assigned,
    route,
)


def planned():
    """What was said of a ticket of Gleb's that is to be handed over at one."""
    given = [assigned("gleb", "novosibirsk")]
    return given + decided(given, route(MONDAY_NOON, GLEB, ANNA, due=HALF_PAST_THREE))


def test_it_is_planned_as_soon_as_the_deadline_is_known():
    given = [assigned("gleb", "novosibirsk")]

    (event,) = decided(given, route(MONDAY_NOON, GLEB, ANNA, due=HALF_PAST_THREE))

    assert (event.hand_over_at, event.due_at) == (ONE_PM, HALF_PAST_THREE)
    assert "02.03 13:00" in event.because.ru
    assert "02.03 15:30" in event.because.ru


def test_it_is_planned_together_with_the_assignment():
    events = decided([], route(MONDAY_NOON, GLEB, due=HALF_PAST_THREE))

    assert names(events) == ["TicketAssigned", "HandOverPlanned"]


def test_nothing_is_planned_for_what_is_due_in_the_engineers_own_hours():
    tomorrow = msk("2026-03-03T10:00")

    assert decided([], route(MONDAY_NOON, ANNA, due=tomorrow))[1:] == []
    assert decided([assigned("anna")], route(MONDAY_NOON, ANNA, due=tomorrow)) == []


def test_at_the_closing_it_goes_to_the_office_on_duty_and_the_deadline_is_not_moved():
    given = planned()

    (event,) = decided(given, route(ONE_PM, GLEB, ANNA, due=HALF_PAST_THREE))

    assert isinstance(event, TicketHandedOver)
    assert (event.from_engineer_id, event.engineer_id) == ("gleb", "anna")
    assert (event.office_id, event.occurred_at) == ("moscow", ONE_PM)
    assert "03.03 04:00" in event.because.ru
    assert event.because.facts["due_at"] == HALF_PAST_THREE.isoformat()


def test_before_the_closing_it_stays():
    before = ONE_PM - timedelta(seconds=1)

    assert decided(planned(), route(before, GLEB, ANNA, due=HALF_PAST_THREE)) == []


def test_when_everybody_leaves_it_goes_to_who_comes_before_the_deadline():
    closing, due = msk("2026-03-02T18:00"), msk("2026-03-03T05:30")

    (event,) = decided([assigned("anna")], route(closing, ANNA, GLEB, due=due))

    assert (type(event), event.engineer_id) == (TicketHandedOver, "gleb")


def test_when_nobody_comes_before_the_deadline_it_stays_and_that_is_said_once():
    command = route(ONE_PM, GLEB, due=HALF_PAST_THREE)
    given = planned()

    (event,) = decided(given, command)

    assert event.hand_over_at is None
    assert "остаётся" in event.because.ru
    assert decided([*given, event], command) == []


def test_the_plan_is_given_up_when_the_promise_is_kept():
    (event,) = decided(planned(), route(MONDAY_NOON, GLEB, ANNA))

    assert event.hand_over_at is None
    assert decided([*planned(), event], route(ONE_PM, GLEB, ANNA)) == []


def test_the_plan_follows_a_deadline_that_moved():
    due = msk("2026-03-03T16:00")

    (event,) = decided(planned(), route(MONDAY_NOON, GLEB, ANNA, due=due))

    assert event.hand_over_at == msk("2026-03-03T13:00")


def test_a_message_at_night_hands_over_what_is_due_before_the_morning():
    due = msk("2026-03-03T05:30")

    (event,) = decided([assigned("anna")], route(EVENING, ANNA, GLEB, due=due))

    assert (type(event), event.engineer_id) == (TicketHandedOver, "gleb")
