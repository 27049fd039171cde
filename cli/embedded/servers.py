"""A Postgres and a Kafka for as long as somebody needs them: for tests, or by hand.

async with running_postgres(Home(Path("/tmp/mine"))) as database_url: ...
async with running_kafka(Home(Path("/tmp/mine"))) as bootstrap: ...
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from subprocess import Popen

from cli.embedded import kafka, postgres
from cli.embedded.jars import Report, silent
from cli.embedded.program import Program
from cli.home import Home
from cli.readiness import kafka_answers, postgres_answers
from cli.trouble import Trouble

PATIENCE = 90

Answers = Callable[[], Awaitable[bool]]


def postgres_url(home: Home, database: str = postgres.DATABASE) -> str:
    """How the owner connects to the home's Postgres."""
    return postgres.url(home.port("postgres"), home.secret("postgres"), database)


def kafka_bootstrap(home: Home) -> str:
    """Where clients find the home's Kafka."""
    return f"127.0.0.1:{home.port('kafka')}"


def prepare_postgres(home: Home, **settings: str) -> Program:
    """The home's Postgres with some settings of its own, its data made when they are missing."""
    folder = home.path / "postgres"
    postgres.create(folder, home.secret("postgres"))
    return postgres.program(folder, home.choose_port("postgres"), home.log("postgres"), **settings)


def prepare_kafka(home: Home, report: Report = silent) -> Program:
    """The home's Kafka, its storage made when it is missing."""
    folder = home.path / "kafka"
    ports = home.choose_port("kafka"), home.choose_port("kafka-controller")
    kafka.create(folder, *ports, report)
    return kafka.program(folder, home.log("kafka"), report)


async def await_answer(program: Program, process: Popen[bytes], answers: Answers) -> None:
    """Wait until the program answers; Trouble when it ends before that or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not await answers():
        if process.poll() is not None:
            raise program.ended(process.returncode)
        if time.monotonic() > deadline:
            raise Trouble(
                f"{program.name} did not answer in {PATIENCE} s: see {program.log}",
                f"{program.name} не отвечает уже {PATIENCE} с: смотрите {program.log}",
            )
        await asyncio.sleep(0.1)


@asynccontextmanager
async def running(program: Program, answers: Answers) -> AsyncIterator[Popen[bytes]]:
    """The program's process, answering, until the block ends."""
    process = program.start()
    try:
        await await_answer(program, process, answers)
        yield process
    finally:
        program.stop(process)


@asynccontextmanager
async def running_postgres(home: Home, **settings: str) -> AsyncIterator[str]:
    """The owner's URL of a Postgres with the database `vakhta`."""
    program, server = prepare_postgres(home, **settings), postgres_url(home, "postgres")
    async with running(program, lambda: postgres_answers(server)):
        await postgres.add_database(server, postgres.DATABASE)
        yield postgres_url(home)


@asynccontextmanager
async def running_kafka(home: Home) -> AsyncIterator[str]:
    """The bootstrap address of a Kafka."""
    program, bootstrap = prepare_kafka(home), kafka_bootstrap(home)
    async with running(program, lambda: kafka_answers(bootstrap)):
        yield bootstrap
