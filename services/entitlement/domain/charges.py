"""What the work on a ticket costs: reckoned from all its sessions, whenever one is new or gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from libs.decider import Decider
from libs.events.base import Because
from libs.events.entitlement import ChargedBlock, ChargedSession, Free, WorkCharged
from libs.regulation import Billing, Edition, Facts, Plan, Session, Stated, Terms, Text
from libs.regulation.money import in_hours, spent, sum_of
from libs.regulation.quotes import Priced, priced

LATE = Text(
    ru="Прайс-лист, опубликованный после начисления, начисленного не меняет.",
    en="A price list published after the charge does not change what was charged.",
)
UNPRICED = Text(
    ru="Цена будет указана, когда для этих дней опубликуют прайс-лист.",
    en="The price is told when a price list for these days is published.",
)


@dataclass(frozen=True)
class Worked:
    """A logged session that stands, on the terms on which the plan gave it."""

    message_id: str
    engineer_id: str
    began_at: datetime
    minutes: int
    service: str | None
    plan: str | None
    terms: Terms | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """The session that a row tells of."""
        return cls(**{each.name: row[each.name] for each in fields(cls)})


@dataclass(frozen=True)
class ReckonWork:
    """Work on a ticket was logged or reversed, or a price list was published: look what it all
    costs. What was worked is looked up when it is decided."""

    id: str
    vendor: str
    at: datetime


@dataclass(frozen=True)
class ChargeWork:
    """`id` is the ticket's; `worked` is all that stands of it now, the earliest first."""

    id: str
    vendor: str
    at: datetime
    edition: Edition
    facts: Facts
    worked: tuple[Worked, ...]


State = WorkCharged | None


def decide(command: ReckonWork | ChargeWork, before: State) -> list[WorkCharged]:
    """A ticket that is not known here has no work to reckon."""
    return charge(command, before) if isinstance(command, ChargeWork) else []


def charge(command: ChargeWork, before: State) -> list[WorkCharged]:
    """One reckoning of everything; the same as before is nothing new."""
    sessions = tuple(_session(command.edition, each) for each in command.worked)
    reckoned = _reckoned(command)
    blocks = tuple(_charged(plan, each, before) for plan, each in reckoned)
    if (sessions, blocks) == ((before.sessions, before.blocks) if before else ((), ())):
        return []
    currency = next((each.currency for _, each in reckoned if each.currency), None)
    event = WorkCharged(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        edition=command.edition.id,
        sessions=sessions,
        blocks=blocks,
        raw_minutes=sum(each.minutes for each in sessions),
        billed_minutes=sum(each.minutes for each in blocks),
        amount=sum((each.amount or Decimal() for each in blocks), Decimal("0.00")),
        currency=currency,
        because=Because(ru="", en=""),
    )
    late = [block for block, (_, now) in zip(blocks, reckoned, strict=True) if _is_held(block, now)]
    return [event.model_copy(update={"because": _why(command.edition, event, bool(late))})]


def _session(edition: Edition, worked: Worked) -> ChargedSession:
    return ChargedSession(
        message_id=worked.message_id,
        engineer_id=worked.engineer_id,
        began_at=worked.began_at,
        minutes=worked.minutes,
        service=worked.service,
        plan=worked.plan,
        free=_free(edition, worked),
    )


def _free(edition: Edition, worked: Worked) -> Free | None:
    """Why work costs nothing beyond what is paid already (RGN-27, RGN-73, RGN-75); None: it is
    paid by its time."""
    plan = edition.plan(worked.plan or "")
    if plan is None:
        return "not_covered"
    if plan.cost != "by_time":
        return plan.cost
    return None if edition.billing and plan.asks_consent(worked.terms or "included") else "free"


def _reckoned(command: ChargeWork) -> list[tuple[Plan, Priced]]:
    """The billed blocks of each paid plan, rounded by themselves and priced by its own price."""
    billing = command.edition.billing
    if billing is None:
        return []
    reckoned = []
    for plan in command.edition.plans:
        sessions = [
            Session(each.began_at, each.minutes)
            for each in command.worked
            if each.plan == plan.slug and _free(command.edition, each) is None
        ]
        blocks = priced(command.edition, billing, plan, sessions, command.facts)
        reckoned += [(plan, block) for block in blocks]
    return reckoned


def _charged(plan: Plan, now: Priced, before: State) -> ChargedBlock:
    """A block at the price at which it was charged before, else at that of the list in force when
    it begins (RGN-39): a list that came later was not in force at the work."""
    for old in before.blocks if before else ():
        known = (old.plan, old.began_at, old.minutes)
        if known == (plan.slug, now.block.began_at, now.block.minutes) and old.amount is not None:
            return old
    return ChargedBlock(
        plan=plan.slug,
        began_at=now.block.began_at,
        minutes=now.block.minutes,
        listed_on=now.listed_on,
        hour=now.hour,
        amount=now.amount,
        rules=now.block.rounding.rules,
    )


def _is_held(block: ChargedBlock, now: Priced) -> bool:
    return (block.listed_on, block.hour) != (now.listed_on, now.hour)


def _why(edition: Edition, charged: WorkCharged, is_late: bool) -> Because:
    """How much was worked, billed and is to be paid, and by which rules."""
    billing = edition.billing
    used = {each.plan for each in charged.sessions}
    plans: list[Stated] = [plan for plan in edition.plans if plan.slug in used]
    lists = sorted({str(block.listed_on) for block in charged.blocks if block.listed_on})
    said = [_sum_said(billing, charged)]
    said += [LATE] * is_late
    said += [UNPRICED] * any(block.amount is None for block in charged.blocks)
    return edition.because(
        *([billing] if billing and charged.blocks else []),
        *_roundings(billing, charged.blocks),
        *plans,
        ru=" ".join(each.ru for each in said),
        en=" ".join(each.en for each in said),
        facts={
            "raw_minutes": charged.raw_minutes,
            "billed_minutes": charged.billed_minutes,
            "amount": str(charged.amount),
            "currency": charged.currency,
            "price_lists": list(lists),
        },
    )


def _sum_said(billing: Billing | None, charged: WorkCharged) -> Text:
    worked = spent(charged.raw_minutes)
    if billing is None or not charged.blocks:
        return Text(
            ru=f"Отработано {worked.ru}, к оплате ничего.",
            en=f"{worked.en} worked, nothing to pay.",
        )
    billed = in_hours(charged.billed_minutes, billing.hour_minutes, billing.hour)
    price = sum_of(charged.amount, charged.currency or "")
    return Text(
        ru=f"Отработано {worked.ru}, тарифицируется {billed.ru}: {price.ru}.",
        en=f"{worked.en} worked, billed as {billed.en}: {price.en}.",
    )


def _roundings(billing: Billing | None, blocks: Sequence[ChargedBlock]) -> list[Stated]:
    """The roundings that billed some of the blocks."""
    used = {block.rules for block in blocks}
    return [each for each in (billing.rounding if billing else ()) if each.rules in used]


def evolve(_state: State, event: WorkCharged) -> State:
    return event


decider: Decider[ReckonWork | ChargeWork, State, WorkCharged] = Decider(
    "charge", (ReckonWork, ChargeWork), None, decide, evolve
)
