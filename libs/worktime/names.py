"""What people are told, in both languages."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["ru", "en"]


@dataclass(frozen=True)
class Name:
    """A day's or a reason's name in Russian and in English."""

    ru: str
    en: str

    def said(self, language: Language) -> str:
        """The name in one language."""
        return self.ru if language == "ru" else self.en

    def as_json(self) -> dict[str, str]:
        """The name by language."""
        return {"ru": self.ru, "en": self.en}
