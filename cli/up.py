"""Starts a whole desk and keeps it running until it is told to stop."""

import asyncio
import os
import signal
from functools import partial

import httpx

from cli import demo_world, programs, servers
from cli.demo_world import DemoWorld
from cli.desk import Desk, choose_ports
from cli.embedded.program import Program
from cli.home import Home
from cli.language import said
from cli.lock import Taken, alone
from cli.readiness import ready_process
from cli.servers import Servers
from cli.supervisor import leftovers
from cli.supervisor.state import Running, State, read
from cli.supervisor.supervisor import EVERY, Supervisor
from cli.teller import Teller
from cli.trouble import Trouble
from cli.welcome import welcome

ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def up(home: Home, teller: Teller, *, replicas: int, first_port: int | None) -> None:
    """Start the desk of this folder and stay until a signal ends it, with all that it started."""
    try:
        with alone(home.path / "lock", wait=False):
            clear(home, teller)
            end_on_terminate()
            State(Running.of(os.getpid()), phase="preparing").write(home)
            backing = servers.prepare(home, teller)
            desk = Desk(
                home=home,
                database_url=backing.database_url,
                kafka_bootstrap=backing.kafka_bootstrap,
                mail_port=home.choose_port("mail"),
                ports=choose_ports(home, replicas, first_port),
            )
            asyncio.run(keep_up(desk, backing, teller))
    except Taken as fault:
        raise already_up(home) from fault


def already_up(home: Home) -> Trouble:
    """What to say to a second `up`."""
    state = read(home)
    who = f" ({said('process', 'процесс')} {state.supervisor.pid})" if state else ""
    return Trouble(
        f"a desk is already up in {home.path}{who}: see `vakhta status`, end it by `make down`",
        f"служба в {home.path} уже запущена{who}: смотрите `vakhta status`, "
        "завершает её `make down`",
    )


def clear(home: Home, teller: Teller) -> None:
    """End what a desk that was killed has left, and forget what was stopped in it."""
    if number := leftovers.clear(home):
        teller.warn(
            f"The last desk was killed: {number} programs that it left have been ended",
            f"Прошлая служба была убита: завершено программ, оставшихся от неё: {number}",
        )
    home.start_all()


async def keep_up(desk: Desk, backing: Servers, teller: Teller) -> None:
    """Start all, stay, and end all whatever happens."""
    supervisor = Supervisor(desk.home, teller.warn)
    supervisor.note(addresses=desk.addresses)
    end_on_signals()
    watching = asyncio.create_task(supervisor.watch())
    try:
        await start(supervisor, desk, backing, teller)
        await watching
    except asyncio.CancelledError:
        teller.show("")
    finally:
        watching.cancel()
        with teller.step("All has ended in good order", "Всё завершено как следует"):
            await supervisor.end()


def end_on_terminate() -> None:
    """Let SIGTERM interrupt the preparation as Ctrl-C does, with what it has started."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def end_on_signals() -> None:
    """Let the first signal cancel what we do now; later ones change nothing."""
    loop, doing = asyncio.get_running_loop(), asyncio.current_task()
    for number in ENDS:
        loop.add_signal_handler(number, lambda: doing and not doing.cancelling() and doing.cancel())


async def start(supervisor: Supervisor, desk: Desk, backing: Servers, teller: Teller) -> None:
    """Start one after the other what needs the one before."""
    await servers.start(supervisor, backing, teller)
    with teller.step("Schemas, roles and topics are there", "Схемы, роли и топики на месте"):
        await run_once(programs.preparation(desk))
    await start_services(supervisor, desk, teller)
    world = await load_demo_world(desk, teller)
    await welcome(desk, world, teller)
    supervisor.note(phase="ready")


async def run_once(program: Program) -> None:
    """Run a program to its end; Trouble when that is not a good one."""
    process = program.start()
    try:
        while process.poll() is None:  # noqa: ASYNC110 - a process sets no event
            await asyncio.sleep(EVERY)
    finally:
        program.stop(process)
    if process.returncode:
        raise program.ended(process.returncode)


async def start_services(supervisor: Supervisor, desk: Desk, teller: Teller) -> None:
    """Start the mail catcher and every replica, and wait for all to be ready."""
    supervisor.add(programs.mail_catcher(desk), *programs.services(desk))
    waiting = set(desk.replicas)
    async with httpx.AsyncClient(timeout=2) as client:
        with teller.step("The services are ready", "Сервисы готовы") as update:
            for name, url in desk.replicas.items():
                names = ", ".join(sorted(waiting))
                update(f"waiting for {names}", f"ещё не готовы: {names}")
                await supervisor.ready(name, partial(is_ready, supervisor, client, name, url))
                waiting.remove(name)


async def is_ready(supervisor: Supervisor, client: httpx.AsyncClient, name: str, url: str) -> bool:
    """Whether our own replica says that it is ready; another desk's may answer at its address."""
    process = await ready_process(client, url)
    return process is not None and supervisor.runs(name, process)


async def load_demo_world(desk: Desk, teller: Teller) -> DemoWorld:
    """Fill an empty desk with a small world."""
    with teller.step("The demo world is there", "Демонстрационный мир на месте") as update:
        return await demo_world.load(desk.urls, desk.operator_key, update)
