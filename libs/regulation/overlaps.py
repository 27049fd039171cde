"""Where two parts of an edition claim the same hours or the same requests, or nobody can act."""

from collections.abc import Iterator
from itertools import combinations

from libs.regulation.clocks import ClockClause
from libs.regulation.edition import Edition
from libs.regulation.errors import Problem
from libs.regulation.schedule import WEEK, Hours

DAY = 24 * 60
SPOKEN = ("phone",)
"""Where an engineer can answer by word of mouth; elsewhere the desk asks for a reply."""


def windows_that_overlap(edition: Edition) -> Iterator[Problem]:
    """Windows of one office that claim the same time of the same day."""
    for number, office in enumerate(edition.schedule.offices):
        for (one, first), (other, second) in combinations(enumerate(office.windows), 2):
            if shared := _minutes(first) & _minutes(second):
                yield Problem(
                    ("schedule", "offices", number, "windows", other),
                    f"it claims the same time as window {one + 1}, such as {_instant(min(shared))};"
                    " join the two, or give them other weekdays",
                )


def clocks_that_overlap(edition: Edition) -> Iterator[Problem]:
    """Promises of one name that are made for the same requests."""
    promises = list(enumerate(edition.promises))
    for (one, first), (other, second) in combinations(promises, 2):
        if first.name == second.name and _meet(first, second):
            yield Problem(
                ("promises", other),
                f"promise {one + 1} is made for the same requests; give the two other occasions, "
                "channels, plans or kinds",
            )


def clocks_nobody_stops(edition: Edition) -> Iterator[Problem]:
    """Promises that only a spoken answer keeps, on channels where nobody speaks."""
    for number, promise in enumerate(edition.promises):
        silent = [name for name in promise.channels if name not in SPOKEN]
        if set(promise.met_by) == {"CallAnswered"} and silent:
            yield Problem(
                ("promises", number, "met_by"),
                f"nobody can stop this clock by {', '.join(silent)}, where no call is answered; "
                'add "ReplySent", or leave out the channel',
            )


def _minutes(hours: Hours) -> set[int]:
    """The minutes of a week that a window covers, from Monday's midnight."""
    opens = hours.opens.hour * 60 + hours.opens.minute
    closes = hours.closes.hour * 60 + hours.closes.minute
    length = closes - opens if closes > opens else closes - opens + DAY
    starts = (WEEK.index(day) * DAY + opens for day in hours.weekdays)
    return {(start + minute) % (7 * DAY) for start in starts for minute in range(length)}


def _instant(minute: int) -> str:
    day, within = divmod(minute, DAY)
    return f"{WEEK[day]} {within // 60:02}:{within % 60:02}"


def _meet(first: ClockClause, second: ClockClause) -> bool:
    """Whether there is a request to which both promises are made."""
    all_named = set(first.occasions) & set(second.occasions) and set(first.channels) & set(
        second.channels
    )
    return bool(all_named) and all(
        not one or not other or set(one) & set(other)
        for one, other in ((first.plans, second.plans), (first.kinds, second.kinds))
    )
