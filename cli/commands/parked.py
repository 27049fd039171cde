"""`vakhta parked`: keys whose events were set aside, so that the rest could go on."""

import json
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cli.language import said
from cli.options import AsJson
from cli.reasons import reason

app = typer.Typer(name="parked", add_completion=False, no_args_is_help=True)

Key = Annotated[str, typer.Argument(help="As `vakhta parked list` shows it.")]
Service = Annotated[str | None, typer.Option(help="In this service; else in all.")]


@app.callback()
def parked() -> None:
    """See and heal keys that a service could not take in; nothing of theirs is lost."""


@app.command("list")
def list_(service: Service = None, as_json: AsJson = False) -> None:
    """Show which keys are set aside, on what, and whether they are tried again by themselves."""
    from cli.asking import Asking
    from cli.parked import listed
    from cli.running import desk_here

    desk = desk_here()
    with Asking(desk) as asking:
        found = listed(desk, asking, service)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show(found)


@app.command()
def retry(key: Key, service: Service = None, as_json: AsJson = False) -> None:
    """Try a parked key again, after its cause was put right."""
    from cli.asking import Asking
    from cli.parked import retry, services_with
    from cli.running import desk_here

    desk = desk_here()
    with Asking(desk) as asking:
        meant = services_with(desk, asking, key, service)
        tell(
            [retry(asking, one, key) for one in meant],
            said("is taken in", "принят"),
            as_json,
        )


@app.command()
def skip(
    key: Key,
    reason: Annotated[str, typer.Option(help="Why; it is kept with the event.")],
    service: Service = None,
    as_json: AsJson = False,
) -> None:
    """Leave out, for ever, the one event that a key is parked on; later ones are taken in."""
    from cli.asking import Asking
    from cli.parked import services_with, skip
    from cli.running import desk_here

    desk = desk_here()
    with Asking(desk) as asking:
        meant = services_with(desk, asking, key, service)
        tell(
            [skip(asking, one, key, reason) for one in meant],
            said("goes on without it", "идёт дальше без этого события"),
            as_json,
        )


def show(found: Sequence[dict[str, Any]]) -> None:
    """A table for people."""
    from cli.console import console, plain_table

    shown = plain_table(
        said("service", "сервис"),
        said("key", "ключ"),
        said("events", "событий"),
        said("first", "первое"),
        said("error", "ошибка"),
        said("tried", "попыток"),
    )
    for one in found:
        again = f"{one['attempts']}×"
        if one["retry_at"]:
            again = said(f"{again}, again by itself", f"{again}, повторится само")
        of_key = (one["service"], one["key"], str(one["events"]), one["first_type"])
        shown.add_row(*of_key, reason(one["error"]), again)
    console().print(shown if found else said("Nothing is parked.", "Ничего не отложено."))


def tell(results: Sequence[dict[str, Any]], well: str, as_json: bool) -> None:
    """Print how it went, `well` of a key that goes on; exit 1 where one is parked still."""
    if as_json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for one in results:
            still = said("is still parked", "всё ещё отложен")
            how = f"{still}: {reason(one['error'])}" if one["error"] else well
            print(f"{one['service']}: {one['key']} {how}")
    if any(one["error"] for one in results):
        sys.exit(1)
