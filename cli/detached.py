"""`vakhta up --detach`: the desk in a session of its own, its words in a log."""

import subprocess
import sys
import time

from cli.embedded.program import open_log
from cli.home import PROJECT, Home
from cli.language import spoken
from cli.supervisor.state import read
from cli.teller import Teller
from cli.trouble import Trouble

PATIENCE = 300


def up_detached(home: Home, teller: Teller, replicas: int, first_port: int | None) -> None:
    """Start the desk without staying; back when it is ready, Trouble when it is not to be."""
    options = [f"--replicas={replicas}", *([f"--port={first_port}"] if first_port else [])]
    path = home.log("up")
    with open_log(path) as log:
        begin = log.tell()
        desk = subprocess.Popen(
            [sys.executable, "-m", "cli", "--language", spoken(), "up", *options],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    with teller.step("The desk is up", "Служба запущена"):
        await_ready(home, desk)
    teller.show(path.read_bytes()[begin:].decode())


def await_ready(home: Home, desk: subprocess.Popen[bytes]) -> None:
    """Wait until the desk says that it is ready; Trouble with its last words when it ends."""
    deadline = time.monotonic() + PATIENCE
    while not is_ready(home, desk.pid):
        if desk.poll() is not None:
            words = last_words(home)
            raise Trouble(words, words)
        if time.monotonic() > deadline:
            log = home.log("up")
            raise Trouble(
                f"the desk was not ready in {PATIENCE} s: see {log}",
                f"служба не готова и через {PATIENCE} с: смотрите {log}",
            )
        time.sleep(0.1)


def is_ready(home: Home, pid: int) -> bool:
    """Whether the desk of this supervisor has written down that it is ready."""
    state = read(home)
    return state is not None and state.supervisor.pid == pid and state.phase == "ready"


def last_words(home: Home) -> str:
    """The sentence with which the desk gave up."""
    lines = home.log("up").read_text().strip().splitlines()
    return lines[-1].removeprefix("vakhta: ")
