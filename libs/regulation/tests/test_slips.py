"""What is written by its type and yet no desk can keep is refused with its line and remedy."""

from pathlib import Path

import pytest

from libs.regulation.lint import LONGEST, examine
from libs.regulation.load import load

KYMA = (Path(__file__).parent / "kyma.toml").read_text()
"""A vendor with every part: three offices in two zones around the clock, four plans, six clocks."""


def test_a_vendor_of_two_words_has_editions():
    text = KYMA.replace('"kyma-2026"', '"south_wind-2026"').replace('"kyma"', '"south_wind"')

    assert examine(text) == []


def test_a_vendor_with_every_part_is_sound():
    assert load(KYMA).id == "kyma-2026"
    assert examine(KYMA) == []


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("notice_days = 30", "notice_days = true", "is no whole number; write one"),
        ("notice_days = 30", 'notice_days = "30"', "is no whole number; write one"),
        ("in_force_from = 2026-01-01", "in_force_from = 0001-01-01", "in the year 1; correct"),
        ('"https://kyma.example/terms"', '"javascript:alert(1)"', "is no address of a page"),
        ('["обращение", "обращения", "обращений"]', '["обращение", "обращения"]', "word 3 is"),
        ("build_groups = [2]", "build_groups = [1]", "group 1 is in the version and in the build"),
        ("cut_minutes = 0", "cut_minutes = 6000", "6000 is too much; write 720 or less"),
        (
            'weekdays = ["mon", "tue"',
            'weekdays = ["mon", "mon"',
            "'mon' is there 2 times; keep one",
        ),
        ('en = "Athens"', 'en = " "', "is blank; fill it in"),
        ('"help@kyma.example"', '"help at kyma"', "is no mail address; write it like"),
        ('slug = "one_down"', 'slug = "all_down"', "'all_down' is there 2 times; keep one"),
        ('equals = "one_down"', 'equals = "two_down"', "use one of all_down, one_down"),
        ('{ field = "severity"', '{ field = "vessels"', "cannot depend on its own answer"),
        ('["outage"]\nwhen', '["question"]\nwhen', "severity is never asked together with ves"),
        ('leads_to = ["waiting"]', "leads_to = []", "it leads to nothing; fill it in"),
        ('"hourly", "deckhand"]', '"hourly", "hourly", "deckhand"]', "'hourly' is there 2 times"),
        ("term_months = 6\n", "", "a term repeats and has no length; add term_months"),
        ("remind_days = [14]", "remind_days = [400]", "400 days before the end the right has not"),
        ('beyond = "deckhand"', 'beyond = "captain"', "requests are spent then; name another"),
        ('plan = "deckhand"', 'plan = "captain"', "captain must be registered; name a plan with"),
        ('{ amount = 2, unit = "working_days" }', '"by_level"', "captain has no levels; name"),
        (
            'limit = { amount = 2, unit = "working_days" }',
            'limit = { amount = 2, unit = "working_days" }\nstarts = "pick_up"',
            'nobody picks up by portal, email, chat; write starts = "receipt"',
        ),
        (
            'limit = { amount = 2, unit = "working_days" }',
            'limit = { amount = 2, unit = "working_days" }\n'
            'usual = { outage = { amount = 1, unit = "working_days" } }',
            'it is proposed only where limit = "agreed"',
        ),
        ('plans = ["deckhand"]\ntext', 'plans = ["captain"]\ntext', "no_promises 1 says that"),
        ("{closes_at}, если", "{closes_at:%d}, если", "a place is a name alone; write {closes_at}"),
        ("solution for {number}", "solution\\nfor {number}", "a subject is one line; take the"),
    ],
)
def test_each_slip_is_told_with_its_line_and_the_remedy(good, bad, said):
    assert good in KYMA

    found = [each for each in examine(KYMA.replace(good, bad, 1)) if said in each.en]

    assert {each.grade for each in found} == {"error"}
    assert all(each.line > 1 for each in found)


def test_a_plan_under_which_nothing_is_given_is_doubtful():
    otherwise = 'plan = "hourly"\nmessage'
    text = KYMA.replace('hourly = "paid"', 'admiral = "paid"').replace(
        otherwise, otherwise.replace("hourly", "deckhand")
    )
    text = text.replace('admiral = "paid"', 'admiral = "paid", deckhand = "included"')
    [found] = examine(text)

    assert (found.grade, found.place) == ("warning", "plans › hourly")
    assert "no service is given under it; name it in a service's plans" in found.en


def test_paid_work_without_the_words_of_the_bill_is_told():
    start, end = KYMA.index("[billing]"), KYMA.index("[[promises]]")

    said = [each.en for each in examine(KYMA[:start] + KYMA[end:])]

    assert "nothing says how worked time is billed; add [billing], or another cost" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" + ".".join("a" * 5000) + "]", "nested too deeply"),
        ("x" * (LONGEST + 1), f"longer than {LONGEST} letters"),
    ],
)
def test_a_text_that_is_no_edition_at_all_is_told_at_once(text, said):
    [found] = examine(text)

    assert (found.line, found.grade) == (1, "error")
    assert said in found.en


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize("form", ["обращение", "обращения", "обращений"])
def test_an_empty_form_of_a_noun_is_all_that_is_told_of_it(form, empty):
    (found,) = examine(KYMA.replace(f'"{form}"', f'"{empty}"', 1))

    assert found.ru == "пусто; заполните"


def test_a_form_that_is_missing_beside_an_empty_one_is_told_of_too():
    both = examine(KYMA.replace('["обращение", "обращения", "обращений"]', '["", "обращения"]', 1))

    assert [each.ru for each in both] == [
        "пусто; заполните",
        "нет слова 3; дайте все формы существительного",
    ]
