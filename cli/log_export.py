"""The log as lines of JSON; an export to a file that broke goes on where it broke."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from cli.home import write_whole
from cli.language import said
from cli.log_reading import Place, reading
from cli.trouble import Trouble
from libs.runtime.broker import Broker

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Exported:
    """What an export came to; `repeats` and `aliens` were left out."""

    events: int
    repeats: int
    aliens: int

    def as_data(self) -> dict[str, Any]:
        """The sum for programs."""
        return asdict(self)

    def in_words(self) -> str:
        """The sum for people."""
        return said(
            f"{self.events} events; left out: {self.repeats} repeats, "
            f"{self.aliens} records that are not ours",
            f"событий: {self.events}; пропущено повторов: {self.repeats}, "
            f"чужих записей: {self.aliens}",
        )


class Exporting(Protocol):
    """An export that is ready to run."""

    async def run(self, report: Progress) -> Exported: ...


def prepare(broker: Broker, output: Path | None, place: Place, *, resume: bool) -> Exporting:
    """An export to a file, or to the standard output. Raises Trouble where it cannot be."""
    if output is not None:
        return ToFile(broker, output, place, resume=resume)
    if resume:
        raise Trouble(
            "--resume goes on with a file: name it by --output",
            "--resume продолжает файл: назовите его в --output",
        )
    return ToStream(broker, sys.stdout.buffer, place)


@dataclass
class ToStream:
    """Writes the log from a place to its present end."""

    broker: Broker
    stream: BinaryIO
    place: Place

    async def run(self, report: Progress) -> Exported:
        """Write it; `report` is told how many messages of how many are read."""
        events = 0
        async with reading(self.broker, self.place) as reader:
            total = reader.left
            async for batch in reader.to_the_end():
                self.stream.writelines(read.line() for read in batch)
                self.stream.flush()
                self.written()
                events += len(batch)
                report(total - reader.left, total)
            return Exported(events, reader.seen.repeats, reader.seen.aliens)

    def written(self) -> None:
        """What to do after each batch."""


class ToFile(ToStream):
    """Writes the log into a file, with a note beside it of how far the log is in it."""

    def __init__(self, broker: Broker, path: Path, place: Place, *, resume: bool) -> None:
        self.path = path
        self.note = path.with_name(f"{path.name}.offsets.json")
        begun = self.path.exists() or self.note.exists()
        place = self._go_on(broker) if resume and begun else self._begin(place)
        super().__init__(broker, path.open("ab"), place)
        self.written()

    async def run(self, report: Progress) -> Exported:
        with self.stream:
            return await super().run(report)

    def written(self) -> None:
        """Note the place; what the file holds beyond `bytes` was written after the last note."""
        noted = {
            "topic": self.broker.events,
            "bytes": self.stream.tell(),
            "start": self.place.start,
            "offsets": self.place.offsets,
            "positions": [[*of, at] for of, at in self.place.positions.items()],
        }
        write_whole(self.note, json.dumps(noted))

    def _begin(self, place: Place) -> Place:
        if self.path.exists():
            raise Trouble(
                f"{self.path} exists: name another file, or go on with it by --resume",
                f"{self.path} уже есть: назовите другой файл или продолжите этот с --resume",
            )
        if not self.path.parent.is_dir():
            raise Trouble(
                f"there is no folder {self.path.parent} for {self.path.name}: make it",
                f"папки {self.path.parent} для {self.path.name} нет: создайте её",
            )
        return place

    def _go_on(self, broker: Broker) -> Place:
        if not (self.path.exists() and self.note.exists()):
            raise Trouble(
                f"{self.path} and {self.note.name} are not there both: export anew",
                f"{self.path} и {self.note.name} есть не оба: выгрузите заново",
            )
        noted = json.loads(self.note.read_text())
        if noted["topic"] != broker.events or self.path.stat().st_size < noted["bytes"]:
            raise Trouble(
                f"{self.path} is not what {self.note.name} tells of: export anew",
                f"{self.path} — не тот файл, о котором говорит {self.note.name}: выгрузите заново",
            )
        os.truncate(self.path, noted["bytes"])
        return Place(
            start=noted["start"],
            offsets={int(shard): offset for shard, offset in noted["offsets"].items()},
            positions={(source, shard): at for source, shard, at in noted["positions"]},
        )


def starting_at(asked: Iterable[str]) -> Place:
    """The place that `--from-offset` names: `120` for every shard, `3:120` for one of them.

    Raises Trouble.
    """
    place = Place()
    for text in asked:
        shard, colon, offset = text.rpartition(":")
        if not offset.isdecimal() or (colon and not shard.isdecimal()):
            raise Trouble(
                f"--from-offset {text} is no offset: write 120, or 3:120 for shard 3",
                f"--from-offset {text} — не смещение: напишите 120 или 3:120 для раздела 3",
            )
        if colon:
            place.offsets[int(shard)] = int(offset)
        else:
            place.start = int(offset)
    return place
