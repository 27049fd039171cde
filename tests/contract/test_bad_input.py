"""Whoever may not, or asks for what is not there, is told so in words that help."""

import json
from datetime import timedelta

import pytest

from tests.contract.conftest import MONDAY_NOON
from tests.contract.problems import is_a_problem
from tests.contract.world import QUESTION, SERVICES, TICKET
from tests.waiting import eventually

UNKNOWN = "8f0d6f0e-6d5c-8a3e-9d6b-0f6f4c1f2a77"
UNKNOWN_IDS = (UNKNOWN, "nonsense", "%00", "%2e%2e", "x" * 3000, "%F0%9F%98%80")
READABLE = {
    "intake": "keys",
    "entitlement": "entitlements",
    "sla_clock": f"tickets/{UNKNOWN}/clocks",
    "routing": "offices",
    "notification": f"tickets/{UNKNOWN}/notifications",
    "views": "tickets",
}
"""An address of each service that wants a key."""

every_service = pytest.mark.parametrize("service", [service.name for service in SERVICES])


@pytest.fixture(scope="module")
async def ticket(world):
    """A ticket of the client's."""
    answer = await world.post("intake", "tickets", world.keys["cryptopro"]["client"], TICKET)
    return answer.json()["ticket_id"]


# ── Keys ──


@every_service
@pytest.mark.parametrize(
    ("authorization", "words"),
    [
        (None, "Bearer vk_"),
        ("Basic YTpi", "Bearer vk_"),
        ("Bearer ", "Bearer vk_"),
        ("Bearer vk_nobodys", "unknown, expired or revoked"),
        ("Bearer ключ".encode(), "unknown, expired or revoked"),
        ("Bearer " + "x" * 5000, "unknown, expired or revoked"),
    ],
)
async def test_without_a_key_of_ours_nobody_is_let_in(send, service, authorization, words):
    answer = await send(
        method="GET", service=service, path=READABLE[service], Authorization=authorization
    )

    is_a_problem(answer, 401, words)
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_key_ends_at_its_last_instant(world):
    administrator = world.keys["cryptopro"]["administrator"]
    end = MONDAY_NOON + timedelta(hours=1)
    body = {"client": "guest", "scopes": ["read_own"], "expires_at": end.isoformat()}
    key = (await world.post("intake", "keys", administrator, body)).json()["key"]

    world.desk.set_time(end - timedelta(seconds=1))
    before = await world.ask("views", "tickets", key)
    world.desk.set_time(end)
    after = await world.ask("views", "tickets", key)
    world.desk.set_time(MONDAY_NOON)

    assert before.status_code == 200
    is_a_problem(after, 401, "expired")


async def test_a_revoked_key_opens_nothing_anywhere_within_seconds(world):
    administrator = world.keys["cryptopro"]["administrator"]
    body = {"client": "guest", "scopes": ["administer", "read_own"]}
    issued = (await world.post("intake", "keys", administrator, body)).json()

    await world.post("intake", f"keys/{issued['key_id']}/revocation", administrator)

    for service, path in READABLE.items():

        async def is_shut_out(service=service, path=path):
            return (await world.ask(service, path, issued["key"])).status_code == 401

        await eventually(is_shut_out, within=10)


@pytest.mark.parametrize(
    ("role", "service", "path", "scope"),
    [
        ("client", "intake", "keys", "administer"),
        ("client", "entitlement", "customers", "engineer"),
        ("client", "routing", "engineers", "engineer"),
        ("client", "views", "queue", "engineer"),
        ("client", "notification", f"tickets/{UNKNOWN}/notifications", "engineer"),
        ("engineer", "intake", "keys", "administer"),
    ],
)
async def test_a_key_does_no_more_than_its_scopes(world, role, service, path, scope):
    answer = await world.ask(service, path, world.keys["cryptopro"][role])

    is_a_problem(answer, 403, "scope", scope)


async def test_a_client_does_not_act_as_an_engineer(world, ticket):
    key = world.keys["cryptopro"]["client"]

    answer = await world.post("intake", f"tickets/{ticket}/take", key)

    is_a_problem(answer, 403, "engineer")


async def test_a_vendors_key_stays_its_vendors_whatever_the_header_says(world, ticket):
    answer = await world.http.get(
        f"http://views/v1/tickets/{ticket}",
        headers={
            "Authorization": f"Bearer {world.keys['technokad']['all']}",
            "Vakhta-Vendor": "cryptopro",
        },
    )

    is_a_problem(answer, 404)


# ── Addresses and methods ──


@every_service
async def test_an_address_that_is_not_there_says_where_the_addresses_are(send, service):
    answer = await send(method="GET", service=service, path="nothing/here")

    is_a_problem(answer, 404, "/v1/nothing/here", "openapi.json")


@every_service
@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "TRACE", "BREW"])
async def test_a_method_that_is_not_there_names_those_that_are(send, service, method):
    answer = await send(method=method, service=service, path=READABLE[service])

    is_a_problem(answer, 405, "GET")
    assert "GET" in answer.headers["allow"].split(", ")


async def test_an_address_that_is_read_and_written_names_both_methods(send):
    answer = await send(method="PUT", service="entitlement", path="customers")

    is_a_problem(answer, 405, "GET, POST")


# ── Conditions and repetitions ──


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        (None, 400, "Send Idempotency-Key"),
        ("", 400, "1 to 255"),
        ('""', 400, "1 to 255"),
        ("x" * 256, 400, "1 to 255"),
    ],
)
async def test_a_submission_needs_an_idempotency_key(send, given, status, words):
    answer = await send(json.dumps(TICKET).encode(), Idempotency_Key=given)

    is_a_problem(answer, status, words)


async def test_the_same_idempotency_key_with_another_body_is_refused(send):
    first = await send(json.dumps(TICKET).encode(), Idempotency_Key="once")
    other = await send(json.dumps({**TICKET, "body": "Другое"}).encode(), Idempotency_Key="once")

    assert first.status_code == 201
    is_a_problem(other, 422, "Idempotency-Key")


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        (None, 428, "If-Match"),
        ('"0"', 412, "version is"),
        ('"999"', 412, "version is"),
        ('"of another desk"', 412, "not an ETag of ours"),
        ("", 412, "not an ETag of ours"),
    ],
)
async def test_an_act_names_the_version_that_it_was_decided_on(
    send, world, ticket, given, status, words
):
    engineer = f"Bearer {world.keys['cryptopro']['engineer']}"

    answer = await send(path=f"tickets/{ticket}/take", Authorization=engineer, If_Match=given)

    is_a_problem(answer, status, words)


async def test_an_act_that_makes_no_sense_now_says_why(world, ticket):
    key = world.keys["cryptopro"]["client"]

    answer = await world.post("intake", f"tickets/{ticket}/solutions/accept", key)

    is_a_problem(answer, 409)


# ── What is not there ──


@pytest.mark.parametrize("ticket_id", UNKNOWN_IDS)
@pytest.mark.parametrize(
    ("service", "path"),
    [
        ("intake", "tickets/{}"),
        ("views", "tickets/{}"),
        ("views", "tickets/{}/timeline"),
        ("views", "tickets/by-number/{}"),
        ("views", "engineers/{}/load"),
        ("sla_clock", "tickets/{}/clocks"),
        ("notification", "tickets/{}/notifications"),
        ("entitlement", "entitlements/{}"),
    ],
)
async def test_an_unknown_id_is_not_found(world, service, path, ticket_id):
    answer = await world.ask(service, path.format(ticket_id), world.keys["cryptopro"]["all"])

    assert answer.status_code in (404, 422)
    is_a_problem(answer, answer.status_code)


@pytest.mark.parametrize(
    ("service", "path", "body"),
    [
        ("intake", f"tickets/{UNKNOWN}/messages", {"body": "Ау?"}),
        ("intake", f"tickets/{UNKNOWN}/take", None),
        ("intake", f"contacts/{UNKNOWN}/erasure", None),
        ("intake", f"keys/{UNKNOWN}/revocation", None),
        ("routing", f"tickets/{UNKNOWN}/pull", None),
    ],
)
async def test_an_act_on_an_unknown_id_is_not_found(world, service, path, body):
    answer = await world.post(service, path, world.keys["cryptopro"]["all"], body)

    is_a_problem(answer, 404)


async def test_another_clients_ticket_is_not_there(world, ticket):
    stranger = world.keys["cryptopro"]["stranger"]

    for service, path in (("intake", ""), ("views", ""), ("sla_clock", "/clocks")):
        is_a_problem(await world.ask(service, f"tickets/{ticket}{path}", stranger), 404)


@pytest.mark.parametrize(
    "certificate", ["KP-TP-999999", "?", "кп-тп-000123", "'; drop table events; --", "😀" * 64]
)
@pytest.mark.parametrize(
    ("vendor", "request_of", "state"),
    [("cryptopro", TICKET, "uncovered"), ("technokad", QUESTION, "denied")],
)
async def test_an_unknown_certificate_is_judged_by_the_edition(
    world, vendor, request_of, state, certificate
):
    key = world.keys[vendor]["client"]

    answer = await world.post("intake", "tickets", key, {**request_of, "certificate": certificate})

    assert answer.status_code == 201, answer.text
    shown = await world.ask("views", f"tickets/{answer.json()['ticket_id']}", key)
    assert shown.json()["coverage"]["state"] == state
