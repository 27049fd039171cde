"""A desk's programs: started again when they end, ended in order, never left behind."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import asynccontextmanager

import pytest

from cli.embedded.program import Program, wait_until
from cli.home import Home
from cli.supervisor import leftovers
from cli.supervisor.state import Running, State, read
from cli.supervisor.supervisor import Supervisor
from cli.trouble import Trouble
from tests.waiting import eventually

PATIENCE = 15
FOREVER = "import signal; signal.pause()"
ENDS_AT_ONCE = "print('the port is taken'); raise SystemExit(3)"
TELLS_ITS_END = """
import pathlib, signal, sys
def end(*_):
    with open('ends', 'a') as ends: ends.write(sys.argv[1] + ' ')
    sys.exit()
signal.signal(signal.SIGTERM, end)
print('listening', flush=True)
signal.pause()
"""
DEAF = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('listening', flush=True)
while True: signal.pause()
"""
# A desk in a process of its own: it adds one child and says its number.
DESK = """
import asyncio, pathlib, sys
from cli.embedded.program import Program
from cli.home import Home
from cli.supervisor.supervisor import Supervisor
home = Home(pathlib.Path(sys.argv[1]))
supervisor = Supervisor(home, print)
child = [sys.executable, '-c', 'import signal; signal.pause()']
supervisor.add(Program('child', child, home.path, home.log('child')))
asyncio.run(supervisor.watch())
"""


async def test_a_killed_program_is_started_again_and_this_is_told(tmp_path):
    told = []
    async with desk(tmp_path, [program(tmp_path, "intake-1", FOREVER)], told) as supervisor:
        first = await running(supervisor, "intake-1")
        os.kill(first.pid, signal.SIGKILL)

        second = await running(supervisor, "intake-1", other_than=first)

        assert second.pid != first.pid
        assert "intake-1 ended (killed by signal 9); it starts again in 0.2 s" in told[0]


async def test_a_program_that_keeps_ending_is_started_later_each_time(tmp_path):
    told = []
    async with desk(tmp_path, [program(tmp_path, "intake-1", ENDS_AT_ONCE)], told):
        await until(lambda: len(told) >= 3)

        assert [line.split(" in ")[1].split(",")[0] for line in told[:3]] == [
            "0.2 s",
            "0.4 s",
            "0.8 s",
        ]


async def test_a_start_gives_up_with_the_last_words_of_what_keeps_ending(tmp_path):
    async def never():
        return False

    async with desk(tmp_path, [program(tmp_path, "intake-1", ENDS_AT_ONCE)]) as supervisor:
        with pytest.raises(Trouble, match=r"exit code 3.* it said last: the port is taken"):
            await supervisor.ready("intake-1", never)


async def test_what_was_added_last_ends_first(tmp_path):
    names = ["postgres", "kafka", "intake-1"]
    ranks = [program(tmp_path, name, TELLS_ITS_END) for name in names]
    async with desk(tmp_path, ranks):
        for name in names:
            await listening(tmp_path, name)

    assert (tmp_path / "ends").read_text().split() == ["intake-1", "kafka", "postgres"]


async def test_a_program_that_does_not_end_when_asked_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("cli.supervisor.child.PATIENCE", 0.5)
    async with desk(tmp_path, [program(tmp_path, "intake-1", DEAF)]) as supervisor:
        deaf = await running(supervisor, "intake-1")
        await listening(tmp_path, "intake-1")

    assert not deaf.is_alive()


async def test_a_stopped_program_stays_ended_until_it_is_started(tmp_path):
    home = Home(tmp_path)
    async with desk(tmp_path, [program(tmp_path, "intake-1", FOREVER)]) as supervisor:
        first = await running(supervisor, "intake-1")
        home.stop("intake-1", stopped=True)
        await until(lambda: not first.is_alive())
        await until(lambda: read(home).children == {"intake-1": None})

        home.stop("intake-1", stopped=False)

        assert await running(supervisor, "intake-1")


def test_nothing_is_left_when_the_supervisor_itself_is_killed(tmp_path):
    with subprocess.Popen([sys.executable, "-c", DESK, str(tmp_path)]) as supervisor:
        assert wait_until(lambda: written_child(tmp_path), PATIENCE)
        child = written_child(tmp_path)
        supervisor.kill()

    assert wait_until(lambda: not child.is_alive(), PATIENCE)


def test_the_next_start_ends_what_was_left_and_no_stranger_of_the_same_number(tmp_path):
    gone = Running(os.getpid(), "an earlier start")
    with subprocess.Popen([sys.executable, "-c", FOREVER]) as left:
        children = {"intake-1": Running.of(left.pid), "stranger": gone}
        State(supervisor=gone, children=children).write(Home(tmp_path))

        assert leftovers.clear(Home(tmp_path)) == 1
        assert left.wait(PATIENCE) == -signal.SIGTERM


def program(folder, name, code):
    return Program(name, [sys.executable, "-c", code, name], folder, Home(folder).log(name))


@asynccontextmanager
async def desk(folder, ranks, told=None):
    words = [] if told is None else told
    supervisor = Supervisor(Home(folder), lambda en, _ru: words.append(en))
    for one in ranks:
        supervisor.add(one)
    watching = asyncio.create_task(supervisor.watch())
    try:
        yield supervisor
    finally:
        watching.cancel()
        await supervisor.end()


async def running(supervisor, name, other_than=None):
    await until(lambda: supervisor.state.children.get(name) not in (None, other_than))
    return supervisor.state.children[name]


async def listening(folder, name):
    log = Home(folder).log(name)
    await until(lambda: log.exists() and "listening" in log.read_text())


def written_child(folder):
    state = read(Home(folder))
    return state and state.children.get("child")


async def until(condition):
    async def holds():
        return condition()

    await eventually(holds, within=PATIENCE)
