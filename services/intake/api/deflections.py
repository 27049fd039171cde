"""Answers that were found before a request was sent: recorded, without a ticket."""

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict

from libs.events.intake import Channel, RequestDeflected
from libs.regulation import Edition, Text
from libs.regulation.desk import Source
from libs.runtime.http import Execute, IdempotencyKey, Ids, Now
from libs.runtime.problems import RESPONSES, FieldError, Problem
from services.intake.api.states import note_replay
from services.intake.api.values import ForContact, InForce, Request, Word
from services.intake.domain.deflections import Deflect

router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["deflections"])
FOUND = Text(
    ru="Ответ найден до отправки обращения: {}.",
    en="The answer was found before a request was sent: {}.",
)


class Found(Request):
    """Where somebody found his answer; `source` is one of the regulation's."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"source": "knowledge_base", "document": "kb-17"}]},
    )

    source: Word
    document: Word | None = None
    product: Word | None = None
    channel: Channel = "portal"


class Deflected(BaseModel):
    """A request that was not sent."""

    deflection_id: str
    source: str
    document: str | None
    at: datetime


@router.post("/deflections", status_code=201, summary="The answer was found, no request is sent")
async def deflect(
    body: Found,
    caller: ForContact,
    edition: InForce,
    key: IdempotencyKey,
    ids: Ids,
    now: Now,
    execute: Execute,
    response: Response,
) -> Deflected:
    source = _source(edition, body.source)
    text = FOUND.about(source.name)
    found = RequestDeflected(
        vendor=caller.vendor,
        occurred_at=now,
        deflection_id=ids.derive("deflection", caller.vendor, caller.client, key),
        client=caller.client,
        channel=body.channel,
        edition=edition.id,
        source=source.slug,
        document=body.document,
        product=body.product,
        because=edition.because(*filter(None, (edition.knowledge, source)), ru=text.ru, en=text.en),
    )
    executed = await execute(Deflect(found.deflection_id, caller.vendor, now, found))
    note_replay(response, executed.events)
    kept = executed.state
    return Deflected(
        deflection_id=kept.deflection_id,
        source=kept.source,
        document=kept.document,
        at=kept.occurred_at,
    )


def _source(edition: Edition, slug: str) -> Source:
    """A source to search. Raises Problem 409 where an answer found ends nothing, 422 for one that
    the regulation does not name."""
    knowledge = edition.knowledge
    if knowledge is None or not knowledge.ends_request:
        raise Problem(
            409,
            "Under this regulation a search does not end a request: send it",
            ru="По этому регламенту поиск не завершает обращение: отправьте его",
        )
    source = next((each for each in knowledge.sources if each.slug == slug), None)
    if source is None:
        names = ", ".join(each.slug for each in knowledge.sources)
        error = FieldError(
            field="body.source",
            message=f"Name one of: {names}",
            message_ru=f"Укажите источник: {names}",
            rule=", ".join(knowledge.rules) or None,
        )
        raise Problem(
            422, f"source: {error.message}", ru=f"source: {error.message_ru}", errors=[error]
        )
    return source
