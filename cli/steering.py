"""How another shell ends a running desk, or single programs of it."""

import asyncio
import signal

import httpx

from cli.embedded.program import wait_until
from cli.home import Home
from cli.readiness import kafka_answers, postgres_answers, ready_process
from cli.supervisor import leftovers
from cli.supervisor.state import State, process, read
from cli.teller import Teller
from cli.trouble import Trouble

PATIENCE = 90


def end_desk(home: Home, teller: Teller) -> None:
    """End the desk and wait for it; where none is up, end what a killed one has left."""
    state = read(home)
    if state is None or not state.supervisor.is_alive():
        left = leftovers.clear(home)
        if left:
            teller.say(
                f"{left} leftover programs have ended", f"Завершено оставшихся программ: {left}"
            )
        else:
            teller.say("No desk is up here.", "Служба здесь не запущена.")
        return
    with teller.step("The desk has ended", "Служба завершена"):
        state.supervisor.tell(signal.SIGTERM)
        if not wait_until(lambda: not state.supervisor.is_alive(), PATIENCE):
            raise Trouble(
                f"process {state.supervisor.pid} has not ended in {PATIENCE} s",
                f"процесс {state.supervisor.pid} не завершился за {PATIENCE} с",
            )


def stop(home: Home, teller: Teller, name: str) -> None:
    """End the programs that the name means, and wait until they have ended."""
    meant = programs(running_desk(home), name)
    for program in meant:
        home.stop(program, stopped=True)
    with teller.step(f"{name} has ended", f"{name}: остановлено"):
        if not wait_until(lambda: not any(is_running(home, one) for one in meant), PATIENCE):
            raise Trouble(
                f"{name} has not ended in {PATIENCE} s: see the logs in {home.path}/logs",
                f"{name} не останавливается уже {PATIENCE} с: смотрите журналы в {home.path}/logs",
            )


def start(home: Home, teller: Teller, name: str) -> None:
    """Start the programs that the name means again, and wait until they answer."""
    meant = programs(running_desk(home), name)
    for program in meant:
        home.stop(program, stopped=False)
    with teller.step(f"{name} has started", f"{name}: запущено"):
        if not wait_until(lambda: all(answers(home, one) for one in meant), PATIENCE):
            raise Trouble(
                f"{name} does not answer: see the logs in {home.path}/logs",
                f"{name} не отвечает: смотрите журналы в {home.path}/logs",
            )


def running_desk(home: Home) -> State:
    """The state of the desk that is up; Trouble where there is none."""
    state = read(home)
    if state is None or not state.supervisor.is_alive():
        raise Trouble(
            "no desk is up here: `make up` starts it",
            "служба здесь не запущена: её запускает `make up`",
        )
    return state


def programs(state: State, name: str) -> list[str]:
    """What a name means: one program, or all replicas of a service."""
    services = state.addresses.get("services", {})
    meant = services.get(name, [name])
    if all(one in state.children for one in meant):
        return list(meant)
    known = ", ".join([*services, *state.children])
    raise Trouble(
        f"this desk runs no {name}; it runs {known or 'nothing yet'}",
        f"в этой службе нет {name}; есть {known or 'пока ничего'}",
    )


def is_running(home: Home, name: str) -> bool:
    """Whether the program has a process now."""
    state = read(home)
    return state is not None and process(state, name) is not None


def answers(home: Home, name: str) -> bool:
    """Whether the program runs and, where it can be asked, says that it is ready."""
    state = read(home)
    return state is not None and asyncio.run(is_ready(state, name))


async def is_ready(state: State, name: str) -> bool:
    """What the program itself says, asked alone; one that cannot be asked is ready as it runs."""
    own, addresses = process(state, name), state.addresses
    if own is None:
        return False
    if name == "kafka":
        return await kafka_answers(addresses["kafka"])
    if name == "postgres":
        return await postgres_answers(addresses["postgres"])
    if url := addresses["replicas"].get(name):
        async with httpx.AsyncClient(timeout=2) as client:
            return await ready_process(client, url) == own
    return True
