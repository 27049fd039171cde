"""The editions in force, parsed once, from the service's own copy of what was published."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from libs.regulation.edition import Edition
from libs.runtime.database import Database, Db
from libs.worktime import Calendar

CACHE_SECONDS = 1.0


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
    """Editions and calendars by name or by date."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._parsed: dict[str, Edition] = {}
        self._calendars: dict[str, tuple[str, Calendar]] = {}
        self._looked_up: dict[str, float] = {}
        self._lists: dict[str, tuple[float, list[_Listed]]] = {}

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

    async def calendar(self, name: str, db: Db | None = None) -> Calendar:
        """The newest version of a calendar. Raises MissingFact where it is not known here."""
        known = self._calendars.get(name)
        if known and self._looked_up.get(name, 0) > time.monotonic():
            return known[1]
        version = await self._value("version from calendars where calendar", name, db)
        self._looked_up[name] = time.monotonic() + CACHE_SECONDS
        if version is None:
            raise MissingFact(f"calendar:{name}")
        if known is None or known[0] != version:
            rows = await self._value("rows from calendars where calendar", name, db)
            names = await self._value("holidays from calendars where calendar", name, db)
            known = self._calendars[name] = (version, Calendar.from_csv(rows, names))
        return known[1]

    def forget(self) -> None:
        """Look again at once: something was published."""
        self._lists.clear()
        self._looked_up.clear()

    async def _list(self, vendor: str, db: Db | None) -> list[_Listed]:
        known = self._lists.get(vendor)
        if known and known[0] > time.monotonic() and known[1]:
            return known[1]
        query = (
            "select edition, in_force_from from editions where vendor = $1"
            " order by in_force_from desc, edition desc"
        )
        if db is not None:
            rows = await db.fetch(query, vendor)
        else:
            async with self._database.reading(None) as own:
                rows = await own.fetch(query, vendor)
        listed = [_Listed(row["edition"], row["in_force_from"]) for row in rows]
        self._lists[vendor] = (time.monotonic() + CACHE_SECONDS, listed)
        return listed

    async def _value(self, what: str, name: str, db: Db | None) -> Any:
        query = f"select {what} = $1"
        if db is not None:
            return await db.fetchval(query, name)
        async with self._database.reading(None) as own:
            return await own.fetchval(query, name)
