"""Fixtures: a Postgres and a Kafka for the whole run, and fresh databases.

DATABASE_URL and KAFKA_BOOTSTRAP are used where they are set; else containers where an engine runs;
else servers of our own in a folder that is removed at the end.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from cli.embedded.servers import running_kafka, running_postgres
from cli.home import Home
from tests.containers import container_engine_runs, kafka_container, postgres_container

HURRIED = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "256MB"}
"""No test here outlives its server; those of what a killed one keeps start their own."""
MEMORY = Path("/dev/shm")
MEMORY_NEEDED = 4 * 1024**3


@pytest.fixture(scope="session")
def servers_home() -> Iterator[Home]:
    """The folder of the servers that this run starts."""
    with folder_for_servers() as folder:
        yield Home(folder)


@contextmanager
def folder_for_servers() -> Iterator[Path]:
    """A folder until the block ends, in memory where there is much of it: a database is a thousand
    small files, which take a second to be made on many a disk and a tenth of it in memory."""
    clear_after_killed_runs()
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED
    where = MEMORY if roomy else None
    with tempfile.TemporaryDirectory(prefix=f"vakhta-tests-{os.getpid()}-", dir=where) as folder:
        yield Path(folder)


def clear_after_killed_runs() -> None:
    """Give back the memory of runs that could not do so themselves."""
    for folder in MEMORY.glob("vakhta-tests-*"):
        if not Path("/proc", folder.name.split("-")[2]).exists():
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def postgres_url(servers_home: Home) -> AsyncIterator[str]:
    """The URL of a Postgres for this run, as a role that may create roles and databases."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
    elif container_engine_runs():
        async with postgres_container() as url:
            yield url
    else:
        async with running_postgres(servers_home, **HURRIED) as url:
            yield url


@pytest.fixture(scope="session")
async def kafka_bootstrap(servers_home: Home) -> AsyncIterator[str]:
    """The address of a Kafka for this run; name your topics so that nobody else's are meant."""
    if given := os.environ.get("KAFKA_BOOTSTRAP"):
        yield given
    elif container_engine_runs():
        async with kafka_container() as bootstrap:
            yield bootstrap
    else:
        async with running_kafka(servers_home) as bootstrap:
            yield bootstrap


@pytest.fixture(scope="module")
async def database_url(postgres_url: str) -> AsyncIterator[str]:
    """The URL of an empty database, there for one test module."""
    async with database(postgres_url) as url:
        yield url


@asynccontextmanager
async def database(server: str, like: str = "template1") -> AsyncIterator[str]:
    """The URL of a new database on a server, a copy of the one named `like`, until the block
    ends."""
    name = f"test_{secrets.token_hex(6)}"
    await tell(server, f"create database {name} template {like}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        await tell(server, f"drop database {name} with (force)")


async def tell(url: str, statement: str) -> None:
    """Execute one statement on a connection of its own."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
