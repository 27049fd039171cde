"""Regular expressions that an edition gives: whether one may take for ever on a text."""

import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

ALPHABET = frozenset(string.printable + "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦ")
REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT)
MANY = 20
"""So many repetitions of what repeats itself are as bad as endless ones."""

Part = tuple[Any, Any]


def runs_away(pattern: str) -> bool:
    """Whether a part repeats endlessly whose inside may be repeated in other ways too, so that a
    long text that does not match is tried in more ways than anybody waits for."""
    return any(_is_wild(*part) for part in _inside(parser.parse(pattern)))


def _is_wild(lowest: int, highest: int, body: Sequence[Part]) -> bool:
    return highest >= MANY and highest > lowest and _is_ambiguous(list(body))


def _inside(parts: Iterable[Part]) -> Iterable[tuple[int, int, Sequence[Part]]]:
    """All repetitions in a pattern, however deep: how often, and what."""
    for op, given in parts:
        if op in REPEATS:
            yield given
        for body in _bodies(op, given):
            yield from _inside(body)


def _bodies(op: Any, given: Any) -> Iterable[Sequence[Part]]:
    if op in REPEATS:
        return [given[2]]
    if op is ops.SUBPATTERN:
        return [given[-1]]
    if op is ops.BRANCH:
        return list(given[1])
    return [given[1]] if op in (ops.ASSERT, ops.ASSERT_NOT) else []


def _is_ambiguous(body: list[Part]) -> bool:
    """Whether a text may be cut into repetitions of the body in several ways: it varies in length,
    and no sign that always stands in it tells where one ends."""
    flat = [part for each in body for part in _flat(each)]
    varying = [part for part in flat if part[0] in REPEATS and part[1][0] != part[1][1]]
    if any(part[0] is ops.BRANCH for part in flat):
        return True
    if not varying:
        return False
    held = [_signs([part]) for part in flat if part[0] not in REPEATS]
    taken = frozenset[str]().union(*(_signs(part[1][2]) for part in varying))
    return not any(signs and not signs & taken for signs in held)


def _flat(part: Part) -> list[Part]:
    if part[0] is ops.SUBPATTERN:
        return [inner for each in part[1][-1] for inner in _flat(each)]
    return [part]


def _signs(body: Iterable[Part]) -> frozenset[str]:
    """The signs that a part may take, as far as the alphabet has them."""
    found = frozenset[str]()
    for op, given in body:
        if op in (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN):
            found |= frozenset(each for each in ALPHABET if _takes(op, given, each))
        for inner in _bodies(op, given):
            found |= _signs(inner)
    return found


def _takes(op: Any, given: Any, sign: str) -> bool:
    if op is ops.LITERAL:
        return bool(ord(sign) == given)
    if op is ops.NOT_LITERAL:
        return bool(ord(sign) != given)
    if op is ops.ANY:
        return sign != "\n"
    wanted = given[0][0] is not ops.NEGATE
    return wanted == any(
        _is_in(kind, value, sign) for kind, value in given if kind is not ops.NEGATE
    )


CATEGORIES: Mapping[Any, Callable[[str], bool]] = {
    ops.CATEGORY_DIGIT: str.isdigit,
    ops.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdigit(),
    ops.CATEGORY_SPACE: str.isspace,
    ops.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    ops.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    ops.CATEGORY_NOT_WORD: lambda sign: not (sign.isalnum() or sign == "_"),
}


def _is_in(op: Any, given: Any, sign: str) -> bool:
    if op is ops.RANGE:
        return bool(given[0] <= ord(sign) <= given[1])
    if op is ops.CATEGORY:
        return CATEGORIES[given](sign)
    return bool(ord(sign) == given)
