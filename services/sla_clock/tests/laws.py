"""The two vendors' regulations as they are published, and words for what they are asked."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from libs.regulation import Situation, load
from libs.worktime import Calendar
from services.sla_clock.law import Law

HERE = Path("regulations")
ROWS = (HERE / "calendar" / "ru.csv").read_text()
HOLIDAYS = (HERE / "calendar" / "ru_holidays.toml").read_text()
MOSCOW = ZoneInfo("Europe/Moscow")

CALENDAR = Calendar.from_csv(ROWS, HOLIDAYS)
CRYPTOPRO = Law(load((HERE / "cryptopro.toml").read_text()), CALENDAR)
TECHNOKAD = Law(load((HERE / "technokad.toml").read_text()), CALENDAR)


def at(text):
    """An instant of Moscow time, such as "2026-02-20 17:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def situation(occasion="first", channel="portal", covered=True, level=None):
    return Situation(occasion=occasion, channel=channel, covered=covered, level=level)


def promised(law, start, **about):
    """The only promise made in a situation that began at `start`."""
    (promise,) = law.promises(situation(**about), at(start))
    return promise


def rows_until(year):
    """The production calendar as it was before a year's decree."""
    head, *rows = ROWS.splitlines(keepends=True)
    return head + "".join(row for row in rows if int(row[:4]) < year)
