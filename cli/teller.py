"""What `vakhta` says while it works: a line for each step, and a spinner on a terminal."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

Update = Callable[[str], None]


class Teller:
    """Tells steps and happenings on one console."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)

    def say(self, text: str) -> None:
        """Something worth a line."""
        self.console.print(escape(text))

    def warn(self, text: str) -> None:
        """Something a person should know of."""
        self.console.print(f"[yellow]![/] {escape(text)}")

    @contextmanager
    def step(self, text: str) -> Iterator[Update]:
        """A piece of work: its text turns while it lasts, and stays with its time when done."""
        begun = time.monotonic()
        with self.console.status(escape(text)) as status:
            yield lambda more: status.update(escape(f"{text}: {more}"))
        self.console.print(f"[green]✓[/] {escape(text)} ({time.monotonic() - begun:.1f} s)")
