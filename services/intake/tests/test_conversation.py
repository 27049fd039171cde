"""What is said on a ticket, decided without any clock or table."""

import pytest

from libs.decider import Invalid, Refused
from services.intake.domain.conversation import (
    AddNote,
    AnswerCall,
    ExtendCall,
    ReceiveMessage,
    SendReply,
    TakeIntoWork,
)
from services.intake.domain.submission import SubmitTicket
from services.intake.tests.deciding import (
    ASKED,
    CALLED,
    LATER,
    PROPOSED,
    SUBMITTED,
    WHERE,
    WROTE,
    closed,
    decided,
    names,
    state,
    text,
)

SUBMIT = SubmitTicket("t", "acme", LATER, SUBMITTED)
MESSAGE = ReceiveMessage(**text("m1"), channel="portal")
REPLY = SendReply(**text("r1"), engineer_id="anna")
NOTE = AddNote(**text("n1"), engineer_id="anna")
TAKE = TakeIntoWork(**WHERE, engineer_id="anna")
ANSWER = AnswerCall(**WHERE, engineer_id="anna")
EXTEND = ExtendCall(**WHERE, engineer_id="anna", reason="повторяю")


def test_a_request_is_recorded_as_it_was_accepted():
    assert decided([], SUBMIT) == [SUBMITTED]


def test_a_request_sent_twice_is_one_ticket():
    assert decided([SUBMITTED], SUBMIT) == []


def test_another_request_under_the_same_key_is_invalid():
    other = SUBMITTED.model_copy(update={"digest": "other"})

    with pytest.raises(Invalid, match="choose a new one"):
        decided([SUBMITTED], SubmitTicket("t", "acme", LATER, other))


def test_nothing_can_be_wished_of_a_ticket_that_is_not_there():
    with pytest.raises(Refused, match="no such ticket"):
        decided([], REPLY)


def test_a_message_is_its_contacts_and_at_its_own_time():
    (message,) = decided([SUBMITTED], MESSAGE)

    assert (message.contact_id, message.occurred_at) == ("ivan", LATER)


@pytest.mark.parametrize("waits_on", [ASKED, PROPOSED])
def test_a_message_opens_a_ticket_that_waits(waits_on):
    assert state(SUBMITTED, waits_on).status == "waiting"
    assert state(SUBMITTED, waits_on, WROTE).status == "open"


def test_a_second_message_leaves_the_ticket_open():
    assert state(SUBMITTED, ASKED, WROTE, WROTE).status == "open"


def test_a_reply_does_not_end_the_wait_for_an_answer():
    (reply,) = decided([SUBMITTED, ASKED], REPLY)

    assert state(SUBMITTED, ASKED, reply).waits_on == "ask"


@pytest.mark.parametrize("written", [MESSAGE, REPLY, NOTE])
def test_the_same_text_again_changes_nothing(written):
    first = decided([SUBMITTED], written)

    assert decided([SUBMITTED, *first], written) == []


def test_a_repeated_text_is_answered_on_a_closed_ticket_too():
    first = decided([SUBMITTED], MESSAGE)

    assert decided([SUBMITTED, *first, closed("solved")], MESSAGE) == []


def test_another_text_under_the_same_key_is_invalid():
    first = decided([SUBMITTED], MESSAGE)

    with pytest.raises(Invalid):
        decided(
            [SUBMITTED, *first], ReceiveMessage(**text("m1") | {"digest": "x"}, channel="portal")
        )


@pytest.mark.parametrize("command", [MESSAGE, REPLY, TAKE])
def test_a_closed_ticket_says_what_to_do_instead(command):
    with pytest.raises(Refused, match="reopen it, or submit a new one"):
        decided([SUBMITTED, closed("solved")], command)


def test_a_note_is_added_even_to_a_closed_ticket():
    assert names([SUBMITTED, closed("solved")], NOTE) == ["NoteAdded"]


def test_taking_into_work_is_said_once_by_each_engineer():
    first = decided([SUBMITTED], TAKE)
    boris = TakeIntoWork(**WHERE, engineer_id="boris")

    assert [event.engineer_id for event in first] == ["anna"]
    assert decided([SUBMITTED, *first], TAKE) == []
    assert names([SUBMITTED, *first], boris) == ["TicketTakenIntoWork"]


def test_a_call_is_answered_once():
    first = decided([CALLED], ANSWER)

    assert [type(event).__name__ for event in first] == ["CallAnswered"]
    assert decided([CALLED, *first], ANSWER) == []


def test_a_call_may_be_extended_until_it_is_answered():
    answered = decided([CALLED], ANSWER)

    assert [event.reason for event in decided([CALLED], EXTEND)] == ["повторяю"]
    with pytest.raises(Refused, match="answered already"):
        decided([CALLED, *answered], EXTEND)


@pytest.mark.parametrize("command", [ANSWER, EXTEND])
def test_a_written_request_is_no_call(command):
    with pytest.raises(Refused, match="came in writing"):
        decided([SUBMITTED], command)
