"""`vakhta trace TICKET`: how one submission went through all services, and how long each took."""

import asyncio
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.language import said
from cli.options import AsJson

if TYPE_CHECKING:
    from rich.tree import Tree

    from cli.traces import Span

app = typer.Typer(add_completion=False)


@app.command()
def trace(
    named: Annotated[str, typer.Argument(metavar="TICKET", help="Its id or its number.")],
    vendor: Annotated[str | None, typer.Option(help="Of this vendor; else of any.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the trace of a ticket's submission through all services, as a tree."""
    from cli.asking import Asking
    from cli.running import desk_here
    from cli.tickets import find
    from cli.traces import read_spans, trace_of_submission

    desk = desk_here()
    with Asking(desk) as asking:
        _, ticket = find(asking, named, vendor)
    trace_id = asyncio.run(trace_of_submission(desk.database_url, ticket["ticket_id"]))
    spans = read_spans(desk.home.path / "traces", trace_id)
    if as_json:
        told = {"trace_id": trace_id, "spans": [span.as_data(spans[0].start) for span in spans]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        show(trace_id, spans)


def show(trace_id: str, spans: Sequence["Span"]) -> None:
    """The spans as a tree for people."""
    from rich.tree import Tree

    from cli.console import console
    from cli.traces import children

    begun, ended = spans[0].start, max(span.end for span in spans)
    services = len({span.service for span in spans})
    took = milliseconds(ended - begun)
    counted = said(
        f"{len(spans)} spans, {services} services, {took}",
        f"отрезков: {len(spans)}, сервисов: {services}, {took}",
    )
    root = Tree(f"[bold]{trace_id}[/]  {counted}")
    by_parent = children(spans)

    def grow(tree: "Tree", parent: str | None) -> None:
        for span in by_parent.get(parent, ()):
            grow(tree.add(in_words(span, begun)), span.span_id)

    grow(root, None)
    console().print(root)


def in_words(span: "Span", begun: int) -> str:
    """A span on one line: when, who, what, how long."""
    after, took = milliseconds(span.start - begun), milliseconds(span.end - span.start)
    name = span.name.removeprefix(f"{span.service} ")
    return f"[dim]+{after}[/] [cyan]{span.service}[/] {name} [dim]{took}[/]"


def milliseconds(nanoseconds: int) -> str:
    """How long, for people."""
    return f"{nanoseconds / 1e6:.1f} {said('ms', 'мс')}"
