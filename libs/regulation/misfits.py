"""What in a document is of another form than its part, in sentences with their remedies."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from libs.regulation.base import EXAMPLES, Said, Slip
from libs.regulation.errors import Problem, meant, step
from libs.regulation.keys import Keys
from libs.regulation.lines import Path

NO_TABLE = Said(
    "{} is no table; write [table] or {{ key = value }}",
    "{} — не таблица; пишите [таблица] или {{ ключ = значение }}",
)
NO_TIME = Said(
    '{} is no time of day; write it like "09:00"', '{} — не время суток; пишите так: "09:00"'
)
NO_DATE = Said("{} is no date; write it like 2026-03-17", "{} — не дата; пишите так: 2026-03-17")
NO_TRUTH = Said(
    "{} is neither true nor false; write one of them",
    "{} — не true и не false; напишите одно из них",
)
NO_NUMBER = Said(
    "{} is no number; write one like 3000.00", "{} — не число; пишите, например, 3000.00"
)
EMPTY = Said("is empty; fill it in", "пусто; заполните")
SAID = {
    "missing": Said("is missing; add it", "пропущено; добавьте"),
    "too_short": EMPTY,
    "string_too_short": EMPTY,
    "string_type": Said(
        '{} is no text; write it in "quotes"', '{} — не текст; пишите в "кавычках"'
    ),
    "tuple_type": Said(
        '{} is no list; write ["one", "two"] or [[tables]]',
        '{} — не список; пишите ["один", "два"] или [[таблицы]]',
    ),
    "model_type": NO_TABLE,
    "model_attributes_type": NO_TABLE,
    "mapping_type": NO_TABLE,
    "dict_type": NO_TABLE,
    "time_parsing": NO_TIME,
    "time_type": NO_TIME,
    "date_from_datetime_parsing": NO_DATE,
    "date_parsing": NO_DATE,
    "date_type": NO_DATE,
    "date_from_datetime_inexact": Said(
        "a regulation begins with a day; write it like 2026-03-17",
        "регламент начинает действовать с дня; пишите так: 2026-03-17",
    ),
    "int_type": Said(
        "{} is no whole number; write one without quotes, like 30",
        "{} — не целое число; пишите без кавычек, например 30",
    ),
    "finite_number": Said(
        "{} is no whole number; write one like 30", "{} — не целое число; пишите, например, 30"
    ),
    "decimal_parsing": NO_NUMBER,
    "decimal_type": NO_NUMBER,
    "decimal_max_digits": Said(
        "{} has too many digits; write fewer", "в {} слишком много цифр; напишите меньше"
    ),
    "decimal_max_places": Said(
        "{} has more than two decimals; write two",
        "в {} больше двух знаков после точки; оставьте два",
    ),
    "bool_parsing": NO_TRUTH,
    "bool_type": NO_TRUTH,
}
"""What is said of the kinds of error that need no more than the value given."""
ELSEWHERE = Said("; it belongs to another part, remove it here", "; он из другой части, уберите")
LONGEST_TOLD = 200
ABSENT = ("missing", "extra_forbidden")
"""Where the last key of an error has no value in the document, and names the place all the same."""


def misfits(error: ValidationError, document: Any, keys: Keys) -> list[Problem]:
    """The errors of a document, one a place; `keys` tells which keys may stand where."""
    found: dict[Path, list[Said]] = {}
    for detail in error.errors(include_url=False):
        path = _path(detail, document)
        found.setdefault(path, []).append(_fault(detail, path, keys))
    deepest = [
        path for path in found if not any(path == other[: len(path)] != other for other in found)
    ]
    return [_joined(path, found[path]) for path in deepest]


def _joined(path: Path, faults: list[Said]) -> Problem:
    """What may be wrong at one place, each thing once."""
    english, russian = ([*dict.fromkeys(each)] for each in zip(*faults, strict=True))
    return Problem(path, "; or ".join(english), "; или ".join(russian))


def _path(detail: ErrorDetails, document: Any) -> Path:
    """The keys to an error; parts of `loc` that only name a member of a union are left out."""
    path: list[str | int] = []
    node = document
    for part in detail["loc"]:
        if step(node, part) is not None:
            node = step(node, part)
            path.append(part)
        elif detail["type"] in ABSENT and part == detail["loc"][-1]:
            path.append(part)
    return tuple(path)


def _fault(detail: ErrorDetails, path: Path, keys: Keys) -> Said:
    given, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return _unknown_key(path, keys)
        case "literal_error":
            known = context["expected"]
            guess = meant(given, re.findall(r"'([^']*)'", known))
            return Said(
                f"{given!r} is not known; choose {known}{guess.en}",
                f"{given!r} здесь не бывает; выберите {known.replace(' or ', ' или ')}{guess.ru}",
            )
        case "string_pattern_mismatch":
            example = EXAMPLES.get(context["pattern"], context["pattern"])
            return Said(
                f"{given!r} has another form; write it like {example}",
                f"{given!r} записано не так; пишите, например, {example}",
            )
        case "value_error":
            slip = context["error"]
            return slip.said if isinstance(slip, Slip) else Said(str(slip), str(slip))
        case "greater_than_equal":
            least = context["ge"]
            return Said(
                f"{given!r} is too little; write {least} or more",
                f"{given!r} — слишком мало; напишите {least} или больше",
            )
        case "less_than_equal":
            most = context["le"]
            return Said(
                f"{given!r} is too much; write {most} or less",
                f"{given!r} — слишком много; напишите {most} или меньше",
            )
        case "string_too_long" | "too_long":
            return _too_long(given, context["max_length"])
        case "missing" if isinstance(detail["loc"][-1], int):
            number = detail["loc"][-1] + 1
            return Said(
                f"word {number} is missing; give all forms of the noun",
                f"нет слова {number}; дайте все формы существительного",
            )
        case kind if kind in SAID:
            said = SAID[kind]
            return Said(said.en.format(_short(given)), said.ru.format(_short(given)))
        case _:
            told = f"{detail['msg'][:1].lower()}{detail['msg'][1:]}"
            return Said(
                f"{told}; it is {_short(given)}, correct it",
                f"значение {_short(given)} здесь не годится; исправьте его",
            )


def _too_long(given: str | Sequence[object], most: int) -> Said:
    if isinstance(given, str):
        return Said(
            f"is longer than {most} letters; shorten it", f"длиннее {most} знаков; сократите"
        )
    return Said(f"has {len(given)} items; leave {most}", f"здесь их {len(given)}; оставьте {most}")


def _short(given: object) -> str:
    """A value as it is told, without the middle of a long one."""
    told = repr(given)
    return told if len(told) <= LONGEST_TOLD else f"{told[:LONGEST_TOLD]}…"


def _unknown_key(path: Path, keys: Keys) -> Said:
    key, here = str(path[-1]), keys.at(path[:-1])
    guess = meant(key, here)
    if not guess.en and key in keys.anywhere:
        guess = ELSEWHERE
    elif not guess.en:
        guess = meant(key, keys.anywhere)
    en, ru = guess if guess.en else Said("; remove it", "; уберите его")
    return Said(f"is no key of an edition's here{en}", f"такого ключа здесь нет{ru}")
