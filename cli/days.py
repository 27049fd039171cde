"""Working time day by day, as a table for people."""

from cli.console import console, plain_table
from cli.language import Language
from libs.worktime import ExplainedDay, Explanation
from libs.worktime.explanation import Stretch

HEADINGS = {
    "ru": ("день", "часы", "засчитано", "почему"),
    "en": ("day", "hours", "counted", "why"),
}
WEEKDAYS = {
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
REASONS = {
    "weekend": {"ru": "выходной", "en": "weekend"},
    "no_hours": {"ru": "нет рабочих часов", "en": "no working hours"},
    "changed_hours": {"ru": "часы изменены", "en": "changed hours"},
}


def show_days(told: Explanation, language: Language) -> None:
    """Print every day between start and due: what of it counted, and why the rest did not."""
    shown = plain_table(*HEADINGS[language])
    for day in told.days:
        shown.add_row(
            f"{WEEKDAYS[language][day.date.weekday()]} {day.date}",
            ", ".join(map(between, day.counted)),
            f"{day.seconds // 3600}:{day.seconds // 60 % 60:02}" if day.seconds else "–",
            reason(day, language),
            style="dim" if day.skipped else "",
        )
    console().print(shown)


def between(stretch: Stretch) -> str:
    """When a stretch opens and closes."""
    return f"{stretch.opens:%H:%M}–{stretch.closes:%H:%M}"


def reason(day: ExplainedDay, language: Language) -> str:
    """Why the day is as it is; nothing for an ordinary one."""
    named = [name.said(language) for name in (day.name, day.short) if name]
    return "; ".join(named) or REASONS.get(day.kind, {}).get(language, "")
