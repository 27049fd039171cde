"""The first path: a command is decided under its shard's lock, and what follows is written."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from libs.decider import Command, Refused
from libs.events.intake import ContactErased
from libs.runtime import reference
from libs.runtime.appending import Appending, EventTooLarge
from libs.runtime.database import Database, Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Cause, Envelope
from libs.runtime.erasure import erase
from libs.runtime.faults import fault
from libs.runtime.groups import Answer, Executed, Groups, Request, Stale
from libs.runtime.identity import event_id
from libs.runtime.projection import Folding
from libs.runtime.service import Service, nothing_to_gather
from libs.runtime.shards import shard_of
from libs.runtime.signals import Signals

Wish: TypeAlias = tuple[Command, Cause]
"""What an event asks for, and what led to it."""


async def nothing_else(_db: Db) -> None:
    """The commands are all."""


class Execution:
    """Decides commands of one service and writes their events, rows, errands and tasks."""

    def __init__(
        self, service: Service, database: Database, signals: Signals, editions: Editions
    ) -> None:
        self.service = service
        self.database = database
        self.signals = signals
        self.editions = editions
        self.folding = Folding((*reference.PROJECTIONS, *service.projections))
        self._groups = Groups(self.run_group)

    async def execute(
        self,
        command: Command,
        cause: Cause,
        now: datetime,
        *,
        vendor: str | None = None,
        expected: int | None = None,
    ) -> Executed:
        """Decide one command, together with others of the vendor that wait at the same moment.

        Raises Refused (Invalid, Stale) where it is not to be; nothing is written of it then.
        """
        return await self._groups.join(Request(command, cause, now, expected), vendor)

    async def run_group(
        self,
        requests: Sequence[Request],
        vendor: str | None,
        also: Callable[[Db], Awaitable[None]] = nothing_else,
    ) -> list[Answer]:
        """Decide commands in one transaction that holds their shards; answers in their order.

        `also` is done in the same transaction.
        """
        shards = {shard_of(one.command.id, self.database.shards) for one in requests}
        async with self.database.writing(*shards, vendor=vendor) as db:
            appending = self.appending(db, shards, requests[-1].now)
            streams = [self.service.decider_of(r.command).stream(r.command) for r in requests]
            await appending.load(streams)
            answers = [await self._answer(appending, request) for request in requests]
            await self.finish(appending)
            await also(db)
            fault("execute.before_commit")
        fault("execute.after_commit")
        self.written(appending)
        return answers

    async def _answer(self, appending: Appending, request: Request) -> Answer:
        try:
            return await self.handle(appending, request.command, request.cause, request.expected)
        except (Refused, EventTooLarge) as refused:
            return refused

    def appending(self, db: Db, shards: Iterable[int], now: datetime) -> Appending:
        return Appending(db, self.service.name, shards, self.database.shards, now)

    def written(self, appending: Appending) -> None:
        """Wake those who carry on what was committed."""
        for shard in {envelope.record.shard for envelope in appending.appended}:
            self.signals.wake(shard, "events")
        for shard in appending.asked:
            self.signals.wake(shard, "errands")
        if self.service.hands:
            for envelope in appending.appended:
                if isinstance(envelope.event, self.service.hands.events):
                    self.signals.wake(envelope.record.shard, "tasks")

    async def handle(
        self, appending: Appending, command: Command, cause: Cause, expected: int | None = None
    ) -> Executed:
        """Decide a command inside a transaction that holds its shard; `finish` writes."""
        decider = self.service.decider_of(command)
        stream = decider.stream(command)
        await appending.load([stream])
        command = await self._informed(appending, command)
        past = appending.past(stream)
        version, state = len(past), decider.fold(past)
        if expected is not None and expected != version:
            raise Stale(
                f"the version is {version} by now, not {expected}",
                ru=f"Версия уже {version}, а не {expected}",
            )
        events = decider.decide(command, state)
        if not events:
            return Executed(state, version, (), None)
        envelopes = appending.append(stream, events, cause)
        return Executed(
            decider.fold(events, state),
            version + len(events),
            tuple(envelopes),
            envelopes[-1].token,
        )

    async def _informed(self, appending: Appending, command: Command) -> Command:
        if self.service.gather is nothing_to_gather:
            return command
        unwritten = appending.unwritten
        if unwritten and self.service.rests_on(command, unwritten):
            await self.finish(appending)
        return await self.service.gather(command, appending.now, appending.db, self.editions)

    def must_see(self, wishes: Sequence[Wish], envelope: Envelope) -> bool:
        """Whether what these commands decide must be in the tables before one reacts on an event:
        on its own key, or wherever its reaction looks."""
        if isinstance(envelope.event, self.service.looks_around):
            return bool(wishes)
        return any(command.id == envelope.key for command, _ in wishes)

    async def carry_out(self, appending: Appending, wishes: Sequence[Wish]) -> None:
        """Decide or send commands, write what follows, and do what that asks in its turn."""
        await self._decide_or_send(appending, wishes)
        await self.finish(appending)

    async def finish(self, appending: Appending) -> None:
        """Write what was decided, project it, and do what it asks, until nothing is left."""
        while envelopes := await appending.write():
            await self.restore(appending.db, envelopes)
            await self._decide_or_send(appending, self.wishes_of(envelopes))

    def wishes_of(self, envelopes: Sequence[Envelope]) -> list[Wish]:
        """What own events ask of the service itself, in whichever shard."""
        return [
            (command, Cause.of(envelope.record, envelope.record.traceparent))
            for envelope in envelopes
            for command in self.service.asks(envelope)
        ]

    async def restore(
        self, db: Db, envelopes: Sequence[Envelope], *, refilled: bool = False
    ) -> None:
        """What own events mean for this service's tables, without new wishes."""
        await self.folding.fold(db, envelopes)
        hands = self.service.hands
        if hands:
            tasks = [each for each in envelopes if isinstance(each.event, hands.events)]
            await add_tasks(db, tasks, refilled=refilled)
        for envelope in envelopes:
            if isinstance(envelope.event, ContactErased):
                await erase(db, self.folding, envelope.event.contact_id)

    async def _decide_or_send(self, appending: Appending, wishes: Sequence[Wish]) -> None:
        """Decide commands of shards that are held, or are free; write errands for the others."""
        if not wishes:
            return
        shards = [shard_of(command.id, self.database.shards) for command, _ in wishes]
        if others := set(shards) - appending.held:
            await appending.hold_if_free(await self.database.hold_if_free(appending.db, others))
        await appending.load(
            self.service.decider_of(command).stream(command)
            for (command, _), shard in zip(wishes, shards, strict=True)
            if shard in appending.held
        )
        for (command, cause), shard in zip(wishes, shards, strict=True):
            if shard in appending.held:
                await self._decide(appending, command, cause)
            else:
                await add_errand(appending.db, shard, command, cause)
                appending.asked.add(shard)

    async def _decide(self, appending: Appending, command: Command, cause: Cause) -> None:
        try:
            await self.handle(appending, command, cause)
        except Refused as refused:
            appending.refused.append((command, str(refused)))


async def add_tasks(db: Db, envelopes: Sequence[Envelope], *, refilled: bool) -> None:
    """Ask the hands to act; after a refill they first look whether it was done."""
    if not envelopes:
        return
    await db.execute(
        "insert into tasks (shard, position, next_at, refilled)"
        " select shard, position, next_at, $4 from"
        " unnest($1::int[], $2::bigint[], $3::timestamptz[]) as asked (shard, position, next_at)"
        " on conflict do nothing",
        [envelope.record.shard for envelope in envelopes],
        [envelope.record.position for envelope in envelopes],
        [envelope.record.recorded_at for envelope in envelopes],
        refilled,
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


_adapters: dict[tuple[str, str], TypeAdapter[Command]] = {}


def command_of(service: Service, name: str, body: Any) -> Command:
    """The command that an errand carries. Raises LookupError for a name we do not know."""
    if (service.name, name) not in _adapters:
        _adapters[service.name, name] = TypeAdapter(_command_named(service, name))
    return _adapters[service.name, name].validate_python(body)


def _command_named(service: Service, name: str) -> type[Command]:
    for decider in service.deciders:
        for cls in decider.commands:
            if cls.__name__ == name:
                return cls
    raise LookupError(f"{service.name} knows no command {name}")
