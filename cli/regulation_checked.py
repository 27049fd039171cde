"""What is wrong with a regulation's file, a line for each finding."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli

from cli.language import Language
from cli.regulation_files import FOREIGN, ForeignText, read_text
from libs.regulation.errors import in_words
from libs.regulation.lint import LONGEST, TOO_LONG, Finding, examine

GRADES = {"ru": {"error": "ошибка", "warning": "замечание"}}
SUMS = {
    "ru": "{file}: ошибок {errors}, замечаний {warnings}",
    "en": "{file}: {errors} errors, {warnings} warnings",
}
BYTES_A_LETTER = 4
NAMED = 3
"""How many files that claim the same days are told by name."""


def check(file: Path, language: Language, *, as_json: bool) -> int:
    """Print all findings; 1 where an error is among them, else 0. Raises Trouble for no file."""
    found = found_in(file)
    errors = sum(each.grade == "error" for each in found)
    if as_json:
        told = [as_data(each, language) for each in found]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for each in found:
            print(line(file, each, language))
        counted = SUMS[language].format(file=file, errors=errors, warnings=len(found) - errors)
        print(counted, file=sys.stderr)
    return int(errors > 0)


def found_in(file: Path) -> list[Finding]:
    """All that is found in a file and beside it; a huge one is not even read."""
    if file.is_file() and file.stat().st_size > BYTES_A_LETTER * LONGEST:
        return [Finding(1, "", *TOO_LONG, "error")]
    try:
        text = read_text(file)
    except ForeignText as fault:
        return [Finding(fault.line, "", *FOREIGN, "error")]
    return [*examine(text), *rivals(file, text)]


def as_data(finding: Finding, language: Language) -> dict[str, Any]:
    """A finding for programs, its sentence in one language."""
    said = finding.said(language)
    return {"line": finding.line, "place": finding.place, "said": said, "grade": finding.grade}


def line(file: Path, finding: Finding, language: Language) -> str:
    """A finding as editors and people read it: file, line, grade, place, sentence, remedy."""
    grade = GRADES.get(language, {}).get(finding.grade, finding.grade)
    place = f"{in_words(finding.place, language)}: " if finding.place else ""
    return f"{file}:{finding.line}: {grade}: {place}{finding.said(language)}"


def rivals(file: Path, text: str) -> Iterator[Finding]:
    """The editions in the file's folder that claim the same days of the same vendor.

    Each is read as far as its first table, so that a folder of many is looked through at once.
    """
    mine = _head(text)
    others = [each for each in sorted(file.parent.glob("*.toml")) if mine and each.is_file()]
    same = [
        each.name for each in others if not each.samefile(file) and _head(_readable(each)) == mine
    ]
    if same:
        more = len(same) - NAMED
        names = ", ".join(same[:NAMED])
        claim = "claims" if len(same) == 1 else "claim"
        en = (
            f"{names}{f' and {more} more' if more > 0 else ''} {claim} the same days of this "
            "vendor; give one another date"
        )
        claim = "занимает" if len(same) == 1 else "занимают"
        ru = (
            f"{names}{f' и ещё {more}' if more > 0 else ''} {claim} те же дни этого поставщика; "
            "дайте одному другую дату"
        )
        lines = text.splitlines()
        at = next((n for n, row in enumerate(lines, 1) if row.startswith("in_force_from")), 1)
        yield Finding(at, "in_force_from", en, ru, "error")


def _readable(file: Path) -> str:
    """The text of a neighbour; none where it is no text, which its own check tells."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _head(text: str) -> tuple[str, str] | None:
    """Whose edition it is and from which day; None where this cannot be read."""
    top = text.split("\n[", 1)[0]
    try:
        document = tomli.loads(top)
        return document["vendor"], str(document["in_force_from"])
    except (ValueError, KeyError, RecursionError):
        return None
