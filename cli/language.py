"""In which language this run speaks: `--language`, else what the environment asks for.

Only the standard library, since `make setup` speaks as well, before any package is there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Literal

Language = Literal["ru", "en"]
_named: Language | None = None


def asked_for() -> Language:
    """Russian where the environment speaks it, else English."""
    spoken = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "ru" if next(filter(None, spoken), "").startswith("ru") else "en"


def speak(language: Language) -> Language:
    """From now on this run speaks the language."""
    global _named
    _named = language
    return language


def spoken() -> Language:
    """The language in which this run speaks."""
    return _named or asked_for()


def said(en: str, ru: str) -> str:
    """What is told to people, in the language in which this run speaks."""
    return ru if spoken() == "ru" else en


def reworded(text: str, words: Mapping[str, str]) -> str:
    """What another program has said, in other words: those that stand for a pattern, in order."""
    for pattern, other in words.items():
        text = re.sub(pattern, other, text)
    return text
