"""A program that runs beside us: how it is started, watched and ended."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from cli.language import said
from cli.trouble import Trouble

LAUNCH = Path(__file__).with_name("launch.py")
WHERE = re.compile(r"at .*\(.*\)$|\.\.\. \d+ more$|WARNING: .*Unsafe")
LOG_LIMIT = 16 * 1024 * 1024
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.5
"""Seconds between two looks."""


def nothing() -> None:
    """What most programs need before they start."""


@dataclass(frozen=True)
class Program:
    """What to run, where, and by which signal it ends in good order."""

    name: str
    command: list[str]
    folder: Path
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    prefix: list[str] = field(default_factory=list)
    before: Callable[[], None] = nothing

    def start(self) -> subprocess.Popen[bytes]:
        """Start it in a session of its own, so that Ctrl-C reaches only us."""
        self.before()
        launch = [sys.executable, "-I", "-S", str(LAUNCH), str(os.getpid())]
        with open_log(self.log) as log:
            return subprocess.Popen(
                [*self.prefix, *launch, str(int(self.stop_signal)), *self.command],
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self, process: subprocess.Popen[bytes], patience: float = 20) -> None:
        """End it by its signal, and by force after `patience` seconds."""
        if process.poll() is None:
            process.send_signal(self.stop_signal)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def last_words(self) -> str:
        """The last line of its log that says something: not where in its code it happened."""
        try:
            tail = self.log.read_bytes()[-8000:].decode(errors="replace")
        except OSError:
            tail = ""
        lines = (line.strip() for line in reversed(tail.splitlines()))
        words = (line for line in lines if line and not WHERE.match(line))
        return next(words, None) or said("nothing", "ничего")

    def ended(self, returncode: int) -> Trouble:
        """The sentence for a program that ended before it was ready."""
        why, last = how(returncode), self.last_words()
        return Trouble(
            f"{self.name} ended before it was ready ({why}); "
            f"it said last: {last} (its log is {self.log})",
            f"{self.name}: работа кончилась прежде готовности ({why}); "
            f"последние слова: {last} (журнал: {self.log})",
        )


def how(returncode: int) -> str:
    """An exit code in words."""
    if returncode >= 0:
        return said(f"exit code {returncode}", f"код {returncode}")
    return said(f"killed by signal {-returncode}", f"убит сигналом {-returncode}")


def open_log(path: Path) -> BinaryIO:
    """A log to append to; one that has grown large is put aside as `.1`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("ab")


def wait_until(condition: Callable[[], bool], patience: float) -> bool:
    """Look again and again, more seldom as it takes longer, for what is waited for needs the
    processor itself; whether the condition held within `patience` seconds."""
    deadline, pause = time.monotonic() + patience, FIRST_PAUSE
    while not (holds := condition()) and time.monotonic() < deadline:
        time.sleep(pause)
        pause = min(pause * 1.2, LONGEST_PAUSE)
    return holds
