"""`vakhta ticket`: one ticket, its promises and what happened to it, and what its work costs."""

import json
from typing import Annotated

import typer

from cli.options import AsJson, InLanguage

app = typer.Typer(name="ticket", add_completion=False, no_args_is_help=True)


@app.callback()
def ticket() -> None:
    """Look at tickets."""


@app.command()
def show(
    named: Annotated[str, typer.Argument(metavar="ID", help="Its id, or its number: CP-1001.")],
    language: InLanguage,
    vendor: Annotated[str | None, typer.Option(help="Of this vendor; else of any.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a ticket: who asks, who answers, what is due when and why, and its whole story."""
    from cli.tickets import found_here, story, zones

    with found_here(named, vendor) as (asking, whose, found):
        told = story(asking, whose, found["ticket_id"])
        zone = zones(asking)[whose]
    if as_json:
        print(json.dumps({"ticket": found, "timeline": told}, ensure_ascii=False, indent=2))
    else:
        from cli.ticket_shown import Sheet

        Sheet(language, zone).show(found, told)


@app.command()
def statement(
    named: Annotated[str, typer.Argument(metavar="ID", help="Its id, or its number: RS-1001.")],
    language: InLanguage,
    vendor: Annotated[str | None, typer.Option(help="Of this vendor; else of any.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what was worked on a ticket and what it costs, line by line with its rules."""
    from cli.tickets import found_here
    from cli.tickets import statement as statement_of

    with found_here(named, vendor) as (asking, whose, found):
        told = statement_of(asking, whose, found["ticket_id"])
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        from cli.statement_shown import show

        show(told, language)
