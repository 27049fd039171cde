"""How tickets end and begin again."""

import pytest

from libs.decider import Refused
from libs.regulation import Text
from services.intake.domain.ending import (
    CloseDenied,
    CloseTicket,
    CloseUnanswered,
    RefuseTicket,
    ReopenTicket,
)
from services.intake.domain.solutions import AcceptSolution
from services.intake.tests.deciding import (
    ASKED,
    PROPOSED,
    SUBMITTED,
    WHERE,
    WHY,
    WROTE,
    closed,
    decided,
    names,
    state,
    text,
)

REFUSE = RefuseTicket(
    **WHERE,
    engineer_id="anna",
    reason="not_identified",
    grounds="не назвался",
    outcome="refused",
    because=WHY,
)
CLOSE = CloseTicket(
    **WHERE, outcome="advice_only", closed_by="engineer", engineer_id="anna", because=None
)
UNANSWERED = CloseUnanswered(
    **WHERE, message_id="ask", outcome="no_reaction", rendered_in_time=True, because=WHY
)
DENIED = CloseDenied(**WHERE, because=WHY)
REOPEN = ReopenTicket(
    **text("again"),
    reopened_by="contact",
    outcomes=("no_reaction",),
    advice=Text(ru="Подайте новое.", en="Send a new one."),
    answers={},
)


def test_a_refusal_names_its_reason_its_engineer_and_its_grounds_and_closes():
    refused, end = decided([SUBMITTED], REFUSE)

    assert (refused.reason, refused.engineer_id, refused.grounds) == (
        "not_identified",
        "anna",
        "не назвался",
    )
    assert (end.outcome, end.closed_by, end.because) == ("refused", "engineer", WHY)


def test_a_closed_ticket_is_not_refused():
    with pytest.raises(Refused):
        decided([SUBMITTED, closed("solved")], REFUSE)


def test_closing_twice_closes_once():
    first = decided([SUBMITTED], CLOSE)

    assert names([SUBMITTED], CLOSE) == ["TicketClosed"]
    assert decided([SUBMITTED, *first], CLOSE) == []


def test_a_closed_ticket_is_not_closed_otherwise():
    with pytest.raises(Refused, match="solved"):
        decided([SUBMITTED, closed("solved")], CLOSE)


def test_a_ticket_nobody_answered_closes_for_want_of_a_reaction():
    (end,) = decided([SUBMITTED, ASKED], UNANSWERED)

    assert (end.outcome, end.closed_by, end.rendered_in_time) == ("no_reaction", "rule", True)
    assert end.because == WHY


@pytest.mark.parametrize("since", [[WROTE], [PROPOSED], [closed("solved")]])
def test_nothing_closes_by_itself_after_something_was_said_since(since):
    assert decided([SUBMITTED, ASKED, *since], UNANSWERED) == []


def test_what_elapsed_before_a_reopening_closes_nothing_after_it():
    reopened = decided([SUBMITTED, closed("no_reaction", "rule")], REOPEN)
    given = [SUBMITTED, ASKED, closed("no_reaction", "rule"), *reopened]

    assert decided(given, UNANSWERED) == []


def test_a_denied_ticket_is_closed_as_refused_by_the_rule_once():
    (end,) = decided([SUBMITTED], DENIED)

    assert (end.outcome, end.closed_by, end.because) == ("refused", "rule", WHY)
    assert decided([SUBMITTED, end], DENIED) == []


def test_a_contact_opens_a_ticket_that_closed_by_itself():
    reopened = decided([SUBMITTED, PROPOSED, closed("no_reaction", "rule")], REOPEN)
    ticket = state(SUBMITTED, PROPOSED, closed("no_reaction", "rule"), *reopened)

    assert [event.reopened_by for event in reopened] == ["contact"]
    assert (ticket.status, ticket.outcome, ticket.taken_by) == ("open", None, None)


def test_an_outcome_that_the_edition_does_not_name_is_not_reopened():
    with pytest.raises(Refused, match=r"closed as solved .* Send a new one\."):
        decided([SUBMITTED, closed("solved")], REOPEN)


def test_an_open_ticket_is_not_reopened():
    with pytest.raises(Refused, match="write a message instead"):
        decided([SUBMITTED], REOPEN)


def test_a_reopening_repeated_changes_nothing():
    first = decided([SUBMITTED, closed("no_reaction", "rule")], REOPEN)

    assert decided([SUBMITTED, closed("no_reaction", "rule"), *first], REOPEN) == []


def test_a_solution_of_before_the_closing_is_not_accepted_after_the_reopening():
    given = [SUBMITTED, PROPOSED, closed("no_reaction", "rule")]
    reopened = decided(given, REOPEN)

    with pytest.raises(Refused):
        decided([*given, *reopened], AcceptSolution(**WHERE))
