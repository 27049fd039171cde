"""What is wrong with an edition, in sentences that name the line, the place and the remedy."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from libs.events.intake import Language
from libs.regulation.base import Said
from libs.regulation.lines import Path, nearest

UNWRITABLE = re.compile("[\x00\ud800-\udfff]")

NOT_DEFINED = "is not defined"
"""What is said of a name that leads nowhere."""

NAMES = ("slug", "name", "lack", "act", "cause")
"""The keys by which a table of a list is called."""


class RegulationError(ValueError):
    """An edition cannot be used; `problems` are sentences for the one who writes it."""

    def __init__(self, source: str, problems: Iterable[Said]) -> None:
        self.source, self.sentences = source, tuple(problems)
        super().__init__(self.told("en"))

    @property
    def problems(self) -> tuple[str, ...]:
        """The sentences in English."""
        return tuple(each.en for each in self.sentences)

    def told(self, language: Language) -> str:
        """All sentences in a language, a line for each."""
        return "\n".join(f"{self.source}: {each.said(language)}" for each in self.sentences)


class Problem(NamedTuple):
    """The keys that lead to what is wrong, and in both languages what it is and the remedy."""

    path: Path
    en: str
    ru: str

    def sentence(self, document: Any, lines: Mapping[Path, int]) -> Said:
        """The problem with its line and its place; only the place where no text was read."""
        line = nearest(lines, self.path)
        place = place_of(self.path, document)
        at = Said(f"line {line}, ", f"строка {line}, ") if line else Said("", "")
        return Said(
            f"{at.en}{place or 'the edition'}: {self.en}",
            f"{at.ru}{in_words(place, 'ru') or 'издание'}: {self.ru}",
        )


def unwritable(node: Any, path: Path = ()) -> Iterator[Problem]:
    """Texts with characters that no database keeps."""
    if isinstance(node, dict | list):
        for key, child in node.items() if isinstance(node, dict) else enumerate(node):
            yield from unwritable(child, (*path, key))
    elif isinstance(node, str) and UNWRITABLE.search(node):
        yield Problem(
            path,
            "holds a character that is no text, such as \\u0000; remove it",
            "содержит символ, которого не бывает в тексте, такой как \\u0000; уберите его",
        )


def place_of(path: Path, document: Any) -> str:
    """Where in the document, with a table of a list called by its name."""
    names: list[str] = []
    node = document
    for part in path:
        node = step(node, part)
        names.append(_called(node, part) if isinstance(part, int) else part)
    return " › ".join(names)


def in_words(place: str, language: Language) -> str:
    """A place as it is told in a language; keys and names are the same in both."""
    return re.sub(r"\bnumber (\d+)", r"номер \1", place) if language == "ru" else place


def meant(name: object, known: Iterable[str]) -> Said:
    """The end of a remedy that names the known name that was probably meant; else nothing."""
    alike = get_close_matches(str(name), sorted(known), n=1)
    if not alike:
        return Said("", "")
    return Said(f"; did you mean {alike[0]!r}?", f"; не имелось ли в виду {alike[0]!r}?")


def inside(node: Any, path: Path) -> Any:
    """What the keys lead to; None where there is nothing."""
    for part in path:
        node = step(node, part)
    return node


def step(node: Any, part: str | int) -> Any:
    if isinstance(node, list) and isinstance(part, int):
        return node[part] if part < len(node) else None
    return node.get(part) if isinstance(node, Mapping) else None


def _called(item: Any, index: int) -> str:
    named = item if isinstance(item, Mapping) else {}
    name = next((named[key] for key in NAMES if key in named), None)
    return name if isinstance(name, str) else f"number {index + 1}"
