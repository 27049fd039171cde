"""Minutes, norm-hours, days and sums as people read them, in both languages."""

from datetime import date
from decimal import Decimal

from libs.regulation.texts import Noun, Text

SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€"}


def spent(minutes: int) -> Text:
    """«1 ч 10 мин», “1 h 10 min”."""
    hours, rest = divmod(minutes, 60)
    ru = [f"{hours} ч"] * bool(hours) + [f"{rest} мин"] * bool(rest or not hours)
    en = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours)
    return Text(ru=" ".join(ru), en=" ".join(en))


def in_hours(minutes: int, hour_minutes: int, hour: Noun) -> Text:
    """Billed minutes by the hour of the price list: «2 нормо-часа», «0,5 нормо-часа»; in minutes
    where they are no round part of it."""
    if minutes * 100 % hour_minutes:
        return spent(minutes)
    amount = Decimal(minutes) / hour_minutes
    if amount == int(amount):
        return hour.counted(int(amount))
    number = f"{amount:.2f}".rstrip("0")
    return Text(ru=f"{number.replace('.', ',')} {hour.ru[1]}", en=f"{number} {hour.en[1]}")


def sum_of(amount: Decimal, currency: str) -> Text:
    """«6 000,00 ₽», “6,000.00 RUB”."""
    english = f"{amount:,.2f}"
    russian = english.replace(",", "\u00a0").replace(".", ",")
    return Text(ru=f"{russian} {SIGNS.get(currency, currency)}", en=f"{english} {currency}")


def on_day(day: date) -> Text:
    return Text(ru=f"{day:%d.%m.%Y}", en=day.isoformat())
