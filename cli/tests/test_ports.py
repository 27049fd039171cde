"""Ports are chosen by several desks at one instant, each for itself."""

import json
import socket
import sys
from subprocess import PIPE, Popen, run

import pytest

from cli.desk import choose_port, choose_ports
from cli.embedded import ports
from cli.home import PROJECT, Home
from cli.trouble import Trouble

DESK = """
import json, sys
from pathlib import Path
from cli import desk
from cli.embedded import ports
from cli.home import Home

ports.RANGE = range(30_100, 30_100 + 6 * len(desk.SERVICES))
home = Home(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps(desk.choose_ports(home, 1)), flush=True)
sys.stdin.readline()
"""
"""A desk that chooses when it is told to, from few ports, and then goes on as one that starts."""


def test_desks_that_start_at_one_instant_choose_different_ports(tmp_path):
    desks = [
        Popen(
            [sys.executable, "-c", DESK, str(tmp_path / str(number))],
            cwd=PROJECT, stdin=PIPE, stdout=PIPE, text=True,
        )
        for number in range(4)
    ]  # fmt: skip
    try:
        for desk in desks:
            assert desk.stdout.readline() == "ready\n"
        for desk in desks:
            desk.stdin.write("now\n")
            desk.stdin.flush()
        chosen = [json.loads(desk.stdout.readline()) for desk in desks]
    finally:
        for desk in desks:
            desk.communicate()

    all_of_them = [port for each in chosen for of_service in each.values() for port in of_service]
    assert len(set(all_of_them)) == len(all_of_them)


def test_one_desk_chooses_no_port_twice_and_the_same_ones_again(tmp_path):
    first, again = (choose_ports(Home(tmp_path), 2) for _ in range(2))

    chosen = [port for found in first.values() for port in found]
    assert len(set(chosen)) == len(chosen)
    assert again == first


def test_a_port_at_which_somebody_listens_is_not_chosen():
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        port = stranger.getsockname()[1]

        assert not ports.choose(port)
    assert ports.choose(port)


def test_a_port_that_somebody_insists_on_is_refused_while_another_desk_starts_with_it(tmp_path):
    port = ports.free_port()
    ports._chosen[port].close()
    with socket.socket(socket.AF_UNIX) as another_desk:
        another_desk.bind(f"\0vakhta-port-{port}")
        del ports._chosen[port]
        with pytest.raises(Trouble, match=f"port {port} for intake-1 is in use"):
            choose_port(Home(tmp_path), "intake-1", 0, port)


def test_a_program_that_chose_ports_ends_without_a_warning():
    code = "from cli.embedded import ports; print(len({ports.free_port() for _ in range(9)}))"
    ended = run(
        [sys.executable, "-X", "dev", "-c", code],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert (ended.stdout, ended.stderr) == ("9\n", "")


def test_what_was_given_back_is_for_others_to_choose(monkeypatch):
    monkeypatch.setattr(ports, "_chosen", {})
    port = ports.free_port()

    ports.give_back()

    with socket.socket(socket.AF_UNIX) as another_desk:
        another_desk.bind(f"\0vakhta-port-{port}")
