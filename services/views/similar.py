"""Requests that ask the same: what was answered once need not be found out again."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from libs.runtime.problems import RESPONSES
from services.views.asking import Id, Looking, unknown
from services.views.freshness import FreshReading
from services.views.queries import tickets
from services.views.queries.similar import similar

router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["views"])

EXAMPLE: dict[str, JsonValue] = {
    "ticket_id": "8f0d6f0e-6d5c-8a3e-9d6b-0f6f4c1f2a77",
    "items": [
        {
            "ticket_id": "2c4a7d10-93be-8f61-a05d-7e3b1c9f8d42",
            "number": "VN-1001",
            "subject": "Нет статуса кода ошибки при регистрации",
            "status": "closed",
            "outcome": "solved",
            "product": "cad",
            "kind": "question",
            "submitted_at": "2026-02-16T09:00:00Z",
            "closed_at": "2026-02-17T11:30:00Z",
            "likeness": 0.75,
            "answer": {
                "text": "Обновите корневые сертификаты операционной системы.",
                "article": "root_certificates_7",
                "at": "2026-02-17T10:00:00Z",
            },
        }
    ],
}


class Answer(BaseModel):
    """What was last proposed as a solution, else last replied, and the article that it names."""

    text: str | None = Field(description="null once it is erased")
    article: str | None
    at: datetime


class Alike(BaseModel):
    """A request that asks the same, or nearly. `likeness`: which part of the other's words that say
    most it shares, up to 1."""

    ticket_id: str
    number: str
    subject: str | None
    status: str
    outcome: str | None
    product: str | None
    kind: str
    submitted_at: datetime
    closed_at: datetime | None
    likeness: float
    answer: Answer | None


class Similar(BaseModel):
    """The requests that are most like one, the likest first; none where none shares two words."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    ticket_id: str
    items: list[Alike]


@router.get(
    "/tickets/{ticket_id}/similar",
    summary="Requests that ask the same, with what was answered to them",
)
async def similar_tickets(
    db: FreshReading,
    sight: Looking,
    ticket_id: Id,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Similar:
    """By the words of subject and text in any of their forms (NANO-72)."""
    if not await tickets.is_visible(db, sight, ticket_id):
        raise await unknown(db, ticket_id)
    rows = await similar(db, sight, ticket_id, limit)
    return Similar(ticket_id=ticket_id, items=[Alike.model_validate(row) for row in rows])
