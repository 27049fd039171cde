"""What a killed Postgres leaves behind: for a moment its own children, and a lock file.

The server clears a lock whose process is gone by itself. It cannot know that a process of the same
number is now somebody else's, as after the restart of a container; the working folder tells.
"""

import os
from pathlib import Path

from cli.embedded.program import wait_until
from cli.trouble import Trouble

PATIENCE = 5


def working_folder(process: str) -> str | None:
    """Where a living process works; None where there is none or we may not know."""
    try:
        return os.readlink(f"/proc/{process}/cwd")
    except OSError:
        return None


def at_work(data: Path) -> list[str]:
    """The processes of the Postgres on these data: each has them as its working folder."""
    if not os.path.isdir("/proc/self"):
        return []
    numbers = (name for name in os.listdir("/proc") if name.isdecimal())
    return [number for number in numbers if working_folder(number) == str(data)]


def clear_after_a_kill(data: Path) -> None:
    """Wait for the last children of a killed server, then remove a lock held by a stranger."""
    data = data.resolve()
    if not wait_until(lambda: not at_work(data), PATIENCE):
        raise Trouble(
            f"a PostgreSQL still works on {data}: stop it first",
            f"с {data} ещё работает другой PostgreSQL: сначала остановите его",
        )
    lock = data / "postmaster.pid"
    holder = lock.read_text().split("\n")[0] if lock.exists() else ""
    if working_folder(holder) is not None:
        lock.unlink()
