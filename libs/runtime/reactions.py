"""What taken in events mean to a service: rows of its tables, and commands to its deciders."""

from collections.abc import Sequence

from opentelemetry.trace import SpanKind

from libs.events.intake import ContactErased
from libs.runtime import parking, reference
from libs.runtime.appending import Appending
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Cause, Envelope, Record
from libs.runtime.erasure import erase
from libs.runtime.execution import Execution, Wish
from libs.runtime.halves import Halves
from libs.runtime.service import no_reaction
from libs.runtime.telemetry import span, traceparent


class Reactions:
    """Projects events of other services and does what they ask, inside a transaction."""

    def __init__(
        self, execution: Execution, editions: Editions, halves: Halves, *, honours_skips: bool
    ) -> None:
        self._execution = execution
        self._editions = editions
        self._halves = halves
        self._honours_skips = honours_skips
        subscribed = execution.service.subscribes
        reacts = execution.service.react is not no_reaction
        self._reacted_on = frozenset(subscribed if reacts else ())
        self._taken = {cls.__name__ for cls in (*subscribed, *reference.EVENTS)}

    def concern(self, record: Record) -> bool:
        """Whether the service takes in events of this name."""
        return record.type in self._taken

    async def take_in(self, appending: Appending, records: Sequence[Record]) -> None:
        """Project the records' events, then decide what they ask for. Raises what fails."""
        await self._apply(appending, await self._open(appending.db, records))

    async def park_behind(self, db: Db, records: Sequence[Record]) -> None:
        """Set records aside behind their keys; to forget a person waits for nobody."""
        await parking.park_behind(db, records)
        for record in records:
            if record.type == ContactErased.__name__:
                await erase(db, self._execution.folding, record.key)

    async def _open(self, db: Db, records: Sequence[Record]) -> list[Envelope]:
        taken = [record for record in records if self.concern(record)]
        if not taken:
            return []
        if self._honours_skips:
            taken = await parking.not_skipped(db, taken)
        halves = await self._halves.of(db, taken)
        opened = (record.opened(halves.get(record.id)) for record in taken)
        return [envelope for envelope in opened if envelope is not None]

    async def _apply(self, appending: Appending, envelopes: Sequence[Envelope]) -> None:
        """Project the events, then do what they ask: together, as far as none needs to see in the
        tables what was decided on another."""
        await self._execution.folding.fold(appending.db, envelopes)
        wishes: list[Wish] = []
        for envelope in envelopes:
            if wishes and self._execution.must_see(wishes, envelope):
                await self._execution.carry_out(appending, wishes)
                wishes = []
            name = f"{self._execution.service.name} takes in {envelope.record.type}"
            with span(name, SpanKind.CONSUMER, envelope.record.traceparent, key=envelope.key):
                wishes += await self._react(appending.db, envelope)
        await self._execution.carry_out(appending, wishes)

    async def _react(self, db: Db, envelope: Envelope) -> list[Wish]:
        if isinstance(envelope.event, ContactErased):
            await erase(db, self._execution.folding, envelope.event.contact_id)
        if facts := reference.facts_of(envelope.event):
            self._editions.forget()
            await parking.release(db, facts)
        if type(envelope.event) not in self._reacted_on:
            return []
        cause = Cause.of(envelope.record, traceparent())
        commands = await self._execution.service.react(envelope, db, self._editions)
        return [(command, cause) for command in commands]
