"""On which line of a TOML text each of its keys stands, so that a fault can be found at once."""

import re
from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]
Token = tuple[str, str, int]

TOKENS = re.compile(
    r'(?P<text>"{3}.*?"{3}|\'{3}.*?\'{3}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)|(?P<mark>[\[\]{}=,.\n])|(?P<bare>[^\s\[\]{}=,.#\"']+)",
    re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """The line of each table and key of a valid TOML text, lists by number from 0."""
    return _Reader(text).read()


def nearest(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of a path, or of the closest table around it; None where there is neither."""
    around = (path[:length] for length in range(len(path), 0, -1))
    return next((lines[each] for each in around if each in lines), None)


class _Reader:
    """Walks a text that is known to be TOML; values themselves are passed over."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.lists: dict[Path, int] = {}

    def read(self) -> dict[Path, int]:
        table: Path = ()
        while self.at < len(self.tokens):
            if self._is("\n"):
                self.at += 1
            elif self._is("["):
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _header(self) -> Path:
        line = self.tokens[self.at][2]
        self.at += 1
        many = self._is("[")
        self.at += many
        path = self._inside(self._key())
        self.at += 1 + many
        if many:
            self.lists[path] = self.lists.get(path, -1) + 1
            self.lines.setdefault(path, line)
            path = (*path, self.lists[path])
        self.lines.setdefault(path, line)
        return path

    def _inside(self, path: Path) -> Path:
        """The path with the number of the list's newest table put in behind each list's name."""
        found: Path = ()
        for part in path[:-1]:
            found = (*found, part)
            if found in self.lists:
                found = (*found, self.lists[found])
        return (*found, path[-1])

    def _key(self) -> Path:
        parts = [self._word()]
        while self._is("."):
            self.at += 1
            parts.append(self._word())
        return tuple(parts)

    def _word(self) -> str:
        _kind, text, _line = self.tokens[self.at]
        self.at += 1
        return text.strip("\"'")

    def _pair(self, table: Path) -> None:
        line = self.tokens[self.at][2]
        path = (*table, *self._key())
        self.lines.setdefault(path, line)
        self.at += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        self._blank()
        if self._is("["):
            self._list(path)
        elif self._is("{"):
            self._table(path)
        else:
            while self.at < len(self.tokens) and self.tokens[self.at][1] not in ",]}\n":
                self.at += 1

    def _list(self, path: Path) -> None:
        self.at += 1
        number = 0
        while not self._is("]"):
            self._blank()
            if self._is(","):
                self.at += 1
            elif not self._is("]"):
                self.lines[*path, number] = self.tokens[self.at][2]
                self._value((*path, number))
                number += 1
        self.at += 1

    def _table(self, path: Path) -> None:
        self.at += 1
        while not self._is("}"):
            if self._is(",") or self._is("\n"):
                self.at += 1
            else:
                self._pair(path)
        self.at += 1

    def _blank(self) -> None:
        while self._is("\n"):
            self.at += 1

    def _is(self, mark: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][:2] == ("mark", mark)


def _tokens(text: str) -> Iterator[Token]:
    line, counted = 1, 0
    for found in TOKENS.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        if found.lastgroup != "comment":
            yield str(found.lastgroup), found.group(), line
