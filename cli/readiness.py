"""Whether what a desk is made of answers: its replicas, Postgres and Kafka."""

import asyncpg
import httpx
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError


async def ready_process(client: httpx.AsyncClient, url: str) -> int | None:
    """The id of the process that is ready at this base URL; another desk's may listen there."""
    try:
        answer = await client.get(f"{url}/readyz")
        return answer.json().get("process") if answer.is_success else None
    except (httpx.HTTPError, ValueError):
        return None


async def postgres_answers(url: str) -> bool:
    """Whether the server behind the URL takes a connection and answers."""
    try:
        connection = await asyncpg.connect(url, timeout=5)
    except (OSError, asyncpg.PostgresError):
        return False
    await connection.close()
    return True


async def kafka_answers(bootstrap: str) -> bool:
    """Whether a broker behind the address says that it takes part in its cluster."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=5000)
    try:
        await admin.start()
        cluster = await admin.describe_cluster()
    except (OSError, KafkaError):
        return False
    finally:
        await admin.close()
    return bool(cluster["brokers"]) and cluster["controller_id"] >= 0
