"""Submitting: what a form asks for, what is recorded, and what a repetition gets."""

import asyncio

import pytest

from libs.regulation.tests.desk import CRYPTOPRO
from services.intake.api.requests import NewTicket
from services.intake.tests.hearing import publish, said
from services.intake.tests.words import CALL, NOON, REQUEST, TECHNOKAD_REQUEST


def without(request, *answers):
    left = {name: text for name, text in request["answers"].items() if name not in answers}
    return {**request, "answers": left}


def wrong_fields(answer):
    assert answer.status_code == 422, answer.text
    return {error["field"]: error for error in answer.json()["errors"]}


async def test_a_complete_request_becomes_a_ticket_with_a_number_to_say_on_the_phone(portal):
    answer = await portal.submit(REQUEST)

    assert answer.status_code == 201, answer.text
    ticket = answer.json()
    assert ticket["number"] == "CP-1001"
    assert ticket["edition"] == "cryptopro-2015"
    assert ticket["received_at"] == "2026-11-23T09:00:00Z"
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["location"] == f"/v1/tickets/{ticket['ticket_id']}"
    assert (await portal.state(ticket["ticket_id"]))["status"] == "open"


async def test_the_examples_of_the_documentation_are_valid_requests(portal, technokad):
    for_portal, embedded = NewTicket.model_config["json_schema_extra"]["examples"]

    assert (await portal.submit(for_portal)).status_code == 201
    assert (await technokad.submit(embedded)).status_code == 201


async def test_the_next_ticket_has_the_next_number_of_its_vendor(portal, technokad):
    await portal.submit(REQUEST)

    second = await portal.submit(REQUEST)
    elsewhere = await technokad.submit(TECHNOKAD_REQUEST)

    assert second.json()["number"] == "CP-1002"
    assert elsewhere.json()["number"] == "TK-1001"


@pytest.mark.keeps("CPRO-P-18")
async def test_the_same_request_sent_again_gets_the_same_answer(portal):
    first = await portal.submit(REQUEST, key="again")

    second = await portal.submit(REQUEST, key="again")

    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers


@pytest.mark.breaks("CPRO-P-18")
async def test_the_same_key_with_another_body_is_refused(portal):
    await portal.submit(REQUEST, key="again")

    answer = await portal.submit({**REQUEST, "body": "Другое"}, key="again")

    assert answer.status_code == 422
    assert "choose a new one" in answer.json()["detail"]


@pytest.mark.keeps("CPRO-P-18")
async def test_fifty_twins_at_one_moment_make_one_ticket(portal):
    answers = await asyncio.gather(*(portal.submit(REQUEST, key="twin") for _ in range(50)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1


async def test_a_repetition_is_answered_under_an_edition_that_would_refuse_it(desk, portal):
    first = await portal.submit(REQUEST, key="again")
    by_phone = (CRYPTOPRO.channel("phone"),)
    since = NOON.date()
    await publish(desk, "cryptopro", id="cryptopro-2026", channels=by_phone, in_force_from=since)
    desk.replicas["intake"].editions.__init__(desk.replicas["intake"].database)

    repeated = await portal.submit(REQUEST, key="again")
    new = await portal.submit(REQUEST)

    assert repeated.json() == first.json()
    assert new.status_code == 422


async def test_each_missing_field_is_named_with_its_rule_in_both_languages(portal):
    answer = await portal.submit({**without(REQUEST, "os_version"), "subject": " "})

    wrong = wrong_fields(answer)
    assert set(wrong) == {"body.subject", "body.answers.os_version"}
    os_version = wrong["body.answers.os_version"]
    assert os_version["message"] == "Please fill in “OS version”."
    assert os_version["message_ru"] == "Заполните поле «Версия ОС»."
    assert os_version["rule"] == "CPRO-P-16, CPRO-P-30"


async def test_a_certificate_is_named_or_its_absence_is_ticked(portal):
    bare = {**REQUEST, "certificate": None}
    ticked = {**bare, "answers": {**REQUEST["answers"], "without_certificate": True}}

    assert set(wrong_fields(await portal.submit(bare))) == {"body.certificate"}
    assert (await portal.submit(ticked)).status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"product": "nothing"}, "body.product"),
        ({"kind": "nothing"}, "body.kind"),
        ({"channel": "embedded"}, "body.channel"),
        ({"contact": {}}, "body.contact.email"),
        ({"answers": {**REQUEST["answers"], "shoe_size": "43"}}, "body.answers.shoe_size"),
        ({"called_at": NOON.isoformat()}, "body.called_at"),
    ],
)
async def test_what_the_form_does_not_know_is_refused(portal, change, field):
    assert set(wrong_fields(await portal.submit({**REQUEST, **change}))) == {field}


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "a\nb"},
        {"body": "bell \a"},
        {"body": "x" * 64_001},
        {"channel": "pigeon"},
        {"surprise": 1},
        {"contact": {"email": "nobody"}},
        {"answers": {"os_version": 7}},
        {"client_time": "0001-01-01T00:00:00+14:00"},
    ],
)
async def test_what_cannot_be_meant_is_refused(portal, change):
    assert (await portal.submit({**REQUEST, **change})).status_code == 422


async def test_a_call_that_lacks_fields_is_recorded_with_what_it_lacks(anna):
    answer = await anna.submit(CALL)

    assert answer.status_code == 201, answer.text
    missing = answer.json()["missing"]
    assert missing == ["last_name", "first_name", "patronymic", "certificate"]


async def test_a_call_is_logged_by_its_engineer_and_may_have_begun_earlier(desk, anna):
    call = {**CALL, "called_at": "2026-11-23T08:50:00Z"}
    answer = await anna.submit(call)

    assert answer.json()["received_at"] == "2026-11-23T08:50:00Z"
    assert '"logged_by":"anna"' in await said(desk, "TicketSubmitted")


@pytest.mark.parametrize("called_at", ["2026-11-23T09:00:01Z", "2026-11-22T08:59:59Z"])
async def test_a_call_did_not_begin_in_the_future_or_long_ago(anna, called_at):
    answer = await anna.submit({**CALL, "called_at": called_at})

    assert set(wrong_fields(answer)) == {"body.called_at"}


async def test_a_call_with_a_wrong_product_is_corrected_not_recorded(anna):
    assert set(wrong_fields(await anna.submit({**CALL, "product": "x"}))) == {"body.product"}


async def test_a_proposal_is_taken_in_writing_only(technokad):
    proposal = {**TECHNOKAD_REQUEST, "kind": "proposal"}
    spoken = {**proposal, "channel": "phone"}

    wrong = wrong_fields(await technokad.submit(spoken))
    assert set(wrong) == {"body.kind"}
    assert "TKAD-56" in wrong["body.kind"]["rule"]
    assert (await technokad.submit(proposal)).status_code == 201


async def test_only_an_engineer_logs_a_call_and_only_a_client_submits_in_writing(portal, anna):
    assert (await portal.submit(CALL)).status_code == 403
    assert (await anna.submit(REQUEST)).status_code == 403


async def test_a_products_key_submits_for_that_product_alone(desk, operator, portal):
    key = await operator.new_key("csp-client", scopes=["submit"], product="csp")
    async with desk.client("intake", key) as http:
        client = type(portal)(http)

        unnamed = await client.submit({**REQUEST, "product": None})
        other = await client.submit({**REQUEST, "product": "jcp"})

    assert unnamed.json()["product"] == "csp"
    assert other.status_code == 403


async def test_two_products_may_use_the_same_idempotency_key(desk, operator, portal):
    key = await operator.new_key("other", scopes=["submit"])
    async with desk.client("intake", key) as http:
        theirs = await type(portal)(http).submit(REQUEST, key="one")

    ours = await portal.submit(REQUEST, key="one")

    assert theirs.json()["ticket_id"] != ours.json()["ticket_id"]


async def test_a_request_needs_an_idempotency_key_and_a_regulation(desk, portal):
    keyless = await portal.http.post("/v1/tickets", json=REQUEST)
    async with desk.client("intake", vendor="nobody") as http:
        lawless = await type(portal)(http).submit(REQUEST)
    async with desk.client("intake", vendor="*") as http:
        boundless = await type(portal)(http).submit(REQUEST)

    assert keyless.status_code == 400
    assert lawless.status_code == 409
    assert boundless.status_code == 400


async def test_windows_line_ends_are_taken_as_line_ends(desk, portal):
    answer = await portal.submit({**REQUEST, "body": "одна\r\nдве"})

    assert answer.status_code == 201
