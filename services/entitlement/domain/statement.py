"""A ticket's work from raw to billed minutes, line by line, each with its rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from libs.events.entitlement import ChargedBlock, ChargedSession, Free, WorkCharged
from libs.regulation import Billing, Edition, Rounding, Stated, Text
from libs.regulation.money import in_hours, on_day, spent, sum_of
from libs.regulation.quotes import free_words

FREE: dict[Free, Text] = {
    "free": Text(ru="Бесплатно.", en="Free of charge."),
    "monthly": Text(ru="Входит в ежемесячную плату.", en="A part of the monthly fee."),
    "prepaid": Text(ru="Оплачено заранее.", en="Paid before."),
    "not_covered": Text(ru="Не оплачивается.", en="Not paid for."),
}
PAID = Text(ru="Тарифицируется по времени.", en="Paid by the time worked.")
NO_PRICE = Text(ru="прайс-лист ещё не опубликован", en="no price list is published yet")


@dataclass(frozen=True)
class Line:
    """A session as it was worked, or a block as it is billed."""

    kind: Literal["worked", "billed"]
    at: datetime
    minutes: int
    plan: str | None
    amount: Decimal | None
    listed_on: str | None
    rules: tuple[str, ...]
    words: Text


def lines(edition: Edition, charged: WorkCharged) -> Iterator[Line]:
    """First what was worked, then what of it is billed."""
    for session in charged.sessions:
        yield _worked(edition, session)
    for block in charged.blocks:
        yield _billed(edition, block, charged.currency or "")


def _worked(edition: Edition, session: ChargedSession) -> Line:
    service = edition.service(session.service)
    plan = edition.plan(session.plan or "")
    began, length = _when(edition, session.began_at), spent(session.minutes)
    named = Text(ru=f" ({service.name.ru})", en=f" ({service.name.en})") if service else None
    about = [plan.name] if plan else []
    cost = _cost(edition, session)
    return Line(
        kind="worked",
        at=session.began_at,
        minutes=session.minutes,
        plan=session.plan,
        amount=None,
        listed_on=None,
        rules=_rules(plan, service),
        words=Text(
            ru=f"{began.ru}, {length.ru}{named.ru if named else ''}."
            f" {''.join(f'{name.ru}. ' for name in about)}{cost.ru}",
            en=f"{began.en}, {length.en}{named.en if named else ''}."
            f" {''.join(f'{name.en}. ' for name in about)}{cost.en}",
        ),
    )


def _cost(edition: Edition, session: ChargedSession) -> Text:
    """What a session costs, in the edition's words where it is free by its plan."""
    plan = edition.plan(session.plan or "")
    if session.free is None:
        return PAID
    if session.free == "free" and edition.billing and plan:
        return free_words(edition.billing, plan, None)
    return FREE[session.free]


def _billed(edition: Edition, block: ChargedBlock, currency: str) -> Line:
    billing = edition.billing
    assert billing is not None, "nothing is billed without a billing"
    rounding = _rounding(billing, block)
    began = _when(edition, block.began_at)
    billed = in_hours(block.minutes, billing.hour_minutes, billing.hour)
    price = _price(block, currency)
    quoted = _quoted(rounding)
    return Line(
        kind="billed",
        at=block.began_at,
        minutes=block.minutes,
        plan=block.plan,
        amount=block.amount,
        listed_on=block.listed_on.isoformat() if block.listed_on else None,
        rules=_rules(rounding, billing),
        words=Text(
            ru=f"С {began.ru}: {billed.ru}, {price.ru}.{quoted.ru if quoted else ''}",
            en=f"From {began.en}: {billed.en}, {price.en}.{quoted.en if quoted else ''}",
        ),
    )


def _price(block: ChargedBlock, currency: str) -> Text:
    if block.hour is None or block.amount is None or block.listed_on is None:
        return NO_PRICE
    hour, amount = sum_of(block.hour, currency), sum_of(block.amount, currency)
    listed = on_day(block.listed_on)
    return Text(
        ru=f"{hour.ru} за час по прайс-листу от {listed.ru}: {amount.ru}",
        en=f"{hour.en} an hour by the price list of {listed.en}: {amount.en}",
    )


def _quoted(rounding: Rounding | None) -> Text | None:
    """The rule of the rounding, as the regulation puts it; None where it quotes nothing."""
    if rounding is None or not rounding.phrase:
        return None
    if not rounding.clause:
        return Text(ru=f" «{rounding.phrase}».", en=f" “{rounding.phrase}”.")
    return Text(
        ru=f" П. {rounding.clause}: «{rounding.phrase}».",
        en=f" Clause {rounding.clause}: “{rounding.phrase}”.",
    )


def _rounding(billing: Billing, block: ChargedBlock) -> Rounding | None:
    return next((each for each in billing.rounding if each.rules == block.rules), None)


def _rules(*parts: Stated | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule for part in parts if part for rule in part.rules))


def _when(edition: Edition, instant: datetime) -> Text:
    local = instant.astimezone(ZoneInfo(edition.schedule.zone))
    return Text(ru=f"{local:%d.%m.%Y %H:%M}", en=f"{local:%Y-%m-%d %H:%M}")
