"""A ticket's story: in its order, in words of both languages, and without what is internal."""

import re

from libs.events.codec import CATALOGUE
from libs.events.conduct import ComplaintRaised
from libs.events.entitlement import RegulationAccepted
from services.views.projections.lines import LINES
from services.views.terms import PARTIES, TERMS
from services.views.tests.telling import (
    DUE,
    HOUR,
    assigned,
    broken,
    closed,
    contact,
    engineer,
    entitled,
    key,
    note,
    reply,
    scheduled,
    started,
    submitted,
)
from services.views.texts import WHAT

STORY = (
    contact(),
    engineer(),
    submitted(),
    entitled(),
    started(),
    assigned(),
    note(),
    scheduled(),
    broken(),
    reply(at=DUE + HOUR),
    closed(at=DUE + 2 * HOUR),
)


async def story(world, **asked):
    return (await world.get("tickets/t1/timeline", **asked)).json()


async def test_a_story_tells_in_order_who_did_what_and_why(world):
    await world.say(*STORY)

    items = (await story(world))["items"]

    assert [item["type"] for item in items] == [
        "TicketSubmitted",
        "TicketEntitled",
        "ClockStarted",
        "TicketAssigned",
        "NotificationScheduled",
        "NoteAdded",
        "ClockBroken",
        "ReplySent",
        "TicketClosed",
    ]
    assert items[0]["who"] == {
        "party": "contact",
        "id": "ivan",
        "name": "Иван Петров",
        "ru": "пользователь",
        "en": "contact",
    }
    assert items[0]["ru"] == "Обращение № CP-t1 принято (портал)"
    assert items[0]["text"] == "Установщики сообщают об ошибке"
    assert items[2]["en"] == "A promise began to run: first response"
    assert items[2]["because"]["rules"] == ["CPRO-R-28"]
    assert items[3]["ru"] == "Назначен специалист Анна Смирнова"
    assert items[8]["en"] == "The ticket was closed: solved"


async def test_a_customer_is_shown_no_notes_and_no_mails(world):
    await world.say(*STORY, key("vk_shop", "read_own"))

    items = (await story(world, key="vk_shop"))["items"]

    assert "NoteAdded" not in [item["type"] for item in items]
    assert "NotificationScheduled" not in [item["type"] for item in items]
    assert not any(item["internal"] for item in items)
    assert "клиент знает пароль" not in str(items)


async def test_a_story_comes_in_pages(world):
    await world.say(*STORY)
    whole = [item["position"] for item in (await story(world))["items"]]
    paged, asked = [], {"limit": 2}
    while True:
        page = await story(world, **asked)
        paged += [item["position"] for item in page["items"]]
        if page["next"] is None:
            break
        asked["cursor"] = page["next"]

    assert paged == whole
    assert len(set(paged)) == len(STORY) - 2


async def test_a_request_without_a_right_is_not_told_to_have_one(world):
    right = entitled().model_copy(update={"entitlement_id": None, "lack": "expired"})
    await world.say(submitted(), entitled(), right)

    story = (await world.get("tickets/t1/timeline")).json()["items"]

    assert [each["ru"] for each in story if each["type"] == "TicketEntitled"] == [
        "Право на поддержку подтверждено",
        "Определено, на каких условиях рассматривается обращение",
    ]


async def test_there_is_no_story_of_an_unknown_ticket(world):
    assert (await world.get("tickets/t1/timeline")).status_code == 404


def test_every_event_of_a_ticket_has_its_line_and_its_words():
    of_tickets = {
        name
        for name, event in CATALOGUE.items()
        if "ticket_id" in event.model_fields and event not in (RegulationAccepted, ComplaintRaised)
    }

    assert {event.__name__ for event in LINES} == of_tickets
    assert set(WHAT) == of_tickets


def test_words_stand_in_both_languages_for_every_term():
    spoken = [*WHAT.values(), *PARTIES.values()]
    spoken += [words for terms in TERMS.values() for words in terms.values()]

    assert all(ru and en and ru != en for ru, en in spoken)
    assert not any(re.search(r"\bтикет", ru.lower()) for ru, _ in spoken)


def test_a_line_names_fields_that_its_event_has():
    for event, line in LINES.items():
        named = {*line.facts, line.by, line.party_in, line.text} - {None}
        assert named <= set(event.model_fields), event.__name__


def test_personal_words_stand_in_the_column_that_can_be_erased():
    for event, line in LINES.items():
        personal = event.personal_fields()
        assert not personal & {*line.facts, line.by}, event.__name__
