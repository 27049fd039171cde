"""Where commands print for people: wrapped on a terminal, whole lines for whatever reads a pipe."""

from rich.console import Console

WIDE = 250


def console() -> Console:
    """The standard output."""
    printed = Console(highlight=False)
    return printed if printed.is_terminal else Console(highlight=False, width=WIDE)
