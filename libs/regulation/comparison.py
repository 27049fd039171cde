"""What differs between two editions, in sentences."""

import re
from collections.abc import Mapping
from typing import Any

from libs.events.intake import Language
from libs.regulation.clocks import Limit
from libs.regulation.differences import Difference
from libs.regulation.errors import in_words
from libs.regulation.schedule import WEEK
from libs.regulation.texts import Text
from libs.worktime import english, russian

SENTENCES = {
    "ru": {
        "changed": "{place}: было {before}, стало {after}{rules}",
        "added": "{place}: добавлено {after}{rules}",
        "removed": "{place}: убрано {before}{rules}",
        "none": "Издания говорят одно и то же.",
    },
    "en": {
        "changed": "{place}: from {before} to {after}{rules}",
        "added": "{place}: added {after}{rules}",
        "removed": "{place}: removed {before}{rules}",
        "none": "The editions say the same.",
    },
}


NOTHING = Text(ru="ничего", en="nothing")
SPOKEN: Mapping[str, Text] = {
    "by_level": Text(ru="по уровню", en="by level"),
    "agreed": Text(ru="по согласованию", en="by agreement"),
    **{
        day: Text(ru=russian.WEEKDAYS[number], en=english.WEEKDAYS[number])
        for number, day in enumerate(WEEK)
    },
}
"""The values that people have words for; others are said as they are written."""

TRUTH: Mapping[Language, Mapping[bool, str]] = {
    "ru": {True: "да", False: "нет"},
    "en": {True: "true", False: "false"},
}


def sentence(difference: Difference, language: Language) -> str:
    """One difference in words."""
    rules = f" ({', '.join(difference.rules)})" if difference.rules else ""
    return SENTENCES[language][difference.sort].format(
        place=in_words(difference.place, language),
        before=words(difference.before, language),
        after=words(difference.after, language),
        rules=rules,
    )


def words(value: Any, language: Language) -> str:
    """A value as people read it."""
    match value:
        case {"ru": _, "en": _}:
            return f"«{value['ru']}» / “{value['en']}”"
        case {"amount": _, "unit": _}:
            limit = Limit.model_validate(value).words().said(language)
            return f"«в течение {limit}»" if language == "ru" else limit
        case {"name": {"ru": _, "en": _} as name}:
            return f"«{name[language]}»"
        case dict():
            told = {key: each for key, each in value.items() if each not in ("", [], {}, None)}
            return ", ".join(f"{key} = {words(each, language)}" for key, each in told.items())
        case []:
            return NOTHING.said(language)
        case list():
            return "[" + ", ".join(words(each, language) for each in value) + "]"
        case bool():
            return TRUTH[language][value]
    if value in SPOKEN:
        return SPOKEN[value].said(language)
    return re.sub(r"^(\d\d:\d\d):00$", r"\1", str(value))
