"""A vendor unlike the four is kept by its file alone."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from libs.regulation import RegulationError, Situation, load
from libs.regulation.notice import earliest_start
from libs.worktime import Calendar

TEXT = (Path(__file__).parent / "fifth.toml").read_text()
MERIDIAN = load(TEXT, "fifth.toml")
OWN = Calendar.from_csv("date,kind,note\n2026-12-25,holiday,Christmas\n", "holiday = []\n")
HOURS = MERIDIAN.working_time(OWN)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def asked(kind, plan="gold", covered=True):
    return Situation(occasion="first", channel="portal", covered=covered, plan=plan, kind=kind)


@pytest.mark.parametrize(
    ("office", "summer", "winter"),
    [("dublin", "07:00", "08:00"), ("denver", "15:00", "16:00"), ("singapore", "23:00", "23:00")],
)
def test_each_office_opens_by_its_own_zone_and_its_summer_time(office, summer, winter):
    hours = MERIDIAN.working_time(OWN, office)

    def opens(after):
        return f"{hours.next_opening(utc(after)):%H:%M}"

    assert opens("2026-07-07 06:00" if office != "denver" else "2026-07-07 01:00") == summer
    assert opens("2026-01-13 06:00" if office != "denver" else "2026-01-13 01:00") == winter


def test_a_limit_runs_through_the_hours_of_all_offices():
    (rule,) = MERIDIAN.clocks(asked("question"))

    assert rule.due(utc("2026-07-07 14:00"), HOURS).due == utc("2026-07-07 18:00")


def test_the_same_clock_has_another_limit_for_another_kind_and_none_on_another_plan():
    def limits(situation):
        return [rule.limit.words().en for rule in MERIDIAN.clocks(situation)]

    assert limits(asked("outage")) == ["15 minutes", "2 working days"]
    assert limits(asked("question")) == ["4 working hours"]
    assert limits(asked("outage", plan="basic")) == []
    assert limits(asked("outage", covered=False)) == []


def test_a_clock_stands_only_while_its_own_pauses_last():
    first, resolution = MERIDIAN.clocks(asked("outage"))

    assert resolution.pauses_for("information")
    assert not resolution.pauses_for("postponed")
    assert not first.pauses_for("information")


def test_requests_are_counted_by_the_month():
    quota = MERIDIAN.plan("gold").quota

    assert quota.requests(9) == 5
    assert quota.requests(10) == 20
    assert quota.window(date(2026, 1, 15), date(2026, 2, 14)) == (
        date(2026, 1, 15),
        date(2026, 2, 14),
    )


def test_a_change_waits_for_its_notice():
    assert earliest_start(MERIDIAN, MERIDIAN, date(2026, 3, 1)) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('beyond = "basic"', 'beyond = "bronze"', "'bronze' is not defined; use one of gold"),
        ('plans = ["gold"]', 'plans = ["golden"]', "'golden' is not defined; use one of gold"),
        ("seats_from = 10", "seats_from = 11", "a gap between the tiers up to 9 and from 11"),
        ('plan = "basic"\n', "", 'name the plan and write outcome = "plan", or leave both out'),
        ('zone = "Asia/Singapore"', 'zone = "Singapur"', "'Singapur' is no IANA time zone"),
        ("[form]", '[order]\nplans = ["gold"]\n[form]', "plans › basic: it is never tried; add it"),
        (
            "[form]",
            '[[services]]\nslug = "a"\nname = { ru = "а", en = "a" }\nplans = {}\n[form]',
            "services › a: no plan gives it; name one in plans, say in otherwise what who asks",
        ),
        (
            "[form]",
            '[[services]]\nslug = "a"\nname = { ru = "а", en = "a" }\nplans = { gild = "paid" }\n'
            "[form]",
            "services › a › plans: 'gild' is not defined; use one of gold, basic",
        ),
        (
            "[form]",
            '[mail.TicketLost]\nsubject = { ru = "а", en = "a" }\nbody = { ru = "а", en = "a" }\n'
            "[form]",
            "mail › TicketLost: no mail tells of it; use one of",
        ),
        ('type = "long_text"', 'type = "choice"', 'choices go with type = "choice"; set both'),
        (
            "term_repeats = true",
            'number_form = "[0-9"',
            "plans › gold › number_form: '[0-9' is no regular expression",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_told_with_its_line_and_remedy(good, bad, said):
    with pytest.raises(RegulationError) as raised:
        load(TEXT.replace(good, bad, 1), "fifth.toml")

    assert said in str(raised.value)
    assert str(raised.value).startswith("fifth.toml: line ")
