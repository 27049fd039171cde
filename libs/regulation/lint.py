"""All that is wrong with an edition's text, and all that its writer should look at again."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import tomli

from libs.events.intake import Language
from libs.regulation.base import Said
from libs.regulation.cautions import cautions
from libs.regulation.checks import disagreements
from libs.regulation.errors import Problem, place_of, unwritable
from libs.regulation.lines import lines_of, nearest
from libs.regulation.no_toml import TOO_DEEP, no_toml
from libs.regulation.repeated import repeated
from libs.regulation.salvage import Salvage

Grade = Literal["error", "warning"]
LONGEST = 1_000_000
"""The letters of a text that is looked at: ten times those of the longest that was ever written."""
TOO_LONG = Said(
    f"this is no edition: it is longer than {LONGEST} letters; name another file",
    f"это не издание: текст длиннее {LONGEST} знаков; укажите другой файл",
)


class Finding(NamedTuple):
    """One thing that a text's writer should know: its line from 1, its place, and the remedy.

    With an `error` the edition is refused; with a `warning` a desk keeps it.
    """

    line: int
    place: str
    en: str
    ru: str
    grade: Grade

    def said(self, language: Language) -> str:
        """What is wrong and the remedy, in a language."""
        return self.ru if language == "ru" else self.en


def examine(text: str) -> list[Finding]:
    """Everything found in an edition's TOML text, from its first line to its last."""
    if len(text) > LONGEST:
        return [Finding(1, "", *TOO_LONG, "error")]
    try:
        return examine_document(tomli.loads(text), text)
    except tomli.TOMLDecodeError as error:
        return [_no_toml(error, text)]
    except RecursionError:
        return [Finding(1, "", *TOO_DEEP, "error")]


def examine_document(document: Mapping[str, Any], text: str = "") -> list[Finding]:
    """Everything found in an edition as plain data; its line is 1 where no text was read."""
    salvage = Salvage(document)
    wrong = [*unwritable(document), *repeated(document), *salvage.misfits]
    doubtful = list[Problem]()
    if salvage.edition:
        wrong = wrong + salvage.of_the_whole(disagreements(salvage.edition))
        doubtful = salvage.of_what_is_whole(cautions(salvage.edition))
    found = [*_found(wrong, document, text, "error"), *_found(doubtful, document, text, "warning")]
    return sorted(dict.fromkeys(found), key=lambda each: each.line)


def _found(problems: Sequence[Problem], document: Any, text: str, grade: Grade) -> list[Finding]:
    lines = lines_of(text) if problems else {}
    return [
        Finding(
            nearest(lines, each.path) or 1, place_of(each.path, document), each.en, each.ru, grade
        )
        for each in problems
    ]


def _no_toml(error: tomli.TOMLDecodeError, text: str) -> Finding:
    at = re.search(r"line (\d+)", str(error))
    line = int(at[1]) if at else len(text.splitlines())
    en, ru = no_toml(error)
    rest = Said(", the rest is checked after it", ", остальное проверим потом")
    return Finding(max(line, 1), "", en + rest.en, ru + rest.ru, "error")
