"""`vakhta status`: what runs, where, and whether it is ready."""

import asyncio
import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cli.home import Home

app = typer.Typer(add_completion=False)


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Tell what of the desk runs, where it is reached and whether it is ready."""
    from cli.status import status

    found = asyncio.run(status(Home()))
    if as_json:
        print(json.dumps(found, indent=2))
    elif found["services"]:
        Console(highlight=False).print(table(found))
    elif found["running"]:
        print("The desk is being prepared: no program runs yet.")
    else:
        print("No desk is up here; `make up` starts it.")


def table(found: dict[str, Any]) -> Table:
    """A row for each program."""
    shown = Table("program", "process", "address", "ready", box=None, pad_edge=False)
    for service in found["services"].values():
        for one in service["replicas"]:
            shown.add_row(one["name"], number(one), one["url"], answer(one))
    kafka, postgres, mail = found["kafka"], found["postgres"], found["mail"]
    shown.add_row("kafka", number(kafka), kafka["bootstrap"], answer(kafka))
    shown.add_row(
        "postgres", number(postgres), postgres["url"].rpartition("@")[2], answer(postgres)
    )
    shown.add_row("mail", number(mail), mail["url"], "")
    return shown


def number(program: dict[str, Any]) -> str:
    """Its process, or a dash."""
    return str(program["pid"] or "–")


def answer(program: dict[str, Any]) -> str:
    """Whether it is ready."""
    return "[green]yes[/]" if program["ready"] else "[red]no[/]"
