"""The statement of a ticket's work, for its customer and for colleagues."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from libs.events.base import Because
from libs.runtime.http import ClientOrColleague, KnownEditions, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.entitlement.api.values import Word
from services.entitlement.domain import statement
from services.entitlement.projections.claims import claim_of
from services.entitlement.projections.work import reckoning_of

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["statements"])


class Line(BaseModel):
    """A session as it was worked, or a block as it is billed, with its rules and in words."""

    kind: Literal["worked", "billed"]
    at: datetime
    minutes: int
    plan: str | None
    amount: str | None
    listed_on: str | None
    rules: tuple[str, ...]
    ru: str
    en: str


class Statement(BaseModel):
    """From raw to billed minutes; sums are decimal numbers as text, in `currency`."""

    ticket_id: str
    number: str
    edition: str
    lines: list[Line]
    raw_minutes: int = 0
    billed_minutes: int = 0
    amount: str = "0.00"
    currency: str | None = None
    reckoned_at: datetime | None = Field(default=None, description="null: nothing was worked yet")
    because: Because | None = None


@router.get("/statement", summary="A ticket's work and what it costs")
async def read(
    ticket_id: Word, caller: ClientOrColleague, db: Reading, editions: KnownEditions
) -> Statement:
    claim = await claim_of(db, ticket_id)
    if claim is None or not (caller.reads_all or claim["client"] == caller.client):
        raise Problem(404, "There is no ticket with this id", ru="Обращения с таким id нет")
    edition = await editions.named(claim["edition"], db)
    told = Statement(
        ticket_id=ticket_id, number=claim["ticket_number"], edition=edition.id, lines=[]
    )
    charged = await reckoning_of(db, ticket_id)
    if charged is None:
        return told
    return told.model_copy(
        update={
            "lines": [_line(each) for each in statement.lines(edition, charged)],
            "raw_minutes": charged.raw_minutes,
            "billed_minutes": charged.billed_minutes,
            "amount": str(charged.amount),
            "currency": charged.currency,
            "reckoned_at": charged.occurred_at,
            "because": charged.because,
        }
    )


def _line(line: statement.Line) -> Line:
    return Line(
        kind=line.kind,
        at=line.at,
        minutes=line.minutes,
        plan=line.plan,
        amount=None if line.amount is None else str(line.amount),
        listed_on=line.listed_on,
        rules=line.rules,
        ru=line.words.ru,
        en=line.words.en,
    )
