"""The words of a deadline's explanation in English."""

from datetime import date

UNITS: tuple[str, str, str] = ("h", "min", "s")
DECIMAL = "."
WEEKDAYS: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NO_HOURS = "no working hours"
CHANGED_HOURS = "closed by a change of hours"
OUTSIDE_HOURS = "outside the working hours"
FIRST_DAY_NOT_COUNTED = "the day of receipt is not counted"
SAME_TIME = "until the same time"
DAY_END = "until the end of the hours"
DAY_START = "until the hours begin"
SHIFT_END = "until the end of the shift"
MIDNIGHT = "until midnight"


def on_weekday(day: date) -> str:
    """A day of the week after a number of hours."""
    return f"on {WEEKDAYS[day.weekday()]}"


def day_month(day: date) -> str:
    """A date without its year."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def full_date(day: date) -> str:
    """A date with its year."""
    return f"{day_month(day)} {day.year}"


def dates(first: date, last: date) -> str:
    """A range of dates, merged where one month holds both."""
    if first == last:
        return day_month(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_month(last)}"
    return f"{day_month(first)} – {day_month(last)}"


def received(when: str) -> str:
    """How the sentence begins."""
    return f"Received {when}"


def got(when: str) -> str:
    """How the sentence begins that is about what the contact received."""
    return f"Received by the user {when}"


def counted_from(when: str) -> str:
    """From which opening the days count."""
    return f"counted from {when}"


def working_days(amount: int) -> str:
    """An amount of working days."""
    return f"{amount} working {_days(amount)}"


def days(amount: int) -> str:
    """An amount of days where all of them are worked."""
    return f"{amount} {_days(amount)}"


def from_to(first: str, last: str) -> str:
    """A long stretch."""
    return f"from {first} to {last}"


def not_counted(when: str, days: int, reasons: str) -> str:
    """Days off, and why."""
    return f"{when} not counted ({reasons})"


def weekend(days: int) -> str:
    """What days of the week's end are called."""
    return "weekend"


def each(hours: str, when: str) -> str:
    """The same hours on each of several days."""
    return f"{hours} each {when}"


def short_day(why: str) -> str:
    """A shortened day, and why."""
    return f"short day: {why}"


def working_saturday(why: str) -> str:
    """A Saturday that is worked, and why."""
    return f"working Saturday: {why}"


def in_between(first: str, last: str, days: int, hours: str) -> str:
    """Working days of a long stretch, summed up."""
    return f"{working_days(days)} {from_to(first, last)} ({hours})"


def off_in_between(days_off: int, holidays: int) -> str:
    """Days off of a long stretch, summed up."""
    total = days_off + holidays
    kinds = [f"{days_off} {_plural(days_off, 'day')} off"] if days_off else []
    kinds += [f"{holidays} {_plural(holidays, 'holiday')}"] if holidays else []
    return f"{total} {_days(total)} not counted ({', '.join(kinds)})"


def provisional(first: int, last: int) -> str:
    """That a calendar which is not published yet may still move the deadline."""
    years = f"{first}" if first == last else f"{first}–{last}"
    return f"provisional: there is no production calendar for {years} yet"


def _days(count: int) -> str:
    return _plural(count, "day")


def _plural(count: int, one: str) -> str:
    return one if count == 1 else f"{one}s"
