"""What is left of a broken edition when its misfits are taken out, so that the rest is checked."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from libs.regulation.edition import Edition
from libs.regulation.errors import NAMES, NOT_DEFINED, Problem, inside
from libs.regulation.keys import keys_of
from libs.regulation.lines import Path
from libs.regulation.misfits import misfits

GONE = "taken out"
"""Stands where an item of a list was, so that the others keep their numbers."""


LEANS = {
    "schedule": "is open",
    "billing": "worked time is billed",
    "without_entitlement": "what a request gets then",
}
"""What is said of others where a part of this name is broken, and may be untrue."""


class Salvage:
    """The misfits of a document, and an edition of the rest; None where too little is left."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.rest = deepcopy(dict(document))
        self.taken: dict[Path, Any] = {}
        self.misfits: list[Problem] = []
        self.edition = self._edition()

    def of_the_whole(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems of the rest that are those of the whole too, at their places in it."""
        names = {repr(name) for part in self.taken.values() for name in _names(part)}
        names |= {LEANS[path[0]] for path in self.taken if path[0] in LEANS}
        if any(path[-1] in NAMES for path in self.taken):
            names.add(NOT_DEFINED)  # a misspelt name leaves all that lead to it astray
        return [
            problem._replace(path=self._way(problem.path))
            for problem in problems
            if not any(name in problem.en for name in names)
        ]

    def of_what_is_whole(self, problems: Iterable[Problem]) -> list[Problem]:
        """The same, but for what is doubtful only since something was taken out of it; none where
        a whole part is called by a wrong name, on which others may lean."""
        if any(len(path) == 1 for path in self.taken):
            return []
        return [each for each in self.of_the_whole(problems) if not self._follows(each.path)]

    def _edition(self) -> Edition | None:
        while True:
            left = _compact(self.rest)
            try:
                return Edition.model_validate(left)
            except ValidationError as error:
                problems = misfits(error, left, keys_of(Edition))
            found = [each._replace(path=self._way(each.path)) for each in problems]
            self.misfits += [each for each in found if not self._follows(each.path)]
            taken_before = len(self.taken)
            for each in found:
                self._take(each.path)
            if len(self.taken) == taken_before:
                return None

    def _follows(self, path: Path) -> bool:
        """Whether a misfit may only come from what was taken out at the place or inside it, or
        from in front of the last item of a list that now is too short."""
        around = inside(self.rest, path[:-1])
        if isinstance(around, list) and GONE in around and path[-1] == len(around):
            return True
        return any(taken[: len(path)] == path for taken in self.taken)

    def _take(self, path: Path) -> None:
        """Take a value out, else the list's item around it, where there is one still."""
        items = (path[:end] for end in range(len(path), 0, -1) if isinstance(path[end - 1], int))
        for way in (path, *items):
            found = inside(self.rest, way) if way else None
            if found is not None and found is not GONE:
                self.taken[way] = found
                _remove(inside(self.rest, way[:-1]), way[-1])
                return

    def _way(self, path: Path) -> Path:
        """The keys in the whole for those in the rest, whose lists are shorter."""
        way: Path = ()
        for part in path:
            node = inside(self.rest, way)
            if isinstance(node, list) and isinstance(part, int):
                there = [number for number, each in enumerate(node) if each is not GONE]
                part = there[part] if part < len(there) else len(node)
            way = (*way, part)
        return way


def _remove(node: Any, key: str | int) -> None:
    if isinstance(node, list) and isinstance(key, int):
        node[key] = GONE
    else:
        del node[key]


def _compact(node: Any) -> Any:
    if isinstance(node, list):
        return [_compact(each) for each in node if each is not GONE]
    if isinstance(node, dict):
        return {key: _compact(value) for key, value in node.items()}
    return node


def _names(part: Any) -> Iterator[str]:
    """The names that a part gave to itself and to what is in it."""
    if isinstance(part, dict):
        yield from (part[key] for key in NAMES if isinstance(part.get(key), str))
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _names(each)
