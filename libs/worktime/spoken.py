"""An instant as it is said in a letter: «в среду 6 мая в 18:00»."""

from datetime import datetime

from libs.worktime.names import Name

WEEKDAYS_RU = (
    "в понедельник",
    "во вторник",
    "в среду",
    "в четверг",
    "в пятницу",
    "в субботу",
    "в воскресенье",
)
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_RU = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def spoken(at: datetime) -> Name:
    """The instant in the zone that it is given in; in English without the «on» before it."""
    weekday, month = at.weekday(), at.month - 1
    return Name(
        f"{WEEKDAYS_RU[weekday]} {at.day} {MONTHS_RU[month]} в {at:%H:%M}",
        f"{WEEKDAYS_EN[weekday]} {at.day} {MONTHS_EN[month]} at {at:%H:%M}",
    )
