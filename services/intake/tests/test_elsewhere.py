"""Requests that come where they are not served: off the channels, or for another form."""

import json

import pytest

from services.intake.tests.hearing import publish, said
from services.intake.tests.speaking import Client
from services.intake.tests.words import CALL, REQUEST, TECHNOKAD_REQUEST

MAIL = {
    "channel": "email",
    "subject": "Не печатаются слои чертежа",
    "body": "Слои не печатаются.",
    "contact": {"email": "oleg@example.com"},
}
SPOKEN = {
    "channel": "phone",
    "kind": "defect",
    "body": "Печать останавливается.",
    "contact": {"email": "olga@example.com"},
}
FILED = {
    "product": "crm",
    "answers": {"steps": "Открыть отчёт.", "product_version": "7", "build": "12"},
}


@pytest.fixture
async def nanosoft(desk):
    await publish(desk, "nanosoft")
    async with desk.client("intake", vendor="nanosoft") as http:
        yield Client(http)


@pytest.fixture
async def regionsoft(desk):
    await publish(desk, "regionsoft")
    async with desk.client("intake", vendor="regionsoft") as http:
        yield Client(http)


def error_of(answer):
    assert answer.status_code == 422, answer.text
    (error,) = answer.json()["errors"]
    return error


async def told_off(desk):
    return json.loads(await said(desk, "TicketSubmitted"))["off_channel"]


# ── Off the channels ──


@pytest.mark.keeps("NANO-05", "NANO-06", "NANO-31", "NANO-82")
@pytest.mark.parametrize("address", [None, "support@nanosoft.pro", "Support@nanocad.ru"])
async def test_mail_to_the_vendors_addresses_comes_by_the_channel(desk, nanosoft, address):
    ticket_id = await nanosoft.submitted({**MAIL, "sent_to": address})

    assert await told_off(desk) is None
    assert not (await nanosoft.state(ticket_id))["off_channel"]


@pytest.mark.breaks("NANO-05", "NANO-06", "NANO-31", "NANO-82")
async def test_mail_to_another_address_is_recorded_off_the_channel_with_the_right_one(
    desk, nanosoft
):
    ticket_id = await nanosoft.submitted({**MAIL, "sent_to": "sales@nanosoft.pro"})

    why = await told_off(desk)
    assert why["ru"] == (
        "Письмо отправлено на иной почтовый ящик, и служба технической поддержки не несёт"
        " ответственности за его обработку. Адрес службы: support@nanosoft.pro."
    )
    assert why["rules"] == ["NANO-06", "NANO-05", "NANO-31", "NANO-41"]
    assert (await nanosoft.state(ticket_id))["off_channel"]


async def test_an_engineer_adopts_what_came_off_the_channel_once(desk, nanosoft):
    ticket_id = await nanosoft.submitted({**MAIL, "sent_to": "sales@nanosoft.pro"})

    adopted = await nanosoft.act(ticket_id, "adoption")
    again = await nanosoft.act(ticket_id, "adoption")

    assert not adopted.json()["off_channel"]
    assert again.json()["version"] == adopted.json()["version"]
    assert "NANO-05" in await said(desk, "TicketAdopted")


async def test_what_came_by_a_channel_is_not_adopted(nanosoft):
    ticket_id = await nanosoft.submitted(MAIL)

    assert (await nanosoft.act(ticket_id, "adoption")).status_code == 409


@pytest.mark.keeps("NANO-44")
async def test_a_call_that_an_engineer_logs_is_kept_without_a_promise(desk, nanosoft):
    await nanosoft.submitted({**MAIL, "channel": "phone"})

    why = await told_off(desk)
    assert why["rules"] == ["NANO-44"]
    assert why["ru"] == (
        "По телефону отдел технической поддержки звонит сам, когда это нужно по запросу."
        " Отправьте запрос на support@nanosoft.pro или через портал support.nanosoft.pro."
    )


@pytest.mark.breaks("NANO-44")
async def test_the_form_of_a_phone_that_takes_no_calls_leads_to_the_right_channel(nanosoft):
    answer = await nanosoft.get("/forms/nanosoft?channel=phone")

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["rule"]) == (404, "NANO-44")
    assert "support@nanosoft.pro" in error["message_ru"]


@pytest.mark.breaks("CPRO-R-21")
async def test_mail_is_no_channel_of_every_vendor(operator):
    error = error_of(await operator.submit({**REQUEST, "channel": "email"}))

    assert error["field"] == "body.channel"
    assert "портал технической поддержки (portal)" in error["message_ru"]


# ── Numbers that are called ──


@pytest.mark.keeps("RGN-09")
@pytest.mark.parametrize(
    "number",
    [
        "+7 (499) 709-81-41",
        "+74997098248",
        "+7 (812) 458-09-06",
        "+7 (831) 233-13-03",
        "+380 (94) 710-02-01",
    ],
)
async def test_the_number_that_was_dialled_is_kept(regionsoft, number):
    spoken = {**SPOKEN, "kind": "advice", "sent_to": number}

    assert (await regionsoft.submit(spoken)).status_code == 201


@pytest.mark.breaks("RGN-09")
async def test_a_number_that_is_not_the_vendors_is_not_taken(regionsoft):
    error = error_of(
        await regionsoft.submit({**SPOKEN, "kind": "advice", "sent_to": "+74991112233"})
    )

    assert (error["field"], error["rule"]) == ("body.sent_to", "RGN-09, RGN-21")
    assert "+7 (499) 709-81-41" in error["message_ru"]


# ── Drafts ──


@pytest.mark.breaks("RGN-16", "RGN-21")
@pytest.mark.parametrize("channel", ["phone", "email"])
async def test_an_error_told_elsewhere_is_drafted_for_the_portal(desk, regionsoft, channel):
    ticket_id = await regionsoft.submitted({**SPOKEN, "channel": channel})

    state = await regionsoft.state(ticket_id)
    offered = json.loads(await said(desk, "DraftOffered"))
    assert (state["status"], state["waits_for"]) == ("waiting", "filing")
    assert offered["channel"] == "portal"
    assert set(offered["lacking"]) == {"steps", "product", "product_version", "build"}
    assert {"RGN-16", "RGN-21"} <= set(offered["because"]["rules"])
    assert offered["because"]["ru"] == (
        "Об ошибках сообщают через портал. Мы подготовили для вас черновик обращения: дополните"
        " его и отправьте."
    )


@pytest.mark.keeps("RGN-16", "RGN-21")
async def test_an_error_filed_on_the_portal_is_a_ticket_at_once(regionsoft):
    request = {**SPOKEN, **FILED, "channel": "portal"}

    state = await regionsoft.state(await regionsoft.submitted(request))

    assert (state["status"], state["drafted_for"]) == ("open", None)


async def test_a_draft_is_filed_by_its_contact_when_it_is_complete(desk, regionsoft):
    key = await regionsoft.new_key("site", scopes=["submit", "read_own"])
    async with desk.client("intake", key) as http:
        contact = Client(http)
        ticket_id = await contact.submitted({**SPOKEN, "channel": "email"})

        incomplete = await contact.act(ticket_id, "filing", {})
        filed = await contact.act(ticket_id, "filing", FILED, key="file")
        again = await contact.act(ticket_id, "filing", FILED, key="file")

        state = await contact.state(ticket_id)
    assert {error["field"] for error in incomplete.json()["errors"]} == {
        "body.product",
        "body.answers.steps",
        "body.answers.product_version",
        "body.answers.build",
    }
    assert (filed.status_code, again.json()) == (201, filed.json())
    assert (state["status"], state["channel"], state["product"]) == ("open", "portal", "crm")


@pytest.mark.keeps("CPRO-R-32")
async def test_an_engineer_files_a_call_in_writing_himself(desk, anna):
    ticket_id = await anna.submitted(CALL)

    filed = await anna.act(ticket_id, "filing", {"product": "csp"})

    told = json.loads(await said(desk, "DraftFiled"))
    assert filed.status_code == 201, filed.text
    assert (told["channel"], told["filed_by"], told["engineer_id"]) == (
        "portal",
        "engineer",
        "anna",
    )
    assert told["because"]["rules"] == ["CPRO-R-32"]
    assert "os_version" in told["missing"]


@pytest.mark.breaks("CPRO-R-32")
async def test_a_call_is_moved_nowhere_where_the_regulation_moves_none(technokad):
    call = {**TECHNOKAD_REQUEST, "channel": "phone"}

    answer = await technokad.act(await technokad.submitted(call), "filing", {})

    assert answer.status_code == 409


async def test_a_call_is_offered_to_its_contact_as_a_draft(anna):
    ticket_id = await anna.submitted(CALL)

    offered = await anna.act(ticket_id, "draft")

    assert offered.json()["drafted_for"] == "portal"
    assert offered.json()["waits_for"] == "filing"


# ── Who is not identified ──


@pytest.mark.keeps("CPRO-R-26")
async def test_a_request_that_names_its_user_and_certificate_lacks_nothing(portal):
    answer = await portal.submit(REQUEST)

    assert answer.json()["missing"] == []


@pytest.mark.breaks("CPRO-R-26")
async def test_a_call_that_names_nobody_may_be_refused_for_that(desk, anna):
    ticket_id = await anna.submitted(CALL)

    refused = await anna.act(
        ticket_id, "refusals", {"reason": "not_identified", "grounds": "не назвался"}
    )

    assert refused.json()["outcome"] == "refused"
    why = json.loads(await said(desk, "TicketRefused"))["because"]
    assert why["rules"] == ["CPRO-R-23", "CPRO-R-26"]


@pytest.mark.keeps("TKAD-20")
async def test_a_product_sends_a_request_by_itself(technokad):
    assert (await technokad.submit(TECHNOKAD_REQUEST)).status_code == 201
    form = (await technokad.get("/forms/technokad")).json()
    assert form["properties"]["channel"]["const"] == "embedded"
    assert "TKAD-20" in form["x-rules"]


@pytest.mark.breaks("TKAD-20")
async def test_a_request_from_within_a_product_says_from_which(technokad):
    error = error_of(await technokad.submit({**TECHNOKAD_REQUEST, "product": None}))

    assert (error["field"], error["rule"]) == ("body.product", "TKAD-20")


# ── Answers found before ──


@pytest.mark.keeps("CPRO-P-21", "CPRO-P-22")
async def test_an_answer_found_while_typing_ends_the_request_without_a_ticket(desk, portal):
    typed = await portal.post("/forms/cryptopro/check", {"channel": "portal", "body": "Как?"})
    found = {"source": "knowledge_base", "document": "kb-17"}

    first = await portal.post("/deflections", found, key="found")
    again = await portal.post("/deflections", found, key="found")

    assert typed.json()["sources"] == ["knowledge_base"]
    assert (first.status_code, again.json()) == (201, first.json())
    told = json.loads(await said(desk, "RequestDeflected"))
    assert {"CPRO-P-21", "CPRO-P-22"} <= set(told["because"]["rules"])


@pytest.mark.breaks("CPRO-P-21", "CPRO-P-22")
async def test_nothing_is_offered_before_something_is_typed_nor_found_elsewhere(portal):
    untyped = await portal.post("/forms/cryptopro/check", {"channel": "portal"})
    error = error_of(await portal.post("/deflections", {"source": "rumours"}))

    assert untyped.json()["sources"] == []
    assert (error["field"], error["rule"]) == ("body.source", "CPRO-P-21, CPRO-P-22, CPRO-P-31")
