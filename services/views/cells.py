"""What one column of a contact's list shows of one request, as data and in words."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, JsonValue

from libs.regulation import Edition, Text
from libs.regulation.desk import ColumnName
from services.views.terms import TERMS

Row = Mapping[str, Any]

OWN_STATUSES: Mapping[str, Text] = {
    "open": Text(ru="В работе", en="Open"),
    "waiting": Text(ru="Ждёт вас", en="Waiting for you"),
    "postponed": Text(ru="Отложено", en="Postponed"),
    "deferred": Text(ru="Будет решено в обновлении", en="Left to a release"),
    "closed": Text(ru="Закрыто", en="Closed"),
}
"""The desk's own words, where a vendor has none."""


class Cell(BaseModel):
    """`value` is null where there is none, or where it is hidden; the words are null where nothing
    is to be said, as of a subject that was erased."""

    column: str
    value: JsonValue
    ru: str | None
    en: str | None


def cell_of(column: ColumnName, row: Row, edition: Edition, own: Edition) -> Cell:
    """The cell of a column; `own`: the edition under which the request was submitted."""
    view = edition.shown()
    if not view.shows(column):
        return Cell(column=column, value=None, ru=view.hidden.ru, en=view.hidden.en)
    value, text = _filled(column, row, edition, own)
    return Cell(
        column=column,
        value=value,
        ru=text.ru if text else None,
        en=text.en if text else None,
    )


def _filled(
    column: ColumnName, row: Row, edition: Edition, own: Edition
) -> tuple[JsonValue, Text | None]:
    match column:
        case "updated_at":
            local = row["told_at"].astimezone(ZoneInfo(edition.schedule.zone))
            return row["told_at"].isoformat(), Text(
                ru=f"{local:%d.%m.%Y %H:%M}", en=f"{local:%Y-%m-%d %H:%M}"
            )
        case "answered_by":
            answerer = row["answered_by"] or {"engineer_id": None, "name": None}
            return answerer["engineer_id"], _same(answerer["name"])
        case "department":
            return None, edition.words.department
        case "kind":
            kind = own.form.kind(row["kind"])
            return row["kind"], _alone(kind.name) if kind else _same(row["kind"])
        case "status":
            return row["status"], _standing(row, edition)
        case "priority":
            ru, en = TERMS["priority"][row["place"]]
            return row["place"], _alone(Text(ru=ru, en=en))
        case "number" | "subject":
            return row[column], _same(row[column])


def _standing(row: Row, edition: Edition) -> Text:
    """The state in the vendor's words and, once it is closed, how it ended."""
    words = edition.words
    status = words.statuses.get(row["status"], OWN_STATUSES[row["status"]])
    outcome = words.outcomes.get(row["outcome"])
    if outcome is None:
        return status
    return Text(ru=f"{status.ru}: {outcome.ru}", en=f"{status.en}: {outcome.en}")


def _same(said: str | None) -> Text | None:
    return Text(ru=said, en=said) if said else None


def _alone(words: Text) -> Text:
    """As they are written where they stand alone: «Обращение»."""
    return Text(ru=words.ru[:1].upper() + words.ru[1:], en=words.en[:1].upper() + words.en[1:])
