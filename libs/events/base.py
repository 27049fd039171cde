"""What an event is: a frozen fact with a name, a version and a half that can be deleted."""

from datetime import datetime
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue

T = TypeVar("T")


class Erased(Enum):
    """Stands for a personal value that was deleted, or that this reader does not take in."""

    ERASED = "erased"


ERASED = Erased.ERASED


class PersonalMark:
    """Marks a field as belonging to the half of an event that can be deleted."""


Personal = Annotated[T | Erased, PersonalMark()]
"""A field of the personal half: names, addresses, phones, subjects, bodies, file names."""


class Frozen(BaseModel):
    """A value inside an event."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Because(Frozen):
    """Why a decision was made: rule ids, the law it was decided under, words and facts.

    Holds no personal data: it lies in the log for ever.
    """

    rules: tuple[str, ...] = ()
    edition: str | None = None
    calendar: str | None = None
    assumed: tuple[str, ...] = ()
    ru: str
    en: str
    facts: dict[str, JsonValue] = {}


class Event(Frozen):
    """A fact. Subclasses are named in the past tense and never change their meaning.

    `person` names the field that holds the id of the person whom the `Personal` fields concern.
    """

    version: ClassVar[int] = 1
    person: ClassVar[str | None] = None

    vendor: str
    occurred_at: datetime

    @classmethod
    @cache
    def personal_fields(cls) -> frozenset[str]:
        return frozenset(
            name
            for name, field in cls.model_fields.items()
            if any(isinstance(mark, PersonalMark) for mark in field.metadata)
        )

    def person_id(self) -> str | None:
        """The id of the person of the personal half; None where there is no such half."""
        return None if self.person is None else getattr(self, self.person)

    def is_erased(self) -> bool:
        return any(getattr(self, name) is ERASED for name in self.personal_fields())


def readable(value: Any) -> Any:
    """A personal value as a read model keeps it: None where it was erased."""
    return None if value is ERASED else value
