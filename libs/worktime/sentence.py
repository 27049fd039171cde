"""A deadline's explanation as one sentence that a customer and an engineer read alike."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Protocol

from libs.worktime import english, russian
from libs.worktime.explanation import ExplainedDay, Explanation
from libs.worktime.names import Language

LONGEST = 8  # pieces that a reader still follows; more are summed up
A_WEEK = timedelta(days=7)

Days = Sequence[ExplainedDay]


class Tongue(Protocol):
    """What a language brings to the sentence."""

    UNITS: tuple[str, str, str]
    DECIMAL: str
    WEEKDAYS: tuple[str, ...]
    NO_HOURS: str
    CHANGED_HOURS: str
    OUTSIDE_HOURS: str
    FIRST_DAY_NOT_COUNTED: str
    SAME_TIME: str
    DAY_END: str
    DAY_START: str
    SHIFT_END: str
    MIDNIGHT: str

    def on_weekday(self, day: date) -> str: ...
    def day_month(self, day: date) -> str: ...
    def full_date(self, day: date) -> str: ...
    def dates(self, first: date, last: date) -> str: ...
    def received(self, when: str) -> str: ...
    def got(self, when: str) -> str: ...
    def counted_from(self, when: str) -> str: ...
    def working_days(self, amount: int) -> str: ...
    def days(self, amount: int) -> str: ...
    def from_to(self, first: str, last: str) -> str: ...
    def not_counted(self, when: str, days: int, reasons: str) -> str: ...
    def weekend(self, days: int) -> str: ...
    def each(self, hours: str, when: str) -> str: ...
    def short_day(self, why: str) -> str: ...
    def working_saturday(self, why: str) -> str: ...
    def in_between(self, first: str, last: str, days: int, hours: str) -> str: ...
    def off_in_between(self, days_off: int, holidays: int) -> str: ...
    def provisional(self, first: int, last: int) -> str: ...


TONGUES: dict[Language, Tongue] = {"ru": russian, "en": english}


def in_words(told: Explanation, language: Language, clause: str = "") -> str:
    """The explanation in one sentence; `clause` («п. 4.2») is named after the due instant."""
    tongue = TONGUES[language]
    head = tongue.received(instant_said(told, told.start, language))
    if _starts_outside(told):
        head += f", {tongue.OUTSIDE_HOURS}"
    body = ", ".join(_body(told, language))
    return f"{head}{'; ' if body else ''}{body}{due_said(told, language, clause)}"


def instant_said(told: Explanation, at: datetime, language: Language) -> str:
    """An instant on the way with its weekday: «пт 20.02 17:30»; with years where they differ."""
    weekday = TONGUES[language].WEEKDAYS[at.weekday()]
    return f"{weekday} {_date_said(told, at.date(), language)} {_clock(at)}"


def due_said(told: Explanation, language: Language, clause: str = "") -> str:
    """How the sentence ends: the instant due, the clause, and whether it may still move."""
    due = _date_said(told, told.due.date(), language)
    unknown = told.unknown_years
    tail = f" ({TONGUES[language].provisional(unknown[0], unknown[-1])})" if unknown else ""
    return f" → {', '.join(filter(None, (due, _clock(told.due), clause)))}{tail}"


def not_counted(run: Days, language: Language) -> str:
    """Days off in a row, and why: «21–23.02 не считаются (выходные, …)»."""
    tongue = TONGUES[language]
    when = tongue.dates(run[0].date, run[-1].date)
    return tongue.not_counted(when, len(run), _reasons(run, language))


def _date_said(told: Explanation, day: date, language: Language) -> str:
    tongue = TONGUES[language]
    across_years = told.start.year != told.due.year
    return tongue.full_date(day) if across_years else tongue.day_month(day)


def _starts_outside(told: Explanation) -> bool:
    first = told.days[0]
    starts_inside = any(opens == told.start for opens, _, _ in first.counted)
    return told.start != told.due and not first.skipped and not starts_inside


def _body(told: Explanation, language: Language) -> Iterator[str]:
    runs = list(_runs([day for day in told.days if day.skipped or day.counted]))
    dated = told.due - told.start >= A_WEEK
    if len(runs) <= LONGEST:
        yield from (_said(run, language, dated, run is _first_counted(runs)) for run in runs)
        return
    lead = 1 if runs[0][0].counted else 2
    yield from (_said(run, language, dated, run[0].counted != ()) for run in runs[:lead])
    middle = [day for run in runs[lead:-1] for day in run]
    yield from _summed_up(middle, TONGUES[language])
    yield _said(runs[-1], language, dated, False)


def _first_counted(runs: Sequence[Days]) -> Days | None:
    return next((run for run in runs if run[0].counted), None)


def _runs(days: Days) -> Iterator[Days]:
    """Days off in a row together, and three or more equal days in a row."""
    for _, group in groupby(days, key=lambda day: (day.skipped, day.seconds, _is_special(day))):
        run = list(group)
        if run[0].skipped or (len(run) > 2 and not _is_special(run[0])):
            yield run
        else:
            yield from ([day] for day in run)


def _is_special(day: ExplainedDay) -> bool:
    if day.skipped:
        return False
    if day.kind == "changed_hours":
        return day.name is not None
    return day.kind == "working_saturday" or bool(day.short and day.cut)


def _said(run: Days, language: Language, dated: bool, first: bool) -> str:
    tongue, day, last = TONGUES[language], run[0], run[-1]
    if day.skipped:
        return not_counted(run, language)
    hours = _duration(day.seconds, tongue)
    date_said = f" {tongue.dates(day.date, last.date)}" if dated else ""
    weekday = tongue.WEEKDAYS[day.date.weekday()]
    if len(run) > 1:
        return tongue.each(hours, f"{weekday}–{tongue.WEEKDAYS[last.date.weekday()]}{date_said}")
    said = f"{hours} {tongue.on_weekday(day.date) if first else weekday}{date_said}"
    return f"{said} ({specialty(day, language)})" if _is_special(day) else said


def specialty(day: ExplainedDay, language: Language) -> str:
    """Why a worked day is unlike others: a Saturday made working, a day cut short."""
    tongue, said = TONGUES[language], []
    if day.kind == "changed_hours" and day.name:
        said.append(day.name.said(language))
    if day.kind == "working_saturday" and day.name:
        said.append(tongue.working_saturday(day.name.said(language)))
    if day.short and day.cut:
        said.append(tongue.short_day(day.short.said(language)))
    return "; ".join(said)


def _reasons(run: Days, language: Language) -> str:
    weekend = TONGUES[language].weekend(sum(day.kind == "weekend" for day in run))
    reasons = list(dict.fromkeys(_reason(day, language) or weekend for day in run))
    return ("; " if any("," in reason for reason in reasons) else ", ").join(reasons)


def _reason(day: ExplainedDay, language: Language) -> str:
    if day.name:
        return day.name.said(language)
    tongue = TONGUES[language]
    return {"no_hours": tongue.NO_HOURS, "changed_hours": tongue.CHANGED_HOURS}.get(day.kind, "")


def _summed_up(days: Days, tongue: Tongue) -> Iterator[str]:
    first, last = days[0].date, days[-1].date
    say_date = tongue.day_month if first.year == last.year else tongue.full_date
    worked = [day for day in days if day.counted]
    holidays = sum(day.skipped and day.kind == "holiday" for day in days)
    hours = _duration(sum(day.seconds for day in worked), tongue)
    yield tongue.in_between(say_date(first), say_date(last), len(worked), hours)
    if off := len(days) - len(worked):
        yield tongue.off_in_between(off - holidays, holidays)


def _duration(seconds: int, tongue: Tongue) -> str:
    if seconds % 360 == 0:
        return f"{seconds / 3600:.10g} {tongue.UNITS[0]}".replace(".", tongue.DECIMAL)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = zip((hours, minutes, rest), tongue.UNITS, strict=True)
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
