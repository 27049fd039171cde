"""Instants as whole seconds of UTC, and where a zone's clock meets them."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from math import floor
from zoneinfo import ZoneInfo


def instant(at: datetime) -> int:
    """Whole seconds since 1970 UTC; a fraction is dropped. Raises ValueError without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone: hand in an aware datetime")
    return floor(at.timestamp())


def moment(seconds: int) -> datetime:
    """The UTC datetime of an instant."""
    return datetime.fromtimestamp(seconds, UTC)


def first_reaches(zone: ZoneInfo, day: date, seconds: int = 0) -> int:
    """The first instant at which a zone's clock shows a time, in seconds from the day's midnight,
    or a later one.

    Where a clock is set back and shows a time twice, that is the first time; where it is set
    forward and never shows it, the instant of the change.
    """
    # Arithmetic within one zone is the wall clock's: two hours on are two hours later to the eye.
    early = datetime.combine(day, time(), zone) + timedelta(seconds=seconds)
    before, after = early.utcoffset(), early.replace(fold=1).utcoffset()
    reached = int(early.timestamp())
    if before is None or after is None or before >= after:
        return reached
    return _the_change(zone, reached, after - before)


def _the_change(zone: ZoneInfo, until: int, jump: timedelta) -> int:
    candidates = range(until - int(jump.total_seconds()), until)
    changed = datetime.fromtimestamp(until, zone).utcoffset()
    return candidates[0] + bisect_left(
        candidates, True, key=lambda at: datetime.fromtimestamp(at, zone).utcoffset() == changed
    )
