"""Breaches of conduct, the right to stop at once, and complaints that no engineer reads."""

import pytest

from libs.decider import Invalid, Refused
from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, TECHNOKAD
from services.intake.domain import complaints
from services.intake.domain.complaints import RaiseComplaint
from services.intake.domain.conduct import NoteBreach, StopService
from services.intake.tests.deciding import LATER, SUBMITTED, WROTE, closed, decided, text


def stop(edition=CRYPTOPRO):
    return StopService(**text("s1"), engineer_id="anna", edition=edition)


def complaint(edition=CRYPTOPRO, **changes):
    said = {
        "id": "c1",
        "vendor": "acme",
        "at": LATER,
        "ticket_id": "t",
        "number": "AC-1001",
        "contact_id": "ivan",
        "client": "portal",
        "digest": "first",
        "body": "Специалист отвечал грубо.",
        "edition": edition,
    }
    return RaiseComplaint(**said | changes)


def complained(given, when):
    return list(complaints.decider.decide(when, complaints.decider.fold(given)))


def test_an_engineer_notes_which_message_breaks_the_norms():
    breach = NoteBreach(
        **text("b1"), engineer_id="anna", by="contact", about="more", edition=CRYPTOPRO
    )
    (noted,) = decided([SUBMITTED, WROTE], breach)

    assert (noted.about, noted.by) == ("more", "contact")
    assert noted.because.rules == ("CPRO-R-33", "CPRO-R-34")
    with pytest.raises(Invalid, match="no message"):
        decided([SUBMITTED], breach)


@pytest.mark.keeps("CPRO-R-35", "CPRO-R-36")
def test_an_engineer_may_stop_at_once_and_reports_it_in_the_same_act():
    stopped, reported, ended = decided([SUBMITTED], stop())

    assert (ended.outcome, ended.closed_by) == ("stopped", "engineer")
    assert stopped.reason == "conduct"
    assert "CPRO-R-35" in stopped.because.rules
    assert stopped.because.ru == (
        "Оказание технической поддержки прекращено из-за нарушения этикета."
    )
    assert reported.role == "engineers_manager"
    assert "CPRO-R-36" in reported.because.rules
    assert reported.because.ru == (
        "О прекращении оказания услуг сообщено непосредственному руководителю сотрудника."
    )


@pytest.mark.breaks("CPRO-R-35", "CPRO-R-36")
@pytest.mark.parametrize("edition", [NANOSOFT, TECHNOKAD])
def test_where_the_regulation_gives_no_such_right_nobody_stops(edition):
    with pytest.raises(Refused, match="no norms of conduct"):
        decided([SUBMITTED], stop(edition))


def test_a_closed_ticket_is_not_stopped():
    with pytest.raises(Refused, match="closed"):
        decided([SUBMITTED, closed("solved")], stop())


@pytest.mark.keeps("CPRO-R-37")
def test_a_complaint_goes_to_the_head_and_is_hidden_from_engineers():
    (raised,) = complained([], complaint())

    assert (raised.role, raised.hidden) == ("head_of_support", True)
    assert raised.because.rules == ("CPRO-R-37",)
    assert raised.because.ru == (
        "Вы имеете право сообщить о нарушении этикета непосредственному руководителю"
        " Службы технической поддержки."
    )


@pytest.mark.keeps("TKAD-61")
def test_a_letter_to_the_head_of_the_department_needs_nothing_but_words():
    (raised,) = complained([], complaint(TECHNOKAD))

    assert raised.role == "head_of_department"
    assert "TKAD-61" in raised.because.rules


def test_a_complaint_is_raised_once_and_another_needs_a_key_of_its_own():
    raised = complained([], complaint())

    assert complained(raised, complaint()) == []
    with pytest.raises(Invalid, match="another complaint"):
        complained(raised, complaint(digest="second"))


@pytest.mark.breaks("CPRO-R-37", "TKAD-61")
def test_where_the_regulation_names_nobody_there_is_nobody_to_complain_to():
    with pytest.raises(Refused, match="nobody to complain to"):
        complained([], complaint(NANOSOFT))
