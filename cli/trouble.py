"""What the command says when it cannot go on: one sentence, with what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal


class Trouble(Exception):
    """Something a person must put right; its text is the whole message, `ru` that in Russian,
    where a command speaks it."""

    def __init__(self, told: str, ru: str = "") -> None:
        super().__init__(told)
        self.ru = ru


@contextmanager
def told_in(language: Literal["ru", "en"]) -> Iterator[None]:
    """Trouble that has words in this language is told in them."""
    try:
        yield
    except Trouble as fault:
        if language == "ru" and fault.ru:
            raise Trouble(fault.ru, fault.ru) from fault
        raise
