"""The words of a deadline's explanation in Russian."""

from datetime import date

UNITS: tuple[str, str, str] = ("ч", "мин", "с")
DECIMAL = ","
WEEKDAYS: tuple[str, ...] = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
NO_HOURS = "нет рабочих часов"
CHANGED_HOURS = "закрыто по изменению графика"
OUTSIDE_HOURS = "вне рабочего времени"
FIRST_DAY_NOT_COUNTED = "день получения не считается"
SAME_TIME = "до того же времени"
DAY_END = "до конца рабочего времени"
DAY_START = "до начала рабочего времени"
SHIFT_END = "до конца смены"
MIDNIGHT = "до конца суток"


def on_weekday(day: date) -> str:
    """A day of the week after a number of hours: «в пт», «во вт»."""
    name = WEEKDAYS[day.weekday()]
    return f"{'во' if name == 'вт' else 'в'} {name}"


def day_month(day: date) -> str:
    """A date without its year."""
    return f"{day:%d.%m}"


def full_date(day: date) -> str:
    """A date with its year."""
    return f"{day:%d.%m.%Y}"


def dates(first: date, last: date) -> str:
    """A range of dates, merged where one month holds both: «21–23.02»."""
    if first == last:
        return day_month(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%d}–{day_month(last)}"
    return f"{day_month(first)}–{day_month(last)}"


def received(when: str) -> str:
    """How the sentence begins."""
    return f"Поступило {when}"


def got(when: str) -> str:
    """How the sentence begins that is about what the contact received."""
    return f"Получено {when}"


def counted_from(when: str) -> str:
    """From which opening the days count."""
    return f"отсчёт с {when}"


def working_days(amount: int) -> str:
    """An amount of working days."""
    return f"{amount} {_plural(amount, 'рабочий день', 'рабочих дня', 'рабочих дней')}"


def days(amount: int) -> str:
    """An amount of days where all of them are worked."""
    return f"{amount} {_plural(amount, 'день', 'дня', 'дней')}"


def from_to(first: str, last: str) -> str:
    """A long stretch."""
    return f"с {first} по {last}"


def not_counted(when: str, days: int, reasons: str) -> str:
    """Days off, and why."""
    return f"{when} не {_plural(days, 'считается', 'считаются', 'считаются')} ({reasons})"


def weekend(days: int) -> str:
    """What days of the week's end are called."""
    return "выходной" if days == 1 else "выходные"


def each(hours: str, when: str) -> str:
    """The same hours on each of several days."""
    return f"по {hours} {when}"


def short_day(why: str) -> str:
    """A shortened day, and why."""
    return f"короткий день: {why}"


def working_saturday(why: str) -> str:
    """A Saturday that is worked, and why."""
    return f"рабочая суббота: {why}"


def in_between(first: str, last: str, days: int, hours: str) -> str:
    """Working days of a long stretch, summed up."""
    return f"{from_to(first, last)} {working_days(days)} ({hours})"


def off_in_between(days_off: int, holidays: int) -> str:
    """Days off of a long stretch, summed up."""
    total = days_off + holidays
    kinds = [f"{days_off} {_plural(days_off, 'выходной', 'выходных')}"] if days_off else []
    kinds += [f"{holidays} {_plural(holidays, 'праздничный', 'праздничных')}"] if holidays else []
    skipped = _plural(total, "день не считается", "дня не считаются", "дней не считаются")
    return f"{total} {skipped} ({', '.join(kinds)})"


def provisional(first: int, last: int) -> str:
    """That a calendar which is not published yet may still move the deadline."""
    years = f"{first} год" if first == last else f"{first}–{last} годы"
    return f"предварительно: производственного календаря на {years} пока нет"


def _plural(count: int, one: str, few: str, many: str = "") -> str:
    if count % 10 == 1 and count % 100 != 11:
        return one
    if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
        return few
    return many or few
