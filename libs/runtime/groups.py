"""Commands that wait at the same moment are decided in one transaction: one commit for many."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeAlias, TypeVar

from libs.decider import Command, Refused
from libs.runtime.envelope import Cause, Envelope

MOST = 64


class Stale(Refused):
    """The caller decided on an older version of the stream than there is (HTTP 412)."""


@dataclass(frozen=True)
class Executed:
    """What a command came to: the state after it, its version, and the events it caused."""

    state: Any
    version: int
    events: tuple[Envelope, ...]
    token: str | None


@dataclass(frozen=True)
class Request:
    """A command on its way to its decision."""

    command: Command
    cause: Cause
    now: datetime
    expected: int | None = None


Answer: TypeAlias = Executed | Exception
Waits = TypeVar("Waits")
Kin = TypeVar("Kin")


class Groups(Generic[Waits, Kin]):
    """Collects what waits while a transaction is under way; a lone command waits for nobody.

    One transaction of a kin at a time: two would wait for each other's shards, each half as full.
    `run` takes those of one kin, in their order, and gives each its answer.
    A group that fails for another reason than its commands is tried again one by one, so that
    one command's defect is not the others'.
    """

    def __init__(self, run: Callable[[Sequence[Waits], Kin], Awaitable[list[Answer]]]) -> None:
        self._run = run
        self._waiting: dict[Kin, deque[tuple[Waits, asyncio.Future[Executed]]]] = defaultdict(deque)
        self._running: dict[Kin, asyncio.Task[None]] = {}

    async def join(self, one: Waits, kin: Kin) -> Executed:
        future: asyncio.Future[Executed] = asyncio.get_running_loop().create_future()
        self._waiting[kin].append((one, future))
        running = self._running.get(kin)
        if running is None or running.done():
            self._running[kin] = asyncio.create_task(self._drain(kin))
        return await future

    async def _drain(self, kin: Kin) -> None:
        waiting = self._waiting[kin]
        while waiting:
            group = [waiting.popleft() for _ in range(min(MOST, len(waiting)))]
            await self._decide(group, kin)

    async def _decide(self, group: list[tuple[Waits, asyncio.Future[Executed]]], kin: Kin) -> None:
        try:
            answers = await self._run([one for one, _ in group], kin)
        except Exception as error:
            if len(group) == 1:
                _settle(group[0][1], error)
                return
            for one in group:
                await self._decide([one], kin)
            return
        for (_, future), answer in zip(group, answers, strict=True):
            _settle(future, answer)


def _settle(future: asyncio.Future[Executed], answer: Answer) -> None:
    if future.done():
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
