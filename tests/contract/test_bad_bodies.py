"""Bodies that cannot be read, or not be meant, are refused in words that help."""

import json

import pytest

from libs.runtime.forms import ELSE, said_of
from tests.contract.documents import document
from tests.contract.problems import is_a_problem, wrong_fields
from tests.contract.world import SERVICES, TICKET

UNKNOWN = "8f0d6f0e-6d5c-8a3e-9d6b-0f6f4c1f2a77"
LIMIT = 256 * 1024
TEN_MEGABYTES = 10 * 1024 * 1024


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


@pytest.mark.parametrize(
    ("what", "ru"),
    [
        ("no JSON", "Тело — не JSON: строка 1, знак 1"),
        ("a member twice", "Тело — не JSON: в объекте одно имя стоит дважды"),
        ("UTF-16", "Тело — не JSON: байт 0 — не UTF-8"),
        ("NaN", "Тело — не JSON: NaN — не число"),
        ("half a surrogate", "Тело — не JSON: половина суррогатной пары — не символ"),
    ],
)
async def test_broken_json_is_told_of_in_russian(send, what, ru):
    body, _ = BROKEN[what]

    assert is_a_problem(await send(body), 400)["detail_ru"] == ru


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


async def test_control_characters_are_told_of_in_words(send):
    answer = await send(rb'{"channel": "portal", "subject": "a\u0007b", "body": "a\u001b[31m"}')

    detail = answer.json()["detail"]
    assert "body.subject: Write it in one line, without control characters" in detail
    assert "body.body: Leave out control characters" in detail


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
        ("sla_clock", "explain?channel=portal&from=9999-12-31T23:59:59Z"),
        ("sla_clock", "explain?channel=portal&from=0001-01-01T00:00:00Z"),
        ("sla_clock", "explain?channel=pigeon"),
        ("sla_clock", "explain?channel=portal&level=golden"),
    ],
)
async def test_a_question_that_makes_no_sense_is_answered_so(world, service, path):
    answer = await world.ask(service, path, world.keys["cryptopro"]["all"])

    assert answer.status_code in (400, 404, 422)
    is_a_problem(answer, answer.status_code)


# ── Patterns ──


def patterns_in(part):
    """Every pattern that a part of a document holds values to."""
    if isinstance(part, dict):
        yield from [part["pattern"]] if isinstance(part.get("pattern"), str) else []
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from patterns_in(each)


@pytest.mark.parametrize("service", [each.name for each in SERVICES])
def test_every_form_that_a_value_must_have_is_told_in_words(service):
    untold = {each for each in patterns_in(document(service)) if said_of(each) == ELSE}

    assert untold == set()
