"""`vakhta calendar`: publish a production calendar on a desk, for all vendors."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson, InLanguage

app = typer.Typer(name="calendar", add_completion=False, no_args_is_help=True)


@app.callback()
def calendar() -> None:
    """Publish a production calendar: the days off, the days worked instead, the short ones."""


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="The rows, such as regulations/calendar/ru.csv.")],
    language: InLanguage,
    name: Annotated[str | None, typer.Option(help="Its name; else the file's.")] = None,
    as_json: AsJson = False,
) -> None:
    """Publish a calendar on the running desk, with the files beside it: NAME_holidays.toml names
    the fixed holidays, NAME_special_*.csv the days off for those who say so."""
    from cli.calendar_published import publish

    publish(file, name, language, as_json=as_json)
