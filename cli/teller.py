"""What `vakhta` says while it works: a line for each step, and a spinner on a terminal."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

from cli.language import said

Tell = Callable[[str, str], None]
"""Takes words in English and the same in Russian."""


class Teller:
    """Tells steps and happenings on one console, in the language in which this run speaks."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)

    def say(self, en: str, ru: str) -> None:
        """Something worth a line."""
        self.show(said(en, ru))

    def show(self, text: str) -> None:
        """What is the same in every language: names, addresses, what another has said."""
        self.console.print(escape(text))

    def warn(self, en: str, ru: str) -> None:
        """Something a person should know of."""
        self.console.print(f"[yellow]![/] {escape(said(en, ru))}")

    @contextmanager
    def step(self, en: str, ru: str) -> Iterator[Tell]:
        """A piece of work: its text turns while it lasts, and stays with its time when done."""
        begun, text = time.monotonic(), escape(said(en, ru))
        with self.console.status(text) as status:
            yield lambda en, ru: status.update(f"{text}: {escape(said(en, ru))}")
        took = f"{time.monotonic() - begun:.1f} {said('s', 'с')}"
        self.console.print(f"[green]✓[/] {text} ({took})")
