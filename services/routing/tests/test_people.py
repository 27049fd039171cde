"""Offices are opened, engineers are hired, dedicated, and go away for a time."""

from dataclasses import replace

import pytest

from libs.decider import Invalid, Refused
from services.routing.domain import engineers, offices
from services.routing.domain.engineers import DedicateEngineer, HireEngineer, PlanAbsence
from services.routing.domain.offices import OpenOffice
from services.routing.tests.boards import MONDAY_NOON, msk

OPEN = OpenOffice("acme.moscow", "acme", MONDAY_NOON, "moscow", "Москва", "Moscow")
HIRE = HireEngineer(
    "e1", "acme", MONDAY_NOON, "moscow", ("csp",), "ru", "Анна", "anna@acme.example", "digest"
)
DEDICATE = DedicateEngineer("e1", "acme", MONDAY_NOON, "k1")
AWAY = PlanAbsence(
    "e1", "acme", MONDAY_NOON, msk("2026-07-01T00:00"), msk("2026-07-15T00:00"), ("t1",)
)


def decided(decider, given, command):
    return decider.decide(command, decider.fold(given))


def hired(*commands):
    """What is said of an engineer by these commands, one after the other."""
    said = []
    for command in (HIRE, *commands):
        said += decided(engineers.decider, said, command)
    return said


def test_an_office_is_opened_once():
    (event,) = decided(offices.decider, [], OPEN)

    assert (event.office_id, event.ru, event.en) == ("moscow", "Москва", "Moscow")
    assert decided(offices.decider, [event], OPEN) == []


def test_an_office_that_a_new_edition_calls_otherwise_is_opened_under_its_new_name():
    opened = decided(offices.decider, [], OPEN)

    (event,) = decided(offices.decider, opened, replace(OPEN, en="Head office"))

    assert event.en == "Head office"


def test_an_engineer_is_hired_once():
    (event,) = hired()

    assert (event.engineer_id, event.office_id, event.products) == ("e1", "moscow", ("csp",))
    assert hired(HIRE) == [event]


def test_other_particulars_under_the_same_key_are_no_repetition():
    with pytest.raises(Invalid, match="another engineer"):
        hired(replace(HIRE, digest="another"))


def test_an_engineer_is_dedicated_to_a_customer_once():
    _, event = hired(DEDICATE, DEDICATE)

    assert event.customer_id == "k1"


def test_an_engineer_may_be_dedicated_to_several_customers():
    assert len(hired(DEDICATE, replace(DEDICATE, customer_id="k2"))) == 3


def test_an_absence_is_planned_once_with_the_tickets_that_it_concerns():
    _, event = hired(AWAY, AWAY)

    assert (event.absent_from, event.absent_until) == (AWAY.absent_from, AWAY.absent_until)
    assert event.tickets == ("t1",)


def test_an_absence_ends_after_it_begins():
    with pytest.raises(Invalid, match="until"):
        hired(replace(AWAY, absent_until=AWAY.absent_from))


@pytest.mark.parametrize("command", [DEDICATE, AWAY])
def test_of_somebody_who_is_not_hired_nothing_is_planned(command):
    with pytest.raises(Refused, match="register him first"):
        decided(engineers.decider, [], command)
