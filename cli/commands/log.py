"""`vakhta log`: the events of all services, as they lie on the topic."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.language import said
from cli.options import AsJson

app = typer.Typer(name="log", add_completion=False, no_args_is_help=True)


@app.callback()
def log() -> None:
    """Read the events of all services; names, addresses and texts are not among them."""


@app.command()
def tail(
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Stay, and show news.")] = False,
    last: Annotated[int, typer.Option("--last", "-n", min=0, help="So many at first.")] = 20,
    key: Annotated[str, typer.Option(help="Only of this ticket or other subject.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show the newest events."""
    from cli.log_tail import tail
    from cli.running import desk_here

    asyncio.run(tail(desk_here().broker, last, key, follow=follow, as_json=as_json))


@app.command()
def export(
    output: Annotated[Path | None, typer.Option(help="To this file; else here.")] = None,
    from_offset: Annotated[
        list[str] | None,
        typer.Option(help="Begin each shard at this offset, or one: 3:120. May be repeated."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the file's export ended.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The sum for programs.")] = False,
) -> None:
    """Write all events up to now as lines of JSON, each event once."""
    from cli import log_export
    from cli.progress import bar
    from cli.running import desk_here

    place = log_export.starting_at(from_offset or ())
    exporting = log_export.prepare(desk_here().broker, output, place, resume=resume)
    with bar(said("events", "события"), quiet=as_json) as report:
        done = asyncio.run(exporting.run(report))
    # Where the events are written here, the sum must not be among them.
    print(
        json.dumps(done.as_data()) if as_json else done.in_words(),
        file=sys.stdout if output else sys.stderr,
    )
