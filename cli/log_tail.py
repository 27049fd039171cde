"""The newest events for people, or as lines of JSON for programs."""

import sys
from collections.abc import Iterable

from rich.markup import escape

from cli.console import console
from cli.log_reading import Place, Read, reading
from libs.runtime.broker import Broker


async def tail(broker: Broker, last: int, key: str, *, follow: bool, as_json: bool) -> None:
    """Show the last events, of one key where it is named; with `follow` those that come, too."""
    # What a key's last events are, only the whole log tells.
    async with reading(broker, Place(), back=None if key else last) as reader:
        newest: list[Read] = []
        async for batch in reader.to_the_end():
            of_key = [read for read in batch if key in ("", read.record.key)]
            newest = sorted([*newest, *of_key], key=recorded)[-last:] if last else []
        show(newest, as_json)
        while follow:
            show((read for read in await reader.some() if key in ("", read.record.key)), as_json)


def recorded(read: Read) -> tuple[object, ...]:
    """Events by the time when they were written down."""
    record = read.record
    return record.recorded_at, record.source, record.shard, record.position


def show(events: Iterable[Read], as_json: bool) -> None:
    """Print events, each on its line."""
    if as_json:
        sys.stdout.buffer.writelines(read.line() for read in events)
        sys.stdout.buffer.flush()
        return
    out = console()
    for read in events:
        out.print(in_words(read))


def in_words(read: Read) -> str:
    """An event on one line."""
    record = read.record
    where = f"{record.source}.{record.shard}.{record.position}"
    return (
        f"[dim]{record.occurred_at.astimezone():%Y-%m-%d %H:%M:%S}[/]"
        f"  {escape(record.vendor):<10} [bold]{escape(record.type):<22}[/]"
        f" {escape(record.stream)}  [dim]{escape(where)}[/]"
    )
