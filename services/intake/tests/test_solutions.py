"""Questions and solutions, and the reactions to them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from libs.decider import Refused
from services.intake.domain.solutions import (
    AcceptSolution,
    AgreeClosingTime,
    NoteReceipt,
    ProposeSolution,
    RejectSolution,
    RequestInformation,
    WithdrawReceipt,
)
from services.intake.tests.deciding import (
    ASKED,
    LATER,
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

ASK = RequestInformation(**text("q1"), engineer_id="anna")
PROPOSE = ProposeSolution(**text("s1"), engineer_id="anna", article="https://kb.example.com/1")
ACCEPT = AcceptSolution(**WHERE)
REJECT = RejectSolution(**text("no"))
SEEN = NoteReceipt(**WHERE, evidence="portal_view")
HOUR = timedelta(hours=1)


def test_a_question_makes_the_ticket_wait_for_information():
    asked = decided([SUBMITTED], ASK)

    assert (state(SUBMITTED, *asked).waits_for, state(SUBMITTED, *asked).waits_on) == (
        "information",
        "q1",
    )


def test_a_solution_makes_the_ticket_wait_for_confirmation():
    (proposed,) = decided([SUBMITTED], PROPOSE)

    assert proposed.article == "https://kb.example.com/1"
    assert state(SUBMITTED, proposed).waits_for == "confirmation"


@pytest.mark.parametrize("command", [ASK, PROPOSE, ACCEPT, REJECT])
def test_a_closed_ticket_takes_neither_question_nor_solution(command):
    with pytest.raises(Refused, match="closed"):
        decided([SUBMITTED, closed("not_solved")], command)


def test_the_first_proof_of_receipt_counts():
    (received,) = decided([SUBMITTED, ASKED], SEEN)

    assert (received.message_id, received.evidence) == ("ask", "portal_view")
    assert decided([SUBMITTED, ASKED, received], SEEN) == []


def test_the_next_question_is_received_anew():
    received = decided([SUBMITTED, ASKED], SEEN)

    assert names([SUBMITTED, ASKED, *received, PROPOSED], SEEN) == ["SolutionReceived"]


@pytest.mark.parametrize("given", [[], [ASKED, WROTE], [closed("solved")]])
def test_where_nothing_is_waited_for_there_is_nothing_to_prove(given):
    assert decided([SUBMITTED, *given], SEEN) == []


def test_an_accepted_solution_closes_the_ticket_as_solved():
    accepted = decided([SUBMITTED, PROPOSED], ACCEPT)

    assert [type(event).__name__ for event in accepted] == ["SolutionAccepted", "TicketClosed"]
    assert (accepted[1].outcome, accepted[1].closed_by) == ("solved", "contact")
    assert decided([SUBMITTED, PROPOSED, *accepted], ACCEPT) == []


def test_who_wrote_thanks_first_may_still_accept():
    assert names([SUBMITTED, PROPOSED, WROTE], ACCEPT) == ["SolutionAccepted", "TicketClosed"]


def test_a_rejected_solution_opens_the_ticket_and_cannot_be_accepted_later():
    rejected = decided([SUBMITTED, PROPOSED], REJECT)

    assert state(SUBMITTED, PROPOSED, *rejected).status == "open"
    with pytest.raises(Refused, match="write a message instead"):
        decided([SUBMITTED, PROPOSED, *rejected], ACCEPT)


@pytest.mark.parametrize("command", [ACCEPT, REJECT])
def test_where_nothing_was_proposed_nothing_is_accepted_or_rejected(command):
    with pytest.raises(Refused, match="no proposed solution"):
        decided([SUBMITTED, ASKED], command)


BY_MAIL = NoteReceipt(**WHERE, evidence="mx_accepted", message_id="ask")
BOUNCED = WithdrawReceipt(**WHERE, message_id="ask", reason="5.1.1")
AGREED = AgreeClosingTime(**WHERE, engineer_id="anna", due_at=LATER + HOUR, because=WHY)


def test_a_mails_proof_counts_for_the_message_that_it_brought_alone():
    assert names([SUBMITTED, ASKED], BY_MAIL) == ["SolutionReceived"]
    assert names([SUBMITTED, ASKED, PROPOSED], BY_MAIL) == []


def test_a_mail_that_comes_back_withdraws_its_proof_and_the_next_one_counts():
    received = decided([SUBMITTED, ASKED], BY_MAIL)
    (withdrawn,) = decided([SUBMITTED, ASKED, *received], BOUNCED)

    assert (withdrawn.message_id, withdrawn.evidence, withdrawn.reason) == (
        "ask",
        "mx_accepted",
        "5.1.1",
    )
    assert names([SUBMITTED, ASKED, *received, withdrawn], SEEN) == ["SolutionReceived"]


def test_a_mail_that_comes_back_refutes_nothing_that_the_contact_saw_himself():
    assert decided([SUBMITTED, ASKED, *decided([SUBMITTED, ASKED], SEEN)], BOUNCED) == []


def test_a_machines_answer_leaves_the_ticket_waiting():
    automatic = WROTE.model_copy(update={"automatic": True})

    assert state(SUBMITTED, ASKED, automatic).waits_on == "ask"
    assert state(SUBMITTED, ASKED, WROTE).waits_on is None


def test_a_closing_time_is_agreed_and_moved_by_a_new_agreement():
    (first,) = decided([SUBMITTED], AGREED)
    later = replace(AGREED, due_at=LATER + 2 * HOUR)
    (second,) = decided([SUBMITTED, first], later)

    assert (first.due_at, first.due_before) == (LATER + HOUR, None)
    assert (second.due_at, second.due_before) == (LATER + 2 * HOUR, LATER + HOUR)
    assert decided([SUBMITTED, first, second], later) == []


def test_a_time_that_has_passed_cannot_be_agreed():
    with pytest.raises(Refused, match="has passed already"):
        decided([SUBMITTED], replace(AGREED, due_at=LATER))
