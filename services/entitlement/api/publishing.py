"""Publishing: a vendor's regulation under its notice, and the production calendars of all."""

from datetime import datetime
from pathlib import Path

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from libs.regulation import Edition, RegulationError, from_document, load
from libs.runtime.callers import Caller
from libs.runtime.http import AnyCaller, Execute, KnownEditions, Now, Reading
from libs.runtime.problems import FieldError, Problem
from services.entitlement.api.values import (
    Administrator,
    After,
    Colleague,
    Limit,
    Page,
    Word,
    page,
)
from services.entitlement.domain.calendars import PublishCalendar
from services.entitlement.domain.regulations import PublishRegulation
from services.entitlement.projections.editions import binding_edition, editions_after

router = APIRouter(tags=["publishing"])
REGULATIONS = Path(__file__).parents[3] / "regulations"
EXAMPLE = next((path.read_text() for path in sorted(REGULATIONS.glob("*.toml"))), "")


class EditionText(BaseModel):
    """An edition of the caller's vendor; docs/regulation.md says what it can state."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"edition": EXAMPLE}]}
    )

    edition: str | dict[str, JsonValue] = Field(
        description="The edition as TOML text, or the same as a JSON object"
    )

    def read(self) -> Edition:
        """The edition. Raises Problem 422 with every fault that it has."""
        try:
            return (
                load(self.edition) if isinstance(self.edition, str) else from_document(self.edition)
            )
        except RegulationError as wrong:
            errors = [FieldError(field="edition", message=each) for each in wrong.problems]
            raise Problem(422, "; ".join(wrong.problems[:5]), errors=errors) from wrong
        except RecursionError as deep:
            raise Problem(422, "edition: it is nested too deeply") from deep


class PublishedEdition(BaseModel):
    """An edition and the instant from which it holds."""

    edition: str
    in_force_from: datetime


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


@router.post("/regulations", status_code=201, summary="Publish an edition of the regulation")
async def publish_regulation(
    body: EditionText,
    caller: Administrator,
    now: Now,
    db: Reading,
    editions: KnownEditions,
    execute: Execute,
) -> PublishedEdition:
    """The first edition holds at once, a later one after the notice of the edition in force."""
    edition = body.read()
    binding = await binding_edition(db, caller.vendor, now)
    command = PublishRegulation(
        id=edition.id,
        vendor=caller.vendor,
        at=now,
        edition=edition,
        binding=await editions.named(binding, db) if binding else None,
    )
    published = (await execute(command)).state
    return PublishedEdition(edition=edition.id, in_force_from=published.in_force_from)


@router.get("/regulations", summary="Editions in the order of their ids")
async def regulations(
    _caller: Colleague, db: Reading, after: After = "", limit: Limit = 50
) -> Page[PublishedEdition]:
    rows = await editions_after(db, after, limit + 1)
    return page([PublishedEdition.model_validate(dict(row)) for row in rows], limit, "edition")


async def _operator(caller: AnyCaller) -> Caller:
    if caller.key_id != "operator" or caller.vendor != "*":
        raise Problem(403, "Calendars hold for all: the operator sends them, Vakhta-Vendor: *")
    return caller


@router.post(
    "/calendars", status_code=201, summary="Publish a calendar", dependencies=[Depends(_operator)]
)
async def publish_calendar(body: CalendarText, now: Now, execute: Execute) -> PublishedCalendar:
    command = PublishCalendar(body.calendar, "*", now, body.rows, body.holidays, body.special_days)
    versions = (await execute(command)).state
    return PublishedCalendar(calendar=body.calendar, version=versions[-1])
