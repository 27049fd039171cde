"""A deadline that is counted in working days, as one sentence: the days, not their hours."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby

from libs.worktime.explanation import ExplainedDay, Explanation
from libs.worktime.names import Language
from libs.worktime.sentence import (
    LONGEST,
    TONGUES,
    Tongue,
    due_said,
    instant_said,
    not_counted,
    specialty,
)

Days = Sequence[ExplainedDay]


def days_in_words(
    told: Explanation, opening: datetime, amount: int, language: Language, clause: str = ""
) -> str:
    """Why it is due at the same clock time `amount` working days on (A-01).

    `opening` is the instant that the days count from: the start, or the opening after it.
    """
    tongue = TONGUES[language]
    opening = opening.astimezone(told.start.tzinfo)
    before = [day for day in told.days if day.date < opening.date() and day.skipped]
    head = [tongue.received(instant_said(told, told.start, language))]
    if opening != told.start:
        head[0] += f", {tongue.OUTSIDE_HOURS}"
        head.append(", ".join([*_skipped(before, language), _from(told, opening, language)]))
    after = [day for day in told.days if day.date > opening.date()]
    counted = ", ".join([*_counted(after, language), _end(told, opening, tongue)])
    due = due_said(told, language, clause)
    return f"{'; '.join(head)}; {_amount(after, amount, tongue)}: {counted}{due}"


def closing_in_words(told: Explanation, amount: int, language: Language, clause: str = "") -> str:
    """Why it is due at the end of the n-th working day after the one of the receipt (A-11)."""
    tongue = TONGUES[language]
    head = tongue.got(instant_said(told, told.start, language))
    days = _first(told.days[1:], amount)
    counted = ", ".join([*_counted(days, language), _end_of(days[-1], told, tongue)])
    return (
        f"{head}; {tongue.FIRST_DAY_NOT_COUNTED}; {_amount(days, amount, tongue)}: {counted}"
        f"{due_said(told, language, clause)}"
    )


def _first(days: Days, amount: int) -> Days:
    """The days up to the n-th on which hours begin; the night shift of the last may end later."""
    begun = [place for place, day in enumerate(days, 1) if day.begins]
    return days[: begun[amount - 1]] if len(begun) >= amount else days


def _amount(days: Days, amount: int, tongue: Tongue) -> str:
    """Where people work at weekends too, all days are working days and are not called so."""
    weekends = any(day.begins and day.kind == "weekend" for day in days)
    return tongue.days(amount) if weekends else tongue.working_days(amount)


def _end_of(last: ExplainedDay, told: Explanation, tongue: Tongue) -> str:
    if told.due.date() == last.date:
        return tongue.DAY_END
    return tongue.SHIFT_END if told.due.time() > time() else tongue.MIDNIGHT


def _from(told: Explanation, opening: datetime, language: Language) -> str:
    return TONGUES[language].counted_from(instant_said(told, opening, language))


def _end(told: Explanation, opening: datetime, tongue: Tongue) -> str:
    if told.due.time() == opening.time():
        return tongue.SAME_TIME
    return tongue.DAY_END if told.due.time() < opening.time() else tongue.DAY_START


def _counted(days: Days, language: Language) -> Iterator[str]:
    """The working days with those between them that do not count, or their sums if many."""
    runs = [list(run) for _, run in groupby(days, key=lambda day: (day.begins, _saturday(day)))]
    if len(runs) > LONGEST:
        yield _summed_up(days, TONGUES[language])
        return
    for run in runs:
        if not run[0].begins:
            yield not_counted(run, language)
        else:
            dates = _dates(run[0].date, run[-1].date, TONGUES[language])
            yield f"{dates} ({specialty(run[0], language)})" if _saturday(run[0]) else dates


def _saturday(day: ExplainedDay) -> bool:
    """Whether it is a Saturday that is worked: people would take it for a day off."""
    return day.begins and day.kind == "working_saturday"


def _skipped(days: Days, language: Language) -> Iterator[str]:
    if days:
        yield not_counted(days, language)


def _dates(first: date, last: date, tongue: Tongue) -> str:
    weekday = tongue.WEEKDAYS[first.weekday()]
    if first == last:
        return f"{weekday} {tongue.day_month(first)}"
    return f"{weekday}–{tongue.WEEKDAYS[last.weekday()]} {tongue.dates(first, last)}"


def _summed_up(days: Days, tongue: Tongue) -> str:
    holidays = sum(not day.begins and day.kind == "holiday" for day in days)
    off = sum(not day.begins for day in days)
    between = tongue.from_to(tongue.full_date(days[0].date), tongue.full_date(days[-1].date))
    return f"{between}, {tongue.off_in_between(off - holidays, holidays)}"
