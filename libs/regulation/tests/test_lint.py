"""All findings of a broken edition at once: none hides another, and none is made up."""

import re
import tomllib

import pytest

from libs.regulation.lint import examine
from libs.regulation.tests.desk import TEXTS


def said(text):
    return [each.en for each in examine(text)]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_sound_edition_has_no_findings(text):
    assert examine(text) == []


def test_what_leads_to_a_broken_part_is_not_called_undefined():
    text = TEXTS["cryptopro"].replace('slug = "certificate"', 'slug = "certi ficate"', 1)

    assert said(text) == ["'certi ficate' has another form; write it like take_into_work"]


def test_a_finding_behind_a_broken_table_keeps_its_line():
    text = TEXTS["technokad"].replace('opens = "09:00"', "opens = 9", 1)
    text = text.replace(
        'closes = "13:00" }]', 'closes = "13:00" }, { opens = "03:00", closes = "05:00" }]'
    )

    first, second = examine(text)

    assert first.line < second.line == 1 + text.split('opens = "03:00"')[0].count("\n")
    assert "it claims the same time as window 1" in second.en


def test_a_window_past_midnight_meets_the_next_morning():
    text = TEXTS["technokad"].replace(
        'closes = "13:00" }]', 'closes = "13:00" }, { opens = "22:00", closes = "05:00" }]'
    )

    assert said(text) == [
        "it claims the same time as window 1, such as tue 04:00; "
        "join the two, or give them other weekdays"
    ]


def test_two_promises_of_one_name_for_the_same_requests_are_an_error():
    text = TEXTS["cryptopro"]
    promise = "[[promises]]" + text.split("[[promises]]")[1]

    assert said(text.replace(promise, promise * 2)) == [
        "promise 1 is made for the same requests; give the two other occasions, channels, plans "
        "or kinds"
    ]


def test_a_part_without_a_rule_or_a_decision_is_told_once():
    before, promise = TEXTS["cryptopro"].split('name = "phone_answer"')
    part, after = promise.split("\n\n", 1)
    part = re.sub(r"(?m)^(rules|assumed) = .*\n?", "", part)
    text = f'{before}name = "phone_answer"{part}\n\n{after}'

    assert [each.place for each in examine(text)] == ["promises › phone_answer"]


def test_a_table_of_seats_that_ends_is_a_warning():
    last = next(row for row in TEXTS["nanosoft"].splitlines() if "seats_from = 101" in row)
    (found,) = examine(TEXTS["nanosoft"].replace(last, ""))

    assert found.grade == "warning"
    assert found.en.startswith("the table ends with 100 seats")


def test_versions_that_no_field_asks_for_are_a_warning():
    found = examine(TEXTS["regionsoft"].replace('"product_version"', '"version"'))

    assert [(each.grade, each.place) for each in found] == [
        ("warning", "plans › warranty › versions")
    ]


@pytest.mark.parametrize(("up_to", "block", "found"), [(60, 30, 0), (30, 60, 1), (50, 20, 1)])
def test_blocks_that_do_not_end_at_their_limit_are_a_warning(up_to, block, found):
    text = TEXTS["regionsoft"].replace(
        "up_to = 60, block = 30", f"up_to = {up_to}, block = {block}"
    )
    told = [each for each in examine(text) if each.place.startswith("billing › rounding")]

    assert [each.grade for each in told] == ["warning"] * found


@pytest.mark.parametrize(
    ("opens", "closes", "found"), [("09:00", "09:00", 1), ("00:00", "00:00", 0)]
)
def test_hours_that_end_where_they_begin_are_a_warning_but_from_midnight_on(opens, closes, found):
    text = re.sub(
        'opens = "10:00", closes = "18:00"',
        f'opens = "{opens}", closes = "{closes}"',
        TEXTS["nanosoft"],
        count=1,
    )
    told = [each for each in examine(text) if "24 hours" in each.en]

    assert [each.grade for each in told] == ["warning"] * found


def test_a_deferral_for_which_there_is_no_reason_is_a_warning():
    reason = 'leads_to = ["deferred"]'
    text = TEXTS["technokad"].replace(reason, 'leads_to = ["postponed"]')

    (found,) = examine(text)

    assert (found.grade, found.place) == ("warning", "deferral")
    assert found.line == 1 + text.split("[deferral]")[0].count("\n")
    assert found.en.endswith(f"add a reason with {reason}")


@pytest.mark.parametrize("value", ["-1", '""', '"{x"', "[]", "{}"])
def test_whatever_value_is_broken_all_is_told(value):
    rows = TEXTS["technokad"].splitlines()
    pairs = [n for n, row in enumerate(rows) if re.fullmatch(r"\w+ = [^\[{].*", row)]
    told = 0
    for number in pairs[::12]:
        key = rows[number].split(" = ")[0]
        text = "\n".join([*rows[:number], f"{key} = {value}", *rows[number + 1 :]])
        assert tomllib.loads(text)
        told += bool(examine(text))

    assert told > len(pairs[::12]) // 3


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('site = "www', 'site = "\\u0000www', "holds a character that is no text"),
        ("amount = 12,", "amount = 999999999999,", "is too much; write 100000 or less"),
        ("notice_days = 15", "notice_days = 1e400", "is no whole number"),
    ],
)
def test_values_that_no_desk_can_keep_are_found_with_their_line(good, bad, said):
    text = TEXTS["cryptopro"]

    found = examine(text.replace(good, bad, 1))

    assert [(each.line, each.grade) for each in found] == [
        (1 + text.split(good)[0].count("\n"), "error")
    ]
    assert said in found[0].en
