"""Free ports on this machine, outside the range that outgoing connections use."""

import random
import socket

RANGE = range(20_000, 30_000)


def is_free(port: int) -> bool:
    """Whether somebody could listen on 127.0.0.1 at this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(wanted: list[int | None]) -> int:
    """The first of the wanted ports that is free, else any free one."""
    others = random.sample(RANGE, len(RANGE))
    return next(port for port in [*wanted, *others] if port and is_free(port))
