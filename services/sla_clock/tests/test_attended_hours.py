"""Promises that count the hours of one office, or those at which a channel is attended to."""

from pathlib import Path

import pytest

from libs.regulation import load, load_facts
from libs.regulation.published import events_of
from libs.regulation.tests import desk as editions
from libs.regulation.tests.desk import CALENDAR, TEXTS
from libs.worktime import Calendar
from services.sla_clock.answers import ExplainedShown
from services.sla_clock.changes import in_words
from services.sla_clock.explaining import Question, explain
from services.sla_clock.law import Law
from services.sla_clock.tests.clocks import started
from services.sla_clock.tests.laws import at, situation

KYMA = Law(
    load((Path(editions.__file__).parent / "kyma.toml").read_text()),
    Calendar.from_csv("date,kind,note\n2026-03-25,holiday,Independence Day\n", "holiday = []\n"),
)
"""The telephone is answered in Athens from 10 to 14; New York alone replies to deckhands."""

WINDOWS = 'windows = [{ opens = "10:00", closes = "16:00" }]\n'
PHONE_10_TO_16 = Law(
    load(TEXTS["regionsoft"].replace('name = "phone"\n', f'name = "phone"\n{WINDOWS}', 1)), CALENDAR
)


def asked(channel, start, plan="admiral", occasion="first"):
    about = situation(occasion, channel).model_copy(update={"plan": plan, "kind": "question"})
    (promise,) = KYMA.promises(about, at(start))
    return promise


def test_a_channel_at_other_hours_than_the_rest_counts_its_own():
    by_phone, by_mail = (asked(each, "2026-07-03 13:30") for each in ("phone", "email"))

    assert by_mail.due_at == at("2026-07-03 23:30")
    assert by_phone.due_at == at("2026-07-08 11:30")
    assert by_phone.because.facts["hours"]["offices"] == ["athens"]
    assert "hours" not in by_mail.because.facts


def test_what_is_due_says_whose_hours_were_counted():
    because = asked("phone", "2026-07-03 13:30").because

    assert because.ru.endswith("→ 08.07, 11:30; считаются часы: Афины, 10:00–14:00")
    assert because.en.endswith("→ 8 Jul, 11:30; the hours counted: Athens, 10:00–14:00")
    assert not asked("email", "2026-07-03 13:30").because.en.endswith("14:00")


def test_a_promise_of_one_office_counts_its_hours_and_names_its_zone():
    reply = asked("chat", "2026-07-03 13:00", "deckhand", "later_message")

    assert reply.due_at == at("2026-07-06 15:00")
    assert reply.because.en.endswith("; the hours counted: New York (America/New_York)")


def test_a_promise_that_names_offices_is_not_kept_by_those_of_its_channel():
    text = (Path(editions.__file__).parent / "kyma.toml").read_text()
    start = text.index('name = "first_response"', text.index('kinds = ["outage", "build"]'))
    text = text[:start] + text[start:].replace(
        'kinds = ["question"]\n',
        'kinds = ["question"]\noffices = ["night"]\n'
        'windows = [{ opens = "23:00", closes = "02:00" }]\n',
        1,
    )
    law = Law(load(text), KYMA.calendar)
    about = situation(channel="phone").model_copy(update={"plan": "admiral", "kind": "question"})
    (promise,) = law.promises(about, at("2026-07-06 12:00"))

    assert promise.because.facts["hours"]["offices"] == ["night"]
    assert promise.due_at == at("2026-07-10 00:00")


def test_a_promise_of_the_office_on_duty_tells_which_one_that_was():
    text = TEXTS["technokad"].replace('hours = "union"', 'hours = "owner_shift"')
    law = Law(load(text), CALENDAR)
    about = situation(channel="embedded", level="priority")
    (by_night,) = law.promises(about, at("2026-07-03 04:30"))
    (by_day,) = law.promises(about, at("2026-07-03 17:00"))

    assert "считаются часы: Новосибирский филиал" in by_night.because.ru
    assert "the hours counted: Head office" in by_day.because.en
    assert law.hours_by(started(by_day)) == law.hours_for(
        law.rule("take_into_work", about), at("2026-07-03 17:00")
    )


def test_a_short_day_cuts_the_windows_only_as_far_as_the_office_closes():
    """Offices that close at 17:00 on the eve of a holiday still answer the phone until 16:00."""
    edition = PHONE_10_TO_16.edition
    phone = PHONE_10_TO_16.hours_of(edition.attends("phone"))

    assert phone.between(at("2026-04-30 00:00"), at("2026-05-01 00:00")) == 6 * 3600
    assert phone.between(at("2026-05-01 00:00"), at("2026-05-04 00:00")) == 0


AN_HOUR_ON_MONDAY = load_facts(
    """
vendor = "kyma"
[[hours]]
date = 2026-07-06
channel = "phone"
windows = [{ opens = "10:00", closes = "11:00" }]
reason = { ru = "учения", en = "a drill" }
""",
    KYMA.edition,
)


def test_other_windows_of_a_channel_on_a_date_move_the_promises_of_who_came_by_it():
    law = Law(KYMA.edition, KYMA.calendar, AN_HOUR_ON_MONDAY.overrides(KYMA.edition))

    def promised(channel):
        about = situation(channel=channel).model_copy(update={"plan": "admiral"})
        asks = about.model_copy(update={"kind": "question"})
        (promise,) = law.promises(asks, at("2026-07-03 13:30"))
        return promise

    by_phone = promised("phone")
    assert by_phone.due_at == at("2026-07-09 10:30")
    assert "(a drill)" in by_phone.because.en
    assert by_phone.because.facts["hours"]["channel"] == "phone"
    assert law.hours_by(started(by_phone)) == law.hours_of(law.edition.attends("phone"))
    assert promised("email").due_at == at("2026-07-03 23:30")


def test_a_promise_that_was_moved_so_says_of_which_channel():
    (change,) = events_of(AN_HOUR_ON_MONDAY, at("2026-07-03 13:30"), {}, lambda *_: "", "ru")

    said = in_words(change, KYMA.edition)

    assert said.ru == "Часы работы на 06.07.2026 изменены (телефон): учения"
    assert said.en == "The hours of 6 Jul 2026 were changed (telephone): a drill"


def test_a_promise_with_windows_of_its_own_heeds_no_other_ones_of_its_channel():
    text = (Path(editions.__file__).parent / "kyma.toml").read_text()
    edition = load(text.replace('kinds = ["question"]\n', f'kinds = ["question"]\n{WINDOWS}', 1))
    about = situation(channel="phone").model_copy(update={"plan": "admiral", "kind": "question"})
    (rule,) = edition.clocks(about)

    assert (rule.windows_of, rule.attended.channel) == (None, None)


def test_a_promise_that_stood_runs_on_by_its_own_hours():
    text = TEXTS["nanosoft"].replace('limit = "agreed"\n', f'limit = "agreed"\n{WINDOWS}', 1)
    law = Law(load(text), CALENDAR)
    about = situation(channel="portal").model_copy(update={"kind": "defect"})
    (promise,) = law.agreed(about, at("2026-07-06 12:00"), at("2026-07-08 12:00"))

    hours = law.hours_by(started(promise))
    assert hours.between(at("2026-07-07 00:00"), at("2026-07-08 00:00")) == 6 * 3600


def test_the_explanation_tells_whether_the_channel_is_attended_to():
    question = Question("phone", at("2026-07-03 17:00"), plan="admiral", kind="question")
    shown = ExplainedShown.of(KYMA, question, explain(KYMA, question))

    assert not shown.is_open
    assert shown.counts_from == at("2026-07-06 10:00")


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('offices = ["athens"]', 'offices = ["atens"]', "did you mean 'athens'?"),
        ('closes = "14:00" }]', 'closes = "14:00", weekdays = [] }]', "it opens on no day"),
        ('opens = "10:00", closes = "14:00"', 'opens = "20:00", closes = "21:00"', "no office is"),
        (
            'closes = "14:00" }]',
            'closes = "14:00" }, { opens = "13:00", closes = "15:00" }]',
            "same",
        ),
    ],
)
def test_hours_at_which_nobody_answers_are_refused(good, bad, said):
    text = (Path(editions.__file__).parent / "kyma.toml").read_text()

    assert good in text
    with pytest.raises(ValueError, match=said.replace("?", ".")):
        load(text.replace(good, bad, 1))
