"""Entitlement over HTTP, on a real Postgres."""

import asyncio
import json

import pytest

from services.entitlement.api.calendars import CalendarText
from services.entitlement.tests.conftest import RUSSIAN
from services.entitlement.tests.editions import DOCUMENT

CUSTOMER = {"number": "K-1", "kind": "organisation", "name": "ООО «Ромашка»"}
CERTIFICATE = {
    "number": "A-1",
    "customer": "K-1",
    "plan": "certificate",
    "product": "signer",
    "starts_on": "2026-03-01",
}


@pytest.fixture
async def holder(town):
    """A town with one customer who has one certificate."""
    assert (await town.post("customers", CUSTOMER)).status_code == 201
    assert (await town.post("entitlements", CERTIFICATE)).status_code == 201
    return town


async def test_the_same_request_twice_gives_the_same_answer(holder):
    first = await holder.post("entitlements", CERTIFICATE)
    again = await holder.post("entitlements", CERTIFICATE)

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert first.json()["ends_on"] == "2027-03-01"
    assert len(await holder.rows("select * from entitlements")) == 1


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("customers", CUSTOMER | {"name": "ООО «Василёк»"}),
        ("entitlements", CERTIFICATE | {"number": "A-2"}),
    ],
)
async def test_another_body_under_the_same_key_is_refused(holder, path, other):
    answer = await holder.post(path, other)

    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["detail"]


@pytest.mark.parametrize(("path", "body"), [("customers", CUSTOMER), ("entitlements", CERTIFICATE)])
async def test_a_number_is_given_once(holder, path, body):
    answer = await holder.post(path, body, key="another")

    assert answer.status_code == 409
    assert "registered already" in answer.json()["detail"]


async def test_of_many_who_register_a_number_at_the_same_moment_one_gets_it(town):
    await town.post("customers", CUSTOMER)

    answers = await asyncio.gather(
        *(town.post("entitlements", CERTIFICATE, key=f"key {n}") for n in range(8))
    )

    assert sorted(answer.status_code for answer in answers) == [201] + 7 * [409]
    assert len(await town.rows("select * from events where type = 'EntitlementRegistered'")) == 1


async def test_a_number_is_the_same_in_small_letters_and_with_spaces(holder):
    answer = await holder.post("entitlements", CERTIFICATE | {"number": " a - 1 "}, key="another")

    assert answer.status_code == 409


async def test_two_vendors_may_give_the_same_number(holder):
    other = DOCUMENT | {"vendor": "other", "id": "other-2020"}
    await holder.post("regulations", {"edition": other}, vendor="other")
    await holder.post("customers", CUSTOMER, vendor="other")

    answer = await holder.post("entitlements", CERTIFICATE, vendor="other")

    assert answer.status_code == 201


async def test_a_vendor_sees_nothing_of_anothers(holder):
    entitlement = (await holder.get("entitlements")).json()["items"][0]["entitlement_id"]

    for path in ("customers", "entitlements", "regulations"):
        assert (await holder.get(path, vendor="other")).json() == {"items": [], "next": None}
    assert (await holder.get(f"entitlements/{entitlement}", vendor="other")).status_code == 404
    assert (await holder.get(f"entitlements/{entitlement}")).json()["number"] == "A-1"


async def test_an_unknown_customer_is_named_in_the_refusal(holder):
    answer = await holder.post("entitlements", CERTIFICATE | {"customer": "K-9"}, key="another")

    assert answer.status_code == 422
    assert answer.json()["detail"] == "customer: there is none with the number K-9"


async def test_nothing_is_registered_before_a_regulation(holder):
    answer = await holder.post("entitlements", CERTIFICATE, vendor="other")

    assert answer.status_code == 409
    assert "POST /v1/regulations" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "outcome", "lack"),
    [
        ({"number": "a-1"}, "entitled", None),
        ({"number": "A-1", "product": "signer"}, "entitled", None),
        ({"number": "A-1", "product": "server"}, "uncovered", "wrong_product"),
        ({"number": "A-1", "on": "2027-03-01"}, "entitled", None),
        ({"number": "A-1", "on": "2027-03-02"}, "uncovered", "expired"),
        ({"number": "A-1", "on": "2026-02-28"}, "uncovered", "not_started"),
        ({"number": "A-9"}, "uncovered", "unknown"),
    ],
)
async def test_a_number_can_be_checked_before_a_request(holder, query, outcome, lack):
    answer = (await holder.get("entitlements/check", **query)).json()

    assert (answer["outcome"], answer["lack"]) == (outcome, lack)
    assert answer["because"]["edition"] == "acme-2020"


async def test_a_list_is_read_page_by_page(holder):
    for n in range(2, 6):
        await holder.post("entitlements", CERTIFICATE | {"number": f"A-{n}"}, key=f"key {n}")

    first = (await holder.get("entitlements", limit=3, customer="K-1")).json()
    rest = (await holder.get("entitlements", limit=3, after=first["next"])).json()

    assert [each["number"] for each in first["items"]] == ["A-1", "A-2", "A-3"]
    assert [each["number"] for each in rest["items"]] == ["A-4", "A-5"]
    assert rest["next"] is None
    assert (await holder.get("entitlements", customer="K-9")).json()["items"] == []


async def test_an_edition_is_taken_as_toml_too_with_all_its_faults_told(town):
    answer = await town.post("regulations", {"edition": 'id = "acme-1"\ncolour = "red"'})

    assert answer.status_code == 422
    said = {error["message"] for error in answer.json()["errors"]}
    assert any("colour" in message for message in said)
    assert any(message.startswith("plans: is missing") for message in said)


async def test_a_change_without_notice_is_refused_naming_the_earliest_day(town):
    change = DOCUMENT | {"id": "acme-2026", "in_force_from": "2026-12-08"}

    answer = await town.post("regulations", {"edition": change})
    assert answer.status_code == 422
    assert "2026-12-09 at the earliest" in answer.json()["detail"]

    announced = await town.post(
        "regulations", {"edition": change | {"in_force_from": "2026-12-09"}}
    )
    told = announced.json()
    assert (told["edition"], told["state"]) == ("acme-2026", "published")
    assert told["in_force_from"] == "2026-12-08T21:00:00Z"


async def test_publishing_again_at_every_start_is_harmless(town):
    for _ in range(2):
        assert (await town.post("regulations", {"edition": DOCUMENT})).status_code == 201

    assert len(await town.rows("select * from events where type = 'RegulationPublished'")) == 1


async def test_the_operator_publishes_calendars_for_all(town):
    first = await town.post("calendars", RUSSIAN, vendor="*")
    again = await town.post("calendars", RUSSIAN, vendor="*")

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert (await town.post("calendars", RUSSIAN)).status_code == 403
    assert len(await town.rows("select * from calendars")) == 1


async def test_an_edition_by_a_calendar_that_nobody_published_is_refused_with_the_remedy(town):
    schedule = DOCUMENT["schedule"] | {"calendar": "norse"}
    named = {"edition": DOCUMENT | {"id": "acme-2027", "schedule": schedule}}

    refused = await town.post("regulations", named, vendor="acme")

    assert refused.status_code == 422
    assert "norse was never published here; publish it first" in refused.json()["detail"]
    assert "календарь norse здесь не опубликован" in refused.json()["detail_ru"]


async def test_the_operator_is_told_all_vendors_with_their_zones(town):
    (acme,) = (await town.get("vendors", vendor="*")).json()

    assert (acme["vendor"], acme["edition"], acme["zone"]) == ("acme", "acme-2020", "Europe/Moscow")
    assert (await town.get("vendors")).status_code == 403


async def test_the_examples_of_calendars_can_be_sent(town):
    (example,) = CalendarText.model_config["json_schema_extra"]["examples"]

    assert (await town.post("calendars", example, vendor="*")).status_code == 201


async def test_all_vendors_at_once_hold_no_customer(town):
    assert (await town.post("customers", CUSTOMER, vendor="*")).status_code == 400


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("customers", CUSTOMER | {"name": "Ром\x01ашка"}),
        ("customers", CUSTOMER | {"contacts": ["nobody"]}),
        ("customers", CUSTOMER | {"colour": "red"}),
        ("entitlements", CERTIFICATE | {"starts_on": "9999-12-31"}),
        ("regulations", {"edition": "a = " + "[" * 20_000}),
        ("regulations", {"edition": 'name = "\\U00000000"'}),
        ("calendars", {"calendar": "x", "rows": "date,kind,note\n1,2,3", "holidays": ""}),
    ],
)
async def test_bad_input_is_told_what_is_wrong(town, path, body):
    vendor = "*" if path == "calendars" else "acme"

    answer = await town.post(path, json.loads(json.dumps(body)), vendor=vendor)

    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "path", ["customers?after=%00", "entitlements/%00", "entitlements/check?number=%00"]
)
async def test_nul_is_refused_everywhere(town, path):
    assert (await town.get(path)).status_code == 422


async def test_a_customers_name_lies_in_the_half_that_can_be_deleted(holder):
    (event,) = await holder.rows("select facts::text from events where type = 'CustomerRegistered'")
    (half,) = await holder.rows("select half::text from personal")

    assert "Ромашка" not in event["facts"]
    assert "Ромашка" in half["half"]
