"""What is paid for and what is not done at all: the other side of each rule of paid work."""

import pytest

from libs.decider import Refused
from libs.regulation.tests.desk import REGIONSOFT
from services.intake.tests.deciding import CALLED, SUBMITTED, closed, decided, names
from services.intake.tests.test_support import DECLINE, offer
from services.intake.tests.test_work import log, moved

keeps, breaks = pytest.mark.keeps, pytest.mark.breaks


@pytest.mark.parametrize(
    ("cause", "rule"),
    [
        pytest.param("others_acts", "RGN-31", marks=breaks("RGN-31")),
        pytest.param("changed_environment", "RGN-32", marks=breaks("RGN-32")),
        pytest.param("antivirus_or_firewall", "RGN-33", marks=breaks("RGN-33")),
        pytest.param("damaged_database", "RGN-34", marks=breaks("RGN-34")),
        pytest.param("own_changes", "RGN-62", marks=breaks("RGN-62", "RGN-63")),
    ],
)
def test_who_does_not_agree_to_pay_for_what_was_found_gets_none_of_that_work(cause, rule):
    (asked,) = decided([SUBMITTED], offer(plan=None, cause=cause))
    given = [SUBMITTED, asked, *decided([SUBMITTED, asked], DECLINE)]

    with pytest.raises(Refused, match="had not agreed to pay"):
        decided(given, log("w1", 121, 40, covered_by="standard"))

    assert asked.plan == "standard"
    assert rule in asked.because.rules


@pytest.mark.parametrize(
    ("topic", "service", "rule"),
    [
        pytest.param("installation", "setup_advice", "RGN-51", marks=keeps("RGN-51")),
        pytest.param("deployment", "setup_advice", "RGN-56", marks=keeps("RGN-56")),
        pytest.param("users_code", "problem_advice", "RGN-59", marks=keeps("RGN-59")),
        pytest.param("training", "use_advice", "RGN-60", marks=keeps("RGN-60")),
        pytest.param("programming", "use_advice", "RGN-61", marks=keeps("RGN-61", "RGN-62")),
    ],
)
def test_advice_beside_what_is_not_done_is_given_all_the_same(topic, service, rule):
    """A-15: advice on an installation is not the installation."""
    found = REGIONSOFT.topic(topic)

    assert names([CALLED], log("w1", service=service, covered_by="warranty")) == ["WorkLogged"]
    assert service not in found.yields_to
    assert rule in found.rules or rule in REGIONSOFT.cause("own_changes").rules


ORAL = pytest.mark.parametrize(
    ("service", "rule"), [("setup_advice", "RGN-76"), ("use_advice", "RGN-17")]
)


@keeps("RGN-17", "RGN-76")
@ORAL
def test_advice_is_logged_where_the_phone_is_the_way(service, rule):
    by_phone = log("w1", service=service, covered_by="warranty")

    assert names([CALLED], by_phone) == ["WorkLogged"]
    assert names([SUBMITTED, moved("phone")], by_phone) == ["WorkLogged"]
    assert rule in REGIONSOFT.service(service).rules


@breaks("RGN-17", "RGN-76")
@ORAL
def test_advice_by_phone_is_not_logged_in_writing(service, rule):
    with pytest.raises(Refused, match=f"{service} is given by phone only") as refused:
        decided([SUBMITTED], log("w1", service=service, covered_by="warranty"))

    assert refused.value.rules == (rule,)


def test_what_was_advised_is_written_down_on_a_closed_ticket_whatever_the_way():
    advice = log("w1", service="use_advice", covered_by="warranty")

    assert names([SUBMITTED, closed("solved")], advice) == ["WorkLogged"]


@keeps("RGN-61", "RGN-66")
def test_programming_is_talked_about_in_general_on_the_phone():
    topic = REGIONSOFT.topic("programming")

    assert (topic.treatment, topic.channels) == ("oral_only", ("phone",))
    assert topic.is_served_by("phone")


@keeps("RGN-67")
def test_what_is_not_guaranteed_is_tried_and_ends_as_advice():
    topic = REGIONSOFT.topic("ports_and_firewalls")

    assert (topic.treatment, topic.outcome) == ("no_guarantee", "advice_only")
    assert not topic.is_excluded(None, "warranty")
    assert "RGN-67" in topic.rules
