"""What is told of a value that does not fit its field, in words for people."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from libs.regulation.base import Said
from libs.runtime.forms import said_of

OF_TYPES = re.compile(r".*\[.*\]|bool|str|int|float|constrained-str")
"""What the parts of a place are called that only name one of several types."""
EMPTY = Said("Fill it in", "Заполните")
TEXT = Said('It must be text: write it in "quotes"', 'Здесь нужен текст: пишите в "кавычках"')
LIST = Said('It must be a list: write ["one", "two"]', 'Здесь нужен список: пишите ["один", "два"]')
OBJECT = Said(
    'It must be an object: write {{"name": "value"}}',
    'Здесь нужен объект: пишите {{"имя": "значение"}}',
)
WHOLE = Said("It must be a whole number, such as 30", "Здесь нужно целое число, например 30")
TRUTH = Said("It must be true or false", "Здесь нужно true или false")
DATE = Said("It must be a date, such as 2026-03-17", "Здесь нужна дата, например 2026-03-17")
INSTANT = Said(
    "It must be a date with a time and a zone, such as 2026-03-17T09:00:00+03:00",
    "Здесь нужны дата, время и часовой пояс, например 2026-03-17T09:00:00+03:00",
)
LINK = Said(
    "It must be the address of a page, such as https://example.org/help",
    "Здесь нужен адрес страницы, например https://example.org/help",
)
LONG = Said(
    "It is too long: {max_length} characters at most",
    "Слишком длинно: знаков не больше {max_length}",
)
SAID = {
    "missing": Said("It is required: add it", "Обязательно: добавьте"),
    "extra_forbidden": Said(
        "There is no such field here: remove it", "Такого поля здесь нет: уберите его"
    ),
    "literal_error": Said("Choose {expected}", "Выберите {expected}"),
    "union_tag_not_found": Said(
        "Its field {discriminator} is required: it says which kind this is",
        "Нужно его поле {discriminator}: оно говорит, что это",
    ),
    "union_tag_invalid": Said(
        "In its field {discriminator} choose one of {expected_tags}",
        "В его поле {discriminator} выберите одно из: {expected_tags}",
    ),
    "string_type": TEXT,
    "string_too_short": EMPTY,
    "string_too_long": LONG,
    "list_type": LIST,
    "set_type": LIST,
    "too_short": EMPTY,
    "too_long": Said(
        "There are too many: {max_length} at most", "Слишком много: не больше {max_length}"
    ),
    "dict_type": OBJECT,
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_parsing_size": WHOLE,
    "int_from_float": WHOLE,
    "finite_number": WHOLE,
    "greater_than_equal": Said("It must be {ge} or more", "Не меньше {ge}"),
    "less_than_equal": Said("It must be {le} or less", "Не больше {le}"),
    "bool_type": TRUTH,
    "bool_parsing": TRUTH,
    "date_type": DATE,
    "date_from_datetime_parsing": DATE,
    "date_from_datetime_inexact": DATE,
    "datetime_type": INSTANT,
    "datetime_parsing": INSTANT,
    "datetime_from_date_parsing": INSTANT,
    "timezone_aware": INSTANT,
    "url_type": LINK,
    "url_parsing": LINK,
    "url_too_long": LONG,
    "value_error": Said(
        "It must be a mail address, such as name@example.org",
        "Здесь нужен почтовый адрес, например name@example.org",
    ),
}
"""By the type of pydantic's error, with its context; it is only addresses that code checks."""
IN_TIME = {
    "greater_than_equal": Said("It must be {ge} or later", "Не раньше {ge}"),
    "less_than_equal": Said("It must be {le} or earlier", "Не позже {le}"),
    "less_than": Said("It must be before {lt}", "Должно быть до {lt}"),
}
"""Of bounds that are days or instants."""
ELSE_RU = "Такое значение здесь не подходит: смотрите /v1/openapi.json"


def misfit(error: Mapping[str, Any]) -> Said:
    """What is told of an error of pydantic's, of a pattern what it is for."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return said_of(context["pattern"])
    bound = context.get("ge", context.get("le", context.get("lt", 0)))
    table = SAID if isinstance(bound, int) else IN_TIME
    if kind not in table:
        return Said(error["msg"], ELSE_RU)
    said = table[kind]
    russian = {name: str(value).replace(" or ", " или ") for name, value in context.items()}
    return Said(said.en.format_map(context), said.ru.format_map(russian))


def field_at(loc: Sequence[str | int]) -> str:
    """Where it is; of a value that may be of several types, without the names of these."""
    return ".".join(str(part) for part in loc if not OF_TYPES.fullmatch(str(part)))
