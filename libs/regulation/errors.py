"""What is wrong with an edition, in sentences that name the line, the place and the remedy."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from libs.regulation.base import EXAMPLES
from libs.regulation.lines import Path, nearest

NO_TABLE = "{} is no table; write [table] or {{ key = value }}"
NO_TIME = '{} is no time of day; write it like "09:00"'
NO_DATE = "{} is no date; write it like 2026-03-17"
NO_TRUTH = "{} is neither true nor false; write one of them"
SAID = {
    "missing": "is missing; add it",
    "too_short": "is empty; fill it in",
    "string_too_short": "is empty; fill it in",
    "string_type": '{} is no text; write it in "quotes"',
    "tuple_type": '{} is no list; write ["one", "two"] or [[tables]]',
    "model_type": NO_TABLE,
    "mapping_type": NO_TABLE,
    "time_parsing": NO_TIME,
    "time_type": NO_TIME,
    "date_from_datetime_parsing": NO_DATE,
    "date_type": NO_DATE,
    "date_from_datetime_inexact": "a regulation begins with a day; write it like 2026-03-17",
    "int_type": "{} is no whole number; write one without quotes, like 30",
    "finite_number": "{} is no whole number; write one like 30",
    "bool_parsing": NO_TRUTH,
    "bool_type": NO_TRUTH,
}
"""What is said of the kinds of error that need no more than the value given."""


UNWRITABLE = re.compile("[\x00\ud800-\udfff]")

NAMES = ("slug", "name", "lack", "act", "cause")
"""The keys by which a table of a list is called."""


class RegulationError(ValueError):
    """An edition cannot be used; `problems` are sentences for the one who writes it."""

    def __init__(self, source: str, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{source}: {problem}" for problem in self.problems))


class Problem(NamedTuple):
    """What is wrong and how it is mended, and the keys that lead there."""

    path: Path
    said: str

    def sentence(self, document: Any, lines: Mapping[Path, int]) -> str:
        """The problem with its line and its place; only the place where no text was read."""
        line = nearest(lines, self.path)
        place = place_of(self.path, document) or "the edition"
        return f"line {line}, {place}: {self.said}" if line else f"{place}: {self.said}"


def misfits(error: ValidationError, document: Any, keys: set[str]) -> list[Problem]:
    """The errors of a document, one a place; `keys` are all that such a document knows."""
    found: dict[Path, list[str]] = {}
    for detail in error.errors(include_url=False):
        path = _path(detail, document)
        found.setdefault(path, []).append(_fault(detail, keys))
    deepest = [
        path for path in found if not any(path == other[: len(path)] != other for other in found)
    ]
    return [Problem(path, "; or ".join(found[path])) for path in deepest]


def unwritable(node: Any, path: Path = ()) -> Iterator[Problem]:
    """Texts with characters that no database keeps."""
    if isinstance(node, str) and UNWRITABLE.search(node):
        yield Problem(path, "holds a character that is no text, such as \\u0000; remove it")
    children = node.items() if isinstance(node, Mapping) else ()
    for key, child in enumerate(node) if isinstance(node, list) else children:
        yield from unwritable(child, (*path, key))


def place_of(path: Path, document: Any) -> str:
    """Where in the document, with a table of a list called by its name."""
    names: list[str] = []
    node = document
    for part in path:
        node = _inside(node, part)
        names.append(_called(node, part) if isinstance(part, int) else part)
    return " › ".join(names)


def meant(name: object, known: Iterable[str]) -> str:
    """The end of a remedy that names the known name that was probably meant; else nothing."""
    alike = get_close_matches(str(name), sorted(known), n=1)
    return f"; did you mean {alike[0]!r}?" if alike else ""


def inside(node: Any, path: Path) -> Any:
    """What the keys lead to; None where there is nothing."""
    for part in path:
        node = _inside(node, part)
    return node


def _path(detail: ErrorDetails, document: Any) -> Path:
    """The keys to an error; parts of `loc` that only name a member of a union are left out."""
    path: list[str | int] = []
    node = document
    for part in detail["loc"]:
        if _inside(node, part) is not None:
            node = _inside(node, part)
            path.append(part)
        elif detail["type"] == "missing" and part == detail["loc"][-1]:
            path.append(part)
    return tuple(path)


def _inside(node: Any, part: str | int) -> Any:
    if isinstance(node, list) and isinstance(part, int):
        return node[part] if part < len(node) else None
    return node.get(part) if isinstance(node, Mapping) else None


def _called(item: Any, index: int) -> str:
    named = item if isinstance(item, Mapping) else {}
    name = next((named[key] for key in NAMES if key in named), None)
    return name if isinstance(name, str) else f"number {index + 1}"


def _fault(detail: ErrorDetails, keys: set[str]) -> str:
    given, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return f"is no key of an edition's here; {_remedy(str(detail['loc'][-1]), keys)}"
        case "literal_error":
            guess = meant(given, re.findall(r"'([^']*)'", context["expected"]))
            return f"{given!r} is not known; choose {context['expected']}{guess}"
        case "string_pattern_mismatch":
            pattern = context["pattern"]
            return f"{given!r} has another form; write it like {EXAMPLES.get(pattern, pattern)}"
        case "value_error":
            return str(context["error"])
        case "greater_than_equal":
            return f"{given!r} is too little; write {context['ge']} or more"
        case "less_than_equal":
            return f"{given!r} is too much; write {context['le']} or less"
        case "string_too_long":
            return f"is longer than {context['max_length']} letters; shorten it"
        case "missing" if isinstance(detail["loc"][-1], int):
            return f"word {detail['loc'][-1] + 1} is missing; give all forms of the noun"
        case kind if kind in SAID:
            return SAID[kind].format(repr(given))
        case _:
            return f"{detail['msg'][:1].lower()}{detail['msg'][1:]}; it is {given!r}"


def _remedy(key: str, keys: set[str]) -> str:
    if key in keys:
        return "it belongs to another part, remove it here"
    alike = get_close_matches(key, sorted(keys), n=1)
    return f"did you mean {alike[0]!r}?" if alike else "remove it"
