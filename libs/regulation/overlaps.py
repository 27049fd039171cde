"""Where two parts of an edition claim the same hours or the same requests, or nobody can act."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import combinations
from zoneinfo import ZoneInfo

from libs.regulation.base import Said
from libs.regulation.clocks import ClockClause
from libs.regulation.edition import Edition
from libs.regulation.errors import Problem
from libs.regulation.lines import Path
from libs.regulation.schedule import WEEK, Attended, Hours
from libs.worktime import russian

DAY = 24 * 60
NEVER_OPEN = Said(
    "no office is open then; give hours at which one of its offices is open",
    "в это время ни одно подразделение не работает; дайте часы, в которые оно работает",
)
NEVER_OPEN_THERE = Said(
    "none of these offices is open in the windows of its channel; give the promise windows of its "
    "own, or name another office",
    "в часы канала эти подразделения не работают; дайте сроку свои windows или назовите другое "
    "подразделение",
)
SPOKEN = ("phone",)
"""Where an engineer can answer by word of mouth; elsewhere the desk asks for a reply."""


def windows_of(edition: Edition) -> Iterator[tuple[Path, Sequence[Hours]]]:
    """The windows of each office, channel and promise."""
    for number, office in enumerate(edition.schedule.offices):
        yield ("schedule", "offices", number, "windows"), office.windows
    for number, channel in enumerate(edition.channels):
        yield ("channels", number, "windows"), channel.windows
    for number, promise in enumerate(edition.promises):
        yield ("promises", number, "windows"), promise.windows


def windows_that_overlap(edition: Edition) -> Iterator[Problem]:
    """Windows of one office, channel or promise that claim the same time of the same day."""
    for path, windows in windows_of(edition):
        for (one, first), (other, second) in combinations(enumerate(windows), 2):
            if shared := _minutes(first) & _minutes(second):
                day, clock = _instant(min(shared))
                yield Problem(
                    (*path, other),
                    f"it claims the same time as window {one + 1}, such as {day.en} {clock};"
                    " join the two, or give them other weekdays",
                    f"то же время занимает окно {one + 1}, например {day.ru} {clock};"
                    " объедините их или дайте им разные weekdays",
                )


def windows_never_open(edition: Edition) -> Iterator[Problem]:
    """Windows of a channel or a promise at which none of its offices is open."""
    for number, channel in enumerate(edition.channels):
        if channel.windows and not _open(edition, channel):
            yield Problem(("channels", number, "windows"), *NEVER_OPEN)
    for number, promise in enumerate(edition.promises):
        for by in (edition.attends(name) for name in promise.channels):
            offices, windows = promise.offices or by.offices, promise.windows or by.windows
            if windows and not _open(edition, Attended(offices=offices, windows=windows)):
                said = NEVER_OPEN if promise.windows else NEVER_OPEN_THERE
                yield Problem(
                    ("promises", number, "windows" if promise.windows else "offices"), *said
                )
                break


def _open(edition: Edition, attended: Attended) -> bool:
    """Whether an office that attends to something opens within its windows in any week."""
    zone = edition.schedule.zone
    on = edition.in_force_at()
    within = {minute for each in attended.windows for minute in _minutes(each, zone, on)}
    offices = (
        office
        for office in edition.schedule.offices
        if not attended.offices or office.slug in attended.offices
    )
    return any(
        within & _minutes(each, office.zone or zone, on)
        for office in offices
        for each in office.windows
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
                f"срок {one + 1} даётся на те же обращения; дайте им разные occasions, channels, "
                "plans или kinds",
            )


def clocks_nobody_stops(edition: Edition) -> Iterator[Problem]:
    """Promises that only a spoken answer keeps, on channels where nobody speaks."""
    for number, promise in enumerate(edition.promises):
        silent = [name for name in promise.channels if name not in SPOKEN]
        if set(promise.met_by) == {"CallAnswered"} and silent:
            by = ", ".join(silent)
            yield Problem(
                ("promises", number, "met_by"),
                f"nobody can stop this clock by {by}, where no call is answered; "
                'add "ReplySent", or leave out the channel',
                f"по каналам {by} этот срок никто не остановит: там не отвечают на звонки; "
                'добавьте "ReplySent" или уберите канал',
            )


def _minutes(hours: Hours, zone: str = "UTC", on: datetime | None = None) -> set[int]:
    """The minutes of a week that a window covers, from Monday's midnight in UTC, with the zone's
    difference of a day."""
    ahead = on.astimezone(ZoneInfo(zone)).utcoffset() if on else None
    opens = hours.opens.hour * 60 + hours.opens.minute
    closes = hours.closes.hour * 60 + hours.closes.minute
    length = closes - opens if closes > opens else closes - opens + DAY
    opens -= int(ahead.total_seconds()) // 60 if ahead else 0
    starts = (WEEK.index(day) * DAY + opens for day in hours.weekdays)
    return {(start + minute) % (7 * DAY) for start in starts for minute in range(length)}


def _instant(minute: int) -> tuple[Said, str]:
    day, within = divmod(minute, DAY)
    return Said(WEEK[day], russian.WEEKDAYS[day]), f"{within // 60:02}:{within % 60:02}"


def _meet(first: ClockClause, second: ClockClause) -> bool:
    """Whether there is a request to which both promises are made."""
    all_named = set(first.occasions) & set(second.occasions) and set(first.channels) & set(
        second.channels
    )
    return bool(all_named) and all(
        not one or not other or set(one) & set(other)
        for one, other in ((first.plans, second.plans), (first.kinds, second.kinds))
    )
