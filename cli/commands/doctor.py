"""`vakhta doctor`: whether the desk has lost, doubled or set aside anything."""

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.language import Language, said
from cli.options import AsJson, InLanguage

if TYPE_CHECKING:
    from cli.doctor.examination import Examined

app = typer.Typer(add_completion=False)


@app.command()
def doctor(
    language: InLanguage,
    refill: Annotated[
        bool, typer.Option("--refill", help="Bring lost events back from the topic.")
    ] = False,
    patience: Annotated[
        float, typer.Option(min=0, help="Seconds to let the desk catch up first.")
    ] = 10,
    as_json: AsJson = False,
) -> None:
    """Compare stores, topic and read models; exit 1 where something must be put right."""
    from cli.doctor.examination import examine
    from cli.progress import bar
    from cli.running import desk_here

    desk = desk_here()

    def look() -> "Examined":
        with bar(said("events on the topic", "события топика"), quiet=as_json) as report:
            return asyncio.run(examine(desk, patience, report))

    examined, refilled = look(), {}
    if refill and (lost := examined.lost()):
        from cli.doctor.refilling import refill_all

        refilled = asyncio.run(refill_all(desk, lost))
        examined = look()
    if as_json:
        print(
            json.dumps({**examined.as_data(), "refilled": refilled}, ensure_ascii=False, indent=2)
        )
    else:
        show(examined, refilled, language)
    if not examined.well:
        sys.exit(1)


def show(examined: "Examined", refilled: Any, language: Language) -> None:
    """Numbers and sentences for people."""
    from rich.markup import escape

    from cli.console import console, plain_table

    out = console()
    names = ("events", "relayed", "on_topic", "parked", "closed_shards")
    shown = plain_table(*HEADINGS[language])
    for service, store in examined.stores.items():
        numbers = examined.numbers(store)
        shown.add_row(service, *(str(numbers[name] or "–") for name in names))
    out.print(shown)
    for service, shards in refilled.items():
        for shard, events in shards.items():
            out.print(f"[green]+[/] {WORDS[language][0].format(service, shard, events)}")
    for finding in examined.findings:
        mark = "[red]✗[/]" if finding.wrong else "[yellow]·[/]"
        out.print(f"{mark} {escape(finding.said(language))}")
    if examined.well:
        out.print(f"[green]✓[/] {WORDS[language][1]}")


HEADINGS: dict[Language, tuple[str, ...]] = {
    "ru": ("сервис", "событий", "передано", "в топике", "отложено", "закрыто разделов"),
    "en": ("service", "events", "relayed", "on topic", "parked", "closed shards"),
}
WORDS: dict[Language, tuple[str, str]] = {
    "ru": (
        "{0}: в раздел {1} возвращено событий: {2}",
        "Ничего не потеряно и не повторено, всё принято",
    ),
    "en": (
        "{0}: {2} events were brought back into shard {1}",
        "Nothing is lost or doubled, and all is taken in",
    ),
}
