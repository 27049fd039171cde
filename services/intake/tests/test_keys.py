"""Clients' keys: shown once, changed with an overlap, taken back."""

from datetime import timedelta

import pytest

from services.intake.tests.words import NOON, REQUEST

KNOWN = 404
"""A key is known where a ticket that is not there is looked for."""
NOBODYS = "00000000-0000-8000-8000-000000000000"
KEY = {"client": "portal", "scopes": ["submit", "read_own"]}


@pytest.fixture
def status_of(desk):
    """What a request with a key is answered by."""

    async def ask(key):
        desk.replicas["intake"].callers._known.clear()
        async with desk.client("intake", key) as http:
            return (await http.get(f"/v1/tickets/{NOBODYS}")).status_code

    return ask


async def test_a_key_is_shown_once_and_only_its_digest_is_kept(desk, operator, status_of):
    answer = await operator.post("/keys", KEY, key="one")

    key = answer.json()["key"]
    assert answer.status_code == 201
    assert await status_of(key) == KNOWN
    async with desk.replicas["intake"].database.reading(None) as db:
        assert not await db.fetchval("select count(*) from events where facts::text like $1", key)


async def test_a_repeated_issue_says_that_the_secret_cannot_be_shown_again(operator):
    first = await operator.post("/keys", KEY, key="one")

    again = await operator.post("/keys", KEY, key="one")
    other = await operator.post("/keys", {**KEY, "client": "other"}, key="one")

    assert again.status_code == 201
    assert again.json()["key_id"] == first.json()["key_id"]
    assert again.json()["key"] is None
    assert "shown once" in again.json()["note"]
    assert again.headers["idempotent-replayed"] == "true"
    assert other.status_code == 422


async def test_after_a_rotation_the_old_secret_works_until_the_overlap_ends(
    desk, operator, status_of
):
    issued = (await operator.post("/keys", KEY)).json()
    path = f"/keys/{issued['key_id']}/rotation"

    rotated = await operator.post(path, {"overlap_hours": 2}, key="turn")
    again = await operator.post(path, {"overlap_hours": 2}, key="turn")

    assert rotated.json()["old_until"] == "2026-11-23T11:00:00Z"
    assert again.json()["key"] is None
    assert again.json()["old_until"] == rotated.json()["old_until"]
    assert [await status_of(k) for k in (issued["key"], rotated.json()["key"])] == [KNOWN, KNOWN]
    desk.set_time(NOON + timedelta(hours=2))
    assert [await status_of(k) for k in (issued["key"], rotated.json()["key"])] == [401, KNOWN]


async def test_a_revoked_key_opens_nothing_and_cannot_be_rotated(operator, status_of):
    issued = (await operator.post("/keys", KEY)).json()
    path = f"/keys/{issued['key_id']}"

    revoked = await operator.post(f"{path}/revocation")
    again = await operator.post(f"{path}/revocation")

    assert revoked.json()["revoked"]
    assert again.json() == revoked.json()
    assert await status_of(issued["key"]) == 401
    assert (await operator.post(f"{path}/rotation", {})).status_code == 409


async def test_a_key_ends_with_its_term(desk, operator, status_of):
    until = (NOON + timedelta(days=1)).isoformat()
    key = (await operator.post("/keys", {**KEY, "expires_at": until})).json()["key"]

    assert await status_of(key) == KNOWN
    desk.set_time(NOON + timedelta(days=1))
    assert await status_of(key) == 401


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": []},
        {"scopes": ["all"]},
        {"client": ""},
        {"expires_at": NOON.isoformat()},
        {"expires_at": "9999-12-31T23:59:59-14:00"},
    ],
)
async def test_a_key_that_cannot_be_meant_is_refused(operator, change):
    assert (await operator.post("/keys", {**KEY, **change})).status_code == 422


async def test_keys_are_listed_in_pages_without_their_secrets(operator):
    for _ in range(3):
        await operator.post("/keys", KEY)

    first = (await operator.get("/keys?limit=2")).json()
    rest = (await operator.get(f"/keys?limit=2&after={first['next']}")).json()

    assert len(first["items"]) == 2
    assert len(rest["items"]) == 1
    assert rest["next"] is None
    assert "digest" not in first["items"][0]


async def test_keys_are_an_administrators_and_his_vendors_own(operator, portal, technokad):
    issued = (await operator.post("/keys", KEY)).json()

    assert (await portal.get("/keys")).status_code == 403
    assert (await technokad.get("/keys")).json()["items"] == []
    revocation = await technokad.post(f"/keys/{issued['key_id']}/revocation")
    assert revocation.status_code == 404


async def test_a_key_without_the_scope_is_refused(desk, operator, portal):
    key = await operator.new_key("reader", scopes=["read_own"])
    async with desk.client("intake", key) as http:
        answer = await type(portal)(http).submit(REQUEST)

    assert answer.status_code == 403
