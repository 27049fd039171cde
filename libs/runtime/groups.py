"""Commands that wait at the same moment are decided in one transaction: one commit for many."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from libs.decider import Command, Refused
from libs.runtime.envelope import Cause, Envelope

MOST = 64
AT_ONCE = 2


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
Run = Callable[[Sequence[Request], str | None], Awaitable[list[Answer]]]


class Groups:
    """Collects what waits while transactions are under way; a lone command waits for nobody.

    A group that fails for another reason than its commands is tried again one by one, so that
    one command's defect is not the others'.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._waiting: dict[str | None, deque[tuple[Request, asyncio.Future[Executed]]]] = (
            defaultdict(deque)
        )
        self._running: dict[str | None, set[asyncio.Task[None]]] = defaultdict(set)

    async def join(self, request: Request, vendor: str | None) -> Executed:
        future: asyncio.Future[Executed] = asyncio.get_running_loop().create_future()
        self._waiting[vendor].append((request, future))
        running = self._running[vendor]
        if len(running) < AT_ONCE:
            task = asyncio.create_task(self._drain(vendor))
            running.add(task)
            task.add_done_callback(running.discard)
        return await future

    async def _drain(self, vendor: str | None) -> None:
        waiting = self._waiting[vendor]
        while waiting:
            group = [waiting.popleft() for _ in range(min(MOST, len(waiting)))]
            await self._decide(group, vendor)

    async def _decide(
        self, group: list[tuple[Request, asyncio.Future[Executed]]], vendor: str | None
    ) -> None:
        try:
            answers = await self._run([request for request, _ in group], vendor)
        except Exception as error:
            if len(group) == 1:
                _settle(group[0][1], error)
                return
            for one in group:
                await self._decide([one], vendor)
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
