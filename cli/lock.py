"""A lock file that only one process holds; the system lets it go when that process ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Taken(Exception):
    """Somebody else holds the lock."""


@contextmanager
def alone(path: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock at `path`: after waiting for whoever has it, or else Taken at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as fault:
            raise Taken(path) from fault
        yield
