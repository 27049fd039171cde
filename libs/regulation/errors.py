"""What is wrong with an edition, in sentences that name the place and the remedy."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from libs.regulation.base import EXAMPLES

NO_TABLE = "{} is no table; write [table] or {{ key = value }}"
NO_TIME = '{} is no time of day; write it like "09:00"'
NO_DATE = "{} is no date; write it like 2026-03-17"
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
}
"""What is said of the kinds of error that need no more than the value given."""


class RegulationError(ValueError):
    """An edition cannot be used; `problems` are sentences for the one who writes it."""

    def __init__(self, source: str, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{source}: {problem}" for problem in self.problems))


def sentences(error: ValidationError, document: Mapping[str, Any], keys: set[str]) -> list[str]:
    """The errors of a document, one sentence a place; `keys` are all that an edition knows."""
    found: dict[str, list[str]] = {}
    for detail in error.errors(include_url=False):
        place = _place(detail, document)
        found.setdefault(place, []).append(_fault(detail, keys))
    deepest = [
        place for place in found if not any(other.startswith(f"{place} ›") for other in found)
    ]
    return [f"{place or 'the edition'}: {'; or '.join(found[place])}" for place in deepest]


def _place(detail: ErrorDetails, document: Any) -> str:
    """Where in the document, with a table of a list called by its name; parts of `loc` that only
    name a member of a union are left out."""
    names: list[str] = []
    node = document
    for part in detail["loc"]:
        if isinstance(node, list) and isinstance(part, int):
            node = node[part]
            names.append(_called(node, part))
        elif isinstance(node, Mapping) and part in node:
            node = node[part]
            names.append(str(part))
        elif detail["type"] == "missing" and part == detail["loc"][-1]:
            names.append(str(part))
    return " › ".join(names)


def _called(item: Any, index: int) -> str:
    named = item if isinstance(item, Mapping) else {}
    name = next((named[key] for key in ("slug", "name", "lack") if key in named), None)
    return name if isinstance(name, str) else f"number {index + 1}"


def _fault(detail: ErrorDetails, keys: set[str]) -> str:
    given, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return f"is no key of an edition's here; {_remedy(str(detail['loc'][-1]), keys)}"
        case "literal_error":
            return f"{given!r} is not known; choose {context['expected']}"
        case "string_pattern_mismatch":
            pattern = context["pattern"]
            return f"{given!r} has another form; write it like {EXAMPLES.get(pattern, pattern)}"
        case "value_error":
            return str(context["error"])
        case kind if kind in SAID:
            return SAID[kind].format(repr(given))
        case _:
            return f"{detail['msg'][:1].lower()}{detail['msg'][1:]}; it is {given!r}"


def _remedy(key: str, keys: set[str]) -> str:
    alike = get_close_matches(key, sorted(keys), n=1)
    return f"did you mean {alike[0]!r}?" if alike else "remove it"
