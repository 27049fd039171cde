"""Why a promise falls due when it does, in one sentence in Russian and in English."""

from datetime import date, datetime

from libs.regulation import AutoClose, ClockRule, Stated
from libs.regulation.texts import places
from libs.worktime import Explanation, Name, in_words
from services.sla_clock.domain.words import said, said_day

REAL_UNITS = {"real_minutes": Name("мин", "min"), "real_hours": Name("ч", "h")}


def of_limit(rule: ClockRule, told: Explanation) -> Name:
    """Why an answer is due: the hours counted and the days skipped, or the minutes that pass."""
    if rule.limit.unit in REAL_UNITS:
        because = _of_real_time(rule, told)
    else:
        named = _clause(rule)
        because = Name(in_words(told, "ru", named.ru), in_words(told, "en", named.en))
    if not _is_assumed(rule, "limit"):
        return because
    return Name(
        f"{because.ru}; сам срок — не из регламента",
        f"{because.en}; the limit itself is not from the regulation",
    )


def of_closing(rule: AutoClose, told: Explanation) -> Name:
    """Why a ticket closes by itself: the working days after the one on which it was received."""
    days = [day.date for day in told.days[1:] if not day.skipped]
    start, due, named = _said(told.start), _said(told.due), _clause(rule)
    counted, doubt = _counted(days), _doubt(told)
    return Name(
        f"Получено {start.ru}; день получения не считается, {counted.ru} → {due.ru}, "
        f"{named.ru}{doubt.ru}",
        f"Received {start.en}; that day is not counted, {counted.en} → {due.en}, "
        f"{named.en}{doubt.en}",
    )


def of_silence(rule: AutoClose, number: str, closes_at: datetime) -> Name | None:
    """What the edition says of a ticket that has closed by itself; None where its words need
    what may not lie in the log."""
    closed, at = rule.texts.closed, _said(closes_at)
    if not places(closed.ru) <= {"number", "closes_at"}:
        return None
    return Name(
        closed.filled("ru", number=number, closes_at=at.ru),
        closed.filled("en", number=number, closes_at=at.en),
    )


def _of_real_time(rule: ClockRule, told: Explanation) -> Name:
    start, due, named = _said(told.start), _said(told.due), _clause(rule)
    unit, amount = REAL_UNITS[rule.limit.unit], rule.limit.amount
    return Name(
        f"Принято {start.ru}; {amount} {unit.ru} подряд → {due.ru}, {named.ru}",
        f"Taken on {start.en}; {amount} {unit.en} on end → {due.en}, {named.en}",
    )


def _clause(rule: Stated) -> Name:
    return Name(f"п. {rule.clause}", f"clause {rule.clause}")


def _is_assumed(rule: Stated, value: str) -> bool:
    return isinstance(rule.assumed, str) or value in rule.assumed


def _said(at: datetime) -> Name:
    """An instant in the zone that it is given in, which is the desk's."""
    return said(at, str(at.tzinfo))


def _counted(days: list[date]) -> Name:
    first, last = said_day(days[0]), said_day(days[-1])
    if len(days) == 1:
        return Name(f"1 рабочий день {first.ru}", f"1 working day on {first.en}")
    return Name(
        f"{_working_days_ru(len(days))} с {first.ru} по {last.ru}",
        f"{len(days)} working days from {first.en} to {last.en}",
    )


def _working_days_ru(count: int) -> str:
    if count % 10 == 1 and count % 100 != 11:
        return f"{count} рабочий день"
    few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return f"{count} рабочих {'дня' if few else 'дней'}"


def _doubt(told: Explanation) -> Name:
    if not told.provisional:
        return Name("", "")
    return Name(
        " (предварительно: производственный календарь ещё не опубликован)",
        " (provisional: the production calendar is not published yet)",
    )
