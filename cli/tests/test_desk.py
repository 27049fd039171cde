"""The whole desk by its command: up, seen, steered, killed, and down with nothing left.

What only asks a desk is in `test_commands.py` and comes before, on the same one.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess

import httpx

from cli.embedded.program import wait_until
from cli.home import PROJECT, Home
from cli.status import status
from cli.supervisor.state import read
from cli.tests.running import VAKHTA, alone, vakhta

PATIENCE = 60


def test_the_status_names_every_program_and_where_it_is(home):
    found = json.loads(vakhta(home.path, "status", "--json").stdout)

    assert found["running"]
    assert all(found[server]["pid"] and found[server]["ready"] for server in ("kafka", "postgres"))
    for replica in replicas(found).values():
        assert replica["ready"]
        assert httpx.get(f"{replica['url']}/healthz").is_success


def test_the_status_is_shown_to_a_person(home):
    assert "intake-1" in vakhta(home.path, "status").stdout


def test_a_second_up_in_the_same_folder_is_refused(home):
    second = vakhta(home.path, "up")

    assert second.returncode == 1
    assert f"a desk is already up in {home.path}" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_killed_service_comes_back(home):
    first = replicas(seen(home))["intake-1"]["pid"]
    os.kill(first, signal.SIGKILL)

    assert wait_until(
        lambda: replicas(seen(home))["intake-1"]["pid"] not in (None, first), PATIENCE
    )
    assert wait_until(lambda: replicas(seen(home))["intake-1"]["ready"], PATIENCE)


def test_a_program_is_stopped_and_started_by_its_name(home):
    assert vakhta(home.path, "stop", "kafka").returncode == 0
    assert seen(home)["kafka"]["pid"] is None

    assert vakhta(home.path, "start", "kafka").returncode == 0
    assert seen(home)["kafka"]["ready"]


def test_a_name_that_the_desk_does_not_know_is_refused_with_those_it_knows(home):
    refused = vakhta(home.path, "stop", "coffee")

    assert refused.returncode == 1
    assert "runs no coffee; it runs intake" in refused.stderr


def test_after_its_supervisor_was_killed_a_desk_starts_again_where_it_was(home):
    before = read(home)
    os.kill(before.supervisor.pid, signal.SIGKILL)

    again = vakhta(home.path, "up", "--detach")

    assert again.returncode == 0, again.stderr
    assert "curl -X POST" in again.stdout
    assert "ends it" in again.stdout
    assert read(home).addresses == before.addresses
    assert not any(child.is_alive() for child in before.children.values())


def test_down_ends_everything(home):
    programs = [*read(home).children.values(), read(home).supervisor]

    assert vakhta(home.path, "down").returncode == 0
    assert not any(program.is_alive() for program in programs)
    assert not seen(home)["running"]


def test_a_start_that_is_interrupted_leaves_nothing(tmp_path):
    home = Home(tmp_path)
    with subprocess.Popen([*VAKHTA, "up"], cwd=PROJECT, env=alone(tmp_path)) as up:
        assert wait_until(lambda: (state := read(home)) and state.children.get("kafka"), PATIENCE)
        programs = list(read(home).children.values())
        up.send_signal(signal.SIGINT)

    assert up.returncode == 0
    assert not any(program.is_alive() for program in programs)


def test_a_port_in_use_is_told_and_nothing_is_left(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = vakhta(tmp_path, "up", "--port", str(port))

    assert refused.returncode == 1
    assert f"port {port} for intake-1 is in use" in refused.stderr
    assert read(Home(tmp_path)).children == {}


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    taken = tmp_path / "file"
    taken.touch()
    refused = vakhta(taken, "up")

    assert refused.returncode == 1
    assert f"the desk's folder {taken} cannot be made (File exists)" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path):
    nowhere = "postgresql://postgres:secret@127.0.0.1:9/vakhta"
    refused = vakhta(tmp_path, "up", DATABASE_URL=nowhere, KAFKA_BOOTSTRAP="127.0.0.1:9")

    assert refused.returncode == 1
    assert "no PostgreSQL answers at DATABASE_URL (127.0.0.1:9/vakhta)" in refused.stderr
    assert "secret" not in refused.stderr + refused.stdout


def seen(home):
    """The status without a process for each look."""
    return asyncio.run(status(home))


def replicas(found):
    return {one["name"]: one for two in found["services"].values() for one in two["replicas"]}
