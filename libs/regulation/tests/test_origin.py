"""Every part of an edition says where it comes from: a rule with its phrase, or a decision."""

import pytest

from libs.regulation import Stated
from libs.regulation.tests.desk import EDITIONS


def parts(node, path=()):
    """All parts of an edition with the places at which they stand; each after those around it."""
    if isinstance(node, tuple):
        for number, child in enumerate(node):
            yield from parts(child, (*path, number))
    elif hasattr(type(node), "model_fields"):
        if path and isinstance(node, Stated):
            yield path, node
        for key in type(node).model_fields:
            yield from parts(getattr(node, key), (*path, key))


every_edition = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)


@every_edition
def test_a_part_names_its_rule_or_its_decision_or_stands_in_one_that_does(edition):
    told = {path for path, part in parts(edition) if part.rules or part.assumed}
    silent = {
        path
        for path, _part in parts(edition)
        if not any(path[:length] in told for length in range(1, len(path) + 1))
    }

    assert silent == set()


@every_edition
def test_a_part_that_names_a_rule_quotes_it(edition):
    unquoted = [path for path, part in parts(edition) if part.rules and not part.phrase]

    assert unquoted == []
