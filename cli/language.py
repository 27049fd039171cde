"""In which language the command answers: `--language`, else what the environment asks for."""

import os
from typing import Annotated, Literal

import typer

Language = Literal["ru", "en"]


def asked_for() -> Language:
    """Russian where the environment speaks it, else English."""
    spoken = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "ru" if next(filter(None, spoken), "").startswith("ru") else "en"


InLanguage = Annotated[
    Language,
    typer.Option("--language", default_factory=asked_for, show_default="LANG", help="Of words."),
]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
