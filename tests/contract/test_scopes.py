"""What a key's scopes open, over every operation of every service's document."""

import pytest

from tests.contract.documents import paths
from tests.contract.problems import is_a_problem
from tests.contract.world import SERVICES, TICKET

READING = ("get", "head")
SHOWN = "tickets/{ticket_id}/receipts"
"""Whoever reads a client's tickets to a contact also says that he has seen them."""
FORM = "forms/{vendor}/check"
"""Says what a request lacks, and keeps nothing."""
ABOUT_A_TICKET = ("{ticket_id}", "{contact_id}", "{complaint_id}", "{number}")


def operations(wanted):
    return [
        pytest.param(service.name, method, path, operation, id=f"{service.name} {method} {path}")
        for service in SERVICES
        for path, methods in paths(service.name)
        for method, operation in methods.items()
        if wanted(method, path)
    ]


def changes(method, path):
    return method not in READING and path not in (SHOWN, FORM)


def tells_of_a_ticket(method, path):
    return method in READING and any(part in path for part in ABOUT_A_TICKET)


@pytest.fixture(scope="module")
async def known(world):
    """What addresses name, as it is there."""
    key = world.keys["cryptopro"]["client"]
    ticket = (await world.post("intake", "tickets", key, TICKET)).json()
    return {name: ticket[name] for name in ("ticket_id", "contact_id", "number")}


@pytest.fixture
def asked(world, known):
    """The answer to an operation that lacks nothing but the scope."""

    async def asking(role, service, method, path, operation):
        for name, value in known.items():
            path = path.replace(f"{{{name}}}", value)
        return await world.http.request(
            method,
            f"http://{service}/v1/{path}",
            json=example_of(operation),
            headers={
                "Authorization": f"Bearer {world.keys['cryptopro'][role]}",
                "Idempotency-Key": f"{role} {method} {path}",
                "If-Match": "*",
            },
        )

    return asking


def example_of(operation):
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return next((each["value"] for each in body.get("examples", {}).values()), None)


@pytest.mark.parametrize(("service", "method", "path", "operation"), operations(changes))
async def test_a_key_that_may_only_read_changes_nothing(asked, service, method, path, operation):
    is_a_problem(await asked("reader", service, method, path, operation), 403)


@pytest.mark.parametrize(("service", "method", "path", "operation"), operations(tells_of_a_ticket))
async def test_a_key_that_tells_of_deliveries_reads_no_ticket(
    asked, service, method, path, operation
):
    is_a_problem(await asked("messenger", service, method, path, operation), 403)
