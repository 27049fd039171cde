"""What all parts of an edition share: where it is stated, or on which decision it rests."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from libs.events.intake import Language

RULE = r"^[A-Z]{2,6}(-[A-Z])?-\d{2,3}$"
DOCUMENT = r"^[A-Z]{2,6}(-[A-Z])?-$"
DECISION = r"^A-\d{2}$"
SLUG = r"^[a-z][a-z0-9_]*$"
EDITION = r"^[a-z][a-z0-9_-]*$"
PREFIX = r"^[A-Z]{2,4}$"
PHONE = r"^\+\d{11,15}$"
CURRENCY = r"^[A-Z]{3}$"
EXAMPLES = {
    RULE: "CPRO-R-28",
    DOCUMENT: "CPRO-P-",
    DECISION: "A-19",
    SLUG: "take_into_work",
    EDITION: "vendor-2026",
    PREFIX: "CP",
    PHONE: "+74959954821",
    CURRENCY: "RUB",
}

RuleId = Annotated[str, Field(pattern=RULE)]
DecisionId = Annotated[str, Field(pattern=DECISION)]
Slug = Annotated[str, Field(pattern=SLUG, max_length=100)]


class Said(NamedTuple):
    """What is said to the one who writes an edition: what is wrong, and the remedy."""

    en: str
    ru: str

    def said(self, language: Language) -> str:
        return self.ru if language == "ru" else self.en


class Slip(ValueError):
    """A part says what it cannot mean; `said` is that in words, with the remedy."""

    def __init__(self, en: str, ru: str) -> None:
        super().__init__(en)
        self.said = Said(en, ru)


def _written_out(value: object) -> object:
    if isinstance(value, int | float):
        raise Slip(
            f'{value!r} is a number; write a date like 2026-03-17, a time like "09:00"',
            f'{value!r} — это число; напишите дату: 2026-03-17, или время: "09:00"',
        )
    return value


Truth = Annotated[bool, Field(strict=True)]
"""For true and false: a text such as "yes" is neither."""


WrittenOut = BeforeValidator(_written_out)
"""For dates and times: a bare number would be taken for seconds."""


Filled = Field(min_length=1)
"""For lists that name at least one thing."""


class Model(BaseModel):
    """A part of an edition: never changed, and never with a key that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Stated(Model):
    """A part that says where it comes from.

    `assumed` names the decision that the part rests on instead of a phrase: one for the whole
    part, or one for each value that does.
    """

    rules: tuple[RuleId, ...] = ()
    clause: str = ""
    phrase: str = ""
    assumed: DecisionId | Mapping[str, DecisionId] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _assumed_names_values(self) -> Self:
        values = [] if isinstance(self.assumed, str) else list(self.assumed)
        if unknown := [value for value in values if value not in type(self).model_fields]:
            names = ", ".join(unknown)
            raise Slip(
                f"assumed names {names}, which has no place here; rename it",
                f"assumed называет {names}, чего здесь нет; исправьте имя",
            )
        return self

    def assumptions(self) -> tuple[str, ...]:
        """The decisions that this part rests on."""
        if isinstance(self.assumed, str):
            return (self.assumed,)
        return tuple(sorted(set(self.assumed.values())))
