"""Every operation of every service, asked what its OpenAPI document allows and what it does not.

Schemathesis makes the requests, the services answer them over real HTTP: no answer is a 5xx, and
each is as the document says. Ids of the demo world are put where random ones would only find 404.
"""

import asyncio
from dataclasses import dataclass

import pytest
import requests
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks

from cli.embedded.ports import free_port
from tests.contract.documents import document
from tests.contract.world import SERVICES, TICKET
from tests.desk import OPERATOR_KEY
from tests.waiting import eventually

EXAMPLES = 7
LONG = 10_000
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.ignored_auth,
    checks.allow_header_conformance,
]
REFUSALS = {"negative_data_rejection": {"expected-statuses": ["4xx"]}}
OPENLY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def made_quickly(part):
    """A part of a document with no pattern on its long texts, which takes half a second to explore
    each: tests/contract/test_bad_bodies.py sends what such a pattern forbids."""
    if isinstance(part, list):
        return [made_quickly(each) for each in part]
    if not isinstance(part, dict):
        return part
    is_long = part.get("maxLength", 0) > LONG
    return {k: made_quickly(v) for k, v in part.items() if not (is_long and k == "pattern")}


def operations():
    for service in SERVICES:
        schema = schemathesis.openapi.from_dict(
            made_quickly(document(service.name)),
            config=SchemathesisConfig.from_dict({"checks": REFUSALS}),
        )
        for found in schema.get_all_operations():
            operation = found.ok()
            yield pytest.param(service.name, operation, id=f"{service.name} {operation.label}")


@dataclass
class Served:
    """Where a service answers, by its name, and what requests can name in their paths."""

    urls: dict[str, str]
    known: dict[str, str]
    key: str


@pytest.fixture(scope="module")
async def served(world):
    """The desk on real ports, with one ticket."""
    key = world.keys["cryptopro"]["all"]
    ticket = (await world.post("intake", "tickets", key, TICKET)).json()
    keys = (await world.ask("intake", "keys", world.keys["cryptopro"]["all"])).json()["items"]
    known = {
        "ticket_id": ticket["ticket_id"],
        "number": ticket["number"],
        "contact_id": ticket["contact_id"],
        "engineer_id": world.engineers["anna"],
        "key_id": next(each["key_id"] for each in keys if each["client"] == "stranger"),
    }
    servers, urls = [], {}
    for name, app in world.desk.apps.items():
        port = free_port([])
        servers.append(uvicorn.Server(uvicorn.Config(app, port=port, lifespan="off", log_level=50)))
        urls[name] = f"http://127.0.0.1:{port}"
    running = [asyncio.create_task(server.serve()) for server in servers]
    await eventually(lambda: all_started(servers))
    yield Served(urls, known, key)
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*running)


async def all_started(servers):
    return all(server.started for server in servers)


@pytest.mark.parametrize(("service", "operation"), [*operations()])
async def test_an_operation_answers_as_its_document_says(service, operation, served):
    key = OPERATOR_KEY if operation.path.startswith("/internal") else served.key
    headers = {"Authorization": f"Bearer {key}"}
    there = {
        each.name: served.known[each.name]
        for each in operation.path_parameters
        if each.name in served.known
    }
    requests_of_all_kinds = st.one_of(
        operation.as_strategy(generation_mode=mode, headers=headers | more, path_parameters=path)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for path, more in ((None, {}), (there or None, {"If-Match": "*"}))
    )

    await asyncio.to_thread(ask, served.urls[service], headers, requests_of_all_kinds)


def ask(url, headers, requests_of_all_kinds):
    """Send what the document allows, and what it does not, and hold the answers against it."""
    with requests.Session() as session:

        @OPENLY
        @given(case=requests_of_all_kinds)
        def each(case):
            response = case.call(url, session, headers)
            case.validate_response(
                response, CHECKS, headers=headers, transport_kwargs={"base_url": url}
            )

        each()
