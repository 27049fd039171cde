"""The promises of the documents: kept by whom, broken when, and by which rules."""

from datetime import timedelta

import pytest

from libs.events.sla_clock import ClockBroken, ClockCancelled, ClockElapsed, ClockMet, ClockStarted
from libs.regulation.tests.desk import NANOSOFT, REGIONSOFT
from services.sla_clock.law import Law
from services.sla_clock.tests.clocks import act, decided, reach_due, started
from services.sla_clock.tests.laws import CALENDAR, CRYPTOPRO, TECHNOKAD, at, promised, situation

keeps, breaks = pytest.mark.keeps, pytest.mark.breaks

NANO, RGN = Law(NANOSOFT, CALENDAR), Law(REGIONSOFT, CALENDAR)
MINUTE = timedelta(minutes=1)
PORTAL, CALL = {"channel": "portal"}, {"channel": "phone"}
BASIC = {"channel": "embedded", "level": "priority"}
MAIL = {"channel": "email"}

PROMISED = [
    (CRYPTOPRO, PORTAL, "2026-03-02 09:00", "2026-03-03 12:00", ("CPRO-R-28", "CPRO-R-29")),
    (CRYPTOPRO, PORTAL, "2026-02-20 17:30", "2026-02-25 11:30", ("CPRO-R-28", "CPRO-R-29")),
    (CRYPTOPRO, PORTAL, "2026-03-02 20:00", "2026-03-04 12:00", ("CPRO-R-29",)),
    (CRYPTOPRO, PORTAL, "2026-04-30 10:00", "2026-05-04 13:00", ("CPRO-R-28",)),
    (CRYPTOPRO, CALL, "2026-07-03 17:55", "2026-07-03 18:05", ("CPRO-R-30",)),
    (TECHNOKAD, BASIC, "2026-07-03 02:00", "2026-07-03 06:00", ("TKAD-09", "TKAD-10")),
    (TECHNOKAD, BASIC, "2026-07-03 17:30", "2026-07-06 05:30", ("TKAD-09", "TKAD-10")),
    (NANO, MAIL, "2026-07-03 17:00", "2026-07-06 17:00", ("NANO-46",)),
    (NANO, MAIL, "2026-07-03 19:00", "2026-07-07 10:00", ("NANO-46",)),
    (NANO, MAIL, "2026-07-04 12:00", "2026-07-07 10:00", ("NANO-46",)),
]


def marked(mark):
    return [
        pytest.param(*row, marks=mark(*row[-1]), id=f"{row[-1][0]} {row[2]}") for row in PROMISED
    ]


@pytest.mark.parametrize(("law", "about", "start", "due", "rules"), marked(keeps))
def test_an_answer_at_the_last_instant_keeps_the_promise(law, about, start, due, rules):
    promise = promised(law, start, **about)
    clock = started(promise, at=at(start))

    (met,) = decided([clock], act(promise.met_by[0], at(due)))

    assert (clock.due_at, type(met)) == (at(due), ClockMet)
    assert set(rules) <= set(clock.because.rules)
    assert set(rules) <= set(met.because.rules)


@pytest.mark.parametrize(("law", "about", "start", "due", "rules"), marked(breaks))
def test_silence_up_to_the_due_instant_breaks_it(law, about, start, due, rules):
    clock = started(promised(law, start, **about), at=at(start))

    assert decided([clock], reach_due(at(due))) == []

    (broken,) = decided([clock], reach_due(at(due) + MINUTE))

    assert (type(broken), broken.occurred_at) == (ClockBroken, at(due))
    assert set(rules) <= set(broken.because.rules)


def first_response(law=CRYPTOPRO, start="2026-03-02 09:00", **about):
    return started(promised(law, start, **(about or PORTAL)), at=at(start))


@keeps("CPRO-R-27")
@pytest.mark.parametrize("name", ["ReplySent", "InformationRequested", "SolutionProposed"])
def test_a_specialists_answer_keeps_the_promise(name):
    (met,) = decided([first_response()], act(name, at("2026-03-02 10:00")))

    assert (type(met), met.met_by) == (ClockMet, name)
    assert "CPRO-R-27" in met.because.rules


@breaks("CPRO-R-27")
@pytest.mark.parametrize("name", ["NoteAdded", "TicketAssigned", "TicketTakenIntoWork"])
def test_what_is_no_answer_does_not(name):
    clock = first_response()

    assert decided([clock], act(name, at("2026-03-02 10:00"))) == []
    assert "CPRO-R-27" in clock.because.rules


@keeps("CPRO-R-30")
def test_a_call_is_answered_when_it_is_answered_by_word_of_mouth():
    clock = first_response(CRYPTOPRO, "2026-07-03 12:00", **CALL)

    (met,) = decided([clock], act("CallAnswered", at("2026-07-03 12:10")))

    assert type(met) is ClockMet
    assert "CPRO-R-30" in met.because.rules


@breaks("CPRO-R-30")
@pytest.mark.parametrize("excuse", ["CallExtended", "ChannelChanged"])
def test_a_call_that_takes_longer_is_excused_by_the_engineer_and_not_broken(excuse):
    clock = first_response(CRYPTOPRO, "2026-07-03 12:00", **CALL)

    (ended,) = decided([clock], act(excuse, at("2026-07-03 12:09")))

    assert type(ended) is ClockCancelled
    assert "CPRO-R-30" in ended.because.rules


@breaks("CPRO-R-30")
@pytest.mark.parametrize("start", ["2026-07-03 18:00", "2026-07-04 12:00", "2026-07-03 08:59"])
def test_no_clock_runs_for_a_call_outside_the_hours(start):
    assert CRYPTOPRO.promises(situation(channel="phone"), at(start)) == []


@keeps("TKAD-09")
@pytest.mark.parametrize(
    ("level", "due"),
    [
        (level.slug, level.limits["take_into_work"].amount)
        for level in TECHNOKAD.edition.plan("general_agreement").levels
    ],
)
def test_the_level_that_was_chosen_sets_the_limit(level, due):
    clock = first_response(TECHNOKAD, "2026-07-06 04:00", channel="embedded", level=level)

    assert clock.due_at == at("2026-07-06 04:00") + timedelta(hours=due)
    assert "A-19" in clock.because.assumed


@keeps("TKAD-09")
@pytest.mark.parametrize("name", ["TicketTakenIntoWork", "ReplySent"])
def test_taking_it_into_work_keeps_the_promise_of_a_reaction(name):
    clock = first_response(TECHNOKAD, "2026-07-06 09:00", **BASIC)

    assert type(decided([clock], act(name, at("2026-07-06 09:30")))[0]) is ClockMet


@breaks("TKAD-09")
def test_assigning_it_does_not():
    clock = first_response(TECHNOKAD, "2026-07-06 09:00", **BASIC)

    assert decided([clock], act("TicketAssigned", at("2026-07-06 09:30"))) == []


RECEIVED = [
    ("2026-04-30 15:00", "2026-05-06 18:00"),
    ("2025-12-29 15:00", "2026-01-13 18:00"),
    ("2026-07-01 19:30", "2026-07-06 18:00"),
    ("2026-07-04 12:00", "2026-07-08 18:00"),
]
CLOSING = ("CPRO-P-40", "CPRO-P-41", "CPRO-P-42", "CPRO-P-43", "CPRO-P-44")


def closing(received="2026-04-30 15:00"):
    """The clock of a ticket that waits for its user's reaction to the message m1."""
    promise = CRYPTOPRO.closing(at(received), "CP-17")
    return started(promise, at=at(received), message_id="m1")


@keeps("CPRO-P-40", "CPRO-P-42")
@pytest.mark.parametrize(("received", "closes"), RECEIVED)
def test_silence_for_three_working_days_after_the_receipt_closes_a_ticket(received, closes):
    clock = closing(received)

    (elapsed,) = decided([clock], reach_due(at(closes) + MINUTE))

    assert (type(elapsed), elapsed.occurred_at, elapsed.message_id) == (
        ClockElapsed,
        at(closes),
        "m1",
    )
    assert {"CPRO-P-40", "CPRO-P-42"} <= set(elapsed.because.rules)


@breaks("CPRO-P-40", "CPRO-P-41")
@pytest.mark.parametrize("reaction", ["MessageReceived", "SolutionAccepted", "SolutionRejected"])
def test_any_reaction_of_the_user_keeps_it_open(reaction):
    (ended,) = decided([closing()], act(reaction, at("2026-05-06 17:59")))

    assert type(ended) is ClockCancelled
    assert {"CPRO-P-40", "CPRO-P-41"} <= set(ended.because.rules)


@breaks("CPRO-P-42")
@pytest.mark.parametrize(("received", "closes"), RECEIVED)
def test_no_ticket_closes_before_the_end_of_the_third_day(received, closes):
    assert decided([closing(received)], reach_due(at(closes))) == []


@keeps("CPRO-P-41")
@breaks("CPRO-P-41")
def test_a_question_and_a_proposed_solution_wait_for_a_reaction_and_nothing_else_does():
    rule = CRYPTOPRO.edition.auto_close

    assert set(rule.after) == {"InformationRequested", "SolutionProposed"}
    assert "CPRO-P-41" in rule.rules


@keeps("CPRO-P-43", "CPRO-P-44")
def test_a_ticket_that_closed_by_itself_is_irrelevant_and_was_served_in_time():
    (elapsed,) = decided([closing()], reach_due(at("2026-05-06 18:01")))
    rule = CRYPTOPRO.edition.auto_close

    assert elapsed.because.ru == (
        "В течение 3 рабочих дней с даты получения вашей реакции не было, поэтому обращение CP-17"
        " считается неактуальным. Услуги по технической поддержке по обращению считаются"
        " своевременно оказанными, а само обращение — закрытым."
    )
    assert (rule.outcome, rule.rendered_in_time) == ("no_reaction", True)
    assert set(CLOSING) <= set(elapsed.because.rules)


@breaks("CPRO-P-43", "CPRO-P-44")
@pytest.mark.parametrize("law", [TECHNOKAD, NANO, RGN])
def test_where_no_rule_says_so_no_ticket_closes_by_itself(law):
    assert law.closing(at("2026-04-30 15:00"), "N-1") is None


@breaks("CPRO-P-20")
def test_a_ticket_without_a_certificate_is_promised_nothing():
    about = situation(covered=False)
    (said,) = CRYPTOPRO.edition.not_promised(about)

    assert CRYPTOPRO.promises(about, at("2026-03-02 09:00")) == []
    assert said.rules == ("CPRO-P-20",)
    assert said.text.ru.startswith("Обращение отправлено без сертификата ТП")


@keeps("CPRO-R-10", "CPRO-R-11", "CPRO-R-12")
def test_a_promise_counts_the_hours_of_working_days_alone():
    clock = first_response(CRYPTOPRO, "2026-02-20 17:30")

    assert type(clock) is ClockStarted
    assert clock.due_at == at("2026-02-25 11:30")
