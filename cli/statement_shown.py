"""A ticket's statement on paper: what was worked, what of it is billed, and the sum."""

from rich.markup import escape

from cli.console import console
from cli.language import Language
from cli.tickets import Statement

WORDS: dict[Language, dict[str, str]] = {
    "ru": {
        "title": "Ведомость работ по обращению",
        "worked": "Отработано",
        "billed": "Тарифицируется",
        "nothing": "По обращению работ пока нет.",
    },
    "en": {
        "title": "Statement of the work on request",
        "worked": "Worked",
        "billed": "Billed",
        "nothing": "Nothing was worked on the request yet.",
    },
}


def show(statement: Statement, language: Language) -> None:
    """Print it in one language, each line with the ids of its rules."""
    words, paper = WORDS[language], console()
    paper.print(f"[bold]{words['title']} {escape(statement['number'])}[/]")
    if not statement["lines"]:
        paper.print(f"  {words['nothing']}")
    for kind in ("worked", "billed"):
        lines = [line for line in statement["lines"] if line["kind"] == kind]
        if lines:
            paper.print(f"\n[bold]{words[kind]}[/]")
        for line in lines:
            paper.print(f"  {escape(line[language])}  [dim]{', '.join(line['rules'])}[/]")
    if statement["because"]:
        paper.print(f"\n[bold]{escape(statement['because'][language])}[/]")
