"""A contact's own list of requests, as his vendor's regulation draws it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from libs.regulation import Edition
from libs.runtime.database import Db
from libs.runtime.editions import Editions, MissingFact
from libs.runtime.http import KnownEditions
from libs.runtime.problems import RESPONSES, Problem
from services.views.asking import ContactId, Looking, Paged, newest_cursor
from services.views.cells import Cell, cell_of
from services.views.freshness import FreshReading
from services.views.queries import tickets

router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["views"])

EXAMPLE: dict[str, JsonValue] = {
    "edition": "vendor-2026",
    "columns": [
        {"name": "number", "ru": "ID Обращения", "en": "Request ID", "rules": []},
        {"name": "status", "ru": "Статус", "en": "Status", "rules": []},
        {"name": "priority", "ru": "Приоритет", "en": "Priority", "rules": []},
    ],
    "items": [
        {
            "ticket_id": "8f0d6f0e-6d5c-8a3e-9d6b-0f6f4c1f2a77",
            "number": "VN-1001",
            "version": 3,
            "closed": False,
            "cells": [
                {"column": "number", "value": "VN-1001", "ru": "VN-1001", "en": "VN-1001"},
                {"column": "status", "value": "open", "ru": "Открыто", "en": "Open"},
                {"column": "priority", "value": None, "ru": "[Личное]", "en": "[Private]"},
            ],
        }
    ],
    "open": 1,
    "solved": 2,
    "shows_solved": False,
    "switch": {
        "ru": "Показать решенные обращения (2)",
        "en": "Show solved requests (2)",
    },
    "rules": [],
    "next": None,
}


class Heading(BaseModel):
    """A column's heading in the vendor's words; where it has none, in the desk's own."""

    name: str
    ru: str
    en: str
    rules: list[str]


class Request(BaseModel):
    """A row of the list: what each column shows, in the order of the columns."""

    ticket_id: str
    number: str
    version: int = Field(description="What a command's If-Match is compared with")
    closed: bool
    cells: list[Cell]


class Switch(BaseModel):
    """What is written beside the list to have the solved requests shown."""

    ru: str
    en: str


class Requests(BaseModel):
    """A page of a contact's list. `open` and `solved` (closed, however it ended) count all his
    requests; `switch` stands where the solved ones are shown on demand."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    edition: str
    columns: list[Heading]
    items: list[Request]
    open: int
    solved: int
    shows_solved: bool
    switch: Switch | None
    rules: list[str]
    next: str | None


@router.get(
    "/contacts/{contact_id}/requests",
    summary="A contact's own list of requests, as the regulation in force draws it",
)
async def requests(
    db: FreshReading,
    sight: Looking,
    editions: KnownEditions,
    contact_id: ContactId,
    page: Paged,
    solved: Annotated[
        bool, Query(description="Solved ones too, where they are shown on demand")
    ] = False,
) -> Requests:
    """The newest first. Nobody is shown in it what the regulation hides from the contact."""
    opened, closed = await tickets.counted(db, sight, contact_id)
    if not opened + closed:
        raise Problem(
            404,
            "There is no request of a contact with this id",
            ru="Обращений заявителя с таким id нет",
        )
    edition = await _in_force(editions, sight.vendor, sight.now, db)
    view = edition.shown()
    shows_solved = solved or view.solved == "shown"
    filters = {"contact": contact_id, "closed": None if shows_solved else False}
    before = newest_cursor.read(page.cursor) if page.cursor else None
    found = await tickets.newest(db, sight, filters, before, page.and_one)
    rows, following = page.cut(
        found, lambda row: newest_cursor.write((row["submitted_at"], row["ticket_id"]))
    )
    own = {row["edition"]: await _own(editions, row["edition"], edition, db) for row in rows}
    switch = view.switch.filled
    return Requests(
        edition=edition.id,
        columns=[
            Heading(
                name=each.name, ru=each.called().ru, en=each.called().en, rules=list(each.rules)
            )
            for each in view.columns
        ],
        items=[_request(row, edition, own[row["edition"]]) for row in rows],
        open=opened,
        solved=closed,
        shows_solved=shows_solved,
        switch=None
        if view.solved == "shown"
        else Switch(ru=switch("ru", count=str(closed)), en=switch("en", count=str(closed))),
        rules=list(view.rules),
        next=following,
    )


def _request(row: Mapping[str, Any], edition: Edition, own: Edition) -> Request:
    return Request(
        ticket_id=row["ticket_id"],
        number=row["number"],
        version=row["version"],
        closed=row["status"] == "closed",
        cells=[cell_of(column.name, row, edition, own) for column in edition.shown().columns],
    )


async def _in_force(editions: Editions, vendor: str, now: datetime, db: Db) -> Edition:
    try:
        return await editions.in_force(vendor, now, db)
    except MissingFact as missing:
        raise Problem(
            404,
            "No regulation of this vendor is in force yet",
            ru="Регламент этого поставщика ещё не действует",
        ) from missing


async def _own(editions: Editions, edition: str, in_force: Edition, db: Db) -> Edition:
    """The edition of a request's submission, whose kinds it names."""
    try:
        return await editions.named(edition, db)
    except MissingFact:
        return in_force
