"""What cannot be served is refused in words that help, and never with an error of ours."""

import json
from datetime import timedelta
from uuid import UUID

import pytest

from tests.contract.conftest import MONDAY_NOON
from tests.contract.world import QUESTION, SERVICES, TICKET
from tests.waiting import eventually

UNKNOWN = "8f0d6f0e-6d5c-8a3e-9d6b-0f6f4c1f2a77"
UNKNOWN_IDS = (UNKNOWN, "nonsense", "%00", "%2e%2e", "x" * 3000, "%F0%9F%98%80")
LIMIT = 256 * 1024
TEN_MEGABYTES = 10 * 1024 * 1024
JSON = {"Content-Type": "application/json"}
READABLE = {
    "intake": "form",
    "entitlement": "entitlements",
    "sla_clock": "deadlines",
    "routing": "offices",
    "notification": f"tickets/{UNKNOWN}/notifications",
    "views": "tickets",
}
"""An address of each service that wants a key."""

every_service = pytest.mark.parametrize("service", [service.name for service in SERVICES])


def is_a_problem(answer, status, *words):
    """An RFC 9457 answer of this status, with these words, under a request's id."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert UUID(answer.headers["x-request-id"]).version == 7
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["instance"].startswith("/")
    for word in words:
        assert word in problem["detail"], problem
    return problem


def wrong_fields(answer):
    return {error["field"] for error in is_a_problem(answer, 422)["errors"]}


@pytest.fixture
def send(world):
    """Sends raw bytes to intake's `POST /v1/tickets`, or another method elsewhere."""

    async def sending(content=None, method="POST", service="intake", path="tickets", **headers):
        key = world.keys["cryptopro"]["client"]
        given = {"Authorization": f"Bearer {key}", "Idempotency-Key": "bad input", **JSON}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in given.items() if value is not None}
        url = f"http://{service}/v1/{path}"
        return await world.http.request(method, url, content=content, headers=sent)

    return sending


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


# ── Addresses, methods, kinds of content ──


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


@pytest.mark.parametrize(
    "kind", [None, "", "text/plain", "application/xml", "multipart/form-data; boundary=x"]
)
async def test_a_body_that_is_not_declared_as_json_is_refused(send, kind):
    answer = await send(json.dumps(TICKET).encode(), Content_Type=kind)

    is_a_problem(answer, 415, "application/json")


# ── Sizes ──


async def test_a_body_declared_as_ten_megabytes_is_refused_unread(send):
    read = []

    async def parts():
        for _ in range(TEN_MEGABYTES // 1024):
            read.append(1024)
            yield b"x" * 1024

    answer = await send(parts(), Content_Length=str(TEN_MEGABYTES))

    is_a_problem(answer, 413, f"{LIMIT} bytes")
    assert answer.headers["connection"] == "close"
    assert sum(read) == 0


async def test_a_body_of_unknown_length_is_read_no_further_than_the_limit(send):
    read = []

    async def parts():
        for _ in range(TEN_MEGABYTES // 1024):
            read.append(1024)
            yield b"x" * 1024

    answer = await send(parts())

    is_a_problem(answer, 413, f"{LIMIT} bytes")
    assert LIMIT < sum(read) <= LIMIT + 2048


@pytest.mark.parametrize("length", ["-1", "many", "1e3"])
async def test_a_length_that_is_no_number_is_refused(send, length):
    is_a_problem(await send(b"{}", Content_Length=length), 413)


# ── JSON that is none, or is read differently by different readers ──


BROKEN = {
    "cut short": (b'{"channel": "portal",', "line 1"),
    "no JSON": (b"channel=portal", "line 1, column 1"),
    "a member twice": (b'{"channel": "portal", "channel": "phone"}', "twice"),
    "a member twice, deep inside": (b'{"answers": {"a": "1", "a": "2"}}', "twice"),
    "the character NUL": (rb'{"subject": "a\u0000b"}', "NUL"),
    "NUL behind a backslash": (rb'{"subject": "a\\\u0000b"}', "NUL"),
    "NUL in a name": (rb'{"answers": {"a\u0000": "1"}}', "NUL"),
    "a bare control character": (b'{"subject": "a\x01b"}', "control character"),
    "half a surrogate": (rb'{"subject": "\ud800"}', "surrogate"),
    "half a surrogate in a name": (rb'{"\uDFFF": 1}', "surrogate"),
    "not UTF-8": ('{"subject": "тема"}'.encode("cp1251"), "UTF-8 at byte"),
    "UTF-16": ('{"subject": "тема"}'.encode("utf-16"), "UTF-8 at byte"),
    "a byte order mark": (b'\xef\xbb\xbf{"subject": "a"}', "BOM"),
    "very deep lists": (b"[" * 100_000, "deep"),
    "very deep objects": (b'{"a":' * 40_000, "deep"),
    "a number of 5000 digits": (b'{"subject": ' + b"9" * 5000 + b"}", "digits"),
    "NaN": (b'{"subject": NaN}', "NaN"),
    "infinity": (b'{"subject": -Infinity}', "-Infinity"),
}


@pytest.mark.parametrize("what", BROKEN)
async def test_broken_json_is_refused_with_the_place_or_the_reason(send, what):
    body, words = BROKEN[what]

    is_a_problem(await send(body), 400, words)


async def test_what_only_looks_like_nul_or_half_a_character_is_text(send):
    text = {**TICKET, "body": "Ошибка в строке \\u0000 и \\ud800 исходного кода 😀"}

    answer = await send(json.dumps(text).encode(), Idempotency_Key="looks like NUL")

    assert answer.status_code == 201, answer.text


# ── Fields ──


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"", {"body"}),
        (b"null", {"body"}),
        (b"[]", {"body"}),
        (b'"portal"', {"body"}),
        (b"{}", {"body.channel"}),
        (b'{"channel": null}', {"body.channel"}),
        (b'{"channel": 7}', {"body.channel"}),
        (b'{"channel": ["portal"]}', {"body.channel"}),
        (b'{"channel": "portal", "subject": {"ru": "a"}}', {"body.subject"}),
        (b'{"channel": "portal", "subject": 1e999}', {"body.subject"}),
        (b'{"channel": "portal", "subject": true}', {"body.subject"}),
        (b'{"channel": "portal", "answers": []}', {"body.answers"}),
        (b'{"channel": "portal", "contact": "me"}', {"body.contact"}),
        (b'{"channel": "portal", "client_time": 1e300}', {"body.client_time"}),
        (b'{"channel": "portal", "client_time": "yesterday"}', {"body.client_time"}),
        (rb'{"channel": "portal", "subject": "a\u0007b"}', {"body.subject"}),
        (rb'{"channel": "portal", "body": "a\u001b[31m"}', {"body.body"}),
        (rb'{"channel": "portal", "certificate": "a\tb"}', {"body.certificate"}),
        (b'{"channel": "portal", "no_such_field": 1}', {"body.no_such_field"}),
    ],
)
async def test_a_wrong_field_is_named(send, body, fields):
    assert wrong_fields(await send(body)) == fields


async def test_a_form_that_is_not_filled_in_is_refused_field_by_field(send):
    answer = await send(b'{"channel": "portal"}')

    assert {"body.certificate", "body.product", "body.contact.email"} < wrong_fields(answer)


@pytest.mark.parametrize(
    ("service", "path", "body"),
    [
        ("entitlement", "customers", {"number": "K-1", "kind": "dog", "name": "A"}),
        ("entitlement", "entitlements", {"number": "N", "customer": "K-1001", "plan": "none"}),
        ("entitlement", "regulations", {"edition": "id = "}),
        ("entitlement", "regulations", {"edition": {"id": 7}}),
        ("entitlement", "regulations", {"edition": {"id": "\x1f"}}),
        ("routing", "offices", {"office": "atlantis"}),
        ("routing", "engineers", {"office": "moscow", "name": "A", "email": "nobody"}),
        ("routing", "absences", {"engineer": "x", "absent_from": "2026-03-02"}),
        ("routing", "dedications", {"engineer": UNKNOWN, "customer": "K-1001"}),
        ("intake", "keys", {"client": "x", "scopes": []}),
        ("intake", "keys", {"client": "x", "scopes": ["everything"]}),
        ("intake", "keys", {"client": "x", "scopes": ["submit"], "expires_at": "2020-01-01T00Z"}),
    ],
)
async def test_what_an_administrator_gets_wrong_is_told_to_him(world, service, path, body):
    answer = await world.post(service, path, world.keys["cryptopro"]["administrator"], body)

    is_a_problem(answer, 422)
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ("views", "tickets?status=lost"),
        ("views", "tickets?limit=1000"),
        ("views", "tickets?limit=99999999999999999999"),
        ("views", "tickets?text=%00"),
        ("views", "tickets?cursor=%ff"),
        ("views", "tickets?cursor=bm90aGluZw"),
        ("views", "tickets?at_least=intake.99.1"),
        ("views", "tickets?at_least=nobody.1.1"),
        ("views", "queue?engineer=%07"),
        ("entitlement", "customers?limit=0"),
        ("entitlement", "customers?after=%00"),
        ("entitlement", "entitlements/check?number=x&on=0001-01-01"),
        ("routing", "engineers?after=%00"),
        ("sla_clock", "deadlines?from=9999-12-31T23:59:59Z"),
        ("sla_clock", "deadlines?from=0001-01-01T00:00:00Z"),
        ("sla_clock", "deadlines?channel=pigeon"),
        ("sla_clock", "deadlines?level=golden"),
    ],
)
async def test_a_question_that_makes_no_sense_is_answered_so(world, service, path):
    answer = await world.ask(service, path, world.keys["cryptopro"]["all"])

    assert answer.status_code in (400, 404, 422)
    is_a_problem(answer, answer.status_code)


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
