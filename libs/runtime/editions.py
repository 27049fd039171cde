"""The editions in force and the dated facts beside them, parsed once, from the service's own copy
of what was published."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asyncpg import Record

from libs.regulation.edition import Edition
from libs.regulation.facts import Facts
from libs.regulation.published import Told, gathered
from libs.regulation.schedule import Attendance
from libs.runtime.database import Database, Db
from libs.runtime.lookups import Lookups
from libs.worktime import Calendar, WorkingTime

CACHE_SECONDS = 1.0
EVERY_WEEK = Calendar.of_weekdays()
LIST = (
    "select edition, in_force_from from editions where vendor = $1"
    " order by in_force_from desc, edition desc"
)


class MissingFact(Exception):
    """A decision rests on a fact of another shard that has not come here yet."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"waits for {fact}")
        self.fact = fact


@dataclass(frozen=True)
class _Listed:
    edition: str
    in_force_from: datetime


class Editions:
    """Editions and calendars by name or by date, and a vendor's dated facts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._parsed: dict[str, Edition] = {}
        self._calendars: dict[tuple[str, bool], tuple[str, Calendar]] = {}
        self._facts: dict[str, tuple[list[Told], Facts]] = {}
        self._looked_up: dict[object, float] = {}
        self._lists: dict[str, tuple[float, list[_Listed]]] = {}
        self._lookups: Lookups[str, list[_Listed]] = Lookups()

    async def in_force(self, vendor: str, at: datetime, db: Db | None = None) -> Edition:
        """The vendor's edition in force at an instant. Raises MissingFact where there is none."""
        for listed in await self._list(vendor, db):
            if listed.in_force_from <= at:
                return await self.named(listed.edition, db)
        raise MissingFact(f"editions:{vendor}")

    async def named(self, edition: str, db: Db | None = None) -> Edition:
        """An edition by its id. Raises MissingFact where it is not known here (yet)."""
        if edition not in self._parsed:
            content = await self._value("content from editions where edition", edition, db)
            if content is None:
                raise MissingFact(f"edition:{edition}")
            self._parsed[edition] = Edition.model_validate(content)
        return self._parsed[edition]

    async def vendors(self) -> list[str]:
        """All vendors that published an edition here."""
        async with self._database.reading(None) as db:
            rows = await db.fetch("select distinct vendor from editions order by vendor")
        return [row["vendor"] for row in rows]

    async def facts(self, vendor: str, db: Db | None = None) -> Facts:
        """All dated facts that the vendor published: other hours, prices, releases, people."""
        known = self._facts.get(vendor)
        if known and self._is_fresh(vendor):
            return known[1]
        published = await self._published(vendor, db)
        self._looked_up[vendor] = time.monotonic() + CACHE_SECONDS
        if known is None or known[0] != published:
            known = self._facts[vendor] = (published, gathered(vendor, published))
        return known[1]

    async def calendar_of(self, edition: Edition, db: Db | None = None) -> Calendar:
        """The newest version of an edition's calendar, in which the special days are off where
        the vendor says so (A-27); an edition without one has the weekdays alone. Raises
        MissingFact where it is not known here."""
        facts = await self.facts(edition.vendor, db)
        return await self._calendar(edition.schedule.calendar, facts, db)

    async def has_calendar(self, name: str, db: Db) -> bool:
        """Whether a calendar of this name was ever published."""
        return await self._value("version from calendars where calendar", name, db) is not None

    async def hours(
        self,
        edition: Edition,
        office: str | None = None,
        db: Db | None = None,
        attended: Attendance | None = None,
    ) -> WorkingTime:
        """The hours of all offices together, of one, or of those that attend to something, with
        those changed on some dates.

        Raises MissingFact where the calendar is not known here, KeyError for no such office.
        """
        facts = await self.facts(edition.vendor, db)
        calendar = await self._calendar(edition.schedule.calendar, facts, db)
        return edition.working_time(calendar, office, facts.overrides(edition), attended)

    async def _calendar(self, name: str | None, facts: Facts, db: Db | None) -> Calendar:
        if name is None:
            return EVERY_WEEK
        key = (name, facts.special_days_off == "closed")
        known = self._calendars.get(key)
        if known and self._is_fresh(key):
            return known[1]
        version = await self._value("version from calendars where calendar", name, db)
        self._looked_up[key] = time.monotonic() + CACHE_SECONDS
        if version is None:
            raise MissingFact(f"calendar:{name}")
        if known is None or known[0] != version:
            rows, holidays, special = [
                await self._value(f"{column} from calendars where calendar", name, db)
                for column in ("rows", "holidays", "special_days")
            ]
            calendar = Calendar.from_csv(rows, holidays, facts.special_days(special))
            known = self._calendars[key] = (version, calendar)
        return known[1]

    def _is_fresh(self, key: object) -> bool:
        return self._looked_up.get(key, 0) > time.monotonic()

    def forget(self) -> None:
        """Look again at once: something was published."""
        self._lists.clear()
        self._looked_up.clear()

    async def _list(self, vendor: str, db: Db | None) -> list[_Listed]:
        known = self._lists.get(vendor)
        if known and known[0] > time.monotonic() and known[1]:
            return known[1]
        if db is None:
            return await self._lookups.once(vendor, self._list_of)
        return self._noted(vendor, await db.fetch(LIST, vendor))

    async def _list_of(self, vendor: str) -> list[_Listed]:
        async with self._database.reading(None) as db:
            return self._noted(vendor, await db.fetch(LIST, vendor))

    def _noted(self, vendor: str, rows: Sequence[Record]) -> list[_Listed]:
        listed = [_Listed(row["edition"], row["in_force_from"]) for row in rows]
        self._lists[vendor] = (time.monotonic() + CACHE_SECONDS, listed)
        return listed

    async def _published(self, vendor: str, db: Db | None) -> list[Told]:
        if db is None:
            async with self._database.reading(None) as own:
                return await published_facts(own, vendor)
        return await published_facts(db, vendor)

    async def _value(self, what: str, name: str, db: Db | None) -> Any:
        query = f"select {what} = $1"
        if db is not None:
            return await db.fetchval(query, name)
        async with self._database.reading(None) as own:
            return await own.fetchval(query, name)


async def published_facts(db: Db, vendor: str) -> list[Told]:
    """A vendor's dated facts as they stand now."""
    rows = await db.fetch(
        "select part, name, content, private from dated_facts where vendor = $1"
        " order by part, name",
        vendor,
    )
    return [Told(*row) for row in rows]
