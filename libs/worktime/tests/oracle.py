"""Working time counted the naive way: looking at the wall clock of every office every five minutes.

Shares nothing with the library but the rows of the calendar. Hours lie on five-minute marks, and
never begin or end between 01:00 and 03:00, when clocks change.
"""

import csv
from datetime import UTC, date, timedelta
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo

from libs.worktime.tests.desks import ROWS

STEP = timedelta(minutes=5)
A_DAY = 24 * 60
KINDS = {(date.fromisoformat(row["date"]), row["kind"]) for row in csv.DictReader(StringIO(ROWS))}
MOVED_TO = {
    date.fromisoformat(row["date"]): date.fromisoformat(row["note"].split()[4])
    for row in csv.DictReader(StringIO(ROWS))
    if row["kind"] == "workday"
}
FEASTS = {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}


class Office:
    """An office as plain values: minutes of the day instead of clock times."""

    def __init__(self, zone, hours, weekdays, follows_calendar, cut, works_moved, closed_on):
        self.zone = ZoneInfo(zone)
        self.hours = hours
        self.weekdays = weekdays
        self.follows_calendar = follows_calendar
        self.cut = cut
        self.works_moved = works_moved
        self.closed_on = closed_on
        self.minutes_of = cache(self.minutes_of)

    def minutes_of(self, day):
        """(begin, end) in minutes from the midnight of a day, possibly past the next one."""
        if day == self.closed_on:
            return None
        moved = self.follows_calendar and self.works_moved and (day, "workday") in KINDS
        weekday = MOVED_TO[day].weekday() if moved else day.weekday()
        if weekday not in self.weekdays or (self.is_feast(day) and not moved):
            return None
        begin, end = self.hours
        end += A_DAY if end <= begin else 0
        counts_as_short = (day, "short") in KINDS and (day.weekday() < 5 or moved)
        return begin, end - (self.cut if self.follows_calendar and counts_as_short else 0)

    def is_feast(self, day):
        if not self.follows_calendar:
            return False
        return (day, "holiday") in KINDS or (day.month, day.day) in FEASTS

    def is_open(self, at):
        local = at.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        for back in (0, 1):
            hours = self.minutes_of(local.date() - timedelta(days=back))
            if hours and hours[0] <= minute + back * A_DAY < hours[1]:
                return True
        return False


def is_open(offices, at):
    return any(office.is_open(at) for office in offices)


def due(offices, start, seconds):
    """The instant at which `seconds` more have been open; the start lies on a five-minute mark."""
    at, left = start.astimezone(UTC), seconds
    if seconds == 0 and is_open(offices, at - STEP):
        return at
    while not is_open(offices, at):
        at += STEP
    while left > 0:
        if is_open(offices, at):
            if left <= STEP.total_seconds():
                return at + timedelta(seconds=left)
            left -= int(STEP.total_seconds())
        at += STEP
    return at


def worked(offices, start, end):
    """Open seconds between two five-minute marks."""
    at, total = start.astimezone(UTC), 0
    while at < end:
        total += is_open(offices, at) and int(STEP.total_seconds())
        at += STEP
    return total
