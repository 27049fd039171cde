"""Who takes a ticket, and what it waits for."""

import pytest

from services.routing.domain.choice import Take, Wait, choose, offers, taker
from services.routing.domain.duty import Absence
from services.routing.tests.boards import MONDAY_NOON, Person, board, colleague, msk

EARLY = msk("2026-03-02T05:00")
EVENING = msk("2026-03-02T20:00")
NINE = msk("2026-03-02T09:00")
NEXT_FOUR, NEXT_NINE = msk("2026-03-03T04:00"), msk("2026-03-03T09:00")
ILL = (Absence(msk("2026-03-02T00:00"), msk("2026-03-04T00:00")),)

ANNA, BORIS = Person("anna"), Person("boris")
GLEB = Person("gleb", "novosibirsk")


def chosen(at, *people, previous=None, **what):
    """Who takes it and why, or until when it waits and why."""
    match choose(board(at, *people, **what), at, previous):
        case Take(taken, reason):
            return taken.engineer_id, reason
        case Wait(until, reason):
            return until, reason


def test_whoever_is_on_shift_takes_it_at_once():
    assert chosen(MONDAY_NOON, ANNA) == ("anna", "alone")


def test_an_office_that_is_closed_gets_nothing_while_another_is_open():
    assert chosen(EARLY, ANNA, GLEB) == ("gleb", "alone")


def test_with_nobody_on_shift_it_waits_for_the_next_opening_of_an_office_that_serves():
    assert chosen(EVENING, ANNA, GLEB) == (NEXT_FOUR, "nobody_on_shift")
    assert chosen(EVENING, ANNA) == (NEXT_NINE, "nobody_on_shift")


def test_at_the_very_closing_nobody_is_on_shift_any_more():
    assert chosen(msk("2026-03-02T18:00"), ANNA) == (NEXT_NINE, "nobody_on_shift")


def test_the_least_loaded_takes_it_covered_and_uncovered_tickets_counted_alike():
    busy = Person("anna", covered=1, uncovered=2)
    less_busy = Person("boris", covered=2)

    assert chosen(MONDAY_NOON, busy, less_busy) == ("boris", "least_loaded")


def test_of_two_who_are_equally_loaded_always_the_same_takes_it():
    assert chosen(MONDAY_NOON, BORIS, ANNA) == chosen(MONDAY_NOON, ANNA, BORIS)
    assert chosen(MONDAY_NOON, ANNA, BORIS) == ("anna", "equally_loaded")


def test_only_who_knows_the_product_takes_it():
    geo = Person("boris", products=("geo",), covered=5)

    assert chosen(MONDAY_NOON, Person("anna", products=("express",)), geo, product="geo") == (
        "boris",
        "alone",
    )


def test_who_names_no_products_knows_all_and_a_ticket_without_one_is_for_all():
    assert chosen(MONDAY_NOON, ANNA, product="geo") == ("anna", "alone")
    assert chosen(MONDAY_NOON, Person("anna", products=("express",))) == ("anna", "alone")


def test_a_product_that_nobody_knows_is_tried_again_at_the_next_opening():
    knows_other = Person("anna", products=("express",))

    assert chosen(EVENING, knows_other, product="geo") == (NEXT_FOUR, "nobody_knows")
    assert chosen(EVENING) == (NEXT_FOUR, "nobody_knows")


def test_who_is_absent_gets_nothing():
    assert chosen(MONDAY_NOON, Person("anna", absences=ILL), Person("boris", covered=9)) == (
        "boris",
        "alone",
    )


def test_with_everybody_absent_it_waits_for_the_first_to_return():
    back = msk("2026-03-02T15:00")
    away = Person("anna", absences=(Absence(msk("2026-03-02T10:00"), back),))

    assert chosen(MONDAY_NOON, away) == (back, "nobody_on_shift")


def test_the_dedicated_engineer_goes_before_the_least_loaded():
    dedicated = Person("boris", covered=9, dedicated=True)

    assert chosen(MONDAY_NOON, ANNA, dedicated) == ("boris", "dedicated")


def test_of_two_dedicated_engineers_the_least_loaded_takes_it():
    first, second = Person("anna", covered=2, dedicated=True), Person("boris", dedicated=True)

    assert chosen(MONDAY_NOON, first, second) == ("boris", "dedicated")


@pytest.mark.parametrize("due", [None, "2026-03-02T09:01", "2026-03-02T13:00"])
def test_the_dedicated_engineer_is_waited_for_where_the_deadline_allows_it(due):
    dedicated = Person("anna", dedicated=True)

    assert chosen(EARLY, dedicated, GLEB, due=due and msk(due)) == (NINE, "dedicated_comes")


@pytest.mark.parametrize("due", ["2026-03-02T07:00", "2026-03-02T09:00"])
def test_another_takes_it_where_it_is_due_before_the_dedicated_engineer_comes(due):
    dedicated = Person("anna", dedicated=True)

    assert chosen(EARLY, dedicated, GLEB, due=msk(due)) == ("gleb", "alone")


def test_a_dedicated_engineer_who_is_absent_is_not_waited_for():
    dedicated = Person("anna", dedicated=True, absences=ILL)

    assert chosen(EARLY, dedicated, GLEB) == ("gleb", "alone")


def test_a_dedicated_engineer_who_does_not_know_the_product_is_one_of_the_others():
    dedicated = Person("anna", dedicated=True, products=("express",))

    assert chosen(MONDAY_NOON, dedicated, BORIS, product="geo") == ("boris", "alone")


def test_on_reopening_the_previous_engineer_goes_before_the_dedicated_one():
    dedicated = Person("anna", dedicated=True)

    assert chosen(MONDAY_NOON, dedicated, BORIS, previous="boris") == ("boris", "previous")


def test_a_dedicated_engineer_who_is_there_goes_before_a_previous_one_who_is_not():
    there = Person("gleb", "novosibirsk", dedicated=True)

    assert chosen(EARLY, ANNA, there, previous="anna") == ("gleb", "dedicated")


def test_the_previous_engineer_is_waited_for_where_the_deadline_allows_it():
    assert chosen(EARLY, ANNA, GLEB, previous="anna", due=msk("2026-03-02T13:00")) == (
        NINE,
        "previous_comes",
    )
    assert chosen(EARLY, ANNA, GLEB, previous="anna", due=msk("2026-03-02T08:00")) == (
        "gleb",
        "alone",
    )


def test_a_previous_engineer_who_is_here_no_more_is_forgotten():
    assert chosen(MONDAY_NOON, ANNA, previous="vera") == ("anna", "alone")


class TestUncovered:
    """CPRO-P-20: served in the general queue, by who is free."""

    def test_it_goes_to_who_has_no_covered_ticket(self):
        busy, free = Person("anna", covered=1), Person("boris", uncovered=4)

        assert chosen(MONDAY_NOON, busy, free, priority="uncovered") == ("boris", "free")

    def test_it_is_never_pushed_to_who_has_a_covered_ticket(self):
        busy = Person("anna", covered=1)

        assert chosen(MONDAY_NOON, busy, priority="uncovered") == (NEXT_NINE, "nobody_free")

    def test_it_lets_covered_tickets_go_first(self):
        assert chosen(MONDAY_NOON, ANNA, priority="uncovered", covered_waiting=1) == (
            MONDAY_NOON,
            "covered_first",
        )

    def test_out_of_hours_it_waits_for_the_next_opening(self):
        assert chosen(EVENING, ANNA, priority="uncovered") == (NEXT_NINE, "nobody_on_shift")

    def test_of_those_who_are_free_the_one_who_had_it_takes_it_again(self):
        again = {"priority": "uncovered", "previous": "boris"}

        assert chosen(MONDAY_NOON, ANNA, BORIS, **again) == ("boris", "free")
        assert chosen(MONDAY_NOON, ANNA, Person("boris", covered=1), **again) == ("anna", "free")

    def test_when_somebody_becomes_free_those_that_waited_longest_are_offered_first(self):
        free = colleague(Person("anna", products=("express",)), MONDAY_NOON)
        waiting = [("t3", "express"), ("t1", "geo"), ("t2", None)]

        assert offers([free], waiting, MONDAY_NOON) == ["t3", "t2"]

    def test_nothing_is_offered_to_who_is_busy_or_off_duty(self):
        busy = colleague(Person("anna", covered=1), MONDAY_NOON)
        off_duty = colleague(Person("gleb", "novosibirsk"), EVENING)

        assert offers([busy], [("t1", None)], MONDAY_NOON) == []
        assert offers([off_duty], [("t1", None)], EVENING) == []


class TestTakingOver:
    """Somebody leaves and is not back before the ticket is due."""

    def taken(self, at, due, leaving, *others, **what):
        known = board(at, leaving, *others, due=due, **what)
        found = taker(known, at, due, known.colleague(leaving.engineer_id))
        return found and found.engineer_id

    def test_who_is_on_duty_takes_it_over_the_least_loaded_first(self):
        at, due = msk("2026-03-02T13:00"), msk("2026-03-02T15:30")

        assert self.taken(at, due, GLEB, Person("anna", covered=1), BORIS) == "boris"

    def test_a_dedicated_engineer_takes_it_over_before_others(self):
        at, due = msk("2026-03-02T13:00"), msk("2026-03-02T15:30")
        dedicated = Person("boris", covered=5, dedicated=True)

        assert self.taken(at, due, GLEB, ANNA, dedicated) == "boris"

    def test_with_nobody_on_duty_who_comes_before_the_deadline_takes_it_over(self):
        at, due = msk("2026-03-02T18:00"), msk("2026-03-03T05:30")

        assert self.taken(at, due, ANNA, BORIS, GLEB) == "gleb"

    def test_nobody_takes_over_what_is_due_before_anybody_comes(self):
        at, due = msk("2026-03-02T18:00"), msk("2026-03-03T03:00")

        assert self.taken(at, due, ANNA, BORIS, GLEB) is None

    def test_who_does_not_know_the_product_takes_nothing_over(self):
        at, due = msk("2026-03-02T13:00"), msk("2026-03-02T15:30")
        other = Person("anna", products=("express",))

        assert self.taken(at, due, GLEB, other, product="geo") is None
