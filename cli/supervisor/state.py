"""What a running desk writes down about itself in `.vakhta/state.json`, for other shells."""

import json
import os
import subprocess
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from cli.home import Home, write_whole


@dataclass(frozen=True)
class Running:
    """A process by its number and its start: a later one of the same number is not meant."""

    pid: int
    started: str
    stop_signal: int = 15

    @classmethod
    def of(cls, pid: int, stop_signal: int = 15) -> Self:
        """The process that has this number now."""
        return cls(pid, started(pid), stop_signal)

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self.started != "" and started(self.pid) == self.started

    def tell(self, signal_number: int) -> None:
        """Send it a signal, and nobody else who has got its number since."""
        if self.is_alive():
            os.kill(self.pid, signal_number)


@dataclass(frozen=True)
class State:
    """The desk: who watches over it, how far it is, its processes and where they are reached."""

    supervisor: Running
    phase: str = "starting"
    children: dict[str, Running | None] = field(default_factory=dict)
    addresses: dict[str, Any] = field(default_factory=dict)

    def write(self, home: Home) -> None:
        """Write it down for others."""
        write_whole(path(home), json.dumps(asdict(self), indent=2))


def read(home: Home) -> State | None:
    """What was written down last; None where no desk has ever run."""
    if not path(home).exists():
        return None
    written = json.loads(path(home).read_text())
    children = {name: child and Running(**child) for name, child in written.pop("children").items()}
    supervisor = Running(**written.pop("supervisor"))
    return State(supervisor=supervisor, children=children, **written)


def process(state: State, name: str) -> int | None:
    """The process of a program; None while there is none, or when it is not ours."""
    running = state.children.get(name)
    return running.pid if running and running.is_alive() else None


def path(home: Home) -> Path:
    """Where the state is written."""
    return home.path / "state.json"


def started(pid: int) -> str:
    """When the process began, as a text to compare; empty where there is none or it is a zombie."""
    if os.path.isdir("/proc/self"):
        return started_in_proc(pid)
    asked = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def started_in_proc(pid: int) -> str:
    """The clock ticks from the machine's start to the process's, as Linux tells them."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
