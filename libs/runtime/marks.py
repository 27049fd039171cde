"""How far each source was read in a shard, and what must not be in between."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from libs.runtime.database import Db
from libs.runtime.envelope import Record


class Forked(Exception):
    """Two different events claim one position: a service's log has two futures."""


@dataclass(frozen=True)
class Gap:
    """Positions of a source that did not come: those between `after` and `before`."""

    source: str
    shard: int
    after: int
    before: int


@dataclass
class Mark:
    """How far a source was read in a shard, and the id of the event there."""

    position: int = 0
    last_id: UUID | None = None


NOTHING_READ = Mark()


@dataclass
class ShardState:
    """What this replica knows of a shard that it takes in; Postgres knows it too, or less."""

    marks: dict[str, Mark] = field(default_factory=lambda: defaultdict(Mark))
    parked: set[str] = field(default_factory=set)
    behind: bool = False

    def continuous(self, records: Sequence[Record], own: str) -> tuple[list[Record], Gap | None]:
        """The records that are new, up to the first gap; a service's `own` ones are left out.

        Raises Forked where another event claims the position that was read last.
        """
        reached = dict(self.marks)
        fresh: list[Record] = []
        for record in records:
            if record.source == own:
                continue
            mark = reached.get(record.source, NOTHING_READ)
            if record.position > mark.position + 1:
                return fresh, Gap(record.source, record.shard, mark.position, record.position)
            if record.position == mark.position + 1:
                fresh.append(record)
                reached[record.source] = Mark(record.position, record.id)
            else:
                _check_same(mark, record)
        return fresh, None

    def advance(self, records: Sequence[Record]) -> None:
        for record in records:
            self.marks[record.source] = Mark(record.position, record.id)

    def pass_over(self, records: Sequence[Record]) -> None:
        """Go past what concerns nobody here; Postgres is told of it later."""
        self.advance(records)
        self.behind = True

    async def read(self, db: Db, shard: int) -> None:
        for row in await db.fetch(
            "select source, position, last_id from watermarks where shard = $1", shard
        ):
            self.marks[row["source"]] = Mark(row["position"], row["last_id"])


def _check_same(mark: Mark, record: Record) -> None:
    if record.position == mark.position and mark.last_id not in (None, record.id):
        raise Forked(
            f"{record.source} has two events at position {record.position} of shard"
            f" {record.shard}: {mark.last_id} and {record.id}"
        )


async def move_watermarks(db: Db, reached: Mapping[int, ShardState]) -> None:
    """Move the shards' watermarks in Postgres forward, never back."""
    marks = [
        (source, shard, mark.position, mark.last_id)
        for shard, state in reached.items()
        for source, mark in state.marks.items()
        if mark.last_id
    ]
    if marks:
        await db.execute(
            "insert into watermarks (source, shard, position, last_id) select * from"
            " unnest($1::text[], $2::int[], $3::bigint[], $4::uuid[])"
            " on conflict (source, shard) do update"
            " set position = excluded.position, last_id = excluded.last_id"
            " where watermarks.position < excluded.position",
            *(list(column) for column in zip(*sorted(marks), strict=True)),
        )
