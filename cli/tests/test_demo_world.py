"""The demo world, loaded through real HTTP into services on a real Postgres."""

import asyncio
import json
import stat

import httpx
import pytest
import uvicorn

from cli import demo_world
from cli.embedded.ports import free_port
from cli.welcome import first_example
from services.entitlement.main import service as entitlement
from services.intake.main import service as intake
from services.routing.main import service as routing
from tests.desk import OPERATOR_KEY, Desk, names
from tests.waiting import eventually


@pytest.fixture(scope="module")
async def desk(database_url):
    desk = Desk(database_url, (intake, entitlement, routing))
    await desk.start()
    yield desk
    await desk.stop()


@pytest.fixture(scope="module")
async def urls(desk):
    """The base URLs of the services, each served on a port of its own."""
    servers, urls = [], {}
    for name, app in desk.apps.items():
        port = free_port([])
        settings = uvicorn.Config(app, port=port, lifespan="off", log_level="error")
        servers.append(uvicorn.Server(settings))
        urls[name] = [f"http://127.0.0.1:{port}"]
    tasks = [asyncio.create_task(server.serve()) for server in servers]
    await eventually(lambda: all_started(servers))
    yield urls
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*tasks)


async def all_started(servers):
    return all(server.started for server in servers)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder for what the demo world keeps, instead of the project's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAKHTA_HOME", str(tmp_path_factory.mktemp("home")))
        yield demo_world.default_path()


async def loaded(desk, urls):
    """Load while events are carried between the services, as the log does it."""
    said = []
    loading = asyncio.create_task(
        demo_world.load(urls, OPERATOR_KEY, lambda *words: said.append(words))
    )
    while not loading.done():
        await desk.settle()
        await asyncio.wait([loading], timeout=0.05)
    await desk.settle()
    return loading.result(), said


@pytest.fixture(scope="module")
async def world(desk, urls, home):
    world, said = await loaded(desk, urls)
    assert len(said) == 4
    return world


class LateOnce(httpx.AsyncBaseTransport):
    """Whoever asks gives up on each first question; the next one is asked of the service."""

    def __init__(self, transport):
        self.transport = transport
        self.asked = set()

    async def handle_async_request(self, request):
        question = request.method, request.url
        if question not in self.asked:
            self.asked.add(question)
            raise httpx.ReadTimeout("no answer in time", request=request)
        return await self.transport.handle_async_request(request)


async def test_a_service_that_is_too_busy_to_answer_is_asked_again(desk, world):
    headers = {"Authorization": f"Bearer {OPERATOR_KEY}"}
    late = LateOnce(httpx.ASGITransport(desk.apps["entitlement"]))
    async with httpx.AsyncClient(transport=late, headers=headers) as client:
        busy = demo_world.Desk(client, {"entitlement": "http://desk"})

        assert (await busy.get("entitlement", "facts", "cryptopro"))["facts"]
        assert not await busy.knows("vk_nobody")
    assert len(late.asked) == 2


async def asked(urls, service, path, key, **query):
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(headers=headers) as client:
        return await client.get(f"{urls[service][0]}/v1/{path}", params=query or None)


@pytest.mark.parametrize(
    ("vendor", "query", "outcome", "lack"),
    [
        ("cryptopro", {"number": "KP-TP-000123", "product": "csp"}, "entitled", None),
        ("cryptopro", {"number": "KP-TP-000099"}, "uncovered", "expired"),
        (
            "cryptopro",
            {"number": "KP-TP-000124", "product": "csp"},
            "uncovered",
            "wrong_product",
        ),
        ("cryptopro", {"number": "DTP-2026-017", "product": "ca"}, "entitled", None),
        ("technokad", {"number": "GS-2026-0042", "product": "express"}, "entitled", None),
        ("technokad", {"number": "GS-2026-0043", "product": "geo"}, "entitled", None),
        ("technokad", {"number": "GS-2024-0007"}, "denied", "expired"),
    ],
)
async def test_rights_of_every_kind_stand_in_the_demo_world(
    world, urls, vendor, query, outcome, lack
):
    key = world.client_keys[vendor]

    answer = (await asked(urls, "entitlement", "entitlements/check", key, **query)).json()

    assert (answer["outcome"], answer["lack"]) == (outcome, lack)


@pytest.mark.parametrize(
    ("vendor", "number", "plan", "lack"),
    [
        ("nanosoft", "SN-000501", "abonement", None),
        ("nanosoft", "SN-000502", "free", "expired"),
        ("regionsoft", "PTP-000401", "priority", None),
        ("regionsoft", "L-000402", "priority", None),
    ],
)
async def test_rights_that_facts_begin_stand_in_it(world, desk, vendor, number, plan, lack):
    async with desk.client("entitlement", vendor=vendor) as client:
        answer = (await client.get(f"/v1/entitlements/check?number={number}")).json()

    assert (answer["plan"], answer["lack"]) == (plan, lack)


async def test_both_offices_have_engineers_and_one_is_dedicated(world, urls):
    key = world.engineer_keys["technokad"]

    engineers = (await asked(urls, "routing", "engineers", key)).json()["items"]
    dedications = (await asked(urls, "routing", "dedications", key)).json()["items"]

    assert {engineer["office_id"] for engineer in engineers} == {"moscow", "novosibirsk"}
    assert len(dedications) == 1


async def test_a_second_start_changes_nothing_and_keeps_the_keys(world, desk, urls, home):
    before = await events(desk)

    again, _ = await loaded(desk, urls)

    assert again == world
    assert await events(desk) == before


async def test_a_key_whose_secret_was_lost_is_issued_anew(world, desk, urls, home):
    kept = json.loads((home / "demo.json").read_text())
    kept["cryptopro"]["client"] = "vk_of_another_desk"
    (home / "demo.json").write_text(json.dumps(kept))

    again, _ = await loaded(desk, urls)

    assert again.engineer_keys == world.engineer_keys
    assert again.client_keys["cryptopro"] != world.client_keys["cryptopro"]


async def test_only_the_owner_reads_the_secrets(world, home):
    assert stat.S_IMODE((home / "demo.json").stat().st_mode) == 0o600


async def events(desk):
    found = {}
    for name, replica in desk.replicas.items():
        async with replica.database.reading(None) as db:
            found[name] = await db.fetchval("select count(*) from events")
    return found


@pytest.mark.parametrize("path", ["regulations", "customers", "entitlements"])
async def test_the_first_examples_of_entitlement_can_be_sent(world, desk, path):
    async with desk.client("entitlement", vendor="cryptopro") as client:
        document = (await client.get("/v1/openapi.json")).json()
        body = first_example(document, f"/v1/{path}")

        answer = await client.post(f"/v1/{path}", json=body, headers={"Idempotency-Key": path})

    assert answer.status_code == 201, answer.text


async def test_the_first_example_of_a_ticket_is_found_entitled(world, desk, urls):
    headers = {
        "Authorization": f"Bearer {world.client_keys['cryptopro']}",
        "Idempotency-Key": "first",
    }
    async with httpx.AsyncClient(headers=headers, base_url=urls["intake"][0]) as client:
        document = (await client.get("/v1/openapi.json")).json()
        body = first_example(document, "/v1/tickets")
        answer = await client.post("/v1/tickets", json=body)
    assert answer.status_code == 201, answer.text

    carried = await desk.settle()

    assert {"TicketSubmitted", "TicketEntitled", "RegulationAccepted"} <= set(names(carried))
