"""The spans that the services of a desk on one machine write into files, put together."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.doctor.stores import connected
from cli.trouble import Trouble
from libs.runtime.telemetry import SAMPLED

Attributes = dict[str, Any]


@dataclass(frozen=True)
class Span:
    """A piece of work of one service; `start` and `end` are nanoseconds since 1970."""

    span_id: str
    parent_id: str | None
    service: str
    name: str
    start: int
    end: int
    attributes: Attributes

    def as_data(self, begun: int) -> dict[str, Any]:
        """The span for programs, in milliseconds from the trace's beginning."""
        return {
            "span_id": self.span_id,
            "parent_id": self.parent_id,
            "service": self.service,
            "name": self.name,
            "starts_after_ms": (self.start - begun) / 1e6,
            "took_ms": (self.end - self.start) / 1e6,
            "attributes": self.attributes,
        }


async def trace_of_submission(database_url: str, ticket_id: str) -> str:
    """The id of the trace in which a ticket was submitted. Raises Trouble where it has none."""
    async with connected(database_url) as db:
        traceparent = await db.fetchval(
            "select traceparent from intake.events where stream = $1 order by stream_version",
            f"ticket-{ticket_id}",
        )
    if not (traceparent or "").endswith(SAMPLED):
        raise Trouble(
            f"the submission of {ticket_id} was not traced: VAKHTA_TRACE_RATIO says how many are",
            f"подача {ticket_id} не записана: какую долю записывать, задаёт VAKHTA_TRACE_RATIO",
        )
    return str(traceparent.split("-")[1])


def read_spans(folder: Path, trace_id: str) -> list[Span]:
    """The spans of a trace, the earliest first. Raises Trouble where there are none."""
    found = [span for path in sorted(folder.glob("*.jsonl")) for span in _spans(path, trace_id)]
    if not found:
        raise Trouble(
            f"there are no spans of the trace {trace_id} in {folder}: were they removed?",
            f"в {folder} нет ничего о трассе {trace_id}: не удалено ли?",
        )
    return sorted(found, key=lambda span: (span.start, -span.end))


def _spans(path: Path, trace_id: str) -> Iterator[Span]:
    # The oldest file may have been removed since the folder was looked at.
    with suppress(FileNotFoundError), path.open() as lines:
        for line in lines:
            # Most lines are of other traces: only those that name this one are read.
            if trace_id in line and (told := json.loads(line)).pop("trace_id") == trace_id:
                yield Span(**told)


def children(spans: Sequence[Span]) -> dict[str | None, list[Span]]:
    """Spans by their parents; those whose parent is not among them have None."""
    known = {span.span_id for span in spans}
    found: dict[str | None, list[Span]] = {}
    for span in spans:
        parent = span.parent_id if span.parent_id in known else None
        found.setdefault(parent, []).append(span)
    return found
