"""Runs a program that gets a signal as soon as its parent is gone, so that nothing is left behind.

Run as a script: launch.py PARENT_PID SIGNAL PROGRAM [ARGUMENT...]; only the standard library.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int, signal_number: int) -> None:
    """Ask Linux for the signal on the parent's end; elsewhere the next start clears up."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the parent ended before the program began")


if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]), int(sys.argv[2]))
    os.execv(sys.argv[3], sys.argv[3:])
