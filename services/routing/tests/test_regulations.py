"""Who takes a ticket by each vendor's regulation, and what is said of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from libs.decider import Invalid, Refused
from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT, TECHNOKAD
from services.routing.domain.board import dedicates
from services.routing.domain.commands import HandOver, RouteTicket
from services.routing.domain.duty import Absence
from services.routing.domain.engineers import DedicateEngineer, Engineer
from services.routing.domain.engineers import decider as engineers
from services.routing.tests.boards import Person, board, colleague, decided, msk, names
from services.routing.tests.histories import assigned

ANNA, BORIS, GLEB = Person("anna"), Person("boris"), Person("gleb", "novosibirsk")
NOON, THREE_PM = msk("2026-03-02T12:00"), msk("2026-03-02T15:00")
SIBERIA, MOSCOW, REGIONS = "+73833835768", "+74952698657", "+78002008775"


def routed(at, *people, about=None, **what):
    """What becomes of a ticket of which this is told: the event, and its reasons."""
    known = board(at, *people, **what)
    known = replace(known, ticket=replace(known.ticket, **(about or {})))
    events = decided([], RouteTicket("t1", known.edition.vendor, at, known))
    return events[0]


# ── Two offices ──


@pytest.mark.keeps("TKAD-07")
@pytest.mark.parametrize("at", ["2026-03-02T13:00", "2026-03-02T17:59"])
def test_the_head_office_is_on_duty_until_six(at):
    taken = routed(msk(at), ANNA, GLEB)

    assert (taken.engineer_id, taken.office_id) == ("anna", "moscow")
    assert "TKAD-07" in taken.because.rules


@pytest.mark.breaks("TKAD-07")
def test_after_six_nobody_takes_a_ticket_before_novosibirsk_opens():
    waits = routed(msk("2026-03-02T18:00"), ANNA, GLEB)

    assert (names([waits]), waits.next_try) == (["TicketQueued"], msk("2026-03-03T04:00"))
    assert {"TKAD-07", "TKAD-08"} <= set(waits.because.rules)


@pytest.mark.keeps("TKAD-08")
@pytest.mark.parametrize("at", ["2026-03-02T04:00", "2026-03-02T08:59"])
def test_the_branch_is_on_duty_from_four(at):
    taken = routed(msk(at), ANNA, GLEB)

    assert (taken.engineer_id, taken.office_id) == ("gleb", "novosibirsk")
    assert "TKAD-08" in taken.because.rules


@pytest.mark.breaks("TKAD-08")
def test_before_four_a_ticket_waits_for_the_branch():
    waits = routed(msk("2026-03-02T03:59"), ANNA, GLEB)

    assert waits.next_try == msk("2026-03-02T04:00")
    assert "TKAD-08" in waits.because.rules


@pytest.mark.keeps("TKAD-18")
def test_a_call_to_the_siberian_number_goes_to_the_branch_first():
    busy = Person("gleb", "novosibirsk", covered=5)
    taken = routed(NOON, ANNA, busy, about={"line": SIBERIA})

    assert taken.engineer_id == "gleb"
    assert "TKAD-18" in taken.because.rules
    assert taken.because.ru.startswith("Звонок поступил на номер этого офиса")


@pytest.mark.breaks("TKAD-18")
def test_when_the_branch_has_closed_its_calls_go_to_the_head_office():
    taken = routed(THREE_PM, ANNA, GLEB, about={"line": SIBERIA})

    assert taken.engineer_id == "anna"
    assert "TKAD-18" not in taken.because.rules
    assert board(NOON).line_office is None
    known = board(NOON)
    assert replace(known, ticket=replace(known.ticket, line=SIBERIA)).line_office == "novosibirsk"


def test_a_number_of_no_office_prefers_none():
    busy = Person("anna", covered=1)

    assert routed(NOON, busy, GLEB, about={"line": REGIONS}).engineer_id == "gleb"


# ── Without cover ──

CPRO = {"edition": CRYPTOPRO, "priority": "uncovered", "lack": "none"}
OFFICE = CRYPTOPRO.schedule.offices[0].slug


@pytest.mark.keeps("CPRO-P-20")
def test_an_uncovered_ticket_goes_to_who_has_no_covered_one():
    busy, free = Person("anna", OFFICE, covered=1), Person("boris", OFFICE, uncovered=9)
    taken = routed(NOON, busy, free, **CPRO)

    assert taken.engineer_id == "boris"
    assert "CPRO-P-20" in taken.because.rules


@pytest.mark.breaks("CPRO-P-20")
def test_an_uncovered_ticket_is_pushed_on_nobody_while_a_covered_one_waits_or_is_in_work():
    busy = routed(NOON, Person("anna", OFFICE, covered=1), **CPRO)
    waiting = routed(NOON, Person("anna", OFFICE), covered_waiting=1, **CPRO)

    assert names([busy, waiting]) == ["TicketQueued", "TicketQueued"]
    assert "CPRO-P-20" in busy.because.rules
    assert "CPRO-P-20" in waiting.because.rules


NANO_OFFICE = NANOSOFT.schedule.offices[0].slug
FREE = {"edition": NANOSOFT, "priority": "uncovered", "lack": "none", "about": {"plan": "free"}}


@pytest.mark.keeps("NANO-71")
def test_a_free_request_is_taken_when_somebody_is_free():
    taken = routed(NOON, Person("anna", NANO_OFFICE), **FREE)

    assert taken.engineer_id == "anna"
    assert "NANO-71" in taken.because.rules


@pytest.mark.breaks("NANO-71")
def test_a_free_request_waits_for_subscribers():
    waits = routed(NOON, Person("anna", NANO_OFFICE), covered_waiting=1, **FREE)

    assert names([waits]) == ["TicketQueued"]
    assert "NANO-71" in waits.because.rules


# ── Who knows of it ──


@pytest.mark.keeps("NANO-08")
def test_a_request_goes_to_whom_it_was_discussed_with():
    anna, boris = Person("anna", NANO_OFFICE), Person("boris", NANO_OFFICE, covered=7)
    taken = routed(NOON, anna, boris, edition=NANOSOFT, about={"discussed_with": "boris"})

    assert taken.engineer_id == "boris"
    assert "NANO-08" in taken.because.rules
    assert taken.because.ru == (
        "Пользователь уже обсуждал этот вопрос с этим специалистом, и он на смене"
    )


@pytest.mark.breaks("NANO-08")
def test_a_request_discussed_with_nobody_here_goes_to_the_least_loaded():
    anna, boris = Person("anna", NANO_OFFICE), Person("boris", NANO_OFFICE, covered=7)
    taken = routed(NOON, anna, boris, edition=NANOSOFT, about={"discussed_with": "vera"})
    evening = msk("2026-03-02T20:00")
    waits = routed(evening, anna, boris, edition=NANOSOFT, about={"discussed_with": "boris"})

    assert taken.engineer_id == "anna"
    assert "NANO-08" not in taken.because.rules
    assert (names([waits]), waits.because.facts["reason"]) == (["TicketQueued"], "discussed_comes")
    assert "NANO-08" in waits.because.rules


RGN_OFFICE = REGIONSOFT.schedule.offices[0].slug


@pytest.mark.keeps("RGN-45", "RGN-81", "RGN-78")
def test_priority_support_comes_with_an_engineer_of_ones_own():
    own = Person("boris", RGN_OFFICE, covered=7, dedicated=True)
    taken = routed(
        NOON, Person("anna", RGN_OFFICE), own, edition=REGIONSOFT, about={"plan": "priority"}
    )

    assert dedicates(REGIONSOFT, "priority")
    assert taken.engineer_id == "boris"
    assert {"RGN-45", "RGN-78", "RGN-81"} <= set(taken.because.rules)


@pytest.mark.breaks("RGN-45", "RGN-81", "RGN-78")
@pytest.mark.parametrize("plan", ["warranty", "standard", None])
def test_no_other_support_comes_with_one(plan):
    assert not dedicates(REGIONSOFT, plan)
    assert dedicates(REGIONSOFT, "priority")
    taken = routed(NOON, Person("anna", RGN_OFFICE), edition=REGIONSOFT, about={"plan": "warranty"})
    assert "RGN-45" not in taken.because.rules
    assert "RGN-78" in taken.because.rules


def test_where_no_plan_speaks_of_dedicated_engineers_any_customer_may_have_one():
    assert dedicates(TECHNOKAD, "general_agreement")


def test_a_deputy_stands_in_for_the_dedicated_engineer_who_is_off_duty():
    own = Person("gleb", "novosibirsk", dedicated=True)
    deputy = replace(board(THREE_PM, Person("boris", covered=7)).colleagues[0], deputy=True)
    known = board(THREE_PM, ANNA, own)
    known = replace(known, colleagues=(*known.colleagues, deputy))
    (taken, *_) = decided([], RouteTicket("t1", "technokad", THREE_PM, known))

    assert (taken.engineer_id, taken.because.facts["reason"]) == ("boris", "deputy")


def test_a_deputy_takes_what_the_dedicated_engineer_on_shift_does_not_know():
    own = Person("anna", dedicated=True, products=("ca",))
    known = board(THREE_PM, own, Person("vera", covered=7), product="csp")
    deputy = replace(known.colleagues[-1], deputy=True)
    known = replace(known, colleagues=(*known.colleagues[:-1], deputy))
    (taken, *_) = decided([], RouteTicket("t1", "technokad", THREE_PM, known))

    assert taken.engineer_id == "vera"
    assert taken.because.ru == (
        "Закреплённый за клиентом специалист не ведёт этот продукт: это его заместитель"
    )


@pytest.mark.keeps("RGN-45")
def test_the_deputy_serves_a_priority_customer_while_his_own_engineer_is_away():
    away = (Absence(NOON - timedelta(days=1), NOON + timedelta(days=7)),)
    own = Person("boris", RGN_OFFICE, dedicated=True, absences=away)
    known = board(NOON, Person("anna", RGN_OFFICE), own, edition=REGIONSOFT)
    vera = colleague(Person("vera", RGN_OFFICE, covered=7), NOON, edition=REGIONSOFT)
    deputy = replace(vera, deputy=True)
    ticket = replace(known.ticket, plan="priority")
    known = replace(known, ticket=ticket, colleagues=(*known.colleagues, deputy))
    (taken, *_) = decided([], RouteTicket("t1", "regionsoft", NOON, known))

    assert dedicates(REGIONSOFT, "priority")
    assert (taken.engineer_id, taken.because.facts["reason"]) == ("vera", "deputy")
    assert "RGN-45" in taken.because.rules


def test_nobody_is_his_own_deputy():
    told = DedicateEngineer("anna", "technokad", NOON, "k1", "anna")
    hired = Engineer(hired=True)

    with pytest.raises(Invalid, match="another engineer"):
        engineers.decide(told, hired)


# ── From hand to hand ──


def handed(by, to, note="жду журнал"):
    return HandOver("t1", "technokad", NOON, by, to, note, board(NOON, ANNA, BORIS, GLEB))


def test_an_engineer_hands_a_ticket_over_with_a_note_and_the_promise_stays():
    (over, *_) = decided([assigned("anna")], handed("anna", "gleb"))

    assert (over.from_engineer_id, over.engineer_id, over.by_hand, over.note) == (
        "anna",
        "gleb",
        True,
        "жду журнал",
    )
    assert over.because.ru.endswith("срок не изменился")
    assert decided([assigned("gleb")], handed("anna", "gleb")) == []


@pytest.mark.parametrize(("by", "to"), [("boris", "gleb"), ("anna", "nobody")])
def test_only_who_has_it_hands_it_over_and_only_to_who_is_known(by, to):
    with pytest.raises(Refused):
        decided([assigned("anna")], handed(by, to))
