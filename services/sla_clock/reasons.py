"""Why a promise falls due when it does, in one sentence in Russian and in English."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from libs.regulation import AgreedClock, AutoClose, ClockRule, Stated
from libs.regulation.schedule import Hours
from libs.regulation.texts import Template, Text, places
from libs.worktime import (
    Explanation,
    Name,
    closing_in_words,
    days_in_words,
    due_said,
    in_words,
    instant_said,
    spoken,
)

REAL_UNITS = {
    "real_minutes": Name("мин", "min"),
    "real_hours": Name("ч", "h"),
    "calendar_days": Name("кал. дн.", "calendar days"),
}
VALUES = {
    "occasions": Name("на какие сообщения он даётся", "which messages it is given for"),
    "limit": Name("сам срок", "the limit itself"),
    "hours": Name("чьи рабочие часы считаются", "whose hours count"),
    "offices": Name("какие подразделения отвечают", "which offices answer"),
    "windows": Name("в какие часы отвечают", "at which hours they answer"),
    "outside_hours": Name("что вне рабочего времени", "what holds outside the hours"),
    "pauses": Name("когда отсчёт стоит", "when it stands"),
    "warn_at_percent": Name("когда о нём предупредить", "when to warn of it"),
    "evidence": Name("чем доказывается получение", "what proves the receipt"),
    "rendered_in_time": Name("что услуга оказана вовремя", "that the support was in time"),
    "remind_days": Name("когда напомнить", "when to remind"),
}
"""What the values of a promise are called where people read that one is not from the text."""

WHOLE = Name("всё это", "all of it")


class By(NamedTuple):
    """Whose hours alone count: of these offices, none named of all, and within these windows.

    `zone`: in which the days are told, where that is not the desk's own.
    """

    offices: Sequence[Text]
    windows: Sequence[Hours]
    zone: str = ""


def of_limit(rule: ClockRule, told: Explanation, opening: datetime, by: By | None = None) -> Name:
    """Why an answer is due: the hours or days counted and those skipped, or the minutes that
    pass. `opening` is the instant that working days count from."""
    clause, unit = _clause(rule), rule.limit.unit
    if unit in REAL_UNITS:
        because = _of_real_time(rule, told)
    elif unit == "working_days":
        amount = rule.limit.amount
        because = Name(
            days_in_words(told, opening, amount, "ru", clause.ru),
            days_in_words(told, opening, amount, "en", clause.en),
        )
    else:
        because = Name(in_words(told, "ru", clause.ru), in_words(told, "en", clause.en))
    if unit not in REAL_UNITS:
        because = _with_hours(because, by)
    if not _is_assumed(rule, "limit"):
        return because
    return Name(
        f"{because.ru}; сам срок — не из регламента",
        f"{because.en}; the limit itself is not from the regulation",
    )


def of_agreement(clause: AgreedClock, told: Explanation, by: By | None = None) -> Name:
    """Why a promise is due then whose time was agreed with the contact."""
    clause_said = _clause(clause)
    return _with_hours(
        Name(
            f"Согласовано {instant_said(told, told.start, 'ru')}"
            f"{due_said(told, 'ru', clause_said.ru)}",
            f"Agreed {instant_said(told, told.start, 'en')}{due_said(told, 'en', clause_said.en)}",
        ),
        by,
    )


def _with_hours(because: Name, by: By | None) -> Name:
    """Whose hours counted, where they are not those of all offices."""
    if by is None:
        return because
    windows = ", ".join(f"{each.opens:%H:%M}–{each.closes:%H:%M}" for each in by.windows)
    ru = ", ".join(filter(None, (*(each.ru for each in by.offices), windows)))
    en = ", ".join(filter(None, (*(each.en for each in by.offices), windows)))
    zone = f" ({by.zone})" if by.zone else ""
    return Name(
        f"{because.ru}; считаются часы: {ru}{zone}",
        f"{because.en}; the hours counted: {en}{zone}",
    )


def of_closing(rule: AutoClose, told: Explanation) -> Name:
    """Why a ticket closes by itself: the working days after the one on which it was received."""
    clause, days = _clause(rule), rule.working_days
    return Name(
        closing_in_words(told, days, "ru", clause.ru), closing_in_words(told, days, "en", clause.en)
    )


def closing_said(rule: AutoClose, number: str, closes_at: datetime) -> Name | None:
    """What the contact reads while the ticket waits for him: when it will close; None where
    the edition's words need what may not lie in the log."""
    return _filled(rule.texts.waiting, number, closes_at)


def of_silence(rule: AutoClose, number: str, closes_at: datetime) -> Name | None:
    """What the edition says of a ticket that has closed by itself; None where its words need
    what may not lie in the log."""
    return _filled(rule.texts.closed, number, closes_at)


def _filled(text: Template, number: str, closes_at: datetime) -> Name | None:
    if not places(text.ru) <= {"number", "closes_at"}:
        return None
    at = spoken(closes_at)
    return Name(
        text.filled("ru", number=number, closes_at=at.ru),
        text.filled("en", number=number, closes_at=at.en),
    )


def not_from_the_text(rule: Stated) -> list[tuple[str, Name]]:
    """The decisions that values rest on instead of a phrase, each with what it decides."""
    if isinstance(rule.assumed, str):
        return [(rule.assumed, WHOLE)]
    return [
        (decision, VALUES.get(value, Name(value, value)))
        for value, decision in rule.assumed.items()
    ]


def _of_real_time(rule: ClockRule, told: Explanation) -> Name:
    clause, picked_up = _clause(rule), rule.starts == "pick_up"
    amount, unit = rule.limit.amount, REAL_UNITS[rule.limit.unit]
    ru = f"{instant_said(told, told.start, 'ru')}; {amount} {unit.ru} подряд"
    en = f"{instant_said(told, told.start, 'en')}; {amount} {unit.en} on end"
    return Name(
        f"{'Принято' if picked_up else 'Поступило'} {ru}{due_said(told, 'ru', clause.ru)}",
        f"{'Taken on' if picked_up else 'Received'} {en}{due_said(told, 'en', clause.en)}",
    )


def _clause(rule: Stated) -> Name:
    """Where it stands; a document without numbered clauses has none to name."""
    return Name(f"п. {rule.clause}", f"clause {rule.clause}") if rule.clause else Name("", "")


def _is_assumed(rule: Stated, value: str) -> bool:
    return isinstance(rule.assumed, str) or value in rule.assumed
