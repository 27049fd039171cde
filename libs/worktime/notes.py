"""The notes of a production calendar, read: why a day is off, worked or short."""

import re
from datetime import date
from typing import NamedTuple

from libs.worktime.english import full_date
from libs.worktime.holidays import Holidays
from libs.worktime.names import Name

_MOVED = re.compile(r"day off moved (from|to) (\S+) \((.+)\)")
_REPLACED = re.compile(r"length of the eve (\S+) that it replaces \(order 588n\)")
_EVE = re.compile(r"eve of (.+)")
_DECREE = re.compile(r"(presidential )?decree (\S+) of (\S+)")


class Note(NamedTuple):
    """A note's meaning, and the day that the day off was moved from or to."""

    name: Name
    exchanged_with: date | None = None


def read_note(note: str, holidays: Holidays) -> Note:
    """What a note says; one in words that are not known here is shown as it stands."""
    if moved := _MOVED.fullmatch(note):
        return _moved(*moved.groups())
    if replaced := _REPLACED.fullmatch(note):
        return Note(_length_of(date.fromisoformat(replaced[1])))
    if eve := _EVE.fullmatch(note):
        holiday = holidays.named(eve[1])
        return Note(Name(f"канун {holiday.ru_of if holiday else eve[1]}", note))
    holiday = holidays.named(note)
    return Note(Name(holiday.ru if holiday else note, note))


def read_decree(decree: str) -> Name:
    """An act's number and date: «постановление 1466 от 24.09.2025»."""
    if not (match := _DECREE.fullmatch(decree)):
        return Name("ст. 112 ТК РФ" if decree == "Labour Code art. 112" else decree, decree)
    act = "указ Президента" if match[1] else "постановление"
    issued = date.fromisoformat(match[3])
    english = f"{match[1] or ''}decree {match[2]} of {full_date(issued)}"
    return Name(f"{act} {match[2]} от {issued:%d.%m.%Y}", english)


def _moved(direction: str, other: str, basis: str) -> Note:
    day, act = date.fromisoformat(other), read_decree(basis)
    return Note(
        Name(
            f"перенос {'с' if direction == 'from' else 'на'} {day:%d.%m.%Y}, {act.ru}",
            f"day off moved {direction} {full_date(day)}, {act.en}",
        ),
        day,
    )


def _length_of(eve: date) -> Name:
    return Name(
        f"длина кануна праздника {eve:%d.%m.%Y}, приказ 588н",
        f"length of the eve {full_date(eve)}, order 588n",
    )
