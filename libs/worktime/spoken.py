"""An instant as it is said in a letter: «в среду 6 мая в 18:00»."""

from datetime import datetime, time, timedelta

from libs.worktime.names import Name

A_DAY = timedelta(days=1)
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
    """The instant in the zone that it is given in; in English without the «on» before it.

    Midnight is the end of a day: of 00:00 people would not know which night is meant.
    """
    is_midnight = at.time() == time()
    day, clock = (at - A_DAY, "24:00") if is_midnight else (at, f"{at:%H:%M}")
    weekday, month = day.weekday(), day.month - 1
    return Name(
        f"{WEEKDAYS_RU[weekday]} {day.day} {MONTHS_RU[month]} в {clock}",
        f"{WEEKDAYS_EN[weekday]} {day.day} {MONTHS_EN[month]} at {clock}",
    )
