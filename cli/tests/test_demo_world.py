"""The demo world, loaded through real HTTP into services on a real Postgres."""

import asyncio
import tomllib

import httpx
import pytest
import uvicorn

from cli import demo_world
from cli.demo_world import WORLD, publish, register
from cli.embedded.ports import free_port
from services.entitlement.main import service as entitlement
from tests.desk import OPERATOR_KEY, Desk
from tests.waiting import eventually

SERVICES = (entitlement,)


@pytest.fixture(scope="module")
async def desk(database_url):
    desk = Desk(database_url, SERVICES)
    await desk.start()
    yield desk
    await desk.stop()


@pytest.fixture(scope="module")
async def urls(desk):
    """The base URLs of the services, each served on a port of its own."""
    servers, found = [], {}
    for name, app in desk.apps.items():
        port = free_port([])
        config = uvicorn.Config(app, port=port, lifespan="off", log_level="error")
        servers.append(uvicorn.Server(config))
        found[name] = [f"http://127.0.0.1:{port}"]
    tasks = [asyncio.create_task(server.serve()) for server in servers]
    for server in servers:
        await eventually(lambda server=server: started(server))
    yield found
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*tasks)


async def started(server):
    return server.started


async def test_rights_are_registered_once_and_hold_today_and_for_a_year(urls):
    world = tomllib.loads(WORLD.read_text())
    headers = {"Authorization": f"Bearer {OPERATOR_KEY}"}
    async with httpx.AsyncClient(headers=headers) as client:
        demo = demo_world.Desk(client, {name: each[0] for name, each in urls.items()})
        for _ in range(2):
            await publish(demo)
            await register(demo, world)

        async def outcome(vendor, **query):
            answer = await client.get(
                f"{urls['entitlement'][0]}/v1/entitlements/check",
                params=query,
                headers={"Vakhta-Vendor": vendor},
            )
            return answer.json()["outcome"], answer.json()["lack"]

        assert await outcome("cryptopro", number="KP-TP-000123", product="csp") == (
            "entitled",
            None,
        )
        assert await outcome("cryptopro", number="KP-TP-000099") == ("uncovered", "expired")
        assert await outcome("cryptopro", number="KP-TP-000124", product="csp") == (
            "uncovered",
            "wrong_product",
        )
        assert await outcome("technokad", number="GS-2026-0042", product="express") == (
            "entitled",
            None,
        )
        assert await outcome("technokad", number="GS-2024-0007") == ("denied", "expired")
