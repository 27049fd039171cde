"""`vakhta deadline VENDOR --from … --working …`: when a promise falls due, and why."""

import json
from typing import Annotated, Any

import typer

from cli.hours import Hours, countable, read_hours
from cli.instants import read_day, read_instant
from cli.language import Language
from cli.limits import Limit, read_limit
from cli.options import AsJson, InLanguage
from libs.worktime import Explanation, days_in_words, in_words

app = typer.Typer(add_completion=False)
LANGUAGES: tuple[Language, ...] = ("ru", "en")


@app.command()
def deadline(
    vendor: Annotated[str, typer.Argument(help="Whose regulation, or the file of one.")],
    start: Annotated[str, typer.Option("--from", help="The instant, such as 2026-02-20T17:30.")],
    working: Annotated[str, typer.Option(help="12h, 721m, 1h30m, 90s, or 2d (working days).")],
    language: InLanguage,
    office: Annotated[str | None, typer.Option(help="By its hours; else by those of all.")] = None,
    channel: Annotated[
        str | None, typer.Option(help="By the hours at which that channel is attended to.")
    ] = None,
    at_edition: Annotated[
        str | None, typer.Option(help="By the edition in force on that day; else at the start.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Day by day.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell when an amount of working time is over; needs no running desk."""
    begun, limit = read_instant("--from", start), read_limit(working)
    by_day = read_day("--at-edition", at_edition) if at_edition else begun
    hours = read_hours(vendor, by_day, office, channel)
    with countable():
        begun = hours.local(begun)
        due = limit.due(begun, hours.working_time)
        told = hours.working_time.explain_until(begun, due)
    if as_json:
        print(json.dumps(as_data(hours, told, limit), ensure_ascii=False, indent=2))
        return
    print(sentence(hours, told, limit, language))
    if explain:
        from cli.days import show_days

        show_days(told, language)


def sentence(hours: Hours, told: Explanation, limit: Limit, language: Language) -> str:
    """Why it is due then: by the days where the limit is in days, else by their hours."""
    if not limit.days:
        return in_words(told, language)
    opening = hours.working_time.counts_from(told.start)
    return days_in_words(told, opening, limit.days, language)


def as_data(hours: Hours, told: Explanation, limit: Limit) -> dict[str, Any]:
    """The deadline for programs."""
    return {
        "due": told.due.isoformat(),
        "provisional": told.provisional,
        "edition": hours.edition,
        "sentence": {tongue: sentence(hours, told, limit, tongue) for tongue in LANGUAGES},
        "trace": told.as_json(),
    }
