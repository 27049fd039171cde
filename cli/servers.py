"""The desk's Postgres and Kafka: started here, or those that the environment names."""

import os
import shutil
from dataclasses import dataclass
from urllib.parse import urlsplit

from cli.embedded import postgres
from cli.embedded.program import Program
from cli.embedded.servers import kafka_bootstrap, postgres_url, prepare_kafka, prepare_postgres
from cli.home import Home
from cli.readiness import kafka_answers, postgres_answers
from cli.supervisor.supervisor import Supervisor
from cli.teller import Teller
from cli.trouble import Trouble

ROOM_IN_MB = 500


@dataclass(frozen=True)
class Servers:
    """Where they are reached, and the programs of those that run here."""

    database_url: str
    kafka_bootstrap: str
    postgres: Program | None
    kafka: Program | None


def prepare(home: Home, teller: Teller) -> Servers:
    """Make data and storage for what runs here; nothing is started yet."""
    check_room(home)
    given_url, given_bootstrap = os.environ.get("DATABASE_URL"), os.environ.get("KAFKA_BOOTSTRAP")
    own_postgres = None if given_url else data_of_postgres(home, teller)
    own_kafka = None if given_bootstrap else files_of_kafka(home, teller)
    return Servers(
        database_url=given_url or postgres_url(home),
        kafka_bootstrap=given_bootstrap or kafka_bootstrap(home),
        postgres=own_postgres,
        kafka=own_kafka,
    )


def check_room(home: Home) -> None:
    """Trouble where the disk has no room for a start."""
    free = shutil.disk_usage(home.path).free >> 20
    if free < ROOM_IN_MB:
        raise Trouble(
            f"the disk that holds {home.path} has {free} MB left, a start needs {ROOM_IN_MB}: "
            "free some and try again",
            f"на диске, где {home.path}, осталось {free} МБ, для запуска нужно {ROOM_IN_MB}: "
            "освободите место и повторите",
        )


def data_of_postgres(home: Home, teller: Teller) -> Program:
    """The server's program, its data made at the first start."""
    with teller.step("The data of PostgreSQL are there", "Данные PostgreSQL на месте"):
        return prepare_postgres(home)


def files_of_kafka(home: Home, teller: Teller) -> Program:
    """The server's program, its jars fetched and its storage made at the first start."""
    with teller.step(
        "The files of Apache Kafka are there", "Файлы Apache Kafka на месте"
    ) as update:
        return prepare_kafka(
            home, lambda done, total: update(f"{done} of {total}", f"{done} из {total}")
        )


async def start(supervisor: Supervisor, servers: Servers, teller: Teller) -> None:
    """Start what runs here, and see that both answer."""
    own = [program for program in (servers.postgres, servers.kafka) if program]
    for program in own:
        supervisor.add(program)
    await start_postgres(supervisor, servers, teller)
    await start_kafka(supervisor, servers, teller)


async def start_postgres(supervisor: Supervisor, servers: Servers, teller: Teller) -> None:
    """See that Postgres answers, and that it has the desk's database if it is our own."""
    url = servers.database_url
    if servers.postgres is None:
        if not await postgres_answers(url):
            raise Trouble(
                f"no PostgreSQL answers at DATABASE_URL ({place(url)}): is it right?",
                f"по адресу DATABASE_URL ({place(url)}) PostgreSQL не отвечает: верен ли он?",
            )
        return
    maintenance = urlsplit(url)._replace(path="/postgres").geturl()
    with teller.step("PostgreSQL answers", "PostgreSQL отвечает"):
        await supervisor.ready("postgres", lambda: postgres_answers(maintenance))
        await postgres.add_database(maintenance, postgres.DATABASE)


async def start_kafka(supervisor: Supervisor, servers: Servers, teller: Teller) -> None:
    """See that Kafka answers."""
    bootstrap = servers.kafka_bootstrap
    if servers.kafka is None:
        if not await kafka_answers(bootstrap):
            raise Trouble(
                f"no Kafka answers at KAFKA_BOOTSTRAP ({bootstrap}): is it right?",
                f"по адресу KAFKA_BOOTSTRAP ({bootstrap}) Kafka не отвечает: верен ли он?",
            )
        return
    with teller.step("Apache Kafka answers", "Apache Kafka отвечает"):
        await supervisor.ready("kafka", lambda: kafka_answers(bootstrap))


def place(url: str) -> str:
    """A URL's host, port and path, without the password."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 5432}{parts.path}"
