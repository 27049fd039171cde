"""Words that people see, in Russian and in English."""

from collections.abc import Mapping
from string import Formatter
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from libs.events.intake import Language
from libs.regulation.base import Model

Words = Annotated[str, Field(min_length=1)]
Placeholder = Literal[
    "number", "subject", "product", "certificate", "reason", "limit", "due_at", "closes_at"
]


class Text(Model):
    """One text in both languages."""

    ru: Words
    en: Words

    def said(self, language: Language) -> str:
        return self.ru if language == "ru" else self.en

    def about(self, words: "Text") -> "Text":
        """The text with other words put in the place of its {}."""
        return Text(ru=self.ru.format(words.ru), en=self.en.format(words.en))

    def listing(self, names: Mapping[str, "Text"]) -> "Text":
        """The text with names, each with the word for it in the API, put in the place of its {}."""
        russian = ", ".join(f"{name.ru} ({slug})" for slug, name in names.items())
        english = ", ".join(f"{name.en} ({slug})" for slug, name in names.items())
        return self.about(Text(ru=russian, en=english))


class Template(Text):
    """A text with places such as {number}; both languages must have the same ones."""

    @model_validator(mode="after")
    def _places_are_known_and_the_same(self) -> Self:
        russian, english = places(self.ru), places(self.en)
        if unknown := sorted((russian | english) - set(get_args(Placeholder))):
            raise ValueError(
                f"nothing can be put in {_braced(unknown)}; "
                f"the places are {_braced(get_args(Placeholder))}"
            )
        if different := sorted(russian ^ english):
            raise ValueError(
                f"{_braced(different)} stands in one language only; add it to the other"
            )
        return self

    def filled(self, language: Language, **values: str) -> str:
        """The text with its places filled. Raises KeyError naming a place without a value."""
        return self.said(language).format_map(values)


def places(text: str) -> set[str]:
    """The names between braces in a text."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise ValueError(f"the braces do not match ({error}); write {{number}}") from error


def _braced(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
