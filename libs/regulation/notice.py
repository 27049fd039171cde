"""How early a change of a regulation may hold."""

from datetime import date, timedelta

from libs.regulation.differences import Difference, differences
from libs.regulation.edition import Edition

OF_EVERY_EDITION = ("id", "in_force_from")
"""What differs between any two editions, and changes nothing for anybody."""


def notice_days(before: Edition, after: Edition) -> int:
    """The calendar days of notice that a change owes by the edition before it (CPRO-R-50): none
    where it touches only documents that need none."""
    changed = changes(before, after)
    publication = before.publication
    if changed and not any(publication.announces(each.rules) for each in changed):
        return 0
    return publication.notice_days


def earliest_start(before: Edition, after: Edition, published_on: date) -> date:
    """The first day on which a change published on this one may hold (A-08): the day of
    publication is not counted."""
    return published_on + timedelta(days=notice_days(before, after) + 1)


def changes(before: Edition, after: Edition) -> list[Difference]:
    """What differs but for the editions' ids and dates."""
    return [each for each in differences(before, after) if each.place not in OF_EVERY_EDITION]
