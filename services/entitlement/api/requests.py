"""The statement of a right's requests, which reads like a bank's: each line with its balance."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from libs.events.base import Because
from libs.regulation import Edition, Text
from libs.regulation.money import on_day
from libs.runtime.callers import Caller
from libs.runtime.http import KnownEditions, Now, Reading, requires
from libs.runtime.problems import RESPONSES, Problem
from services.entitlement.api.values import Day, Word
from services.entitlement.domain.days import at_clock, day_of
from services.entitlement.domain.quotas import requests_of, window_of
from services.entitlement.domain.rights import Right
from services.entitlement.domain.words import why_opened, why_so_many
from services.entitlement.projections.ledger import TAKES, lines
from services.entitlement.projections.rights import Seats, entitlement_with, seats_at

router = APIRouter(prefix="/v1/entitlements", responses=RESPONSES, tags=["entitlements"])

ACTS = {
    "opened": Text(ru="начало периода", en="opening"),
    "reserved": Text(ru="резерв", en="reserved"),
    "spent": Text(ru="списание", en="spent"),
    "returned": Text(ru="возврат", en="returned"),
    "seats_changed": Text(ru="изменение числа рабочих мест", en="workplaces changed"),
}


class StatementLine(BaseModel):
    """One movement. `left` is the balance after it: what is neither reserved nor spent."""

    at: datetime
    act: Literal["opened", "reserved", "spent", "returned", "seats_changed"]
    what: Text
    ticket_id: str | None = None
    ticket: str | None = None
    requests: int
    reserved: int
    spent: int
    left: int
    because: Because


class Statement(BaseModel):
    """The movements of one window of a right, in their order."""

    entitlement_id: str
    number: str
    plan: str
    window_from: date
    window_to: date | None
    requests: int
    reserved: int
    spent: int
    left: int
    lines: list[StatementLine]


@router.get("/{entitlement_id}/statement", summary="What became of the requests of a right")
async def statement(
    _caller: Annotated[Caller, Depends(requires("read_own", "engineer", "administer"))],
    entitlement_id: Word,
    editions: KnownEditions,
    now: Now,
    db: Reading,
    on: Annotated[Day | None, Query(description="A day of the window; today, if left out")] = None,
) -> Statement:
    row = await entitlement_with(db, entitlement_id)
    if row is None:
        raise Problem(404, "There is no right with this id", ru="Права с таким id нет")
    edition = await editions.named(row["edition"], db)
    day = on or day_of(now, edition)
    right = Right.of(dict(row) | {"contacts": ()}, edition, day)
    quota = right.plan.quota
    if quota is None:
        raise Problem(
            409,
            f"The plan {right.plan.slug} counts no requests: there is no statement",
            ru=f"«{right.plan.name.ru}»: запросы не считаются, выписки нет",
        )
    if right.starts_on is None:
        raise Problem(
            409,
            "The right has not begun: no fact that begins it is known yet",
            ru="Право ещё не началось: событие, с которого оно начинается, неизвестно",
        )
    first, last = window_of(right, _in_term(right, on, day))
    begins = at_clock(first, time(), edition)
    opening = requests_of(replace(right, **seats_at(row, begins)))
    moves: list[dict[str, Any]] = [
        {
            "at": begins,
            "act": "opened",
            "requests": opening,
            "because": why_opened(right, first, last, opening, edition),
        }
    ]
    moves += [
        {
            "at": at,
            "act": "seats_changed",
            "requests": quota.requests(known["seats"], known["requests"]) or 0,
            "because": why_so_many(right.plan, known["seats"], known["requests"], edition),
        }
        for at, known in _changes(row["seats_known"], begins, last, edition)
    ]
    moves += [dict(line) for line in await lines(db, entitlement_id, first, last)]
    told = _balanced(moves)
    return Statement(
        entitlement_id=entitlement_id,
        number=row["number"],
        plan=row["plan"],
        window_from=first,
        window_to=last,
        requests=told[-1].requests,
        reserved=told[-1].reserved,
        spent=told[-1].spent,
        left=told[-1].left,
        lines=told,
    )


def _in_term(right: Right, on: date | None, today: date) -> date:
    """The day of the term whose window is told: outside it the nearest, unless a day was named.

    Raises Problem for one on which the right did not hold: nothing was counted then.
    """
    starts_on, ends_on = right.starts_on or today, right.ends_on or max(today, on or today)
    day = min(max(on or today, starts_on), ends_on)
    if on in (None, day):
        return day
    begins, ends = on_day(starts_on), on_day(ends_on)
    raise Problem(
        409,
        f"on: the right holds from {begins.en} to {ends.en}; name a day of these, or none",
        ru=f"Право действует с {begins.ru} по {ends.ru}: назовите день из этого срока.",
    )


def _changes(
    seats_known: Mapping[str, Seats], begins: datetime, last: date | None, edition: Edition
) -> list[tuple[datetime, Seats]]:
    """The changes of the workplaces in a window, behind its opening: the earliest first."""
    told = sorted((datetime.fromisoformat(at), known) for at, known in seats_known.items())
    return [
        (at, known)
        for at, known in told
        if at > begins and (last is None or day_of(at, edition) <= last)
    ]


def _balanced(moves: list[dict[str, Any]]) -> list[StatementLine]:
    """The movements in their order, each with the balance after it."""
    told: list[StatementLine] = []
    requests = taken = 0
    held: dict[str, str] = {}
    for move in sorted(moves, key=lambda each: each["at"]):
        requests = move.get("requests", requests)
        taken += TAKES.get(move["act"], 0)
        if "ticket_id" in move:
            held[move["ticket_id"]] = move["act"]
        spent = sum(act == "spent" for act in held.values())
        left = requests - taken
        told.append(
            StatementLine(
                at=move["at"],
                act=move["act"],
                what=ACTS[move["act"]],
                ticket_id=move.get("ticket_id"),
                ticket=move.get("ticket_number"),
                requests=requests,
                reserved=taken - spent,
                spent=spent,
                left=left,
                because=_with_balance(move, requests, left),
            )
        )
    return told


def _with_balance(move: Mapping[str, Any], requests: int, left: int) -> Because:
    """Why a movement was made. Of a reserved request with the balance of the statement, since the
    workplaces that were known when it was decided may have been corrected; of all others where
    more is taken than fewer workplaces give."""
    because = Because.model_validate(move["because"])
    balance = _balance(requests, left)
    if move["act"] == "reserved":
        ru, en = f"Запрос зарезервирован: {balance.ru}", f"A request is reserved: {balance.en}"
    elif left < 0:
        ru, en = f"{because.ru}; {balance.ru}", f"{because.en}; {balance.en}"
    else:
        return because
    return because.model_copy(update={"ru": ru, "en": en})


def _balance(requests: int, left: int) -> Text:
    if left < 0:
        return Text(
            ru=f"взято на {-left} больше, чем положено ({requests})",
            en=f"{-left} more taken than the {requests} that are given",
        )
    return Text(ru=f"осталось {left} из {requests}", en=f"{left} of {requests} left")
