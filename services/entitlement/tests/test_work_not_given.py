"""What a request gets for work that its plan does not give, or none: as its edition says."""

from pathlib import Path

import pytest

from libs.regulation import load
from libs.regulation.tests import desk as editions
from services.entitlement.tests.test_plans_of_everybody import judged, right

TEXT = (Path(editions.__file__).parent / "kyma.toml").read_text()
KYMA = load(TEXT)
"""Tuning is paid by the hour, which every client has; crews are found under no plan."""

CREWING = TEXT[TEXT.index('[services.otherwise]\noutcome = "denied"') :].split("[[", 1)[0]
TUNING = TEXT[TEXT.index('[services.otherwise]\noutcome = "plan"') :].split("[[", 1)[0]
PAID = 'outcome = "plan"\nplan = "hourly"'
HELD = right(KYMA, "admiral")


def asked(edition, held, kind, **more):
    return judged(edition, "A-1" if held else None, held, kind=kind, **more)


@pytest.mark.parametrize("held", [None, HELD])
def test_what_no_plan_gives_is_refused_with_the_words_of_the_edition(held):
    event = asked(KYMA, held, "crew")

    assert (type(event).__name__, event.reason) == ("TicketDenied", "not_provided")
    assert event.because.rules == ("KYM-30",)
    assert event.because.en == "We find no crews."
    assert event.because.facts == {"service": "crewing", "plan": None}


@pytest.mark.parametrize("held", [None, HELD])
def test_or_it_is_served_last_and_without_a_promise(held):
    uncovered = load(TEXT.replace(CREWING, CREWING.replace("denied", "uncovered")))

    event = asked(uncovered, held, "crew")

    assert (type(event).__name__, event.reason) == ("TicketLeftUncovered", "not_provided")
    assert event.because.ru == "Экипаж мы не подбираем."


@pytest.mark.parametrize("held", [None, HELD])
def test_what_another_plan_gives_is_offered_paid(held):
    event = asked(KYMA, held, "tuning")

    assert (event.plan, event.terms, event.lack) == ("hourly", "paid", "not_provided")
    assert event.entitlement_id is None
    assert event.customer_id == ("c1" if held else None)
    assert event.because.rules == ("KYM-29", "KYM-13")
    assert event.because.en == "Tuning is paid by the hour."


def test_work_that_the_plan_gives_is_given():
    event = asked(KYMA, HELD, "outage")

    assert (event.plan, event.terms, event.lack) == ("admiral", "included", None)


def test_an_edition_that_says_nothing_leaves_it_to_the_engineer():
    event = asked(load(TEXT.replace(TUNING, "")), HELD, "tuning")

    assert (event.plan, event.terms) == ("admiral", "not_provided")


def test_an_open_request_whose_right_lapsed_is_left_to_the_engineer():
    assert asked(KYMA, HELD, "tuning", act="lapsed").plan == "admiral"


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (PAID, PAID.replace("hourly", "captain"), "captain must be registered; name a plan"),
        (PAID, PAID.replace("hourly", "deckhand"), "deckhand does not give it either; name it"),
        (PAID, PAID.replace('"plan"', '"denied"'), "name the plan and write outcome"),
        (PAID, PAID.replace("hourly", "houry"), "did you mean 'hourly'"),
        (CREWING, "", "no plan gives it; name one in plans, say in otherwise what who asks"),
    ],
)
def test_what_no_desk_can_keep_of_it_is_refused(good, bad, said):
    with pytest.raises(ValueError, match=said):
        load(TEXT.replace(good, bad, 1))
