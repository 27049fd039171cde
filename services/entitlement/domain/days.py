"""Days and instants on the vendor's clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from libs.regulation import Edition


def day_of(instant: datetime, edition: Edition) -> date:
    """The day of an instant on the vendor's clock."""
    return instant.astimezone(ZoneInfo(edition.schedule.zone)).date()


def at_clock(day: date, clock: time, edition: Edition) -> datetime:
    """The instant at which the vendor's clock shows this."""
    return datetime.combine(day, clock, ZoneInfo(edition.schedule.zone)).astimezone(UTC)


def iso(day: date | None) -> str | None:
    """A day among the facts of a decision."""
    return None if day is None else day.isoformat()
