"""The requests of a right: one is reserved by a ticket, spent with the work, or given back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from libs.events.base import Because
from libs.events.entitlement import QuotaReserved, QuotaReturned, QuotaSpent
from libs.events.intake import Outcome
from libs.regulation import Edition, Quota
from libs.regulation.texts import Text
from services.entitlement.domain.days import iso
from services.entitlement.domain.rights import Right

OUTCOMES = {
    "refused": ("в поддержке отказано", "the request was refused"),
    "merged": ("обращение объединено с другим", "the request was merged into another"),
    "withdrawn": ("обращение отозвано", "the request was withdrawn"),
    "stopped": ("поддержка прекращена", "the support was stopped"),
    "attached": ("назван другой сертификат", "another right was named"),
    "classified": ("такая работа сюда не входит", "such work is no part of the right"),
}


@dataclass(frozen=True)
class Allowance:
    """A window of a right: its days, its requests, and how many of them are taken."""

    window_from: date
    window_to: date | None
    requests: int
    taken: int

    @property
    def left(self) -> int:
        return self.requests - self.taken


def window_of(right: Right, on: date) -> tuple[date, date | None]:
    """The window that a day lies in. The day that ends a term by its date belongs to the last
    window: a window of that day alone would give all requests once more (A-25)."""
    assert right.plan.quota is not None
    assert right.starts_on is not None
    first, last = right.plan.quota.window(right.starts_on, on)
    if first == right.ends_on and first > right.starts_on:
        first, _ = right.plan.quota.window(right.starts_on, on - timedelta(days=1))
        return first, right.ends_on
    return first, last


def requests_of(right: Right) -> int:
    """The requests of one window; none where the workplaces were never told."""
    quota = right.plan.quota
    if quota is None or right.seats is None:
        return 0
    return quota.requests(right.seats, right.requests) or 0


def reserved(
    ticket_id: str, at: datetime, on: date, right: Right, allowance: Allowance, edition: Edition
) -> QuotaReserved:
    quota = right.plan.quota
    assert quota is not None
    left = allowance.left - 1
    tier = quota.tier(right.seats or 0)
    window = f"с {allowance.window_from:%d.%m.%Y}"
    return QuotaReserved(
        vendor=edition.vendor,
        occurred_at=at,
        ticket_id=ticket_id,
        entitlement_id=right.entitlement_id,
        received_on=on,
        window_from=allowance.window_from,
        window_to=allowance.window_to,
        requests=allowance.requests,
        left=left,
        returned_on=quota.returned_on,
        because=edition.because(
            *((quota, tier) if tier else (quota,)),
            ru=f"Запрос зарезервирован: рабочих мест {right.seats}, запросов {allowance.requests}"
            f" ({window}), осталось {left}",
            en=f"A request is reserved: workplaces {right.seats}, requests {allowance.requests}"
            f" (from {allowance.window_from}), {left} left",
            facts={"seats": right.seats, "requests": allowance.requests, "left": left},
        ),
    )


def spent(held: QuotaReserved, at: datetime, said: Text) -> QuotaSpent:
    return QuotaSpent(
        vendor=held.vendor,
        occurred_at=at,
        ticket_id=held.ticket_id,
        entitlement_id=held.entitlement_id,
        received_on=held.received_on,
        because=_on(held, said),
    )


def returned(
    held: QuotaReserved, at: datetime, outcome: Outcome | Literal["attached", "classified"]
) -> QuotaReturned:
    ru, en = OUTCOMES.get(outcome, (f"исход «{outcome}»", f"it ended as {outcome}"))
    said = Text(ru=f"Запрос возвращён: {ru}", en=f"The request is given back: {en}")
    return QuotaReturned(
        vendor=held.vendor,
        occurred_at=at,
        ticket_id=held.ticket_id,
        entitlement_id=held.entitlement_id,
        received_on=held.received_on,
        outcome=outcome,
        because=_on(held, said),
    )


def why_beyond(right: Right, quota: Quota, allowance: Allowance, edition: Edition) -> Because:
    """The request lies past the quota: the edition's message, and where to buy more."""
    beyond = edition.plan(quota.beyond)
    notices = edition.notices_at("quota_spent")
    texts = [quota.message, *(notice.text for notice in notices)]
    links = " ".join(notice.link for notice in notices if notice.link)
    return edition.because(
        *(part for part in (quota, beyond, *notices) if part),
        ru=" ".join([*(text.ru for text in texts), links]).strip(),
        en=" ".join([*(text.en for text in texts), links]).strip(),
        facts={
            "number": right.number,
            "seats": right.seats,
            "requests": allowance.requests,
            "taken": allowance.taken,
            "window_from": allowance.window_from.isoformat(),
            "window_to": iso(allowance.window_to),
        },
    )


def _on(held: QuotaReserved, said: Text) -> Because:
    return Because(
        rules=held.because.rules,
        edition=held.because.edition,
        assumed=held.because.assumed,
        ru=said.ru,
        en=said.en,
        facts={"received_on": held.received_on.isoformat()},
    )
