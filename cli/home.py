"""The folder `.vakhta`: all that a desk on one machine keeps — data, ports, secrets, logs, mail."""

import json
import os
import secrets
from pathlib import Path

from cli.embedded.ports import free_port
from cli.reasons import of_the_system
from cli.trouble import Trouble

PROJECT = Path(__file__).resolve().parent.parent


def default_path() -> Path:
    """VAKHTA_HOME where it is set, else `.vakhta` beside the code."""
    return Path(os.environ.get("VAKHTA_HOME") or PROJECT / ".vakhta").resolve()


class Home:
    """A desk's own folder, closed to everybody else. Raises Trouble where it cannot be made."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o700)
        except OSError as fault:
            why = of_the_system(fault)
            raise Trouble(
                f"the desk's folder {self.path} cannot be made ({why}): "
                "name another one by VAKHTA_HOME",
                f"папку службы {self.path} создать нельзя ({why}): назовите другую в VAKHTA_HOME",
            ) from fault

    def log(self, name: str) -> Path:
        """Where the program of this name writes what it says."""
        return self.path / "logs" / f"{name}.log"

    def secret(self, name: str, prefix: str = "") -> str:
        """A random text that stays the same from start to start, in a file only its owner reads."""
        path = self.path / "secrets" / name
        if not path.exists():
            path.parent.mkdir(exist_ok=True, mode=0o700)
            write_whole(path, prefix + secrets.token_hex(24))
        return path.read_text()

    def choose_port(self, name: str, wanted: int | None = None) -> int:
        """For a start: the port `name` had before, else `wanted`, else any; one that is free."""
        return self.keep_port(name, free_port([self._ports().get(name), wanted]))

    def keep_port(self, name: str, port: int) -> int:
        """Write down that this is the port of `name`."""
        write_whole(self.path / "ports.json", json.dumps({**self._ports(), name: port}, indent=2))
        return port

    def port(self, name: str) -> int:
        """The port that `name` has."""
        return self._ports()[name]

    def is_stopped(self, name: str) -> bool:
        """Whether somebody has asked that the program of this name does not run."""
        return (self.path / "stopped" / name).exists()

    def stop(self, name: str, *, stopped: bool) -> None:
        """Ask that the program does not run, or that it runs again; the supervisor sees to it."""
        mark = self.path / "stopped" / name
        if stopped:
            mark.parent.mkdir(exist_ok=True)
            mark.touch()
        else:
            mark.unlink(missing_ok=True)

    def start_all(self) -> None:
        """Forget what was asked to be stopped."""
        for mark in (self.path / "stopped").glob("*"):
            mark.unlink()

    def _ports(self) -> dict[str, int]:
        path = self.path / "ports.json"
        return json.loads(path.read_text()) if path.exists() else {}


def write_whole(path: Path, text: str) -> None:
    """Write a file that only its owner reads, so that a reader sees the old text or the new one."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
