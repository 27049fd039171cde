"""When an engineer is on duty: in his office's hours, except while he is away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from libs.worktime import WorkingTime

HORIZON = timedelta(days=366)


@dataclass(frozen=True)
class Shift:
    """A time on duty [begins, ends); of the shift under way only what is left of it."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Absence:
    """A time away [since, until)."""

    since: datetime
    until: datetime


def shifts(
    hours: WorkingTime, absences: Sequence[Absence], at: datetime, until: datetime
) -> tuple[Shift, ...]:
    """The shifts from `at` on, up to and including the first that begins after `until`.

    Those of a year ahead at most: there may be none for who is away for longer.
    """
    found: list[Shift] = []
    for shift in _on_duty(hours, sorted(absences, key=lambda each: each.since), at):
        found.append(shift)
        if shift.begins > until:
            break
    return tuple(found)


def goes_off(shifts: Iterable[Shift], at: datetime, due: datetime) -> datetime | None:
    """When, from `at` on, someone goes off duty to return only after `due`; None where he is on
    duty then, or was until that very instant."""
    last, due = at, max(at, due)
    for shift in shifts:
        if due < shift.begins:
            break
        if due <= shift.ends:
            return None
        last = shift.ends
    return last


def _on_duty(hours: WorkingTime, absences: Sequence[Absence], at: datetime) -> Iterator[Shift]:
    for opening in _openings(hours, at):
        yield from _without(opening, absences)


def _openings(hours: WorkingTime, at: datetime) -> Iterator[Shift]:
    begins = at if hours.is_open(at) else hours.next_opening(at)
    while begins and begins <= at + HORIZON:
        ends = hours.next_closing(begins) or begins + HORIZON
        yield Shift(begins, ends)
        begins = hours.next_opening(ends)


def _without(opening: Shift, absences: Sequence[Absence]) -> Iterator[Shift]:
    begins = opening.begins
    for away in absences:
        if away.until <= begins or away.since >= opening.ends:
            continue
        if begins < away.since:
            yield Shift(begins, away.since)
        begins = away.until
    if begins < opening.ends:
        yield Shift(begins, opening.ends)
