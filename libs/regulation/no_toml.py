"""What is said of a text that is no TOML, also in Russian."""

import re

from tomli import TOMLDecodeError

from libs.regulation.base import Said

TOO_DEEP = Said(
    "this is no TOML: it is nested too deeply; flatten it",
    "это не TOML: слишком глубокая вложенность; уменьшите её",
)
FAULTS = {
    r"Invalid initial character for a key part": "здесь не может начинаться ключ",
    r"Expected '=' after a key in a key/value pair": "после ключа нужен знак «=»",
    r"Expected newline or end of document after a statement": "после значения нужен конец строки",
    r"Expected '\]' at the end of a table declaration": "заголовок таблицы не закрыт знаком «]»",
    r"Expected '\]\]' at the end of an array declaration": "заголовок списка не закрыт «]]»",
    r"Expected (?P<what>.+)": "здесь нужно {what}",
    r"Cannot overwrite a value": "такой ключ уже есть",
    r"Cannot declare (?P<what>.+) twice": "таблица {what} объявлена дважды",
    r"Cannot mutate immutable namespace (?P<what>.+)": "таблица {what} уже закончена",
    r"Cannot redefine namespace .*": "такая таблица уже есть",
    r"Duplicate inline table key (?P<what>.+)": "ключ {what} стоит в таблице дважды",
    r"Invalid value": "такого значения не бывает; текст пишется в кавычках",
    r"Invalid statement": "здесь нужен ключ или заголовок таблицы",
    r"Invalid date or datetime": "такой даты нет",
    r"Invalid hex value": "неверный код символа после «\\\\»",
    r"Unclosed array": "список не закрыт знаком «]»",
    r"Unclosed inline table": "таблица не закрыта знаком «}}»",
    r"Unterminated string": "текст не закрыт кавычкой",
    r"Unescaped '\\' in a string": "перед «\\\\» в тексте нужен ещё один такой знак",
    r"Escaped character is not a Unicode scalar value": "символа с таким кодом нет",
    r"Illegal character (?P<what>.+)": "недопустимый символ {what}",
    r"Found invalid character (?P<what>.+)": "недопустимый символ {what}",
}
"""The words of Python's own reader for what it cannot read."""

QUOTES = "“”„«»‘’"
MARK = "\ufeff"

PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def no_toml(error: TOMLDecodeError) -> Said:
    """What is wrong and where, and that it must be mended there."""
    told = re.sub(r"\(('[^']*'),? ?.*?\)(?= twice|$)", _dotted, str(error))
    place = PLACE.search(told)
    fault = told[: place.start()] if place else told
    if place and place["line"]:
        where = f"строка {place['line']}, знак {place['column']}"
    else:
        where = "конец текста"
    hint = _hint(error)
    return Said(
        f"this is no TOML: {told}; correct it there{hint.en}",
        f"это не TOML: {_russian(fault)} ({where}); исправьте там{hint.ru}",
    )


def _hint(error: TOMLDecodeError) -> Said:
    """What stands there is often written by a habit of other texts: what is meant instead."""
    there = error.doc[error.pos :]
    if there.startswith(MARK):
        return Said(": remove the invisible mark", ": уберите невидимую метку")
    if there.startswith(tuple(QUOTES)):
        return Said(': the quotes are straight, "like these"', ': кавычки прямые, "вот такие"')
    if word := re.match("True|False|TRUE|FALSE", there):
        small = word[0].lower()
        return Said(f": write {small}", f": пишите {small}")
    letter = there[:1]
    if letter.isalpha() and not letter.isascii():
        return Said(
            f": '{letter}' is no Latin letter, as those of a key are",
            f": «{letter}» не латинская буква, а ключи пишутся латинскими",
        )
    return Said("", "")


def _dotted(table: re.Match[str]) -> str:
    """A table as it is written, where Python names it by a tuple."""
    parts = re.findall(r"'([^']*)'", table[0])
    return ".".join(parts) if parts else table[0]


def _russian(fault: str) -> str:
    for pattern, russian in FAULTS.items():
        if found := re.fullmatch(pattern, fault):
            return russian.format(**found.groupdict())
    return "такую запись прочитать нельзя"
