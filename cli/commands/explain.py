"""`vakhta explain VENDOR --channel …`: what a request would be promised, and what it would not."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from cli.instants import read_instant
from cli.language import Language
from cli.options import AsJson, InLanguage

app = typer.Typer(add_completion=False)
Named = Annotated[str | None, typer.Option(help="As the regulation calls it.")]


@app.command()
def explain(
    vendor: Annotated[str, typer.Argument(help="Whose regulation, or the file of one.")],
    channel: Annotated[str, typer.Option(help="How it comes in, such as portal or phone.")],
    start: Annotated[str, typer.Option("--from", help="The instant, such as 2026-02-20T17:30.")],
    language: InLanguage,
    occasion: Annotated[str, typer.Option(help="first, later_message or reopening.")] = "first",
    plan: Named = None,
    level: Named = None,
    kind: Named = None,
    topic: Named = None,
    uncovered: Annotated[bool, typer.Option("--uncovered", help="Nothing entitles it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell every promise to a request and why it is due then; needs no running desk."""
    from cli.explanation import answer

    about = {
        "channel": channel,
        "occasion": occasion,
        "plan": plan,
        "level": level,
        "kind": kind,
        "topic": topic,
        "covered": False if uncovered else None,
    }
    told = answer(vendor, read_instant("--from", start), about)
    if as_json:
        print(told.model_dump_json(indent=2, by_alias=True))
        return
    for line in lines(told.model_dump(mode="json"), language):
        print(line)


def lines(told: dict[str, Any], language: Language) -> Iterator[str]:
    """The answer for people: each promise with its sentence, then what is not promised."""
    for promise in (*told["promises"], *filter(None, [told["closing"]])):
        yield promise["promise"][language]
        yield f"    {promise['because'][language]}"
        yield from (f"    {each[language]} ({each['decision']})" for each in promise["assumed"])
    for agreed in told["agreed"]:
        yield agreed["promise"][language]
    for said in told["not_promised"]:
        yield said["text"][language]
