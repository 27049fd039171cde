"""Gathers what a decision rests on, when everything decided before it is in the tables."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from asyncpg import Record

from libs.decider import Command
from libs.regulation import Edition, Facts
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.guard import guard
from libs.worktime import Calendar, WorkingTime
from services.routing.domain.board import Board, Colleague, Ticket, dedicates
from services.routing.domain.commands import (
    FollowEngineer,
    HandOver,
    PullTicket,
    RouteTicket,
    Routing,
)
from services.routing.domain.duty import Absence, Shift, shifts
from services.routing.domain.engineers import DedicateEngineer, PlanAbsence
from services.routing.projections.people import engineer_known_as, is_listed
from services.routing.projections.queue import (
    colleagues,
    covered_due,
    promised_of,
    ticket_of,
    uncovered_waiting,
)

QUEUE_SEEN = 200
A_DAY = timedelta(days=1)
EVER, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


async def gather(command: Command, now: datetime, db: Db, editions: Editions) -> Command:
    """The command with what is known when it is decided, which is not before its cause."""
    match command:
        case RouteTicket() | PullTicket() | FollowEngineer() | HandOver():
            at = max(command.at, now)
            desk = await Desk.of(command.vendor, at, db, editions)
            return replace(command, at=at, board=await desk.board(command))
        case DedicateEngineer():
            return replace(command, listed=await is_listed(db, command.id))
        case PlanAbsence():
            tickets = tuple(await promised_of(db, command.id))
            return replace(command, tickets=tickets, listed=await is_listed(db, command.id))
    return command


@dataclass(frozen=True)
class Desk:
    """A vendor's desk at an instant: the tables, and the hours by which it works."""

    vendor: str
    at: datetime
    db: Db
    edition: Edition
    calendar: Calendar
    facts: Facts

    @classmethod
    async def of(cls, vendor: str, at: datetime, db: Db, editions: Editions) -> Self:
        """Raises MissingFact where no edition is in force."""
        edition = await editions.in_force(vendor, at, db)
        calendar = await editions.calendar_of(edition, db)
        return cls(vendor, at, db, edition, calendar, await editions.facts(vendor, db))

    def hours(self, office_id: str | None = None) -> WorkingTime:
        """The hours of one office, or of all together, with those changed on some dates."""
        overrides = self.facts.overrides(self.edition)
        return self.edition.working_time(self.calendar, office_id, overrides)

    async def board(self, command: Routing) -> Board:
        """All that a decision on a ticket may rest on."""
        row = await ticket_of(self.db, command.id)
        ticket = await self._ticket(row)
        people = await self._people(command, row, ticket)
        return Board(
            ticket=ticket,
            colleagues=people,
            opens_at=self.hours().next_opening(self.at) or self.at + A_DAY,
            covered_waiting=await self._covered_waiting(command, ticket),
            first_uncovered=await self._first_uncovered(command, people),
            edition=self.edition,
            calendar=self.calendar.version,
        )

    async def _ticket(self, row: Record | None) -> Ticket:
        if row is None:
            return Ticket(ended=False, priority=None, lack=None, product=None, due_at=None)
        told = row["discussed_with"]
        return Ticket(
            ended=row["ended"],
            priority=row["priority"],
            lack=row["lack"],
            product=row["about"],
            due_at=row["due_at"],
            plan=row["plan"],
            discussed_with=await engineer_known_as(self.db, self.vendor, told) if told else None,
            line=row["line"],
            contact_id=row["contact_id"],
        )

    async def colleagues(
        self,
        but: str,
        customer_id: str | None = None,
        due: datetime | None = None,
        only: str | None = None,
    ) -> tuple[Colleague, ...]:
        """Engineers with their tickets but one, and their shifts until after `due`; without those
        whose last day is over."""
        today = self.edition.day_of(self.at)
        known = await colleagues(self.db, self.vendor, customer_id, but, only)
        rows = [row for row in known if row["last_day"] is None or today <= row["last_day"]]
        until = max(self.at, due or self.at)
        offices = {row["office_id"]: self._shifts(row["office_id"], (), until) for row in rows}
        return tuple(self._colleague(row, offices, until) for row in rows)

    async def have_the_pool(self) -> None:
        """What each engineer has changes by nobody else's hand until the transaction ends.

        One pool for all vendors: a batch may hold tickets of several, and two batches that took
        their pools in different orders would wait for each other.
        """
        await guard(self.db, "routing.pool", "all")

    async def _people(
        self, command: Routing, row: Record | None, ticket: Ticket
    ) -> tuple[Colleague, ...]:
        """Whom it is about: one engineer, or all where the ticket may go to any."""
        dedicated = row is not None and dedicates(self.edition, row["plan"])
        customer = row["customer_id"] if row and dedicated else None
        if isinstance(command, RouteTicket) and row and row["engineer_id"]:
            mine = await self.colleagues(command.id, customer, ticket.due_at, row["engineer_id"])
            if mine and not any(each.has_left(self.at, ticket.due_at) for each in mine):
                return mine
        await self.have_the_pool()
        only = command.engineer_id if isinstance(command, PullTicket | FollowEngineer) else None
        return await self.colleagues(command.id, customer, ticket.due_at, only)

    async def _covered_waiting(self, command: Routing, ticket: Ticket) -> int:
        """Only uncovered tickets let others go first."""
        if ticket.priority != "uncovered":
            return 0
        return await covered_due(self.db, self.vendor, self.at, command.id)

    async def _first_uncovered(self, command: Routing, people: tuple[Colleague, ...]) -> str | None:
        """Whose turn it is, for who pulls: the ticket that waits longest of those he can take."""
        if not isinstance(command, PullTicket):
            return None
        for row in await uncovered_waiting(self.db, self.vendor, QUEUE_SEEN):
            if any(each.knows(row["about"]) for each in people):
                return str(row["ticket_id"])
        return None

    def _colleague(
        self, row: Record, offices: Mapping[str, tuple[Shift, ...]], until: datetime
    ) -> Colleague:
        office = offices[row["office_id"]]
        times = zip(row["absent_from"], row["absent_until"], strict=True)
        gone_at = self._midnight_after(row["last_day"])
        absences = tuple(Absence(since, until) for since, until in times)
        absences += self._unlisted(row["from_date"], gone_at)
        own = self._shifts(row["office_id"], absences, until) if absences else office
        return Colleague(
            engineer_id=row["engineer_id"],
            office_id=row["office_id"],
            products=tuple(row["products"]),
            covered=row["covered"],
            uncovered=row["uncovered"],
            dedicated=row["dedicated"],
            deputy=row["deputy"],
            away=[each.begins for each in own[:1]] != [each.begins for each in office[:1]],
            gone_at=gone_at,
            shifts=own,
        )

    def _unlisted(self, from_date: date | None, gone_at: datetime | None) -> tuple[Absence, ...]:
        """The times before an engineer's first day and after his last."""
        before = from_date and Absence(EVER, self._midnight(from_date))
        after = gone_at and Absence(gone_at, NEVER)
        return tuple(each for each in (before, after) if each)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.edition.schedule.zone)).astimezone(UTC)

    def _midnight_after(self, day: date | None) -> datetime | None:
        return None if day is None else self._midnight(day + timedelta(days=1))

    def _shifts(
        self, office_id: str, absences: tuple[Absence, ...], until: datetime
    ) -> tuple[Shift, ...]:
        """An office's shifts without absences; none where the edition in force names it no more."""
        if office_id not in [each.slug for each in self.edition.schedule.offices]:
            return ()
        return shifts(self.hours(office_id), absences, self.at, until)
