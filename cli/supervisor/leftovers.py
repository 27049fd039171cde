"""Ends what a killed supervisor has left: by number and start, never by name."""

import signal

from cli.embedded.program import wait_until
from cli.home import Home
from cli.supervisor.state import Running, read

PATIENCE = 20
KILLED = 5


def clear(home: Home) -> int:
    """End the processes written down whose supervisor is gone; how many there were."""
    state = read(home)
    if state is None or state.supervisor.is_alive():
        return 0
    left = [child for child in state.children.values() if child and child.is_alive()]
    for child in left:
        child.tell(child.stop_signal)
    if not gone(left, PATIENCE):
        for child in left:
            child.tell(signal.SIGKILL)
        gone(left, KILLED)
    return len(left)


def gone(processes: list[Running], patience: float) -> bool:
    """Whether all of them have ended within the time."""
    return wait_until(lambda: not any(one.is_alive() for one in processes), patience)
