"""Work on a ticket, as engineers log it: by sessions, and by counter-entries."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, ConfigDict, Field

from libs.runtime.http import ExpectedVersion, KnownEditions
from libs.runtime.problems import RESPONSES
from services.intake.api.access import ServiceDatabase, known_id
from services.intake.api.acts import Pen, WithPen
from services.intake.api.states import Written
from services.intake.api.values import (
    Body,
    Engineer,
    Line,
    Request,
    Word,
    edition_named,
    engineer_of,
)
from services.intake.domain.work import HoldRemoteSession, LogWork, Purpose, ReverseWork
from services.intake.projections import covering_plan

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["work"])


class Session(Request):
    """When somebody worked; a minute that was not finished is not counted."""

    began_at: AwareDatetime
    ended_at: AwareDatetime
    service: Word | None = Field(default=None, description="Which of the regulation's services")
    topic: Word | None = Field(default=None, description="One of the regulation's topics")
    body: Body = Field(description="What was done")


class NewWork(Session):
    """A session of work on a ticket; none of one engineer's may overlap another."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "began_at": "2026-11-26T10:00:00+03:00",
                    "ended_at": "2026-11-26T10:40:00+03:00",
                    "body": "Проверил журнал установки, повторил ошибку на стенде.",
                }
            ]
        },
    )


class NewRemoteSession(Session):
    """A session on the contact's own computer: his consent, its beginning and its end."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "began_at": "2026-11-26T10:00:00+03:00",
                    "ended_at": "2026-11-26T10:25:00+03:00",
                    "purpose": "diagnostics",
                    "confirmed": ["passwords", "elevated_rights"],
                    "consented_by": "Анна Иванова",
                    "body": "Посмотрел настройки сервера приложений.",
                }
            ]
        },
    )

    purpose: Purpose
    consented_by: Line = Field(min_length=1, description="Who agreed to the session")
    confirmed: list[Word] = Field(
        default=[], max_length=20, description="The preparations of the channel, by their slugs"
    )


class Reversal(Request):
    """Why logged work is taken back."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"body": "Записано не на то обращение."}]},
    )

    body: Body


class WorkPen:
    """Logs work under the plan and the edition of its ticket."""

    def __init__(
        self,
        pen: WithPen,
        caller: Engineer,
        editions: KnownEditions,
        database: ServiceDatabase,
        expected: ExpectedVersion,
    ) -> None:
        self.pen: Pen = pen
        self.caller = caller
        self.editions = editions
        self.database = database
        self.expected = expected

    async def session(self, act: str, body: Session) -> dict[str, Any]:
        """What every command has that logs a session."""
        submitted = self.pen.ticket.submitted
        async with self.database.reading(self.caller.vendor) as db:
            covered_by = await covering_plan(db, submitted.ticket_id)
        return {
            **self.pen.text(act, body, body.body),
            "engineer_id": engineer_of(self.caller),
            "began_at": _on_the_minute(body.began_at),
            "ended_at": _on_the_minute(body.ended_at),
            "service": body.service,
            "topic": body.topic,
            "covered_by": covered_by,
            "edition": await edition_named(self.editions, submitted.edition),
        }

    async def write(self, command: LogWork | ReverseWork) -> Written:
        return await self.pen.write(command, self.expected)


def _on_the_minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)


WithWorkPen = Annotated[WorkPen, Depends()]


@router.post("/work", status_code=201, summary="Log a session of work")
async def log(body: NewWork, pen: WithWorkPen) -> Written:
    return await pen.write(LogWork(**await pen.session("work", body)))


@router.post("/remote-sessions", status_code=201, summary="Log a remote session")
async def hold(body: NewRemoteSession, pen: WithWorkPen) -> Written:
    return await pen.write(
        HoldRemoteSession(
            **await pen.session("remote session", body),
            purpose=body.purpose,
            confirmed=tuple(body.confirmed),
            consented_by=body.consented_by,
        )
    )


@router.post("/work/{message_id}/reversal", status_code=201, summary="Take logged work back")
async def reverse(message_id: Word, body: Reversal, caller: Engineer, pen: WithWorkPen) -> Written:
    text = pen.pen.text("reversal", body, body.body)
    return await pen.write(
        ReverseWork(**text, engineer_id=engineer_of(caller), reverses=known_id(message_id, "work"))
    )
