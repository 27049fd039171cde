"""Keeps a desk's programs running, lets them be stopped one by one, and ends them in order."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from cli.embedded.program import Program
from cli.home import Home
from cli.supervisor.child import Child
from cli.supervisor.state import Running, State
from cli.teller import Tell
from cli.trouble import Trouble

EVERY = 0.1
HOPELESS = 3
PATIENCE = 90


class Supervisor:
    """Children in ranks: a rank is started after the one before it, and ended before it."""

    def __init__(self, home: Home, tell: Tell) -> None:
        self.home = home
        self.state = State(Running.of(os.getpid()))
        self._tell = tell
        self._ranks: list[list[Child]] = []
        self._wanted_ranks: int | None = None

    def add(self, *programs: Program) -> None:
        """Keep these running from now on, as one more rank."""
        self._ranks.append([Child(program, self._tell) for program in programs])

    async def watch(self) -> None:
        """Tend the children until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(EVERY)

    async def ready(self, name: str, answers: Callable[[], Awaitable[bool]]) -> None:
        """Wait until the child answers; Trouble when it keeps ending or takes too long."""
        child = self._child(name)
        deadline = time.monotonic() + PATIENCE
        while not await answers():
            if child.failures >= HOPELESS:
                raise child.program.ended(child.last_end)
            if time.monotonic() > deadline:
                log = child.program.log
                raise Trouble(
                    f"{name} did not answer in {PATIENCE} s: see its log {log}",
                    f"{name} не отвечает уже {PATIENCE} с: смотрите журнал {log}",
                )
            await asyncio.sleep(EVERY)

    async def end(self) -> None:
        """End all children, the last rank first, waiting for each rank."""
        self.note(phase="stopping")
        for rank in reversed(range(len(self._ranks))):
            self._wanted_ranks = rank
            self.look()
            while any(child.running for child in self._ranks[rank]):
                await asyncio.sleep(EVERY)
                self.look()
        self.note(phase="stopped")

    def look(self) -> None:
        """One look at every child, written down when something has changed."""
        for rank, children in enumerate(self._ranks):
            ending = self._wanted_ranks is not None and rank >= self._wanted_ranks
            for child in children:
                child.tend(wanted=not ending and not self.home.is_stopped(child.program.name))
        self.note()

    def note(self, **changes: Any) -> None:
        """Write the state down if it has changed."""
        children = {child.program.name: child.running for rank in self._ranks for child in rank}
        state = replace(self.state, children=children, **changes)
        if state == self.state:
            return
        self.state = state
        try:
            state.write(self.home)
        except OSError as fault:
            self._tell(
                f"what other shells see of the desk is out of date: {fault}",
                f"то, что о службе видно из других консолей, устарело: {fault}",
            )

    def runs(self, name: str, process: int) -> bool:
        """Whether the child of this name is that process."""
        return self._child(name).is_process(process)

    def _child(self, name: str) -> Child:
        return next(child for rank in self._ranks for child in rank if child.program.name == name)
