"""A service: a decider with a store, ears and a clock, as its `main.py` declares it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter

from libs.decider import Command, Decider
from libs.events.base import Event
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection
from libs.runtime.settings import Settings

Commands = Sequence[Command]


async def no_reaction(_envelope: Envelope, _db: Db, _editions: Editions) -> Commands:
    """A service that only projects what it hears."""
    return ()


def no_wishes(_envelope: Envelope) -> Commands:
    """A service whose events ask nothing of other shards."""
    return ()


async def nothing_to_gather(command: Command, _now: datetime, _db: Db, _e: Editions) -> Command:
    """A service whose commands bring all that they are decided on."""
    return command


def on_all(_command: Command, _unwritten: Sequence[Event]) -> bool:
    """A service that gathers only when all that was decided is in the tables."""
    return True


async def nothing_more(_envelopes: Sequence[Envelope], _db: Db) -> None:
    """A service whose tables all follow from its events."""


@dataclass(frozen=True)
class Ticking:
    """The passing of time as one more source of commands.

    `tick(now, read_to, db)` gives what is due; `read_to` has, for each shard held, the instant
    up to which the shard was read to its end: what is decided by silence waits for it.
    `next_due(shards, db)` gives the next instant at which `tick` may have something.
    """

    tick: Callable[[datetime, Mapping[int, datetime], Db], Awaitable[Commands]]
    next_due: Callable[[Sequence[int], Db], Awaitable[datetime | None]]


@dataclass(frozen=True)
class Hands:
    """Side effects, outside any transaction and at least once.

    `act(envelope, attempt, now, settings)` does what one of the service's own `events` asks and
    returns the command that notes the result; an exception means: try again later. `failed` gives
    the command that notes a failed attempt, `next_at` being None when it was the last.
    `needed(event, state)` tells from the stream's state whether it is still to be done.
    """

    events: tuple[type[Event], ...]
    act: Callable[[Envelope, int, datetime, Settings], Awaitable[Command]]
    failed: Callable[[Envelope, int, Exception, datetime, datetime | None], Command]
    needed: Callable[[Event, Any], bool] = lambda _event, _state: True
    retry_after: tuple[float, ...] = (5, 30, 120, 600, 3600, 4 * 3600)


@dataclass(frozen=True)
class Service:
    """What distinguishes one service from another; `libs.runtime` does the rest.

    A request is looked up in the `routers` one after another: what must be fast stands first.
    They are taken as they are: to include one FastAPI would build each of its routes once more.
    `subscribes` are the foreign events that are projected and reacted to. With `reads_personal`
    their personal halves are taken in too. `react(envelope, db, editions)` gives the commands
    that a foreign event means for the service's own deciders. `asks(envelope)` gives the commands
    that one of the service's own events asks of itself, in whichever shard.
    `gather(command, now, db, editions)` adds to a command, whoever had it, what it is decided on:
    in the transaction that decides it. `rests_on(command, unwritten)` tells whether it may find
    another thing once these events are in the tables, which then are written first.
    `looks_around`: the foreign events on which `react` reads more than rows of their own key.
    """

    name: str
    routers: tuple[APIRouter, ...]
    deciders: tuple[Decider[Any, Any, Any], ...] = ()
    projections: tuple[Projection, ...] = ()
    subscribes: tuple[type[Event], ...] = ()
    reads_personal: bool = False
    react: Callable[[Envelope, Db, Editions], Awaitable[Commands]] = no_reaction
    asks: Callable[[Envelope], Commands] = no_wishes
    gather: Callable[[Command, datetime, Db, Editions], Awaitable[Command]] = nothing_to_gather
    rests_on: Callable[[Command, Sequence[Event]], bool] = on_all
    looks_around: tuple[type[Event], ...] = ()
    ticking: Ticking | None = None
    hands: Hands | None = None
    settings: type[Settings] = Settings
    takes_in_every: float = 0.04
    publishes_every: float = 0.02
    """Seconds from one batch to the next, unless more waits than a batch holds: what goes together
    costs less, and where nobody waits for it, it may wait for more."""

    functions: str = ""
    """SQL after the tables: what a projection's queries need beyond them."""

    refilled: Callable[[Sequence[Envelope], Db], Awaitable[None]] = nothing_more
    """What else own events mean that came back from the topic into a restored store."""

    @property
    def is_reader(self) -> bool:
        return not self.deciders

    def decider_of(self, command: Command) -> Decider[Any, Any, Any]:
        """The decider of a command. Raises LookupError for a foreign command."""
        for decider in self.deciders:
            if isinstance(command, decider.commands):
                return decider
        raise LookupError(f"{self.name} decides nothing on {type(command).__name__}")
