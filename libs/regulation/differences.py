"""What differs between two editions, value by value, each with the rules that it rests on."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Literal, NamedTuple

from libs.regulation.edition import Edition
from libs.regulation.errors import NAMES

Sort = Literal["changed", "added", "removed"]


class Difference(NamedTuple):
    """A value that another edition has otherwise; nothing stands before an added one, nor after
    a removed one."""

    place: str
    sort: Sort
    before: Any
    after: Any
    rules: tuple[str, ...]


def differences(before: Edition, after: Edition) -> list[Difference]:
    """All that differs, in the order in which the parts of an edition stand."""
    return list(_compared((), _plain(before), _plain(after), ()))


def _plain(edition: Edition) -> dict[str, Any]:
    return edition.model_dump(mode="json", exclude_none=True)


def _compared(
    place: tuple[str, ...], before: Any, after: Any, rules: tuple[str, ...]
) -> Iterator[Difference]:
    if before == after:
        return
    old = {} if before == [] else _by_name(before)
    new = {} if after == [] else _by_name(after)
    if old is None or new is None or not (_by_name(before) or _by_name(after)):
        yield _difference(place, before, after, rules)
        return
    rules = tuple(new.get("rules") or old.get("rules") or rules)
    for key in dict.fromkeys([*old, *new]):
        yield from _compared((*place, key), old.get(key), new.get(key), rules)


def _difference(
    place: tuple[str, ...], before: Any, after: Any, rules: tuple[str, ...]
) -> Difference:
    sort: Sort = "added" if before is None else "removed" if after is None else "changed"
    part = after if after is not None else before
    own = part.get("rules", ()) if isinstance(part, Mapping) else ()
    return Difference(" › ".join(place), sort, before, after, tuple(own or rules))


def _by_name(node: Any) -> dict[str, Any] | None:
    """The values of a table, or the tables of a list by their names; None for a plain value."""
    if isinstance(node, Mapping):
        return None if set(node) in ({"ru", "en"}, {"amount", "unit"}) else dict(node)
    if not isinstance(node, list) or not node or not all(isinstance(each, dict) for each in node):
        return None
    named: dict[str, Any] = {}
    for number, item in enumerate(node, start=1):
        name = next((str(item[key]) for key in NAMES if key in item), f"number {number}")
        free = (name if again == 1 else f"{name} ({again})" for again in count(1))
        named[next(each for each in free if each not in named)] = item
    return named
