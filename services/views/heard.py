"""How far a client was told of every source and shard: the id of what it heard last."""

import re
from collections.abc import Mapping

from libs.events.codec import OWNERS
from libs.runtime.problems import Problem

Heard = dict[tuple[str, int], int]
"""The last position told, by source and shard."""

ROW = re.compile(r"([a-z_]{1,40}):([0-9]{1,18}(?:,[0-9]{1,18})*)")


def heard_in(last_event_id: str) -> Heard:
    """What was told up to an id. Raises Problem 400 for one that was not ours."""
    heard: Heard = {}
    for text in last_event_id.split(";"):
        row = ROW.fullmatch(text)
        if row is None:
            raise Problem(
                400,
                "This is no event's id of ours: begin again without one",
                ru="Это не id нашего события: начните без него",
            )
        heard |= {(row[1], n): int(position) for n, position in enumerate(row[2].split(","))}
    return heard


class Marks:
    """What was told so far, and its text at any moment: positions by shard for each source."""

    def __init__(self, heard: Mapping[tuple[str, int], int]) -> None:
        self.heard: Heard = {}
        self._rows = {source: ["0"] for source in OWNERS}
        for (source, shard), position in heard.items():
            self.move(source, shard, position)

    def move(self, source: str, shard: int, position: int) -> None:
        row = self._rows.setdefault(source, [])
        row.extend(["0"] * (shard + 1 - len(row)))
        row[shard] = str(position)
        self.heard[source, shard] = position

    def of(self, source: str, shard: int) -> int:
        return self.heard.get((source, shard), 0)

    @property
    def text(self) -> str:
        return ";".join([f"{source}:{','.join(row)}" for source, row in self._rows.items()])
