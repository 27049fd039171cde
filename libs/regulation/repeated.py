"""What stands in a list of a document twice, and is meant once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from libs.regulation.errors import NAMES, Problem
from libs.regulation.lines import Path

TONGUES = {"ru", "en"}


def repeated(node: Any, path: Path = ()) -> Iterator[Problem]:
    """Names and tables that a list has twice; the forms of a noun may be alike."""
    if isinstance(node, dict):
        if not TONGUES.issuperset(node):
            for key, child in node.items():
                if isinstance(child, dict | list):
                    yield from repeated(child, (*path, key))
    elif node and isinstance(node[0], dict):
        yield from _tables(node, path)
        for number, child in enumerate(node):
            if isinstance(child, dict):
                yield from repeated(child, (*path, number))
    elif len(node) > 1:
        yield from _values(node, path)


def _values(given: Sequence[Any], path: Path) -> Iterator[Problem]:
    plain = [each for each in given if isinstance(each, str | int)]
    if len(set(plain)) < len(plain):
        for name, times in Counter(plain).items():
            if times > 1:
                yield Problem(
                    path,
                    f"{name!r} is there {times} times; keep one",
                    f"{name!r} повторяется ({times}); оставьте один",
                )


def _tables(given: Sequence[Any], path: Path) -> Iterator[Problem]:
    """Tables without names that are there twice; of those with names, the names are told."""
    if {*NAMES} & given[0].keys():
        return
    for number, table in enumerate(given):
        if table in given[:number]:
            first = given.index(table) + 1
            yield Problem(
                (*path, number),
                f"it says the same as number {first}; keep one",
                f"то же, что и под номером {first}; оставьте один раз",
            )
