"""How a ticket closes by itself and how it comes back."""

import re

import pytest

from libs.regulation import RegulationError, load
from libs.regulation.tests.desk import CALENDAR, CRYPTOPRO, TECHNOKAD, TEXTS, msk


@pytest.mark.parametrize(
    ("received", "closes"),
    [
        ("2026-04-30 15:00", "2026-05-06 18:00"),
        ("2025-12-29 15:00", "2026-01-13 18:00"),
        ("2026-07-01 19:30", "2026-07-06 18:00"),
        ("2026-07-04 12:00", "2026-07-08 18:00"),
    ],
)
def test_cpro_p_40_it_closes_at_the_end_of_the_third_working_day_after_the_receipt(
    received, closes
):
    hours = CRYPTOPRO.working_time(CALENDAR)

    assert CRYPTOPRO.auto_close.closes_at(msk(received), hours).due == msk(closes)


def test_cpro_p_40_the_user_is_reminded_a_working_day_before():
    hours = CRYPTOPRO.working_time(CALENDAR)

    reminded = CRYPTOPRO.auto_close.reminds_at(msk("2026-04-30 15:00"), hours)
    assert reminded == (msk("2026-05-05 18:00"),)


REMINDED_TWICE = load(
    TEXTS["cryptopro"].replace(
        "remind_days = 1\n",
        "remind_days = [2, { days = 1, text = "
        '{ ru = "Завтра закроем {number}.", en = "{number} closes tomorrow." } }]\n',
    )
).auto_close


def test_several_reminders_have_each_its_day_and_its_words():
    hours = CRYPTOPRO.working_time(CALENDAR)

    assert REMINDED_TWICE.reminds_at(msk("2026-04-30 15:00"), hours) == (
        msk("2026-05-04 18:00"),
        msk("2026-05-05 18:00"),
    )
    assert REMINDED_TWICE.reminder(1) == CRYPTOPRO.auto_close.texts.reminder
    assert REMINDED_TWICE.reminder(2).filled("en", number="CP-17") == "CP-17 closes tomorrow."


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("[1, 2]", "remind_days must fall, like [3, 1]; put the earliest reminder first"),
        ("[1, 1]", "remind_days must fall, like [3, 1]; put the earliest reminder first"),
        ("[3, 1]", "remind_days must be less than working_days; make it smaller"),
        ("[]", "is empty; fill it in"),
        ('["1"]', "'1' is no whole number; write one without quotes, like 30"),
        ("[2, { days = 1, texts = 3 }]", "is no key of an edition's here"),
    ],
)
def test_reminders_out_of_order_are_refused(days, said):
    text = TEXTS["cryptopro"].replace("remind_days = 1\n", f"remind_days = {days}\n")

    with pytest.raises(RegulationError, match=re.escape(said)):
        load(text)


def test_cpro_p_41_a_request_for_information_and_a_solution_wait_for_a_reaction():
    assert set(CRYPTOPRO.auto_close.after) == {"InformationRequested", "SolutionProposed"}


def test_cpro_p_42_receipt_is_proven_by_one_of_four_kinds_of_evidence():
    assert len(CRYPTOPRO.auto_close.evidence) == 4
    assert CRYPTOPRO.auto_close.assumed["evidence"] == "A-11"


def test_cpro_p_43_and_44_the_closing_says_no_longer_relevant_and_rendered_in_time():
    closing = CRYPTOPRO.auto_close
    told = closing.texts.closed.filled("ru", number="CP-17")

    assert (closing.outcome, closing.rendered_in_time) == ("no_reaction", True)
    assert "считается неактуальным" in told
    assert "считаются своевременно оказанными" in told
    assert CRYPTOPRO.words.outcomes["no_reaction"].ru == "неактуально"


def test_cpro_p_40_the_waiting_user_reads_when_it_closes():
    told = CRYPTOPRO.auto_close.texts.waiting.filled(
        "ru", number="CP-17", closes_at="в среду 6 мая в 18:00"
    )

    assert told == "Обращение CP-17 закроется в среду 6 мая в 18:00, если вы не ответите."


def test_an_edition_that_says_nothing_of_it_never_closes_a_ticket_by_itself():
    assert TECHNOKAD.auto_close is None


def test_cpro_p_45_the_user_may_reopen_what_closed_by_itself():
    assert CRYPTOPRO.reopening.decider == "user_may"
    assert CRYPTOPRO.reopening.outcomes == ("no_reaction",)


def test_tkad_59_reopening_asks_for_what_clause_3_4_wants_and_the_request_lacks():
    request = {"channel": "embedded", "body": "Как подписать?", "employee_contact": "+7 495 1"}
    missing = TECHNOKAD.form.completeness(request, TECHNOKAD.reopening.complete).lacking

    assert {problem.field for problem in missing} == {"steps", "attachments"}
