"""Where in a TOML text each key stands."""

import tomllib

import pytest

from libs.regulation.lines import lines_of, nearest
from libs.regulation.tests.desk import TEXTS

TEXT = '''# a comment with [brackets] and = signs
name = "one"
[words] # behind
customer = { ru = "a # b", en = "c" }
[[plans]]
slug = "first"
tiers = [
    { seats = 1 }, # the first
    { seats = 2 },
]
[[plans]]
slug = "second"
note = """
[[no table]]
key = 1
"""
[plans.quota]
per = "year"
[[plans.levels]]
slug = "basic"
a.b = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (("words",), 3),
        (("words", "customer", "en"), 4),
        (("plans",), 5),
        (("plans", 0, "tiers", 1, "seats"), 9),
        (("plans", 1), 11),
        (("plans", 1, "quota", "per"), 18),
        (("plans", 1, "levels", 0, "slug"), 20),
        (("plans", 1, "levels", 0, "a", "b"), 21),
    ],
)
def test_a_key_is_found_at_its_line(path, line):
    assert lines_of(TEXT)[path] == line


def test_a_key_that_is_not_there_is_looked_for_at_its_table():
    lines = lines_of(TEXT)

    assert nearest(lines, ("plans", 1, "quota", "beyond")) == 17
    assert nearest(lines, ("nowhere",)) is None


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_key_of_the_editions_has_a_line_on_which_it_is_written(text):
    lines, rows = lines_of(text), text.splitlines()

    def keys(node, path=()):
        if isinstance(node, dict):
            for key, child in node.items():
                yield (*path, key)
                yield from keys(child, (*path, key))
        elif isinstance(node, list):
            for number, child in enumerate(node):
                yield from keys(child, (*path, number))

    found = [path for path in keys(tomllib.loads(text)) if path in lines]

    assert len(found) > 500
    assert all(path[-1] in rows[lines[path] - 1] for path in found)
