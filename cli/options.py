"""Options that many commands have."""

from typing import Annotated

import typer

from cli.language import Language, asked_for, speak

InLanguage = Annotated[
    Language,
    typer.Option(
        "--language",
        default_factory=asked_for,
        callback=speak,
        is_eager=True,
        show_default="LANG",
        help="Of words.",
    ),
]
"""The language named, in which from then on all is said."""
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
