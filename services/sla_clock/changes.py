"""What is published without notice and moves promises: days off, and hours on some dates."""

from libs.events.entitlement import CalendarPublished, ScheduleOverridden, SpecialDaysChosen
from libs.regulation import Edition
from libs.regulation.facts import OtherHours
from libs.worktime import Name
from libs.worktime.english import full_date

Change = CalendarPublished | ScheduleOverridden | SpecialDaysChosen


def concerns(change: Change, edition: Edition) -> bool:
    """Whether the time of an edition is counted by what was changed."""
    if isinstance(change, CalendarPublished):
        return edition.schedule.calendar == change.calendar
    return edition.vendor == change.vendor


def in_words(change: Change, edition: Edition) -> Name:
    """What was changed, so that a promise falls due at another instant."""
    match change:
        case CalendarPublished():
            return Name("Производственный календарь изменён", "The production calendar was changed")
        case SpecialDaysChosen():
            return Name(
                "Изменено, считаются ли рабочими особые нерабочие дни",
                "Whether the special non-working days count was changed",
            )
        case ScheduleOverridden():
            return _other_hours(OtherHours.model_validate(change.content), edition)


def _other_hours(hours: OtherHours, edition: Edition) -> Name:
    named = {office.slug: office.name for office in edition.schedule.offices}
    named |= {channel.name: channel.title for channel in edition.channels if hours.channel}
    of = named.get(hours.channel or hours.office or "")
    where = Name(f" ({of.ru})", f" ({of.en})") if of else Name("", "")
    return Name(
        f"Часы работы на {hours.date:%d.%m.%Y} изменены{where.ru}: {hours.reason.ru}",
        f"The hours of {full_date(hours.date)} were changed{where.en}: {hours.reason.en}",
    )
