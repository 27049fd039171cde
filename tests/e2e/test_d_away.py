"""Kafka or Postgres is away for a while: what goes on meanwhile, what is said, how it recovers."""

import asyncio
import secrets

from libs.runtime.command import SERVICES
from tests.e2e.checker import check, settled
from tests.e2e.load import submit_once
from tests.waiting import eventually

AWAY = 15
"""Seconds for which Kafka is away."""
PER_SECOND = 8


async def test_without_kafka_every_request_is_accepted_and_nothing_is_broken(up):
    url = await up.url("intake")
    urls = [await up.url(service) for service in SERVICES]
    await up.vakhta("stop", "kafka")

    answers = [asyncio.create_task(submit_once(up, *one)) async for one in arriving(url)]

    assert {(await answer).status_code for answer in answers} == {201}
    for found in [await up.client.get(f"{one}/readyz") for one in urls]:
        assert found.status_code == 200
        assert found.json()["status"] == "degraded", found.url
        assert any("Kafka" in part for part in found.json()["degraded"])
    await up.vakhta("start", "kafka")
    await settled(up)
    await check(up)
    for one in urls:
        await eventually(lambda one=one: is_ready(up, one))


async def test_without_postgres_requests_are_put_off_and_later_accepted(up):
    url, key = await up.url("intake"), secrets.token_hex(12)
    await up.vakhta("stop", "postgres")

    refused = await submit_once(up, "cryptopro", url, key)

    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert (await up.client.get(f"{url}/readyz")).status_code == 503
    assert (await up.client.get(f"{url}/healthz")).status_code == 200
    await up.vakhta("start", "postgres")

    async def accepted():
        return (await submit_once(up, "cryptopro", url, key)).status_code == 201

    await eventually(accepted)
    await settled(up)
    await check(up)


async def arriving(url):
    """Which vendor's request arrives where, at a steady rate for as long as Kafka is away."""
    for number in range(AWAY * PER_SECOND):
        yield ("cryptopro", "technokad")[number % 2], url
        await asyncio.sleep(1 / PER_SECOND)


async def is_ready(up, url):
    return (await up.client.get(f"{url}/readyz")).json()["status"] == "ready"
