"""Ticket numbers that people can say on the phone: drawn in blocks, never given twice."""

from asyncio import Lock
from collections import defaultdict
from collections.abc import Iterator, Sequence

from libs.events.intake import TicketSubmitted
from libs.runtime.database import Database, Db
from libs.runtime.envelope import Envelope

TABLE = """
    create table if not exists ticket_numbers (vendor text primary key, last bigint not null);
"""
FIRST = 1001
BLOCK = 50


class TicketNumbers:
    """The numbers of one replica. What is left of a block when it stops is never used."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._blocks: dict[str, Iterator[int]] = defaultdict(lambda: iter(()))
        self._gates: dict[str, Lock] = defaultdict(Lock)

    async def next(self, vendor: str) -> int:
        """The vendor's next number, from 1001 on."""
        async with self._gates[vendor]:
            number = next(self._blocks[vendor], None)
            if number is None:
                self._blocks[vendor] = await self._draw(vendor)
                number = next(self._blocks[vendor])
            return number

    async def _draw(self, vendor: str) -> Iterator[int]:
        """A block, in a transaction of its own, so that no submission waits for another's."""
        async with self._database.noting() as db:
            last: int = await db.fetchval(
                "insert into ticket_numbers (vendor, last) values ($1, $2) on conflict (vendor)"
                " do update set last = ticket_numbers.last + $3 returning last",
                vendor,
                FIRST + BLOCK - 1,
                BLOCK,
            )
        return iter(range(last - BLOCK + 1, last + 1))


async def never_again(envelopes: Sequence[Envelope], db: Db) -> None:
    """After a refill: draw behind the numbers that came back, so that none is given twice."""
    for envelope in envelopes:
        if isinstance(envelope.event, TicketSubmitted):
            await db.execute(
                "insert into ticket_numbers (vendor, last) values ($1, $2) on conflict (vendor)"
                " do update set last = greatest(ticket_numbers.last, excluded.last)",
                envelope.event.vendor,
                int(envelope.event.number.rpartition("-")[2]),
            )
