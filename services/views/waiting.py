"""When silence closes a ticket, or that it does not, in words for its contact and its engineer."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from libs.worktime import spoken


class Waiting(BaseModel):
    """What is said of a ticket that waits for its contact: when it closes, or that it does not."""

    ru: str
    en: str


UNPROVEN = {
    "ru": "Получение не подтверждено: само обращение не закроется.",
    "en": "Its receipt is not proven: the ticket will not close by itself.",
}


def waiting_told(row: dict[str, Any]) -> dict[str, Any]:
    """A ticket's row with what is said of its waiting: «закроется в среду 6 мая в 18:00…»."""
    return row | {"waiting": _words(row)}


def _words(row: dict[str, Any]) -> dict[str, str] | None:
    if row["status"] != "waiting" or row["waits_for"] not in ("information", "confirmation"):
        return None
    if row["closes_local"] is None:
        return UNPROVEN if row["received_at"] is None else None
    closes = spoken(datetime.fromisoformat(row["closes_local"]))
    return {
        "ru": f"Закроется {closes.ru}, если не ответите.",
        "en": f"It closes on {closes.en} unless you answer.",
    }
