"""The production calendar: which days are worked, which are off and why, which are short."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Literal, Self

from libs.worktime.holidays import SATURDAY, Holidays, Rows, expected_rows
from libs.worktime.names import Name
from libs.worktime.notes import read_decree, read_note

Kind = Literal[
    "working", "working_saturday", "weekend", "holiday", "moved_day_off", "special_day_off"
]
EVERY_YEAR = range(1970, 2201)
_KINDS = ("holiday", "workday", "short")


@dataclass(frozen=True)
class Day:
    """What a calendar says of a date.

    `name` says why it is off or, for a Saturday, worked; `short` why it is short;
    `exchanged_with` is the day that a moved day off came from or went to.
    """

    kind: Kind
    name: Name | None = None
    short: Name | None = None
    exchanged_with: date | None = None

    @property
    def is_working(self) -> bool:
        """Whether people work that day."""
        return self.kind in ("working", "working_saturday")


@dataclass(frozen=True)
class Calendar:
    """A production calendar; two are equal when their content, told by `version`, is."""

    version: str
    years: range = field(compare=False)
    _rows: Rows = field(compare=False, repr=False)
    _holidays: Holidays = field(compare=False, repr=False)
    _special: dict[date, str] = field(compare=False, repr=False)

    @classmethod
    def from_csv(cls, rows: str, holidays: str, special_days_off: str = "") -> Self:
        """Read a calendar from texts: CSV `date,kind,note`, the TOML of its fixed holidays and,
        only if the special non-working days are to be off (A-27), CSV `date,base_kind,decree,note`.

        Raises ValueError naming the line to correct.
        """
        read = _read_rows(rows)
        content = "\0".join((rows, holidays, special_days_off))
        return cls(
            version=hashlib.sha256(content.encode()).hexdigest()[:12],
            years=_years(read),
            _rows=read,
            _holidays=Holidays.from_toml(holidays),
            _special={
                day: record["decree"]
                for _, day, record in _records(special_days_off, ("date", "decree"))
            },
        )

    @classmethod
    def of_weekdays(cls) -> Self:
        """The calendar of whoever has none: each week is like any other, in every year."""
        return cls("none", EVERY_YEAR, {}, Holidays(()), {})

    def day(self, on: date) -> Day:
        """What the calendar says of a date; for a year that it does not know, what the fixed
        holidays make of it (A-20)."""
        day = self._ordinary_day(on)
        if day.is_working and on in self._special:
            decree = read_decree(self._special[on])
            off = Name(f"нерабочий день, {decree.ru}", f"non-working day, {decree.en}")
            return Day("special_day_off", off)
        return day

    def _ordinary_day(self, on: date) -> Day:
        rows = self._rows if on.year in self.years else expected_rows(self._holidays, on.year)
        row = rows.get(on, {})
        if "holiday" in row:
            note = read_note(row["holiday"], self._holidays)
            kind: Kind = "moved_day_off" if note.exchanged_with else "holiday"
            return Day(kind, note.name, exchanged_with=note.exchanged_with)
        if on.weekday() >= SATURDAY and "workday" not in row:
            holiday = self._holidays.on(on)
            return Day("holiday", Name(holiday.ru, holiday.en)) if holiday else Day("weekend")
        short = read_note(row["short"], self._holidays).name if "short" in row else None
        if "workday" in row:
            note = read_note(row["workday"], self._holidays)
            return Day("working_saturday", note.name, short, note.exchanged_with)
        return Day("working", short=short)


def _read_rows(text: str) -> Rows:
    rows: Rows = {}
    for line, day, record in _records(text, ("date", "kind", "note")):
        kind = record["kind"]
        if kind not in _KINDS:
            raise ValueError(
                f"the calendar's line {line}: kind {kind!r} is none of {', '.join(_KINDS)}"
            )
        if kind in rows.setdefault(day, {}):
            raise ValueError(f"the calendar's line {line}: {day} is {kind} twice, drop one row")
        rows[day][kind] = record["note"]
    return rows


def _records(text: str, columns: tuple[str, ...]) -> Iterator[tuple[int, date, dict[str, str]]]:
    for line, record in enumerate(csv.DictReader(StringIO(text)), start=2):
        if any(record.get(column) is None for column in columns):
            raise ValueError(f"the calendar's line {line} needs the columns {', '.join(columns)}")
        try:
            yield line, date.fromisoformat(record["date"]), record
        except ValueError as fault:
            raise ValueError(
                f"the calendar's line {line}: {record['date']!r} is no date, write YYYY-MM-DD"
            ) from fault


def _years(rows: Rows) -> range:
    known = {day.year for day in rows}
    if not known:
        raise ValueError("the calendar has no rows: it needs at least one year")
    years = range(min(known), max(known) + 1)
    if missing := [year for year in years if year not in known]:
        raise ValueError(f"the calendar skips {missing}: add these years' rows")
    return years
