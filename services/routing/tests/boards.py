"""Boards for tests: who is there at an instant, by the real hours of an edition."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from libs.regulation.tests.desk import CALENDAR, CRYPTOPRO, REGULATIONS, TECHNOKAD, TEXTS
from services.routing.domain.assignment import decider
from services.routing.domain.board import Board, Colleague, Ticket
from services.routing.domain.duty import Absence, shifts

TKAD, CPRO, RUSSIA = TECHNOKAD, CRYPTOPRO, CALENDAR
TKAD_TEXT, CPRO_TEXT = TEXTS["technokad"], TEXTS["cryptopro"]
ROWS = (REGULATIONS / "calendar" / "ru.csv").read_text()
HOLIDAYS = (REGULATIONS / "calendar" / "ru_holidays.toml").read_text()


def msk(text):
    """An instant by Moscow's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Moscow"))


MONDAY_NOON = msk("2026-03-02T12:00")


@dataclass(frozen=True)
class Person:
    """An engineer as a test tells of him."""

    engineer_id: str
    office: str = "moscow"
    products: tuple[str, ...] = ()
    covered: int = 0
    uncovered: int = 0
    dedicated: bool = False
    absences: tuple[Absence, ...] = ()


def board(
    at,
    *people,
    priority="covered",
    product=None,
    due=None,
    ended=False,
    lack=None,
    covered_waiting=0,
    first_uncovered=None,
    edition=TKAD,
):
    """What is known at an instant of a ticket and of these people."""
    return Board(
        ticket=Ticket(ended, priority, lack, product, due),
        colleagues=tuple(colleague(person, at, due, edition) for person in people),
        opens_at=edition.working_time(RUSSIA).next_opening(at),
        covered_waiting=covered_waiting,
        first_uncovered=first_uncovered,
        edition=edition,
        calendar=RUSSIA.version,
    )


def colleague(person, at, due=None, edition=TKAD):
    hours = edition.working_time(RUSSIA, person.office)
    own = shifts(hours, person.absences, at, max(at, due or at))
    return Colleague(
        engineer_id=person.engineer_id,
        office_id=person.office,
        products=person.products,
        covered=person.covered,
        uncovered=person.uncovered,
        dedicated=person.dedicated,
        away=own[:1] != shifts(hours, (), at, at)[:1],
        shifts=own,
    )


def decided(given, command):
    """The events that a command means after what was given."""
    return decider.decide(command, decider.fold(given))


def names(events):
    return [type(event).__name__ for event in events]
