"""`vakhta worked VENDOR --from … --to …`: how long a vendor works between two instants."""

import json
from typing import Annotated, Any

import typer

from cli.hours import Hours, countable, read_hours
from cli.instants import read_instant
from cli.language import Language
from cli.options import AsJson, InLanguage
from cli.trouble import Trouble
from libs.worktime import Explanation

app = typer.Typer(add_completion=False)


@app.command()
def worked(
    vendor: Annotated[str, typer.Argument(help="Whose regulation, or the file of one.")],
    start: Annotated[str, typer.Option("--from", help="The instant, such as 2026-02-20T17:30.")],
    end: Annotated[str, typer.Option("--to", help="The later instant.")],
    language: InLanguage,
    office: Annotated[str | None, typer.Option(help="By its hours; else by those of all.")] = None,
    as_json: AsJson = False,
) -> None:
    """Tell how much working time lies between two instants; needs no running desk."""
    first, last = read_instant("--from", start), read_instant("--to", end)
    hours = read_hours(vendor, first, office)
    with countable():
        first, last = hours.local(first), hours.local(last)
        if last < first:
            raise Trouble(
                f"--to {end} is earlier than --from {start}: put the earlier one first",
                f"--to {end} раньше, чем --from {start}: поставьте более ранний первым",
            )
        told = hours.explain_between(first, last)
    if as_json:
        print(json.dumps(as_data(hours, told), ensure_ascii=False, indent=2))
    else:
        from cli.days import show_days

        print(in_words(told, language))
        show_days(told, language)


def as_data(hours: Hours, told: Explanation) -> dict[str, Any]:
    """The working time for programs."""
    return {
        "seconds": told.seconds,
        "hours": told.seconds / 3600,
        "provisional": told.provisional,
        "edition": hours.edition,
        "trace": told.as_json(),
    }


def in_words(told: Explanation, language: Language) -> str:
    """The working time in one sentence."""
    hours, minutes, seconds = told.seconds // 3600, told.seconds // 60 % 60, told.seconds % 60
    amount = f"{hours}:{minutes:02}:{seconds:02}"
    if language == "ru":
        provisional = " (предварительно)" if told.provisional else ""
        return f"Рабочее время: {amount}{provisional}"
    return f"Working time: {amount}{' (provisional)' if told.provisional else ''}"
