"""Contacts on record: those who are asked for at the same moment are looked up together."""

import asyncio
from asyncio import Future, Task
from dataclasses import dataclass

from libs.events.intake import Language
from libs.runtime.database import Database
from services.intake.projections import contacts_on_record


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is kept of a person: nothing of one who was erased, or whom nobody registered."""

    is_erased: bool
    language: Language | None
    particulars: str | None


class Acquaintance:
    """Asks the database once for all requests that wait; a lone request waits for nobody."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked: list[tuple[str, Future[OnRecord]]] = []
        self._asking: Task[None] | None = None

    async def find(self, contact_id: str) -> OnRecord:
        future: Future[OnRecord] = asyncio.get_running_loop().create_future()
        self._asked.append((contact_id, future))
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        return await future

    async def _ask(self) -> None:
        while self._asked:
            asked, self._asked = self._asked, []
            try:
                found = await self._look_up({contact_id for contact_id, _ in asked})
            except Exception as error:
                for _, future in asked:
                    if not future.done():
                        future.set_exception(error)
            else:
                for contact_id, future in asked:
                    if not future.done():
                        future.set_result(found[contact_id])

    async def _look_up(self, contact_ids: set[str]) -> dict[str, OnRecord]:
        rows = await contacts_on_record(self._database.api, list(contact_ids))
        return {
            row["contact_id"]: OnRecord(row["is_erased"], row["language"], row["half"])
            for row in rows
        }
