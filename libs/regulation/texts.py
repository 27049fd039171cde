"""Words that people see, in Russian and in English."""

from collections.abc import Mapping
from string import Formatter
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from libs.events.intake import Language
from libs.regulation.base import Model, Slip


def _not_blank(words: str) -> str:
    if words and not words.strip():
        raise Slip("is blank; fill it in", "пусто; заполните")
    return words


Words = Annotated[str, Field(min_length=1), AfterValidator(_not_blank)]
ABOUT_A_TICKET = frozenset(
    {"number", "subject", "product", "certificate", "reason", "limit", "due_at", "closes_at"}
)
ABOUT_MONEY = frozenset({"plan", "worked", "billed", "price", "listed_on", "until"})


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

    places: ClassVar[frozenset[str]] = ABOUT_A_TICKET

    @model_validator(mode="after")
    def _places_are_known_and_the_same(self) -> Self:
        russian, english = places(self.ru), places(self.en)
        if unknown := sorted((russian | english) - self.places):
            raise Slip(
                f"nothing can be put in {_braced(unknown)}; "
                f"the places are {_braced(sorted(self.places))}",
                f"в {_braced(unknown)} нечего подставить; возможны {_braced(sorted(self.places))}",
            )
        if different := sorted(russian ^ english):
            raise Slip(
                f"{_braced(different)} stands in one language only; add it to the other",
                f"{_braced(different)} есть только на одном языке; добавьте на другом",
            )
        return self

    def filled(self, language: Language, **values: str) -> str:
        """The text with its places filled. Raises KeyError naming a place without a value."""
        return self.said(language).format_map(values)

    def worded(self, **values: Text) -> Text:
        """The text in both languages, its places filled with words."""
        return Text(
            ru=self.filled("ru", **{name: words.ru for name, words in values.items()}),
            en=self.filled("en", **{name: words.en for name, words in values.items()}),
        )


class Offer(Template):
    """A text about work and its price, with places such as {billed}."""

    places: ClassVar[frozenset[str]] = ABOUT_MONEY


class Counted(Template):
    """A text with the place {count}."""

    places: ClassVar[frozenset[str]] = frozenset({"count"})


class Noun(Model):
    """A thing that is counted: «обращение, обращения, обращений», “request, requests”."""

    ru: tuple[Words, Words, Words]
    en: tuple[Words, Words]

    def counted(self, number: int) -> Text:
        """The number with its word: «21 обращение», «22 обращения», «25 обращений»."""
        return Text(
            ru=f"{number} {self.ru[_russian_form(number)]}",
            en=f"{number} {self.en[0 if number == 1 else 1]}",
        )


def _russian_form(number: int) -> int:
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


def places(text: str) -> set[str]:
    """The names between braces in a text."""
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        raise Slip(
            f"the braces do not match ({error}); write {{number}}",
            "фигурные скобки не парные; пишите {number}",
        ) from error
    for _, name, form, conversion in parts:
        if form or conversion:
            raise Slip(
                f"a place is a name alone; write {{{name}}} without what follows it",
                f"в скобках только имя; пишите {{{name}}} без того, что после него",
            )
    return {name for _, name, _, _ in parts if name is not None}


def _braced(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
