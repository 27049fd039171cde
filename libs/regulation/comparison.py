"""What differs between two editions, in sentences."""

from collections.abc import Mapping
from typing import Any

from libs.events.intake import Language
from libs.regulation.clocks import Limit
from libs.regulation.differences import Difference

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


TRUTH: Mapping[Language, Mapping[bool, str]] = {
    "ru": {True: "да", False: "нет"},
    "en": {True: "true", False: "false"},
}


def sentence(difference: Difference, language: Language) -> str:
    """One difference in words."""
    rules = f" ({', '.join(difference.rules)})" if difference.rules else ""
    return SENTENCES[language][difference.sort].format(
        place=difference.place,
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
            return ", ".join(f"{key} = {words(each, language)}" for key, each in value.items())
        case list():
            return "[" + ", ".join(words(each, language) for each in value) + "]"
        case bool():
            return TRUTH[language][value]
    return str(value)
