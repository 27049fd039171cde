"""All that is wrong with an edition's text, and all that its writer should look at again."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from libs.regulation.cautions import cautions
from libs.regulation.checks import disagreements
from libs.regulation.errors import Problem, place_of, unwritable
from libs.regulation.lines import lines_of, nearest
from libs.regulation.salvage import Salvage

Grade = Literal["error", "warning"]
LONGEST = 1_000_000
"""The letters of a text that is looked at: ten times those of the longest that was ever written."""


class Finding(NamedTuple):
    """One thing that a text's writer should know: its line from 1, its place, and the remedy.

    With an `error` the edition is refused; with a `warning` a desk keeps it.
    """

    line: int
    place: str
    said: str
    grade: Grade


def examine(text: str) -> list[Finding]:
    """Everything found in an edition's TOML text, from its first line to its last."""
    if len(text) > LONGEST:
        said = f"this is no edition: it is longer than {LONGEST} letters; name another file"
        return [Finding(1, "", said, "error")]
    try:
        return examine_document(tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as error:
        return [_no_toml(str(error), text)]
    except RecursionError:
        return [Finding(1, "", "this is no TOML: it is nested too deeply; flatten it", "error")]


def examine_document(document: Mapping[str, Any], text: str = "") -> list[Finding]:
    """Everything found in an edition as plain data; its line is 1 where no text was read."""
    salvage = Salvage(document)
    wrong, doubtful = [*unwritable(document), *salvage.misfits], list[Problem]()
    if salvage.edition:
        wrong = wrong + salvage.of_the_whole(disagreements(salvage.edition))
        doubtful = salvage.of_the_whole(cautions(salvage.edition))
    found = [*_found(wrong, document, text, "error"), *_found(doubtful, document, text, "warning")]
    return sorted(dict.fromkeys(found), key=lambda each: each.line)


def _found(problems: Sequence[Problem], document: Any, text: str, grade: Grade) -> list[Finding]:
    lines = lines_of(text) if problems else {}
    return [
        Finding(nearest(lines, each.path) or 1, place_of(each.path, document), each.said, grade)
        for each in problems
    ]


def _no_toml(fault: str, text: str) -> Finding:
    at = re.search(r"line (\d+)", fault)
    line = int(at[1]) if at else len(text.splitlines())
    said = f"this is no TOML: {fault}; correct it there, the rest is checked after it"
    return Finding(max(line, 1), "", said, "error")
