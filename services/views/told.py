"""The shape of a ticket's story, told in words of both languages."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from services.views.answers import Reasons
from services.views.terms import PARTIES
from services.views.texts import what


class Actor(BaseModel):
    """Who acted: a contact, an engineer, or nobody but the rule."""

    party: str
    id: str | None
    name: str | None
    ru: str
    en: str


class Entry(BaseModel):
    """One event of a ticket in words; `position` names it for `at_least`."""

    position: str
    type: str
    at: datetime
    recorded_at: datetime
    who: Actor
    ru: str
    en: str
    text: str | None
    answers: dict[str, str] | None
    facts: dict[str, Any]
    because: Reasons | None
    internal: bool


class Timeline(BaseModel):
    """A page of a ticket's story, the earliest first."""

    ticket_id: str
    items: list[Entry]
    next: str | None
    set_aside: bool = Field(description="Whether later events wait to be taken in")


def entry_of(row: Any, names: dict[str, str]) -> Entry:
    """A row of the timeline in words."""
    ru, en = what(row["type"], row["facts"], names)
    party_ru, party_en = PARTIES[row["party"]]
    return Entry(
        position=f"{row['source']}.{row['shard']}.{row['position']}",
        type=row["type"],
        at=row["at"],
        recorded_at=row["recorded_at"],
        who=Actor(
            party=row["party"],
            id=row["who"],
            name=names.get(row["who"]),
            ru=party_ru,
            en=party_en,
        ),
        ru=ru,
        en=en,
        text=row["text"],
        answers=row["answers"],
        facts=row["facts"],
        because=row["because"],
        internal=row["internal"],
    )
