"""The two editions, the production calendar, and instants as people of the desk say them."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from libs.regulation import load
from libs.worktime import Calendar

REGULATIONS = Path(__file__).parents[3] / "regulations"
CALENDAR = Calendar.from_csv(
    (REGULATIONS / "calendar/ru.csv").read_text(),
    (REGULATIONS / "calendar/ru_holidays.toml").read_text(),
)
TEXTS = {name: (REGULATIONS / f"{name}.toml").read_text() for name in ("cryptopro", "technokad")}
CRYPTOPRO, TECHNOKAD = (load(TEXTS[name], name) for name in ("cryptopro", "technokad"))


def msk(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Moscow"))
