"""The same two servers as containers, for machines where an engine runs."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cli.embedded import postgres
from cli.embedded.ports import free_port
from cli.readiness import kafka_answers, postgres_answers
from tests.waiting import eventually

PATIENCE = 120
KAFKA_SETTINGS = {
    "KAFKA_PROCESS_ROLES": "broker,controller",
    "KAFKA_NODE_ID": "1",
    "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
    "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
    "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
    "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
    "KAFKA_MESSAGE_MAX_BYTES": "2097152",
    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
    "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
}


def container_engine_runs() -> bool:
    """Whether there is an engine, and it answers."""
    if shutil.which("docker") is None:
        return False
    try:
        asked = subprocess.run(["docker", "info"], capture_output=True, timeout=10, check=False)
    except subprocess.TimeoutExpired:
        return False
    return asked.returncode == 0


@asynccontextmanager
async def container(
    image: str, inside: int, outside: int, settings: dict[str, str]
) -> AsyncIterator[None]:
    """A container of the image, its port `inside` seen as `outside`, until the block ends."""
    from testcontainers.core.container import DockerContainer

    described = DockerContainer(image).with_bind_ports(inside, outside).with_envs(**settings)
    await asyncio.to_thread(described.start)
    try:
        yield
    finally:
        await asyncio.to_thread(described.stop)


@asynccontextmanager
async def postgres_container() -> AsyncIterator[str]:
    """The owner's URL of a Postgres in a container."""
    port = free_port([])
    settings = {"POSTGRES_PASSWORD": "test", "POSTGRES_DB": postgres.DATABASE}
    url = postgres.url(port, "test")
    async with container("postgres:18", 5432, port, settings):
        await eventually(lambda: postgres_answers(url), within=PATIENCE)
        yield url


@asynccontextmanager
async def kafka_container() -> AsyncIterator[str]:
    """The bootstrap address of a Kafka in a container."""
    port = free_port([])
    bootstrap = f"127.0.0.1:{port}"
    settings = {**KAFKA_SETTINGS, "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://{bootstrap}"}
    async with container("apache/kafka:4.3.1", 9092, port, settings):
        await eventually(lambda: kafka_answers(bootstrap), within=PATIENCE)
        yield bootstrap
