"""Publishing a production calendar on a running desk, from the files that it is kept in."""

import json
from pathlib import Path

from cli.asking import Asking
from cli.language import Language
from cli.regulation_files import read_text
from cli.running import desk_here
from cli.trouble import Trouble
from libs.regulation.base import Said

A_CALENDAR = Said("name a calendar's rows", "укажите файл со строками календаря")
WORDS = {
    "ru": "Действует календарь {calendar}, версия {version}: сроки, которые считались без него,"
    " пересчитываются.",
    "en": "The calendar {calendar} holds, version {version}: promises that were counted without it"
    " are counted anew.",
}


def publish(file: Path, name: str | None, language: Language, *, as_json: bool) -> None:
    """Publish the calendar; one that was published before changes nothing.

    Raises Trouble where a file is not there, or the desk refuses it, in the desk's words.
    """
    body = calendar_in(file, name or file.stem)
    with Asking(desk_here()) as asking:
        published = asking.post("entitlement", "v1/calendars", body)
    if as_json:
        print(json.dumps(published, ensure_ascii=False, indent=2))
        return
    print(WORDS[language].format(**published))


def calendar_in(file: Path, name: str) -> dict[str, str]:
    """The rows, the fixed holidays and the special days of a calendar. Raises Trouble where one
    cannot be read."""
    rows = read_text(file, A_CALENDAR)
    holidays = file.with_name(f"{file.stem}_holidays.toml")
    if not holidays.exists():
        raise Trouble(
            f"{holidays} is missing: it names the holidays that every year has",
            f"нет файла {holidays}: в нём праздники, которые есть в каждом году",
        )
    special = sorted(file.parent.glob(f"{file.stem}_special_*.csv"))
    return {
        "calendar": name,
        "rows": rows,
        "holidays": read_text(holidays, A_CALENDAR),
        "special_days": "".join(read_text(each, A_CALENDAR) for each in special),
    }
