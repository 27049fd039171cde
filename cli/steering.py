"""How another shell ends a running desk, or single programs of it."""

import signal

from cli.embedded.program import wait_until
from cli.home import Home
from cli.supervisor import leftovers
from cli.supervisor.state import State, read
from cli.teller import Teller
from cli.trouble import Trouble

PATIENCE = 90


def end_desk(home: Home, teller: Teller) -> None:
    """End the desk and wait for it; where none is up, end what a killed one has left."""
    state = read(home)
    if state is None or not state.supervisor.is_alive():
        left = leftovers.clear(home)
        teller.say(f"{left} leftover programs have ended" if left else "No desk is up here.")
        return
    with teller.step("The desk has ended"):
        state.supervisor.tell(signal.SIGTERM)
        if not wait_until(lambda: not state.supervisor.is_alive(), PATIENCE):
            raise Trouble(f"process {state.supervisor.pid} has not ended in {PATIENCE} s")


def steer(home: Home, teller: Teller, name: str, *, stopped: bool) -> None:
    """Stop or start the programs that the name means, and wait until that is done."""
    state = running_desk(home)
    meant = programs(state, name)
    for program in meant:
        home.stop(program, stopped=stopped)
    with teller.step(f"{name} has {'ended' if stopped else 'started'}"):
        if not wait_until(lambda: all(is_running(home, one) != stopped for one in meant), PATIENCE):
            raise Trouble(f"{name} did not do so in {PATIENCE} s: see the logs in {home.path}/logs")


def running_desk(home: Home) -> State:
    """The state of the desk that is up; Trouble where there is none."""
    state = read(home)
    if state is None or not state.supervisor.is_alive():
        raise Trouble("no desk is up here: `make up` starts it")
    return state


def programs(state: State, name: str) -> list[str]:
    """What a name means: one program, or all replicas of a service."""
    meant = state.addresses["services"].get(name, [name])
    if all(one in state.children for one in meant):
        return list(meant)
    known = ", ".join([*state.addresses["services"], *state.children])
    raise Trouble(f"this desk runs no {name}; it runs {known}")


def is_running(home: Home, name: str) -> bool:
    """Whether the program has a process now."""
    state = read(home)
    running = state and state.children.get(name)
    return bool(running and running.is_alive())
