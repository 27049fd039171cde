"""Where commands print for people: wrapped on a terminal, whole lines for whatever reads a pipe."""

from rich.console import Console
from rich.table import Table

WIDE = 250


def console() -> Console:
    """The standard output."""
    printed = Console(highlight=False)
    return printed if printed.is_terminal else Console(highlight=False, width=WIDE)


def plain_table(*headings: str) -> Table:
    """A table without lines, which reads well in a pipe too."""
    return Table(*headings, box=None, pad_edge=False)
