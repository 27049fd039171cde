"""The hours of the four vendors and short ways to write instants."""

from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from libs.worktime import Calendar, Schedule, Window, WorkingTime

FOLDER = Path(__file__).parents[3] / "regulations" / "calendar"
ROWS = (FOLDER / "ru.csv").read_text("utf-8")
HOLIDAYS = (FOLDER / "ru_holidays.toml").read_text("utf-8")
SPECIAL_DAYS = (FOLDER / "ru_special_2020_2021.csv").read_text("utf-8")
RUSSIA = Calendar.from_csv(ROWS, HOLIDAYS)

MOSCOW = ZoneInfo("Europe/Moscow")
HOUR = 3600


def calendar_until(year):
    header, *rows = ROWS.splitlines(keepends=True)
    return Calendar.from_csv(header + "".join(r for r in rows if int(r[:4]) <= year), HOLIDAYS)


def window(opens, closes, weekdays=(0, 1, 2, 3, 4)):
    return Window(time.fromisoformat(opens), time.fromisoformat(closes), weekdays)


def schedule(opens, closes, zone="Europe/Moscow", calendar=RUSSIA, **how):
    return Schedule(zone, (window(opens, closes),), calendar, **how)


def desk(*schedules):
    return WorkingTime(schedules)


CPRO = desk(schedule("09:00", "18:00"))
NANO = desk(schedule("10:00", "18:00"))
RGN = desk(schedule("10:00", "18:00", preholiday_cut=HOUR, transferred_saturdays="closed"))
TKAD_MOSCOW = schedule("09:00", "18:00", preholiday_cut=HOUR)
TKAD_NOVOSIBIRSK = schedule("04:00", "13:00", preholiday_cut=HOUR)
TKAD = desk(TKAD_MOSCOW, TKAD_NOVOSIBIRSK)


def at(text, zone=MOSCOW):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def shown(instant, zone=MOSCOW):
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M")
