"""What one office hands over to the next, in words: how many tickets, and which burns when."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from pydantic import BaseModel, Field

Row = dict[str, Any]


class HandedOver(BaseModel):
    """A ticket that is handed over: the instant promised for it does not move by that."""

    ticket_id: str
    number: str
    subject: str | None
    engineer_id: str
    engineer: str | None
    due_at: datetime | None
    clock: str | None
    ru: str
    en: str


class HandOver(BaseModel):
    """What an office hands over when its shift ends, the most urgent first."""

    office_id: str
    ru_name: str | None
    en_name: str | None
    at: datetime
    ru: str
    en: str
    tickets: list[HandedOver]


class Board(BaseModel):
    """All hand-overs within the hours asked for, the earliest first."""

    hand_overs: list[HandOver] = Field(description="One for each office and end of a shift")


def board_of(rows: Iterable[Row]) -> Board:
    """The board from its rows, which come by instant, office and deadline."""
    groups = groupby(rows, key=lambda row: (row["hand_over_at"], row["office_id"]))
    return Board(hand_overs=[_hand_over(list(group)) for _, group in groups])


def _hand_over(rows: list[Row]) -> HandOver:
    tickets = [_ticket(row) for row in rows]
    count, first = len(rows), rows[0]
    burning = [ticket for ticket in tickets if ticket.due_at]
    return HandOver(
        office_id=first["office_id"],
        ru_name=first["office_ru"],
        en_name=first["office_en"],
        at=first["hand_over_at"],
        ru="; ".join([f"передаём {count} {_requests(count)}", *(each.ru for each in burning)]),
        en="; ".join(
            [f"{count} ticket{'' if count == 1 else 's'} to hand over"]
            + [each.en for each in burning]
        ),
        tickets=tickets,
    )


def _ticket(row: Row) -> HandedOver:
    ru, en = _burns(row)
    return HandedOver(
        ticket_id=row["ticket_id"],
        number=row["number"],
        subject=row["subject"],
        engineer_id=row["engineer_id"],
        engineer=row["engineer"],
        due_at=row["due_at"],
        clock=row["clock"],
        ru=f"№ {row['number']} {ru}",
        en=f"{row['number']} {en}",
    )


def _burns(row: Row) -> tuple[str, str]:
    """When the promise breaks, in the desk's own time; with its date on another day."""
    if row["due_local"] is None:
        return "без срока", "has no deadline"
    due = datetime.fromisoformat(row["due_local"])
    same_day = row["hand_over_at"].astimezone(due.tzinfo).date() == due.date()
    at = f"{due:%H:%M}" if same_day else f"{due:%d.%m %H:%M}"
    if row["overdue"]:
        return f"просрочено с {at}", f"is overdue since {at}"
    return f"сгорит {'в ' if same_day else ''}{at}", f"burns at {at}"


def _requests(count: int) -> str:
    if count % 10 == 1 and count % 100 != 11:
        return "обращение"
    few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return "обращения" if few else "обращений"
