"""`vakhta rebuild views`: read models made anew from the log."""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

from cli.language import said
from cli.options import AsJson

if TYPE_CHECKING:
    from libs.runtime.rebuild import Rebuilt

app = typer.Typer(add_completion=False)


@app.command()
def rebuild(
    service: Annotated[str, typer.Argument(help="A service that only reads, such as views.")],
    as_json: AsJson = False,
) -> None:
    """Make a reader's tables anew beside the old ones, compare both, and switch to the new.

    The service runs on meanwhile. A table that differs is told (`same` is false) and is no
    failure: after a change of the read models it is what was wanted.
    """
    from aiokafka.errors import KafkaError

    from cli.code_of import code_of
    from cli.progress import bar
    from cli.running import desk_here
    from cli.trouble import Trouble
    from libs.runtime.generations import UnderWay
    from libs.runtime.rebuild import Rebuild

    desk = desk_here()
    desk.urls(service)
    reader = code_of(service)
    if not reader.is_reader:
        raise Trouble(
            f"{service} holds events of its own: only a service that reads is rebuilt",
            f"у {service} есть собственные события: заново строится только сервис чтения",
        )
    work = Rebuild(reader, desk.database_url, desk.settings(service))
    try:
        with bar(said("events", "события"), quiet=as_json) as report:
            rebuilt = asyncio.run(work.run(report))
    except UnderWay as other:
        raise Trouble(
            f"{service} is being rebuilt already: wait until that is done",
            f"{service} уже перестраивается: дождитесь конца",
        ) from other
    except (KafkaError, OSError) as fault:
        raise Trouble(
            f"{service} was not rebuilt and stays as it is ({type(fault).__name__}): "
            "`vakhta status` shows whether Kafka and Postgres run",
            f"{service} не перестроен и остаётся прежним ({type(fault).__name__}): "
            "идут ли Kafka и Postgres, покажет `vakhta status`",
        ) from fault
    if as_json:
        print(json.dumps(as_data(rebuilt), indent=2))
    else:
        show(rebuilt)


def as_data(rebuilt: "Rebuilt") -> dict[str, object]:
    """What it came to, for programs."""
    tables = [{"table": one.table, "rows": one.rows, "same": one.same} for one in rebuilt.tables]
    return {
        "generation": rebuilt.generation,
        "events": rebuilt.records,
        "same": rebuilt.same,
        "tables": tables,
    }


def show(rebuilt: "Rebuilt") -> None:
    """What it came to, for people."""
    from cli.console import console, plain_table

    out = console()
    shown = plain_table(
        said("table", "таблица"),
        said("rows", "строк"),
        said("as before", "как прежде"),
    )
    for table in rebuilt.tables:
        same = said("the same", "так же") if table.same else said("different", "иначе")
        colour = "green" if table.same else "yellow"
        shown.add_row(table.table, str(table.rows), f"[{colour}]{same}[/]")
    out.print(shown)
    out.print(
        said(
            f"{rebuilt.records} events; {rebuilt.generation} is in use from now on",
            f"событий: {rebuilt.records}; теперь действует {rebuilt.generation}",
        )
    )
    if different := [table.table for table in rebuilt.tables if not table.same]:
        names = ", ".join(different)
        told = said(
            f"Not as before: {names}. After a change of the read"
            " models that is wanted; without one, the old rows were not what the log says.",
            f"Не как прежде: {names}. После изменения моделей чтения этого и хотели;"
            " если его не было, прежние строки расходились с журналом событий.",
        )
        out.print(f"[yellow]![/] {told}")
