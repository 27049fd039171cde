"""Who is served when, and by whose shift, with the rules that a decision names."""

import pytest

from libs.decider import Refused
from libs.events.routing import TicketAssigned, TicketHandedOver, TicketQueued
from services.routing.tests.boards import CPRO, MONDAY_NOON, Person, decided, msk
from services.routing.tests.histories import ANNA, ANNA_BUSY, GLEB, assigned, pull, route

keeps, breaks = pytest.mark.keeps, pytest.mark.breaks

LAST = ("CPRO-P-19", "CPRO-P-20")
LACKS = ("none", "unknown", "not_started", "expired", "wrong_product", "another_holder")


def uncovered(lack="none", **what):
    return {"priority": "uncovered", "lack": lack, "edition": CPRO} | what


@keeps(*LAST)
@pytest.mark.parametrize("lack", LACKS)
def test_a_ticket_without_a_certificate_goes_to_who_has_nothing_covered_to_do(lack):
    (event,) = decided([], route(MONDAY_NOON, ANNA, **uncovered(lack)))

    assert (type(event), event.engineer_id) == (TicketAssigned, "anna")
    assert CPRO.lacking(lack).priority == "minimum"
    assert set(LAST) <= set(event.because.rules)


@breaks(*LAST)
@pytest.mark.parametrize("lack", LACKS)
def test_a_ticket_without_a_certificate_waits_while_a_covered_one_does(lack):
    (event,) = decided([], route(MONDAY_NOON, ANNA, **uncovered(lack, covered_waiting=1)))

    assert (type(event), event.priority) == (TicketQueued, "uncovered")
    assert event.because.facts["reason"] == "covered_first"
    assert set(LAST) <= set(event.because.rules)


@breaks("CPRO-P-20")
def test_a_ticket_without_a_certificate_is_not_pushed_to_who_has_a_covered_one():
    (event,) = decided([], route(MONDAY_NOON, ANNA_BUSY, **uncovered()))

    assert (type(event), event.because.facts["reason"]) == (TicketQueued, "nobody_free")
    assert "CPRO-P-20" in event.because.rules


@keeps("CPRO-P-20")
def test_the_ticket_that_has_waited_longest_is_taken_out_of_the_queue():
    (event,) = decided([], pull("anna", MONDAY_NOON, ANNA, **uncovered(first_uncovered="t1")))

    assert event.engineer_id == "anna"
    assert "CPRO-P-20" in event.because.rules


@breaks("CPRO-P-20")
def test_no_ticket_is_taken_before_one_that_has_waited_longer():
    with pytest.raises(Refused, match="in their turn: take t0 first"):
        decided([], pull("anna", MONDAY_NOON, ANNA, **uncovered(first_uncovered="t0")))


@pytest.mark.parametrize(
    ("rule", "engineer", "opens", "closes"),
    [
        pytest.param(
            "TKAD-07", ANNA, "09:00", "18:00", marks=[keeps("TKAD-07"), breaks("TKAD-07")]
        ),
        pytest.param(
            "TKAD-08", GLEB, "04:00", "13:00", marks=[keeps("TKAD-08"), breaks("TKAD-08")]
        ),
    ],
)
def test_an_office_takes_tickets_in_its_own_hours_alone(rule, engineer, opens, closes):
    taken = decided([], route(msk(f"2026-03-02 {opens}"), engineer))
    late = decided([], route(msk(f"2026-03-02 {closes}"), engineer))

    assert isinstance(taken[0], TicketAssigned)
    assert isinstance(late[0], TicketQueued)
    assert late[0].next_try == msk(f"2026-03-03 {opens}")
    assert rule in taken[0].because.rules
    assert rule in late[0].because.rules


@keeps("TKAD-07", "TKAD-08")
def test_at_the_close_of_one_office_the_other_takes_over_what_falls_due_before_it_is_back():
    due = msk("2026-03-02 15:30")
    given = [assigned("gleb", "novosibirsk")]

    (event,) = decided(given, route(msk("2026-03-02 13:00"), GLEB, ANNA, due=due))

    assert (type(event), event.engineer_id) == (TicketHandedOver, "anna")
    assert {"TKAD-07", "TKAD-08"} <= set(event.because.rules)


@keeps("TKAD-06", "CPRO-R-11")
@pytest.mark.parametrize(("edition", "rule"), [(None, "TKAD-06"), (CPRO, "CPRO-R-11")])
def test_on_a_holiday_a_ticket_waits_for_the_next_working_day(edition, rule):
    what = {"edition": edition} if edition else {}
    (event,) = decided([], route(msk("2026-02-23 12:00"), Person("anna"), **what))

    assert (type(event), event.next_try) == (TicketQueued, msk("2026-02-24 09:00"))
    assert rule in event.because.rules
