"""What is wrong with a regulation's file, a line for each finding."""

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from cli.language import Language
from cli.regulation_files import read_text
from libs.regulation.lint import Finding, examine

GRADES = {"ru": {"error": "ошибка", "warning": "замечание"}}
SUMS = {
    "ru": "{file}: ошибок {errors}, замечаний {warnings}",
    "en": "{file}: {errors} errors, {warnings} warnings",
}


def check(file: Path, language: Language, *, as_json: bool) -> int:
    """Print all findings; 1 where an error is among them, else 0. Raises Trouble for no file."""
    text = read_text(file)
    found = [*examine(text), *rivals(file, text)]
    errors = sum(each.grade == "error" for each in found)
    if as_json:
        print(json.dumps([each._asdict() for each in found], ensure_ascii=False, indent=2))
    else:
        for each in found:
            print(line(file, each, language))
        counted = SUMS[language].format(file=file, errors=errors, warnings=len(found) - errors)
        print(counted, file=sys.stderr)
    return int(errors > 0)


def line(file: Path, finding: Finding, language: Language) -> str:
    """A finding as editors and people read it: file, line, grade, place, sentence, remedy."""
    grade = GRADES.get(language, {}).get(finding.grade, finding.grade)
    place = f"{finding.place}: " if finding.place else ""
    return f"{file}:{finding.line}: {grade}: {place}{finding.said}"


def rivals(file: Path, text: str) -> Iterator[Finding]:
    """The editions in the file's folder that claim the same days of the same vendor."""
    mine = _head(text)
    for other in sorted(file.parent.glob("*.toml")):
        if mine and other.resolve() != file.resolve() and _head(other.read_text("utf-8")) == mine:
            said = f"{other.name} claims the same days of this vendor; give one another date"
            lines = text.splitlines()
            at = next((n for n, row in enumerate(lines, 1) if row.startswith("in_force_from")), 1)
            yield Finding(at, "in_force_from", said, "error")


def _head(text: str) -> tuple[str, str] | None:
    """Whose edition it is and from which day; None where this cannot be read."""
    try:
        document = tomllib.loads(text)
        return document["vendor"], str(document["in_force_from"])
    except (tomllib.TOMLDecodeError, KeyError, RecursionError):
        return None
