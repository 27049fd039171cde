"""Acts on tickets over HTTP: each by the ticket's own edition, in words for people."""

import pytest

from libs.events.entitlement import VersionReleased
from services.intake.tests.hearing import hear
from services.intake.tests.words import NOON, REQUEST, TECHNOKAD_REQUEST


@pytest.fixture
async def ticket(portal):
    return await portal.submitted(REQUEST)


@pytest.fixture
async def question(technokad):
    return await technokad.submitted(TECHNOKAD_REQUEST)


async def done(client, ticket, what, body=None, status=(200, 201)):
    answer = await client.act(ticket, what, body)
    assert answer.status_code in status, answer.text
    return answer.json()


async def acts(client, ticket):
    answer = await client.get(f"/tickets/{ticket}/acts")
    assert answer.status_code == 200, answer.text
    return {act["act"]: act for act in answer.json()["acts"]}


async def test_the_acts_of_a_ticket_are_those_of_its_edition(technokad, question, anna, ticket):
    theirs, ours = await acts(technokad, question), await acts(anna, ticket)

    assert theirs["postpone"]["rules"][0] == "TKAD-32"
    assert [each["slug"] for each in theirs["postpone"]["choices"]] == [
        "licence_violated",
        "not_enough_information",
        "meaning_unclear",
        "obscene",
        "out_of_competence",
    ]
    assert "postpone" not in ours
    assert ours["reopen"]["why_not"]["ru"] == "Обращение не закрыто."
    assert ours["refuse"]["choices"][0]["decider"] == "engineer_may"


async def test_who_stops_for_conduct_is_led_to_the_act_that_reports_it(anna, ticket):
    ours = await acts(anna, ticket)

    assert ours["stop"]["path"] == "stop"
    assert ours["stop"]["rules"] == ["CPRO-R-33", "CPRO-R-34", "CPRO-R-35", "CPRO-R-36"]
    assert "conduct" not in [each["slug"] for each in ours["refuse"]["choices"]]


async def test_a_part_becomes_a_ticket_of_its_own(desk, anna, portal, ticket):
    body = {"subject": "Вторая проблема", "body": "Не печатается отчёт."}
    first = await anna.act(ticket, "parts", body, key="part")
    again = await anna.act(ticket, "parts", body, key="part")
    await desk.settle()
    part = first.json()
    child = await portal.state(part["child_id"])

    assert first.status_code == 201, first.text
    assert again.json() == part
    assert (child["number"], child["subject"]) == (part["number"], "Вторая проблема")
    assert child["received_at"] == (await portal.state(ticket))["received_at"]


async def test_a_merger_goes_on_in_the_other_ticket_and_is_undone(desk, anna, portal, ticket):
    other = await portal.submitted(REQUEST)
    merged = await done(anna, ticket, "merging", {"ticket_id": other})
    await desk.settle()

    assert (merged["outcome"], merged["merged_into"]) == ("merged", "CP-1002")
    assert (await portal.state(other))["links"] == {ticket: "merged_from"}
    undone = await done(anna, ticket, "merging/undo")
    await desk.settle()
    assert undone["status"] == "open"
    assert (await portal.state(other))["links"] == {ticket: "unmerged"}


async def test_nothing_is_merged_with_a_closed_ticket_or_one_that_is_not_there(
    anna, portal, ticket
):
    other = await portal.submitted(REQUEST)
    await done(portal, other, "closing", {"outcome": "withdrawn"})

    assert (await anna.act(ticket, "merging", {"ticket_id": other})).status_code == 409
    assert (await anna.act(ticket, "merging", {"ticket_id": "nowhere"})).status_code == 404


async def test_links_are_seen_from_both_sides(desk, anna, portal, ticket):
    other = await portal.submitted(REQUEST)
    await done(anna, ticket, "links", {"ticket_id": other})
    await desk.settle()

    assert (await portal.state(ticket))["links"] == {other: "related"}
    assert (await portal.state(other))["links"] == {ticket: "related"}


async def test_questions_are_answered_by_their_numbers(anna, portal, ticket):
    ask = {"body": "Ответьте на вопросы.", "questions": ["Версия?", "Сборка?"]}
    await done(anna, ticket, "information-requests", ask)
    await done(portal, ticket, "answers", {"answers": [{"question": 2, "text": "12000"}]})
    partly = await portal.state(ticket)
    wrong = await portal.act(ticket, "answers", {"answers": [{"question": 7, "text": "?"}]})
    await done(portal, ticket, "answers", {"answers": [{"question": 1, "text": "5.0"}]})

    assert (partly["waits_for"], partly["questions"]) == ("information", [1])
    assert wrong.status_code == 422
    assert (await portal.state(ticket))["status"] == "open"


async def test_a_ticket_is_put_off_left_to_a_release_and_gone_on_with(technokad, question):
    no_reason = await technokad.act(question, "postponements", {"reason": "tired"})
    await done(technokad, question, "postponements", {"reason": "meaning_unclear"})
    put_off = await technokad.state(question)
    plan = {"reason": "needs_development", "release": "8.4", "planned_on": "2026-12-15"}
    await done(technokad, question, "deferrals", plan)
    left = await technokad.state(question)
    resumed = await done(technokad, question, "resumption")

    assert "TKAD-32" in no_reason.json()["errors"][0]["rule"]
    assert put_off["status"] == "postponed"
    assert (left["status"], left["release"], left["planned_on"]) == (
        "deferred",
        "8.4",
        "2026-12-15",
    )
    assert (resumed["status"], resumed["release"]) == ("open", None)


async def test_what_the_edition_does_not_know_cannot_be_done(anna, ticket):
    off = await anna.act(ticket, "postponements", {"reason": "meaning_unclear"})
    rating = await anna.act(ticket, "rating", {"score": 5})
    closing = await anna.act(ticket, "closing", {"outcome": "advice_only"})

    assert off.status_code == 409
    assert rating.status_code == 409
    assert closing.json()["errors"][0]["message_ru"] == "Выберите результат: solved, withdrawn"


async def test_findings_change_what_is_known_of_a_ticket(anna, ticket):
    await done(anna, ticket, "reproduction", {"result": "cannot_try"})
    await done(anna, ticket, "title", {"subject": "Яснее"})
    await done(anna, ticket, "certificate", {"certificate": "KP-TP-000777"})
    await done(anna, ticket, "hand-offs", {"to": "third_party", "name": "УЦ"})
    moved = await done(anna, ticket, "channel", {"channel": "phone"})

    assert (moved["reproduced"], moved["subject"], moved["certificate"]) == (
        "cannot_try",
        "Яснее",
        "KP-TP-000777",
    )
    assert (moved["passed_to"], moved["channel"]) == ("third_party", "phone")
    assert (await done(anna, ticket, "hand-offs/return"))["passed_to"] is None


@pytest.mark.keeps("TKAD-58")
async def test_a_closed_question_is_rated_once(technokad, question):
    early = await technokad.act(question, "rating", {"score": 4})
    await done(technokad, question, "closing", {"outcome": "withdrawn"})
    await done(technokad, question, "rating", {"score": 4, "comment": "Хорошо"})
    rate = (await acts(technokad, question))["rate"]

    assert early.status_code == 409
    assert (await technokad.act(question, "rating", {"score": 5})).status_code == 409
    assert rate["rules"] == ["TKAD-58"]
    assert rate["text"]["ru"] == (
        "Мы очень ценим мнение наших пользователей. Оцените, пожалуйста, как решён ваш вопрос."
    )


@pytest.mark.keeps("TKAD-59", "TKAD-60")
async def test_a_question_closed_too_early_is_opened_again_when_it_is_complete(technokad, question):
    await done(technokad, question, "closing", {"outcome": "solved"})
    complete = {"steps": "Открыть пакет.", "attachments": ["screen.png"]}
    reopened = await technokad.act(
        question, "reopening", {"body": "Закрыто преждевременно.", "answers": complete}
    )
    reopen = (await acts(technokad, question))["reopen"]

    assert reopened.status_code == 201, reopened.text
    assert (await technokad.state(question))["status"] == "open"
    assert reopen["rules"] == ["TKAD-59", "TKAD-60"]
    assert reopen["text"]["ru"] == (
        "Если обращение соответствует п. 3.4 регламента, но, по вашему мнению, закрыто"
        " преждевременно, вы можете открыть его повторно или написать руководителю отдела."
    )


@pytest.mark.breaks("TKAD-59", "TKAD-60")
async def test_who_left_out_what_clause_3_4_asks_for_is_asked_for_it_not_refused(
    technokad, question
):
    await done(technokad, question, "closing", {"outcome": "withdrawn"})
    withdrawn = await technokad.act(question, "reopening", {"body": "Передумал."})
    other = await technokad.submitted(TECHNOKAD_REQUEST)
    await done(technokad, other, "closing", {"outcome": "solved"})
    lacking = await technokad.act(other, "reopening", {"body": "Рано закрыли."})

    assert withdrawn.status_code == 409
    assert withdrawn.json()["errors"][0]["rule"] == "TKAD-59, TKAD-60"
    assert lacking.status_code == 422
    assert [error["field"] for error in lacking.json()["errors"]] == [
        "body.answers.steps",
        "body.answers.attachments",
    ]


async def test_where_a_ticket_is_not_opened_again_a_new_one_goes_on_with_it(desk, portal, ticket):
    await done(portal, ticket, "closing", {"outcome": "solved"})
    refused = await portal.act(ticket, "reopening", {"body": "Снова."})
    new = await done(portal, ticket, "continuations", {"body": "Ошибка появилась снова."})
    await desk.settle()

    assert refused.status_code == 409
    assert "submit a new one (continuations)" in refused.json()["detail"]
    assert new["number"] == "CP-1002"
    assert (await portal.state(ticket))["links"] == {new["ticket_id"]: "followed_by"}


async def test_a_release_solves_what_was_left_to_it(desk, technokad, question):
    plan = {"reason": "needs_development", "release": "8.4"}
    await done(technokad, question, "deferrals", plan)
    out = VersionReleased(
        vendor="technokad",
        occurred_at=NOON,
        product="express",
        number="8.4",
        released_on=NOON.date(),
        digest="8.4",
        content={},
    )
    await hear(desk, "release-technokad-express-8.4", out)
    await desk.settle()
    state = await technokad.state(question)

    assert (state["status"], state["waits_for"]) == ("waiting", "confirmation")
