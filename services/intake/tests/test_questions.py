"""What is asked of a contact, and whose answers count as the vendor's."""

import pytest

from libs.decider import Invalid
from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, TECHNOKAD
from services.intake.api.conversation import no_answer
from services.intake.api.solutions import by_right
from services.intake.api.treatment import right_to
from services.intake.domain.conversation import AddComment, ReceiveMessage, SendReply
from services.intake.domain.solutions import RequestInformation
from services.intake.tests.deciding import (
    SUBMITTED,
    decided,
    names,
    state,
    text,
)

# ── Questions are numbered, and all are waited for ──

ASK = RequestInformation(
    **text("q"),
    engineer_id="anna",
    questions=("Какая версия ОС?", "Какая сборка?", "Когда началось?"),
    because=by_right(NANOSOFT, "request_information"),
)


def answer(message_id, **answers):
    given = {int(number.removeprefix("q")): said for number, said in answers.items()}
    return ReceiveMessage(**text(message_id), channel="portal", answers=given)


@pytest.mark.keeps("NANO-22")
def test_a_ticket_waits_until_the_last_question_is_answered():
    (asked,) = decided([SUBMITTED], ASK)
    partly = decided([SUBMITTED, asked], answer("a1", q1="Windows 11", q3="вчера"))
    wholly = decided([SUBMITTED, asked, *partly], answer("a2", q2="22631"))

    waiting = state(SUBMITTED, asked, *partly)
    assert (waiting.status, waiting.waits_for, waiting.questions) == (
        "waiting",
        "information",
        frozenset({2}),
    )
    assert (partly[0].answered, partly[0].answers) == ((1, 3), {"1": "Windows 11", "3": "вчера"})
    assert state(SUBMITTED, asked, *partly, *wholly).status == "open"
    assert asked.because.rules == ("NANO-22",)
    assert asked.because.ru == (
        "Отвечайте на все вопросы Службы технической поддержки. Запрашиваемая информация"
        " необходима для анализа ситуации."
    )


@pytest.mark.breaks("NANO-22")
def test_a_message_that_answers_no_question_leaves_it_waiting_and_a_wrong_number_is_refused():
    (asked,) = decided([SUBMITTED], ASK)
    aside = decided([SUBMITTED, asked], ReceiveMessage(**text("aside"), channel="portal"))

    assert state(SUBMITTED, asked, *aside).questions == frozenset({1, 2, 3})
    assert state(SUBMITTED, asked, *aside).status == "waiting"
    with pytest.raises(Invalid, match="no open question 4; those not answered: 1, 2, 3"):
        decided([SUBMITTED, asked], answer("a", q4="?"))
    assert "NANO-22" in asked.because.rules


@pytest.mark.keeps("TKAD-31")
def test_what_is_missing_is_asked_for_in_the_regulations_words():
    because = by_right(TECHNOKAD, "request_information")

    assert because.rules == ("TKAD-31",)
    assert because.ru == "Для решения вопроса специалист запросил недостающую информацию."


# ── Whose answers count ──


@pytest.mark.keeps("NANO-83", "NANO-68")
@pytest.mark.parametrize("author", ["community", "partner", "third_party"])
def test_where_employees_answer_what_others_write_is_a_comment(author):
    because = no_answer(NANOSOFT, author)
    comment = AddComment(**text("c"), engineer_id="anna", author=author, because=because)

    assert names([SUBMITTED], comment) == ["CommentReceived"]
    assert because.rules == ("NANO-68", "NANO-83")
    assert no_answer(NANOSOFT, "employee") is None


@pytest.mark.breaks("NANO-83", "NANO-68")
def test_what_the_community_writes_is_never_put_down_as_an_answer():
    because = no_answer(NANOSOFT, "community")
    given = decided(
        [SUBMITTED],
        AddComment(**text("c"), engineer_id="anna", author="community", because=because),
    )

    assert "ReplySent" not in [type(event).__name__ for event in given]
    assert {"NANO-68", "NANO-83"} <= set(given[0].because.rules)


@pytest.mark.keeps("CPRO-R-47", "TKAD-38")
@pytest.mark.parametrize("edition", [CRYPTOPRO, TECHNOKAD])
def test_where_third_parties_answer_for_the_vendor_theirs_is_a_reply(edition):
    right = right_to(edition, "third_party")

    assert no_answer(edition, "third_party") is None
    assert right.notice is False
    reply = SendReply(**text("r"), engineer_id="anna", author="third_party")
    assert names([SUBMITTED], reply) == ["ReplySent"]
