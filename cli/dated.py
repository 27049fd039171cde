"""What a vendor's dated facts say of its time: other hours on some dates, and the special days.

Read as they are written, like the hours themselves (cli/hours.py): the whole is checked elsewhere.
"""

from datetime import time
from pathlib import Path
from typing import Any

import tomli

from cli.trouble import Trouble
from libs.worktime import Calendar, Hours, Name, Override


def read_facts(vendor: str, folder: Path) -> dict[str, Any]:
    """The facts in a vendor's file; none where it has no file."""
    file = folder / "facts" / f"{vendor}.toml"
    return tomli.loads(file.read_text()) if file.exists() else {}


def overrides(facts: dict[str, Any], office: str) -> tuple[Override, ...]:
    """The other hours of an office; its own go over those of all (NANO-49)."""
    of_offices = [each for each in facts.get("hours", []) if "channel" not in each]
    general_first = sorted(of_offices, key=lambda each: "office" in each)
    return tuple(_override(each) for each in general_first if each.get("office", office) == office)


def of_channel(facts: dict[str, Any], channel: str) -> tuple[Override, ...]:
    """The other windows of a channel."""
    return tuple(
        _override(each) for each in facts.get("hours", []) if each.get("channel") == channel
    )


def _override(hours: dict[str, Any]) -> Override:
    return Override(
        hours["date"],
        tuple(_hours(window) for window in hours.get("windows", [])),
        Name(hours["reason"]["ru"], hours["reason"]["en"]),
    )


def calendar_named(name: str | None, facts: dict[str, Any], folder: Path) -> Calendar:
    """A production calendar, in which the special days are off where the facts say so (A-27).

    Raises Trouble where there is no such file.
    """
    if name is None:
        return Calendar.of_weekdays()
    files = folder / "calendar"
    rows, holidays = files / f"{name}.csv", files / f"{name}_holidays.toml"
    if not rows.exists() or not holidays.exists():
        raise Trouble(
            f"the calendar {name} is not in {files}: it takes {rows.name} and {holidays.name}",
            f"календаря {name} в {files} нет: нужны {rows.name} и {holidays.name}",
        )
    special = ""
    if facts.get("special_days_off") == "closed":
        found = sorted(files.glob(f"{name}_special_*.csv"))
        special = "".join(file.read_text() for file in found)
    return Calendar.from_csv(rows.read_text(), holidays.read_text(), special)


def _hours(window: dict[str, Any]) -> Hours:
    return Hours(time.fromisoformat(window["opens"]), time.fromisoformat(window["closes"]))
