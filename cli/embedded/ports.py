"""Free ports on this machine, outside the range that outgoing connections use."""

import atexit
import random
import socket
from collections.abc import Iterable

RANGE = range(20_000, 30_000)
_chosen: dict[int, socket.socket] = {}


def is_free(port: int) -> bool:
    """Whether somebody could listen on 127.0.0.1 at this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose(port: int) -> bool:
    """Whether the port is free, and no other desk has chosen it to listen there a little later.

    It is this process's own then until that ends: a name beside the port, which the system gives
    to one process of the machine, says so to the others.
    """
    if port not in _chosen:
        name = socket.socket(socket.AF_UNIX)
        try:
            name.bind(f"\0vakhta-port-{port}")
        except OSError:
            name.close()
            return False
        _chosen[port] = name
    if not is_free(port):
        _chosen.pop(port).close()
        return False
    return True


def free_port(wanted: Iterable[int | None] = ()) -> int:
    """The first of the wanted ports that can be chosen, else any other one."""
    others = (port for port in random.sample(RANGE, len(RANGE)) if port not in _chosen)
    return next(port for port in (*wanted, *others) if port and choose(port))


@atexit.register
def give_back() -> None:
    """Let others choose what this process chose. It keeps all until it ends, so that a service
    which is started again finds its port free."""
    while _chosen:
        _, name = _chosen.popitem()
        name.close()
