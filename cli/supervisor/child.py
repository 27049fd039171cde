"""One program kept running: started again when it ends, later each time it ends soon."""

import subprocess
import time

from cli.embedded.program import Program, how
from cli.language import said
from cli.supervisor.state import Running
from cli.teller import Tell
from cli.trouble import Trouble

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
STEADY = 30.0
PATIENCE = 20.0


class Child:
    """A program, its process while there is one, and how often it has ended by itself."""

    def __init__(self, program: Program, tell: Tell) -> None:
        self.program = program
        self.running: Running | None = None
        self.failures = 0
        self.last_end = 0
        self._tell = tell
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._start_at = 0.0
        self._asked_to_stop: float | None = None

    def is_process(self, pid: int) -> bool:
        """Whether the child runs, as this process."""
        return self._process is not None and self._process.pid == pid

    def tend(self, *, wanted: bool) -> None:
        """One look: notice an end, start what is wanted, stop what is not."""
        now = time.monotonic()
        if self._process and self._process.poll() is not None:
            self._note_end(self._process.returncode, now)
        if wanted and self._process is None and now >= self._start_at:
            self._start(now)
        if not wanted and self._process:
            self._stop(self._process, now)

    def _start(self, now: float) -> None:
        self._started = now
        try:
            self._process = self.program.start()
        except (Trouble, OSError) as fault:
            self._fail(str(fault), now)
        else:
            self.running = Running.of(self._process.pid, self.program.stop_signal)

    def _stop(self, process: subprocess.Popen[bytes], now: float) -> None:
        if self._asked_to_stop is None:
            self._asked_to_stop = now
            process.send_signal(self.program.stop_signal)
        elif now - self._asked_to_stop > PATIENCE:
            process.kill()

    def _note_end(self, returncode: int, now: float) -> None:
        self._process = self.running = None
        if self._asked_to_stop is None:
            self.last_end = returncode
            name, why = self.program.name, how(returncode)
            self._fail(said(f"{name} ended ({why})", f"{name}: работа кончилась ({why})"), now)
        self._asked_to_stop = None

    def _fail(self, what: str, now: float) -> None:
        self.failures = 1 if now - self._started > STEADY else self.failures + 1
        pause = min(FIRST_PAUSE * 2 ** (self.failures - 1), LONGEST_PAUSE)
        self._start_at = now + pause
        log = self.program.log
        self._tell(
            f"{what}; it starts again in {pause:g} s, its log is {log}",
            f"{what}; новый запуск через {pause:g} с, журнал: {log}",
        )
