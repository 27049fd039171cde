"""`vakhta status`: what runs, where, and whether it is ready."""

import asyncio
import json
from typing import Any

import typer
from rich.table import Table

from cli.console import console, plain_table
from cli.home import Home
from cli.language import said
from cli.options import AsJson

app = typer.Typer(add_completion=False)


@app.command()
def status(as_json: AsJson = False) -> None:
    """Tell what of the desk runs, where it is reached and whether it is ready."""
    from cli.status import status

    found = asyncio.run(status(Home()))
    if as_json:
        print(json.dumps(found, indent=2))
    elif found["services"]:
        console().print(table(found))
    elif found["running"]:
        print(
            said(
                "The desk is being prepared: no program runs yet.",
                "Служба готовится: ни одна программа ещё не работает.",
            )
        )
    else:
        print(
            said(
                "No desk is up here; `make up` starts it.",
                "Служба здесь не запущена; её запускает `make up`.",
            )
        )


def table(found: dict[str, Any]) -> Table:
    """A row for each program."""
    shown = plain_table(
        said("program", "программа"),
        said("process", "процесс"),
        said("address", "адрес"),
        said("ready", "готова"),
    )
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
    if program["ready"]:
        return f"[green]{said('yes', 'да')}[/]"
    return f"[red]{said('no', 'нет')}[/]"
