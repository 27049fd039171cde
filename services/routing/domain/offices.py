"""Offices of a vendor: a regulation names them and their hours, here they are opened."""

from dataclasses import dataclass
from datetime import datetime

from libs.decider import Decider
from libs.events.routing import OfficeOpened


@dataclass(frozen=True)
class OpenOffice:
    """`id` is the vendor's and the office's together: two vendors may have a Moscow each."""

    id: str
    vendor: str
    at: datetime
    office_id: str
    ru: str
    en: str


State = OfficeOpened | None


def open_office(command: OpenOffice, opened: State) -> list[OfficeOpened]:
    """An office that has the same names already is nothing new."""
    if opened is not None and (opened.ru, opened.en) == (command.ru, command.en):
        return []
    return [
        OfficeOpened(
            vendor=command.vendor,
            occurred_at=command.at,
            office_id=command.office_id,
            ru=command.ru,
            en=command.en,
        )
    ]


def evolve(_state: State, event: OfficeOpened) -> State:
    return event


decider: Decider[OpenOffice, State, OfficeOpened] = Decider(
    "office", (OpenOffice,), None, open_office, evolve
)
