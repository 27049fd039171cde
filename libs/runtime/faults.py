"""Places where a process may die, named, so that a test can let it die at each of them."""

import os
import signal

FAULT_POINTS = (
    "execute.before_commit",
    "execute.after_commit",
    "deliver.before_project",
    "deliver.before_commit",
    "deliver.after_commit",
    "errand.before_commit",
    "errand.after_commit",
    "relay.after_personal",
    "relay.after_send",
    "relay.after_watermark",
    "tick.before_execute",
    "hands.before_act",
    "hands.after_act",
)
"""Every name that `fault` is called with; a test holds the two against each other."""

_chosen, _, _count = os.environ.get("VAKHTA_FAULT", "").partition(":")
_remaining = int(_count or 1)


def fault(point: str) -> None:
    """Kill this process here, at the n-th passing, when VAKHTA_FAULT is `point:n`."""
    global _remaining
    if point != _chosen:
        return
    _remaining -= 1
    if _remaining == 0:
        os.kill(os.getpid(), signal.SIGKILL)
