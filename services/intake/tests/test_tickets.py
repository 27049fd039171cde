"""A ticket's life over HTTP: who may do what, on which version, and what he is told."""

import pytest

from libs.events.base import Because
from libs.events.entitlement import TicketDenied
from libs.events.sla_clock import ClockElapsed
from services.intake.tests.hearing import hear, said
from services.intake.tests.words import CALL, NOON, REQUEST, TECHNOKAD_REQUEST

TEXT = {"body": "текст"}
WHY = Because(edition="cryptopro-2015", rules=("CPRO-P-40",), ru="вы не ответили", en="no answer")


@pytest.fixture
async def ticket(portal):
    return await portal.submitted(REQUEST)


async def elapsed(desk, ticket, message):
    event = ClockElapsed(
        vendor="cryptopro",
        occurred_at=NOON,
        ticket_id=ticket,
        clock_id=f"{ticket}:auto_close",
        message_id=message,
        because=WHY,
    )
    await hear(desk, f"clocks-{ticket}", event)


async def test_engineer_and_contact_speak_until_the_solution_is_accepted(portal, anna, ticket):
    assert (await anna.act(ticket, "take", seen=1)).json()["version"] == 2
    asked = await anna.act(ticket, "information-requests", TEXT, seen=2)
    assert (await portal.state(ticket))["waits_for"] == "information"
    assert (await portal.act(ticket, "messages", TEXT)).status_code == 201
    assert (await portal.state(ticket))["status"] == "open"
    assert (await anna.act(ticket, "replies", TEXT, seen=4)).status_code == 201
    assert (await anna.act(ticket, "notes", TEXT, seen=5)).status_code == 201
    assert (await anna.act(ticket, "solutions", TEXT, seen=6)).status_code == 201
    assert (await portal.state(ticket))["waits_for"] == "confirmation"
    assert (await portal.act(ticket, "solutions/reject", TEXT, seen=7)).status_code == 201
    assert (await anna.act(ticket, "solutions", TEXT, seen=8)).status_code == 201
    accepted = await portal.act(ticket, "solutions/accept", seen=9)

    assert asked.status_code == 201
    assert accepted.status_code == 200
    assert accepted.json()["outcome"] == "solved"
    assert accepted.json()["closed_by"] == "contact"
    assert accepted.headers["etag"] == '"11"'


async def test_who_decided_on_an_older_version_is_told_so(portal, anna, ticket):
    await portal.act(ticket, "messages", TEXT)

    stale = await anna.act(ticket, "replies", TEXT, seen=1)
    blind = await anna.act(ticket, "replies", TEXT, seen=None)
    careless = await anna.act(ticket, "replies", TEXT, seen="*")

    assert [stale.status_code, blind.status_code, careless.status_code] == [412, 428, 201]


async def test_a_reply_repeated_after_a_lost_answer_is_there_once(portal, anna, ticket):
    first = await anna.act(ticket, "replies", TEXT, key="one", seen=1)
    again = await anna.act(ticket, "replies", TEXT, key="one", seen=1)
    other = await anna.act(ticket, "replies", {"body": "другой"}, key="one", seen=2)
    note = await anna.act(ticket, "notes", TEXT, key="one", seen=2)

    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert (other.status_code, note.status_code) == (422, 422)
    assert (await portal.state(ticket))["version"] == 2


async def test_nobody_sees_what_is_not_his(desk, operator, portal, technokad, ticket):
    key = await operator.new_key("other", scopes=["submit", "read_own"])
    async with desk.client("intake", key) as http:
        other = type(portal)(http)
        answers = [await other.get(f"/tickets/{ticket}"), await other.act(ticket, "messages", TEXT)]
    answers += [
        await technokad.get(f"/tickets/{ticket}"),
        await technokad.act(ticket, "messages", TEXT),
        await portal.get("/tickets/00000000-0000-8000-8000-000000000000"),
        await portal.get("/tickets/no%00id"),
    ]

    assert {answer.status_code for answer in answers} == {404}


async def test_the_place_in_the_queue_is_told_to_the_support_alone(portal, anna, ticket):
    placed = await anna.act(ticket, "priority", {"priority": "general"})

    assert placed.json()["priority"] == (await anna.state(ticket))["priority"] == "general"
    assert (await portal.state(ticket))["priority"] is None
    assert (await portal.act(ticket, "receipts")).json()["priority"] is None


@pytest.mark.parametrize("act", ["replies", "notes", "information-requests", "solutions"])
async def test_only_an_engineer_speaks_for_the_vendor(portal, ticket, act):
    assert (await portal.act(ticket, act, TEXT)).status_code == 403


async def test_only_the_contacts_side_proves_that_it_saw_a_request(desk, portal, anna, ticket):
    await anna.act(ticket, "information-requests", TEXT)

    assert (await anna.act(ticket, "receipts")).status_code == 403
    assert (await portal.act(ticket, "receipts")).json()["version"] == 3
    assert (await portal.act(ticket, "receipts")).json()["version"] == 3


async def test_an_engineer_refuses_for_a_reason_of_the_edition(desk, anna):
    call = await anna.submitted(CALL)

    unknown = await anna.act(call, "refusals", {"reason": "mood"})
    bare = await anna.act(call, "refusals", {"reason": "conduct"})
    named = {"reason": "not_identified", "grounds": "не назвался"}
    refused = await anna.act(call, "refusals", named)

    assert "not_identified, certificate_in_doubt, conduct" in unknown.json()["detail"]
    assert bare.json()["errors"][0]["field"] == "body.grounds"
    assert refused.json()["outcome"] == "refused"
    refusal = await said(desk, "TicketRefused")
    assert "CPRO-R-23" in refusal
    assert "назвался" not in refusal


async def test_a_refusal_may_say_which_of_the_reasons_it_is(desk, anna, ticket):
    doubt = {"reason": "certificate_in_doubt", "grounds": "чужой"}

    unknown = await anna.act(ticket, "refusals", {**doubt, "closer": "ugly"})
    known = await anna.act(ticket, "refusals", {**doubt, "closer": "someone_elses"})

    assert unknown.status_code == 422
    assert known.status_code == 200
    assert '"closer":"someone_elses"' in await said(desk, "TicketClosed")


@pytest.mark.breaks("CPRO-R-36")
async def test_nobody_stops_for_conduct_without_a_report_to_the_manager(anna, ticket):
    body = {"reason": "conduct", "grounds": "брань"}

    refused = await anna.act(ticket, "refusals", body)
    stopped = await anna.act(ticket, "stop", TEXT)

    assert refused.status_code == 409
    assert "/v1/tickets/{id}/stop" in refused.json()["detail"]
    assert "руководителю" in refused.json()["detail_ru"]
    assert "CPRO-R-36" in refused.json()["rule"]
    assert stopped.status_code == 201


async def test_a_contact_withdraws_but_does_not_judge(portal, ticket):
    assert (await portal.act(ticket, "closing", {"outcome": "not_solved"})).status_code == 403
    closed = await portal.act(ticket, "closing", {"outcome": "withdrawn"})
    assert closed.json()["closed_by"] == "contact"


async def test_an_edition_with_reasons_for_an_outcome_wants_one(technokad):
    ticket = await technokad.submitted(TECHNOKAD_REQUEST)

    bare = await technokad.act(ticket, "closing", {"outcome": "not_solved"})
    reasoned = {"outcome": "not_solved", "reason": "meaning_unclear"}
    closed = await technokad.act(ticket, "closing", reasoned)

    assert "meaning_unclear" in bare.json()["detail"]
    assert closed.json()["outcome"] == "not_solved"


async def test_a_closed_ticket_takes_no_reply_but_a_note(anna, portal, ticket):
    await anna.act(ticket, "closing", {"outcome": "solved"})

    reply = await anna.act(ticket, "replies", TEXT)
    message = await portal.act(ticket, "messages", TEXT)

    assert reply.status_code == message.status_code == 409
    assert "reopen it, or submit a new one" in message.json()["detail"]
    assert (await anna.act(ticket, "notes", TEXT)).status_code == 201


async def test_a_ticket_that_waited_in_vain_closes_and_its_contact_opens_it(
    desk, anna, portal, ticket
):
    asked = (await anna.act(ticket, "information-requests", TEXT)).json()["message_id"]

    await elapsed(desk, ticket, asked)

    state = await portal.state(ticket)
    assert (state["outcome"], state["closed_by"]) == ("no_reaction", "rule")
    closed = await said(desk, "TicketClosed")
    assert '"rendered_in_time":true' in closed
    assert "CPRO-P-40" in closed
    assert (await portal.act(ticket, "reopening", TEXT)).status_code == 201
    assert (await portal.state(ticket))["status"] == "open"


async def test_a_contact_who_wrote_meanwhile_keeps_his_ticket_open(desk, anna, portal, ticket):
    asked = (await anna.act(ticket, "information-requests", TEXT)).json()["message_id"]
    await portal.act(ticket, "messages", TEXT)

    await elapsed(desk, ticket, asked)

    assert (await portal.state(ticket))["status"] == "open"


async def test_a_solved_ticket_is_not_reopened_where_the_edition_does_not_say_so(
    anna, portal, ticket
):
    await anna.act(ticket, "closing", {"outcome": "solved"})

    answer = await portal.act(ticket, "reopening", TEXT)

    assert answer.status_code == 409
    assert "submit a new one" in answer.json()["detail"]


async def test_who_reopens_an_incomplete_request_is_asked_for_what_it_lacks(technokad):
    ticket = await technokad.submitted(TECHNOKAD_REQUEST)
    await technokad.act(ticket, "closing", {"outcome": "solved"})

    bare = await technokad.act(ticket, "reopening", TEXT)
    answers = {"steps": "открыть", "attachments": ["снимок.png"]}
    full = await technokad.act(ticket, "reopening", {**TEXT, "answers": answers})

    errors = bare.json()["errors"]
    assert [error["field"] for error in errors] == [
        "body.answers.steps",
        "body.answers.attachments",
    ]
    assert full.status_code == 201


async def test_a_denied_ticket_is_closed_with_the_reason(desk, technokad):
    ticket = await technokad.submitted(TECHNOKAD_REQUEST)
    why = Because(rules=("TKAD-03",), ru="нет соглашения", en="no agreement")
    denied = TicketDenied(
        vendor="technokad",
        occurred_at=NOON,
        ticket_id=ticket,
        reason="none",
        edition="technokad-2019",
        because=why,
    )

    await hear(desk, f"coverage-{ticket}", denied)

    state = await technokad.state(ticket)
    assert (state["outcome"], state["closed_by"]) == ("refused", "rule")
    assert "TKAD-03" in await said(desk, "TicketClosed")


async def test_a_call_is_answered_or_extended_with_a_reason(anna, ticket):
    call = await anna.submitted(CALL)

    extended = await anna.act(call, "call-extensions", {"reason": "повторяю ошибку"})
    answered = await anna.act(call, "call-answers")
    late = await anna.act(call, "call-extensions", {"reason": "ещё"})
    written = await anna.act(ticket, "call-answers")

    assert [extended.status_code, answered.status_code] == [200, 200]
    assert [late.status_code, written.status_code] == [409, 409]


@pytest.mark.parametrize("body", [{"body": ""}, {"body": " "}, {"body": "\0"}, {}, None])
async def test_an_empty_text_is_refused(portal, ticket, body):
    assert (await portal.act(ticket, "messages", body)).status_code in (400, 422)
