"""The first path: a command is decided under its shard's lock, and what follows is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from libs.decider import Command, Refused
from libs.events.intake import ContactErased
from libs.runtime import reference
from libs.runtime.database import Database, Db
from libs.runtime.envelope import Cause, Envelope
from libs.runtime.erasure import erase
from libs.runtime.faults import fault
from libs.runtime.identity import event_id
from libs.runtime.projection import Folding
from libs.runtime.service import Service
from libs.runtime.shards import shard_of
from libs.runtime.signals import Signals
from libs.runtime.store import Appending


class Stale(Refused):
    """The caller decided on an older version of the stream than there is (HTTP 412)."""


@dataclass(frozen=True)
class Executed:
    """What a command came to: the state after it, its version, and the events it caused."""

    state: Any
    version: int
    events: tuple[Envelope, ...]
    token: str | None


class Execution:
    """Decides commands of one service and writes their events, rows, errands and tasks."""

    def __init__(self, service: Service, database: Database, signals: Signals) -> None:
        self.service = service
        self.database = database
        self.signals = signals
        self.folding = Folding((*reference.PROJECTIONS, *service.projections))

    async def execute(
        self,
        command: Command,
        cause: Cause,
        now: datetime,
        *,
        vendor: str | None = None,
        expected: int | None = None,
    ) -> Executed:
        """Decide one command in a transaction of its own.

        Raises Refused (Invalid, Stale) where it is not to be; nothing is written then.
        """
        shard = shard_of(command.id, self.database.shards)
        async with self.database.writing(shard, vendor) as db:
            appending = self.appending(db, shard, now)
            executed = await self.handle(appending, command, cause, expected)
            fault("execute.before_commit")
        fault("execute.after_commit")
        self.written(appending)
        return executed

    def appending(self, db: Db, shard: int, now: datetime) -> Appending:
        return Appending(db, self.service.name, shard, self.database.shards, now)

    def written(self, appending: Appending) -> None:
        """Wake those who carry on what was committed."""
        if appending.appended:
            self.signals.wake(appending.shard)
        for shard in appending.asked:
            self.signals.wake(shard)

    async def handle(
        self, appending: Appending, command: Command, cause: Cause, expected: int | None = None
    ) -> Executed:
        """Decide a command inside a transaction that holds its shard."""
        decider = self.service.decider_of(command)
        stream = decider.stream(command)
        await appending.load([stream])
        past = appending.past(stream)
        state = decider.fold(past)
        if expected is not None and expected != len(past):
            raise Stale(f"the version is {len(past)} by now, not {expected}")
        events = decider.decide(command, state)
        if not events:
            return Executed(state, len(past), (), None)
        envelopes = await appending.append(stream, events, cause)
        await self.follow(appending, envelopes)
        return Executed(
            decider.fold(events, state), len(past), tuple(envelopes), envelopes[-1].token
        )

    async def follow(self, appending: Appending, envelopes: Sequence[Envelope]) -> None:
        """Project own events, note what they ask of the hands and of other shards."""
        await self.restore(appending.db, envelopes)
        for envelope in envelopes:
            cause = Cause.of(envelope.record, envelope.record.traceparent)
            for wish in self.service.asks(envelope):
                await self.handle_or_send(appending, wish, cause)

    async def restore(self, db: Db, envelopes: Sequence[Envelope]) -> None:
        """What own events mean for this service's tables, without new wishes."""
        await self.folding.fold(db, envelopes)
        hands = self.service.hands
        for envelope in envelopes:
            if hands and isinstance(envelope.event, hands.events):
                await add_task(db, envelope)
            if isinstance(envelope.event, ContactErased):
                await erase(db, self.folding, envelope.event.contact_id)

    async def handle_or_send(self, appending: Appending, command: Command, cause: Cause) -> None:
        """Decide a command of this shard at once; write an errand for one of another shard."""
        shard = shard_of(command.id, self.database.shards)
        if shard == appending.shard:
            try:
                await self.handle(appending, command, cause)
            except Refused as refused:
                appending.refused.append((command, str(refused)))
        else:
            await add_errand(appending.db, shard, command, cause)
            appending.asked.add(shard)


async def add_task(db: Db, envelope: Envelope) -> None:
    await db.execute(
        "insert into tasks (shard, position, next_at) values ($1, $2, $3)",
        envelope.record.shard,
        envelope.record.position,
        envelope.record.recorded_at,
    )


async def add_errand(db: Db, shard: int, command: Command, cause: Cause) -> None:
    await db.execute(
        "insert into errands (id, shard, vendor, command, body, correlation, causation,"
        " traceparent) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        event_id(),
        shard,
        command.vendor,
        type(command).__name__,
        command,
        cause.correlation,
        cause.causation,
        cause.traceparent,
    )


def command_of(service: Service, name: str, body: Any) -> Command:
    """The command that an errand carries. Raises LookupError for a name we do not know."""
    for decider in service.deciders:
        for cls in decider.commands:
            if cls.__name__ == name:
                return _adapter(cls).validate_python(body)
    raise LookupError(f"{service.name} knows no command {name}")


def _adapter(cls: type[Command]) -> TypeAdapter[Command]:
    return TypeAdapter(cls)
