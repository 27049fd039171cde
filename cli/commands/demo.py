"""`vakhta demo`: a desk at work."""

import asyncio
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.language import Language, said
from cli.options import AsJson, InLanguage

if TYPE_CHECKING:
    from cli.running import RunningDesk

app = typer.Typer(add_completion=False)

PATIENCE = 30


@app.command()
def demo(
    language: InLanguage,
    tickets: Annotated[int, typer.Option(min=1, max=10_000, help="So many.")] = 12,
    as_json: AsJson = False,
) -> None:
    """Play tickets of two vendors through the real APIs, and sum up what became of them."""
    from cli.running import desk_here

    found = asyncio.run(played(desk_here(), tickets, quiet=as_json))
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show(found, language)


async def played(desk: "RunningDesk", number: int, *, quiet: bool) -> dict[str, Any]:
    """Play so many stories, and tell of each vendor and each ticket what became of it."""
    import httpx

    from cli.demo.playing import Player, read_stories
    from cli.demo.summary import summed_up, watch
    from cli.progress import bar

    keys = keys_of(desk)
    async with httpx.AsyncClient(timeout=30) as client:
        with bar(said("acts", "действия"), quiet=quiet) as report:
            player = Player(client, desk.urls("intake")[0], keys)
            told = await player.play(read_stories(number), report)
        seen = await watch(client, desk.urls("views")[0], keys, told, PATIENCE)
    vendors = sorted({ticket["vendor"] for ticket in seen})
    by_vendor = {v: summed_up([one for one in seen if one["vendor"] == v]) for v in vendors}
    names = ("vendor", "story", "number", "ticket_id", "status", "outcome")
    tickets = [{name: ticket.get(name) for name in names} for ticket in seen]
    return {"vendors": by_vendor, "tickets": tickets}


def keys_of(desk: "RunningDesk") -> dict[str, dict[str, str]]:
    """The demo world's keys, by vendor and role. Raises Trouble where it was never loaded."""
    from cli.trouble import Trouble

    kept = desk.home.path / "demo.json"
    if not kept.exists():
        raise Trouble(
            "this desk has no demo world: `make up` loads it",
            "в этой службе нет демонстрационного мира: его загружает `make up`",
        )
    keys: dict[str, dict[str, str]] = json.loads(kept.read_text())
    return keys


WORDS: dict[Language, Sequence[str]] = {
    "ru": (
        "",
        "обращений",
        "по праву",
        "без права",
        "отказано",
        "открыто",
        "ждёт",
        "закрыто",
        "ближайший срок",
        "специалисты",
        "в очереди",
        "писем",
        "ещё в пути",
    ),
    "en": (
        "",
        "tickets",
        "entitled",
        "uncovered",
        "denied",
        "open",
        "waiting",
        "closed",
        "first deadline",
        "engineers",
        "queued",
        "mails",
        "still on their way",
    ),
}


def show(found: dict[str, Any], language: Language) -> None:
    """A column a vendor, for people."""
    from cli.console import console, plain_table

    shown = plain_table()
    shown.add_column()
    for vendor in found["vendors"]:
        shown.add_column(vendor)
    columns = [list(in_words(sums, language)) for sums in found["vendors"].values()]
    for name, *cells in zip(WORDS[language][1:], *columns, strict=True):
        shown.add_row(name, *cells)
    console().print(shown)


def in_words(sums: dict[str, Any], language: Language) -> Sequence[str]:
    """A vendor's numbers in the order of the words."""
    first, engineers = sums["first_deadline"], sums["engineers"]
    return [
        *(
            str(sums[name])
            for name in ("tickets", "entitled", "uncovered", "denied", "open", "waiting", "closed")
        ),
        first["sentence"][language] if first else "–",
        ", ".join(f"{name} ({number})" for name, number in engineers.items()) or "–",
        *(str(sums[name]) for name in ("queued", "mails", "unsettled")),
    ]
