"""Side effects: done outside any transaction under a lease, noted by a command afterwards."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from opentelemetry.trace import SpanKind

from libs.decider import Command, Refused
from libs.runtime.clock import Clock
from libs.runtime.database import Database, Db
from libs.runtime.envelope import Cause, Envelope, Record
from libs.runtime.execution import Execution
from libs.runtime.faults import fault
from libs.runtime.groups import Answer, Groups, Request
from libs.runtime.holding import Holding
from libs.runtime.parking import described
from libs.runtime.service import Hands
from libs.runtime.settings import Settings
from libs.runtime.signals import Signals, wait
from libs.runtime.store import COLUMNS, OPEN_SHARD, record_of
from libs.runtime.telemetry import span, traceparent

log = structlog.get_logger()

LEASE = timedelta(seconds=30)
AT_ONCE = 20
NOTE_AFTER = 0.25
SAFETY_POLL = 1.0


@dataclass(frozen=True)
class Note:
    """What a task came to, on its way to being written; without `next_at` the task is over."""

    request: Request
    record: Record
    next_at: datetime | None


class HandsAtWork:
    """Does what the service's own events ask of the world outside, at least once."""

    def __init__(
        self,
        hands: Hands,
        database: Database,
        execution: Execution,
        holding: Holding,
        signals: Signals,
        clock: Clock,
        settings: Settings,
    ) -> None:
        self.hands = hands
        self.database = database
        self.execution = execution
        self.holding = holding
        self.clock = clock
        self.settings = settings
        self.news = signals.subscription("tasks")
        self._notes = Groups(self._note_group)

    async def run(self) -> None:
        while True:
            if await self.act_on_due() < AT_ONCE:
                await wait(self.news, SAFETY_POLL)

    async def act_on_due(self) -> int:
        """Do what is due, some at a time; returns how many tasks were tried."""
        due = await self._claim()
        acting = {asyncio.create_task(self._act(*one)) for one in due}
        try:
            while acting:
                done, acting = await asyncio.wait(acting, timeout=NOTE_AFTER)
                await asyncio.gather(*(self._note(task.result()) for task in done))
        finally:
            for task in acting:
                task.cancel()
        return len(due)

    async def _claim(self) -> list[tuple[Envelope, int, bool]]:
        now = self.clock.now()
        async with self.database.noting() as db:
            rows = await db.fetch(
                f"with claimed as (update tasks set lease_until = $2, attempts = attempts + 1"
                " where (shard, position) in (select shard, position from tasks"
                " where shard = any($1) and next_at <= $3"
                f" and {OPEN_SHARD}"
                " and (lease_until is null or lease_until < $3)"
                " order by next_at limit $4 for update skip locked)"
                " returning shard as s, position as p, attempts, refilled)"
                f" select c.attempts, c.refilled, {COLUMNS}, facts::text,"
                " (select half::text from personal where event_id = id) as half"
                " from claimed c join events on shard = s and position = p",
                list(self.holding.held),
                now + LEASE,
                now,
                AT_ONCE,
            )
        opened = [(record_of(self.database.service, row).opened(row["half"]), row) for row in rows]
        return [(one, row["attempts"], row["refilled"]) for one, row in opened if one is not None]

    async def _act(self, envelope: Envelope, attempt: int, refilled: bool) -> Note | None:
        """Act; gives what is to be noted of it, if anything."""
        name = f"{self.database.service} acts on {envelope.record.type}"
        with span(name, SpanKind.INTERNAL, envelope.record.traceparent, key=envelope.key):
            try:
                if refilled and not await self._needed(envelope):
                    await self._end(envelope.record)
                    return None
                fault("hands.before_act")
                command = await self.hands.act(envelope, attempt, self.clock.now(), self.settings)
                fault("hands.after_act")
            except Exception as error:
                return self._failure(envelope, attempt, error)
            return self._result(envelope, command, None)

    async def _needed(self, envelope: Envelope) -> bool:
        """Whether the stream's own state still asks for it: a refill asks for all once more."""
        record = envelope.record
        async with self.database.writing(record.shard) as db:
            appending = self.execution.appending(db, (record.shard,), self.clock.now())
            await appending.load([record.stream])
        category = record.stream.partition("-")[0]
        decider = next(d for d in self.execution.service.deciders if d.category == category)
        return self.hands.needed(envelope.event, decider.fold(appending.past(record.stream)))

    async def _end(self, record: Record) -> None:
        async with self.database.noting() as db:
            await db.execute(
                "delete from tasks where shard = $1 and position = $2",
                record.shard,
                record.position,
            )

    def _failure(self, envelope: Envelope, attempt: int, error: Exception) -> Note:
        log.warning("act_failed", type=envelope.record.type, error=described(error))
        now, waits = self.clock.now(), self.hands.retry_after
        next_at = now + timedelta(seconds=waits[attempt - 1]) if attempt <= len(waits) else None
        failed = self.hands.failed(envelope, attempt, error, now, next_at)
        return self._result(envelope, failed, next_at)

    def _result(self, envelope: Envelope, command: Command, next_at: datetime | None) -> Note:
        cause = Cause.of(envelope.record, traceparent())
        return Note(Request(command, cause, self.clock.now()), envelope.record, next_at)

    async def _note(self, note: Note | None) -> None:
        """Have a result decided, together with others that are known at the same moment."""
        try:
            if note:
                await self._notes.join(note, None)
        except Refused as refused:
            log.info("result_refused", reason=str(refused))

    async def _note_group(self, notes: Sequence[Note], _: None) -> list[Answer]:
        """Decide the commands that tell results, and end or postpone their tasks, together."""
        requests = [one.request for one in notes]
        ended = [one.record for one in notes if one.next_at is None]
        postponed = [one for one in notes if one.next_at is not None]
        return await self.execution.run_group(
            requests, None, lambda db: _settle(db, ended, postponed)
        )


async def _settle(db: Db, ended: Sequence[Record], postponed: Sequence[Note]) -> None:
    if ended:
        await db.execute(
            "delete from tasks using unnest($1::int[], $2::bigint[]) as done (s, p)"
            " where shard = s and position = p",
            [record.shard for record in ended],
            [record.position for record in ended],
        )
    for note in postponed:
        await db.execute(
            "update tasks set next_at = $3, lease_until = null where shard = $1 and position = $2",
            note.record.shard,
            note.record.position,
            note.next_at,
        )
