"""`vakhta regulation`: look through editions, and publish them and dated facts on a desk."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson, InLanguage

app = typer.Typer(name="regulation", add_completion=False, no_args_is_help=True)


@app.callback()
def regulation() -> None:
    """Check, compare and show regulations without a desk; publish on a running one."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="An edition, such as regulations/vendor.toml.")],
    language: InLanguage,
    as_json: AsJson = False,
) -> None:
    """Tell all that is wrong with an edition, each with its line and the remedy; 1 for errors."""
    from cli.regulation_checked import check

    raise typer.Exit(check(file, language, as_json=as_json))


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="The earlier edition.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The later one.")],
    language: InLanguage,
    as_json: AsJson = False,
) -> None:
    """Tell in words what differs between two editions, each value with its rules."""
    from cli.regulation_compared import compare

    compare(before, after, language, as_json=as_json)


@app.command()
def show(
    vendor: Annotated[str, typer.Argument(help="Whose regulation, or the file of one.")],
    language: InLanguage,
    at: Annotated[str | None, typer.Option(help="In force on that day; else today.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a vendor's edition says: hours, channels, clocks, auto-close, plans."""
    from cli.regulation_shown import show

    show(vendor, at, language, as_json=as_json)


Vendor = Annotated[str | None, typer.Option(help="Whose; else as the file says.")]


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="An edition, such as regulations/vendor.toml.")],
    language: InLanguage,
    vendor: Vendor = None,
    address: Annotated[
        str | None, typer.Option(help="Where the text stands for all to read; else its site.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Publish an edition on the running desk: what it changes, from when, and for whom."""
    from cli.regulation_published import publish

    raise typer.Exit(publish(file, vendor, address, language, yes=yes, as_json=as_json))


@app.command()
def facts(
    file: Annotated[Path, typer.Argument(help="Facts, such as regulations/facts/vendor.toml.")],
    language: InLanguage,
    vendor: Vendor = None,
    as_json: AsJson = False,
) -> None:
    """Publish dated facts on the running desk: other hours, prices, releases, people."""
    from cli.regulation_published import publish_facts

    publish_facts(file, vendor, language, as_json=as_json)
