"""Work as engineers log it: bounded, never twice at once, taken back by counter-entries."""

from datetime import timedelta

import pytest

from libs.decider import Invalid, Refused
from libs.events.intake import ChannelChanged
from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT
from services.intake.domain.work import HoldRemoteSession, LogWork, ReverseWork
from services.intake.tests.deciding import (
    CALLED,
    LATER,
    SUBMITTED,
    WHY,
    closed,
    decided,
    names,
    text,
)
from services.intake.tests.words import NOON

DAY = NOON + timedelta(days=1)
READY = ("passwords", "elevated_rights")


def session(message_id, begins=0, minutes=40, **changes):
    return {
        **text(message_id),
        "at": DAY,
        "engineer_id": "anna",
        "began_at": NOON + timedelta(minutes=begins),
        "ended_at": NOON + timedelta(minutes=begins + minutes),
        "service": None,
        "covered_by": None,
        "edition": REGIONSOFT,
    } | changes


def moved(channel):
    """The conversation goes on by another channel."""
    return ChannelChanged(
        vendor="acme",
        occurred_at=LATER,
        ticket_id="t",
        engineer_id="anna",
        channel=channel,
        because=WHY,
    )


def log(message_id="w1", begins=0, minutes=40, **changes):
    return LogWork(**session(message_id, begins, minutes, **changes))


def remote(confirmed=READY, purpose="diagnostics", **changes):
    return HoldRemoteSession(
        **session("r1", **changes),
        purpose=purpose,
        confirmed=confirmed,
        consented_by="Иван Петров",
    )


def reverse(reverses, message_id="back"):
    return ReverseWork(**text(message_id), engineer_id="anna", reverses=reverses)


def test_a_session_is_kept_from_its_beginning_to_its_end():
    (logged,) = decided([SUBMITTED], log())

    assert (logged.began_at, logged.minutes, logged.engineer_id) == (NOON, 40, "anna")


def test_work_is_often_written_down_when_the_ticket_is_closed():
    assert names([SUBMITTED, closed("solved")], log()) == ["WorkLogged"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minutes": 0}, "a minute at least"),
        ({"minutes": -30}, "a minute at least"),
        ({"minutes": 721}, "12 hours at most"),
        ({"begins": 23 * 60, "minutes": 120}, "in the future"),
        ({"begins": -60}, "had not come"),
        ({"service": "cooking"}, "it has setup_advice"),
    ],
)
def test_work_that_cannot_have_been_is_not_logged(wrong, said):
    with pytest.raises(Invalid, match=said):
        decided([SUBMITTED], log(**wrong))


@pytest.mark.parametrize(("begins", "minutes"), [(0, 40), (-0, 10), (30, 40), (10, 5)])
def test_nobody_works_twice_at_once_on_a_ticket(begins, minutes):
    first = decided([SUBMITTED], log())

    with pytest.raises(Refused, match="overlaps"):
        decided([SUBMITTED, *first], log("w2", begins, minutes))


@pytest.mark.parametrize("other", [{"begins": 40}, {"begins": 10, "engineer_id": "boris"}])
def test_the_next_session_may_begin_at_once_and_a_colleague_may_work_beside(other):
    first = decided([SUBMITTED], log())

    assert names([SUBMITTED, *first], log("w2", **other)) == ["WorkLogged"]


def test_a_counter_entry_takes_work_back_once_and_the_right_one_is_logged_anew():
    first = decided([SUBMITTED], log())
    (taken_back,) = decided([SUBMITTED, *first], reverse("w1"))

    assert taken_back.reverses == "w1"
    assert names([SUBMITTED, *first, taken_back], log("w2", minutes=20)) == ["WorkLogged"]
    with pytest.raises(Refused, match="reversed already"):
        decided([SUBMITTED, *first, taken_back], reverse("w1", "again"))


@pytest.mark.keeps("NANO-43")
def test_a_remote_session_is_work_with_consent_and_a_beginning_and_an_end():
    work, held = decided([SUBMITTED], remote(edition=NANOSOFT, confirmed=("consent",)))

    assert (held.work_id, held.consented_by) == (work.message_id, "Иван Петров")
    assert held.ended_at - held.began_at == timedelta(minutes=40)
    assert held.because.rules == ("NANO-43",)


@pytest.mark.breaks("NANO-43")
def test_no_remote_session_without_consent():
    with pytest.raises(Invalid, match="consent") as refused:
        decided([SUBMITTED], remote(edition=NANOSOFT, confirmed=()))

    assert refused.value.rules == ("NANO-43",)


@pytest.mark.keeps("RGN-70", "RGN-71")
def test_passwords_and_rights_are_at_hand_before_a_remote_session():
    _, held = decided([SUBMITTED], remote())

    assert held.because.rules == ("RGN-10", "RGN-70", "RGN-71")
    assert held.confirmed == ("passwords", "elevated_rights")


@pytest.mark.parametrize(
    ("forgotten", "rule"),
    [
        pytest.param("passwords", "RGN-70", marks=pytest.mark.breaks("RGN-70")),
        pytest.param("elevated_rights", "RGN-71", marks=pytest.mark.breaks("RGN-71")),
    ],
)
def test_a_remote_session_does_not_begin_unprepared(forgotten, rule):
    with pytest.raises(Invalid, match=forgotten) as refused:
        decided([SUBMITTED], remote(tuple(each for each in READY if each != forgotten)))

    assert refused.value.rules == (rule, "RGN-10")


def test_where_the_regulation_knows_no_remote_session_none_is_held():
    with pytest.raises(Refused, match="no remote sessions"):
        decided([SUBMITTED], remote(edition=CRYPTOPRO))


@pytest.mark.keeps("RGN-79")
@pytest.mark.breaks("RGN-79")
def test_the_warranty_connects_for_diagnosis_only():
    remote_help = {"service": "remote_help", "covered_by": "warranty"}
    work, _ = decided([SUBMITTED], remote(**remote_help))

    assert (work.plan, work.terms) == ("warranty", "diagnostics_only")
    with pytest.raises(Refused, match="diagnosis only") as refused:
        decided([SUBMITTED], remote(purpose="help", **remote_help))
    assert refused.value.rules == ("RGN-79",)


@pytest.mark.keeps("RGN-79")
@pytest.mark.breaks("RGN-79")
def test_a_session_is_that_help_though_its_service_is_not_named():
    work, _ = decided([SUBMITTED], remote(covered_by="warranty"))

    assert (work.service, work.terms) == ("remote_help", "diagnostics_only")
    with pytest.raises(Refused, match="diagnosis only") as refused:
        decided([SUBMITTED], remote(purpose="help", covered_by="warranty"))
    assert refused.value.rules == ("RGN-79",)


def test_the_priority_plan_includes_quick_help():
    priority = {"service": "remote_help", "covered_by": "priority"}
    work, _ = decided([SUBMITTED], remote(purpose="help", **priority))

    assert work.terms == "included"


@pytest.mark.parametrize(
    ("service", "plan", "rule"),
    [
        pytest.param("integration", "warranty", "RGN-80", marks=pytest.mark.breaks("RGN-80")),
        pytest.param("analysis", "warranty", "RGN-36", marks=pytest.mark.breaks("RGN-36")),
        pytest.param(
            "scripts_and_database", "warranty", "RGN-37", marks=pytest.mark.breaks("RGN-37")
        ),
        pytest.param("implementation", "warranty", "RGN-58", marks=pytest.mark.breaks("RGN-58")),
        pytest.param("recovery", "warranty", "RGN-63", marks=pytest.mark.breaks("RGN-63")),
        pytest.param(
            "personal_configuration", "standard", "RGN-82", marks=pytest.mark.breaks("RGN-82")
        ),
    ],
)
def test_work_that_the_plan_does_not_give_is_not_logged_under_it(service, plan, rule):
    with pytest.raises(Refused, match="does not give") as refused:
        decided([SUBMITTED], log(service=service, covered_by=plan))

    assert refused.value.rules == (rule,)


def test_what_is_only_talked_about_follows_the_channel_that_was_chosen_last():
    advice = log(topic="programming", covered_by="warranty")

    assert names([SUBMITTED, moved("phone")], advice) == ["WorkLogged"]
    with pytest.raises(Refused) as refused:
        decided([CALLED, moved("portal")], advice)
    assert {"RGN-61", "RGN-66"} & set(refused.value.rules)
