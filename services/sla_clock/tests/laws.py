"""The two vendors' regulations as they are published, and words for what they are asked."""

from datetime import datetime
from zoneinfo import ZoneInfo

from libs.regulation import Situation
from libs.regulation.tests import desk
from libs.regulation.tests.desk import CALENDAR, REGULATIONS
from services.sla_clock.law import Law

ROWS = (REGULATIONS / "calendar" / "ru.csv").read_text()
HOLIDAYS = (REGULATIONS / "calendar" / "ru_holidays.toml").read_text()
MOSCOW = ZoneInfo("Europe/Moscow")

CRYPTOPRO = Law(desk.CRYPTOPRO, CALENDAR)
TECHNOKAD = Law(desk.TECHNOKAD, CALENDAR)


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
