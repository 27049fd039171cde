"""One ticket's way to an engineer, to another, and out again."""

from datetime import timedelta

import pytest

from libs.decider import Refused
from libs.events.routing import TicketAssigned, TicketReturned
from services.routing.domain.commands import (
    RouteTicket,
)
from services.routing.tests.boards import CPRO, MONDAY_NOON, Person, decided, msk, names
from services.routing.tests.histories import (
    ANNA,
    ANNA_BUSY,
    BORIS,
    EVENING,
    GLEB,
    GLEB_BUSY,
    WHY,
    assigned,
    back,
    follow,
    pull,
    queued,
    returned,
    route,
)


def test_a_covered_ticket_is_assigned_at_once_when_somebody_is_on_shift():
    (event,) = decided([], route(MONDAY_NOON, ANNA))

    assert event.model_copy(update={"because": WHY}) == assigned("anna")


def test_a_ticket_that_nobody_judged_or_that_ended_goes_to_nobody():
    assert decided([], route(MONDAY_NOON, ANNA, priority=None)) == []
    assert decided([], route(MONDAY_NOON, ANNA, ended=True)) == []


def test_out_of_hours_a_ticket_is_queued_and_tried_again_at_the_opening():
    (event,) = decided([], route(EVENING, ANNA))

    opening = msk("2026-03-03T09:00")
    assert event.model_copy(update={"because": WHY}) == queued(opening)
    assert names(decided([event], route(opening, ANNA))) == ["TicketAssigned"]


def test_a_ticket_that_waits_for_the_same_is_not_queued_twice():
    waiting = queued(msk("2026-03-03T09:00"))

    assert decided([waiting], route(EVENING + timedelta(hours=1), ANNA)) == []


def test_a_ticket_is_queued_anew_when_it_waits_for_something_else():
    waiting = queued(msk("2026-03-03T09:00"))

    (event,) = decided([waiting], route(EVENING, ANNA, GLEB))

    assert event.next_try == msk("2026-03-03T04:00")


def test_a_ticket_that_was_uncovered_and_is_covered_now_is_queued_as_such():
    (event,) = decided([queued(msk("2026-03-03T09:00"), "uncovered")], route(EVENING, ANNA))

    assert event.priority == "covered"


def test_an_uncovered_ticket_behind_covered_ones_is_tried_until_they_are_gone():
    what = {"priority": "uncovered", "covered_waiting": 1}
    (waiting,) = decided([], route(MONDAY_NOON, ANNA, **what))

    a_second_later = MONDAY_NOON + timedelta(seconds=1)
    assert waiting.next_try == MONDAY_NOON
    assert decided([waiting], route(a_second_later, ANNA, **what)) == []
    assert names(decided([waiting], route(a_second_later, ANNA, priority="uncovered"))) == [
        "TicketAssigned"
    ]


def test_the_wait_for_a_dedicated_engineer_ends_when_the_deadline_forbids_it():
    dawn = msk("2026-03-02T05:00")
    dedicated = Person("anna", dedicated=True)
    (waiting,) = decided([], route(dawn, dedicated, GLEB))

    (event,) = decided([waiting], route(dawn, dedicated, GLEB, due=msk("2026-03-02T08:00")))

    assert (type(event), event.engineer_id) == (TicketAssigned, "gleb")


def test_an_assigned_ticket_stays_with_its_engineer_whoever_has_less_to_do():
    assert decided([assigned("anna")], route(MONDAY_NOON, Person("anna", covered=9), BORIS)) == []


class TestTakenIntoWork:
    """Whoever works on a ticket has it."""

    def test_the_assignment_follows_the_engineer_who_works_on_it(self):
        (event,) = decided([assigned("anna")], follow("boris", MONDAY_NOON, BORIS))

        assert (type(event), event.engineer_id) == (TicketAssigned, "boris")
        assert event.because.facts["reason"] == "taken_into_work"

    def test_out_of_the_queue_as_well(self):
        (event,) = decided([queued(None)], follow("boris", MONDAY_NOON, BORIS))

        assert event.engineer_id == "boris"

    def test_the_engineer_who_has_it_already_changes_nothing(self):
        assert decided([assigned("anna")], follow("anna", MONDAY_NOON, ANNA)) == []

    def test_somebody_who_is_no_engineer_here_changes_nothing(self):
        assert decided([assigned("anna")], follow("stranger", MONDAY_NOON)) == []

    def test_who_works_off_duty_is_not_asked_to_hand_it_over(self):
        due = msk("2026-03-03T05:30")

        assert names(decided([], follow("anna", EVENING, ANNA, due=due))) == ["TicketAssigned"]


class TestPulling:
    """An engineer takes a ticket out of the queue himself."""

    def test_a_waiting_ticket_becomes_his(self):
        (event,) = decided([queued(None)], pull("anna", EVENING, ANNA))

        assert (type(event), event.engineer_id) == (TicketAssigned, "anna")
        assert event.because.facts["reason"] == "pulled"

    def test_pulling_it_again_changes_nothing(self):
        assert decided([assigned("anna")], pull("anna", EVENING, ANNA)) == []

    def test_what_another_has_is_not_his_to_pull(self):
        with pytest.raises(Refused, match="boris's already"):
            decided([assigned("boris")], pull("anna", EVENING, ANNA))

    @pytest.mark.parametrize("what", [{"ended": True}, {"priority": None}])
    def test_what_is_not_to_be_served_is_not_pulled(self, what):
        with pytest.raises(Refused, match="closed, or nobody has judged"):
            decided([], pull("anna", EVENING, ANNA, **what))

    def test_a_key_of_nobody_known_pulls_nothing(self):
        with pytest.raises(Refused, match="not known here"):
            decided([queued(None)], pull("stranger", EVENING))

    def test_uncovered_tickets_are_pulled_first_in_first_out(self):
        uncovered = {"priority": "uncovered", "lack": "none", "edition": CPRO}

        with pytest.raises(Refused, match="take t0 first"):
            decided([], pull("anna", MONDAY_NOON, ANNA, first_uncovered="t0", **uncovered))
        (event,) = decided([], pull("anna", MONDAY_NOON, ANNA, first_uncovered="t1", **uncovered))
        assert "CPRO-P-20" in event.because.rules

    def test_a_covered_ticket_waits_for_no_uncovered_one(self):
        assert decided([], pull("anna", MONDAY_NOON, ANNA, first_uncovered="t0"))


class TestTheEnd:
    def test_an_assigned_ticket_leaves_its_engineer(self):
        (event,) = decided([assigned("anna")], back(EVENING))

        assert (type(event), event.engineer_id, event.because) == (TicketReturned, "anna", WHY)

    def test_a_ticket_that_nobody_has_leaves_nobody(self):
        assert decided([queued(None)], back(EVENING)) == []
        assert decided([assigned("anna"), returned("anna")], back(EVENING)) == []

    def test_when_it_is_reopened_the_previous_engineer_takes_it_again(self):
        given = [assigned("boris"), returned("boris")]

        (event,) = decided(given, route(MONDAY_NOON, ANNA, Person("boris", covered=9)))

        assert event.engineer_id == "boris"
        assert event.because.facts["reason"] == "previous"


class TestBecause:
    def test_it_names_the_rules_of_the_hours_and_the_loads_compared(self):
        (event,) = decided([], route(MONDAY_NOON, ANNA_BUSY, BORIS, GLEB_BUSY))

        because = event.because
        assert {"TKAD-06", "TKAD-07"} <= set(because.rules)
        assert because.edition == "technokad-2015"
        assert because.facts["on_duty"] == {"anna": 2, "boris": 0, "gleb": 1}
        assert because.facts["shift_ends"] == "2026-03-02T15:00:00+00:00"
        assert because.ru == "Из специалистов на смене у этого меньше всего открытых обращений: 0"
        assert because.en == "Of the engineers on shift this one has the fewest open tickets: 0"

    def test_it_says_when_several_have_equally_little_to_do(self):
        (event,) = decided([], route(MONDAY_NOON, ANNA, BORIS))

        assert event.because.ru == (
            "Меньше всего открытых обращений (0) у нескольких специалистов на смене:"
            " выбран первый по порядку"
        )

    def test_it_says_when_the_next_shift_begins(self):
        (event,) = decided([], route(EVENING, ANNA, GLEB))

        assert event.because.ru == "На смене никого нет, ближайшая смена с 03.03 04:00"
        assert event.because.en == "Nobody is on shift, the next shift begins 3 Mar 04:00"

    def test_an_uncovered_ticket_is_told_the_rule_of_the_general_queue(self):
        command = route(MONDAY_NOON, ANNA, priority="uncovered", lack="none", edition=CPRO)

        (event,) = decided([], command)

        assert "CPRO-P-20" in event.because.rules
        assert event.because.facts["reason"] == "free"


def test_a_ticket_is_not_routed_by_nothing():
    with pytest.raises(ValueError, match="nothing was gathered"):
        decided([], RouteTicket("t1", "technokad", MONDAY_NOON))
