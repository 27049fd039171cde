"""The editions of the four vendors, the production calendar, and instants as people say them.

All tests take editions from here, so that they can be asked about a changed copy of them.
"""

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from libs.regulation import load, load_facts
from libs.worktime import Calendar

PUBLISHED = Path(__file__).parents[3] / "regulations"
REGULATIONS = Path(os.environ.get("VAKHTA_TEST_REGULATIONS") or PUBLISHED)
"""The folder of the editions that are tested: the published ones, or a changed copy."""
CALENDAR = Calendar.from_csv(
    (REGULATIONS / "calendar/ru.csv").read_text(),
    (REGULATIONS / "calendar/ru_holidays.toml").read_text(),
)
TEXTS = {path.stem: path.read_text() for path in sorted(REGULATIONS.glob("*.toml"))}
EDITIONS = {name: load(text, name) for name, text in TEXTS.items()}
CRYPTOPRO, NANOSOFT, REGIONSOFT, TECHNOKAD = (EDITIONS[name] for name in sorted(EDITIONS))
TECHNOKADS_FACTS = load_facts((REGULATIONS / "facts/technokad.toml").read_text(), TECHNOKAD)
OTHER_HOURS = """
vendor = "technokad"
special_days_off = "closed"

[[hours]]
date = 2026-07-03
office = "moscow"
windows = [{ opens = "12:00", closes = "18:00" }]
reason = { ru = "учения", en = "a drill" }

[[hours]]
date = 2026-07-06
reason = { ru = "переезд", en = "we move" }
"""
"""Facts of a vendor that change its hours on two dates, of one office and of all."""


OTHER_WINDOWS = """
vendor = "regionsoft"

[[hours]]
date = 2026-07-03
channel = "phone"
windows = [{ opens = "12:00", closes = "14:00" }]
reason = { ru = "учения", en = "a drill" }

[[hours]]
date = 2026-07-06
channel = "phone"
reason = { ru = "переезд АТС", en = "the exchange moves" }
"""
"""Facts of a vendor that change on two dates when its telephone is answered."""


def msk(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Moscow"))
