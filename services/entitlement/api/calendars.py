"""Production calendars, which hold for all vendors."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from libs.runtime.http import Execute, Now
from libs.runtime.problems import RESPONSES
from services.entitlement.api.values import Operator, Word
from services.entitlement.domain.calendars import PublishCalendar

router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["publishing"])


class CalendarText(BaseModel):
    """A production calendar: see regulations/calendar/README.md."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "calendar": "example",
                    "rows": "date,kind,note\n2030-01-01,holiday,New Year holidays\n",
                    "holidays": '[[holiday]]\ndays = ["01-01"]\nru = "Новый год"\n'
                    'ru_of = "Нового года"\nen = "New Year holidays"\n',
                }
            ]
        },
    )

    calendar: Word
    rows: str = Field(description="CSV: date, kind (holiday, workday, short), note")
    holidays: str = Field(description="TOML: the fixed holidays")
    special_days: str = Field(
        default="", description="CSV: date, base_kind, decree, note; off for whose facts say so"
    )


class PublishedCalendar(BaseModel):
    """The newest version of a calendar."""

    calendar: str
    version: str


@router.post("/calendars", status_code=201, summary="Publish a calendar")
async def publish_calendar(
    body: CalendarText, _caller: Operator, now: Now, execute: Execute
) -> PublishedCalendar:
    command = PublishCalendar(body.calendar, "*", now, body.rows, body.holidays, body.special_days)
    versions = (await execute(command)).state
    return PublishedCalendar(calendar=body.calendar, version=versions[-1])
