"""What entitlement says late, and what is not promised, as it comes over the log."""

import pytest

from libs.events.intake import (
    ClosingTimeAgreed,
    MessageReceived,
    ReceiptWithdrawn,
    ReplySent,
    SolutionProposed,
    TicketClosed,
)
from libs.regulation.tests.desk import CALENDAR, NANOSOFT
from services.sla_clock.law import Law
from services.sla_clock.tests.conftest import WHY, published
from services.sla_clock.tests.laws import at

NANO = Law(NANOSOFT, CALENDAR)
MAIL = {"law": NANO, "channel": "email"}
NOON = "2026-03-02 12:00"


@pytest.fixture
async def nano(town):
    await town.say(published(NANO))
    return town


def free(town, when, ticket="t1"):
    """Served by the plan that every client has: no right covers it."""
    judged = town.entitled(when, NANO, ticket, "email")
    return judged.model_copy(
        update={"entitlement_id": None, "customer_id": None, "plan": "free", "lack": "none"}
    )


def bought(town, when, received=NOON):
    judged = town.entitled(when, NANO, "t1", "email")
    return judged.model_copy(update={"plan": "abonement", "received_at": at(received)})


def agreed(town, when, due):
    return town.done(ClosingTimeAgreed, when, NANO, due_at=at(due), because=WHY)


async def test_a_right_learned_late_promises_from_the_moment_it_is_known(nano):
    await nano.say(nano.submitted(NOON, NANO, channel="email"), free(nano, NOON))
    await nano.say(bought(nano, "2026-03-05 15:00"))

    assert await nano.course() == [("ClockStarted", "first_response", at("2026-03-05 15:00"))]


async def test_a_later_message_that_waits_when_the_right_is_known_is_promised_a_reply(town):
    await town.say(
        town.submitted(NOON),
        town.uncovered(NOON),
        town.done(ReplySent, "2026-03-02 13:00"),
        town.done(MessageReceived, "2026-03-03 13:00", message_id="m2"),
        town.entitled("2026-03-05 15:00"),
    )

    assert await town.course() == [("ClockStarted", "reply:m2", at("2026-03-05 15:00"))]


@pytest.mark.parametrize("done", [ReplySent, TicketClosed])
async def test_what_is_answered_or_closed_is_promised_nothing_by_a_right_learned_late(nano, done):
    await nano.say(nano.submitted(NOON, NANO, channel="email"), free(nano, NOON))
    await nano.say(nano.done(done, "2026-03-03 12:00", NANO), bought(nano, "2026-03-05 15:00"))

    assert await nano.course() == []


@pytest.mark.keeps("NANO-69", "NANO-71")
async def test_the_free_level_has_no_clock_and_says_so_in_the_documents_words(nano):
    await nano.say(nano.submitted(NOON, NANO, channel="email"), free(nano, NOON))

    (said,) = await nano.rows(
        "select facts->'because' as because, facts->>'tells' as tells from events"
        " where type = 'NothingPromised'"
    )
    assert await nano.course() == []
    assert said["because"]["ru"] == (
        "Бесплатная техническая поддержка не регламентирует время первого ответа на запрос."
        " АО «Нанософт» не несёт обязательств по полноте и срокам её оказания как через"
        " сообщество, так и в случае прямого обращения."
    )
    assert said["because"]["rules"] == ["NANO-69", "NANO-71"]
    assert said["tells"] == "true"


@pytest.mark.breaks("NANO-69", "NANO-71")
async def test_a_subscriber_has_a_clock_and_reads_no_disclaimer(nano):
    await nano.say(nano.submitted(NOON, NANO, channel="email"), bought(nano, NOON))

    assert [name for name, _, _ in await nano.course()] == ["ClockStarted"]
    assert await nano.rows("select * from events where type = 'NothingPromised'") == []


@pytest.mark.keeps("NANO-47")
async def test_a_time_agreed_with_the_contact_starts_the_clock_of_the_solution_and_moves_it(nano):
    await nano.say(nano.submitted(NOON, NANO, channel="email"), bought(nano, NOON))
    agreed = {"due_before": None, "because": WHY}
    await nano.say(
        nano.done(
            ClosingTimeAgreed, "2026-03-02 13:00", NANO, due_at=at("2026-03-10 18:00"), **agreed
        ),
        nano.done(
            ClosingTimeAgreed, "2026-03-03 13:00", NANO, due_at=at("2026-03-12 18:00"), **agreed
        ),
    )

    (clock,) = await nano.rows("select * from running_clocks where clock = 'resolution'")
    assert clock["due_at"] == at("2026-03-12 18:00")
    assert [name for name, clock, _ in await nano.course() if clock.startswith("resolution")] == [
        "ClockStarted",
        "ClockMoved",
    ]


@pytest.mark.breaks("NANO-47")
async def test_the_free_level_has_no_agreed_time_to_keep(nano):
    await nano.say(nano.submitted(NOON, NANO, channel="email"), free(nano, NOON))

    await nano.say(agreed(nano, "2026-03-02 13:00", "2026-03-10 18:00"))

    assert await nano.course() == []


async def test_a_receipt_that_is_withdrawn_closes_nothing_and_the_next_one_counts_anew(town):
    await town.submit("2026-04-30 09:00")
    withdrawn = {"evidence": "mx_accepted", "reason": "5.1.1"}
    await town.say(
        town.done(SolutionProposed, "2026-04-30 14:00"),
        town.received("2026-04-30 14:01", evidence="mx_accepted"),
        town.done(ReceiptWithdrawn, "2026-04-30 16:00", **withdrawn),
        town.received("2026-05-04 12:00", evidence="portal_view"),
    )

    await town.desk.at(at("2026-05-08 12:00"))

    assert (await town.course())[2:] == [
        ("ClockStarted", "auto_close:m1", at("2026-04-30 14:01")),
        ("ClockCancelled", "auto_close:m1", at("2026-04-30 16:00")),
        ("ClockStarted", "auto_close:m1:2", at("2026-05-04 12:00")),
        ("ClockWarned", "auto_close:m1:2", at("2026-05-06 18:00")),
        ("ClockElapsed", "auto_close:m1:2", at("2026-05-07 18:00")),
    ]


async def test_a_machines_answer_is_no_reaction(town):
    await town.submit("2026-04-30 09:00")
    await town.say(
        town.done(SolutionProposed, "2026-04-30 14:00"),
        town.received("2026-04-30 15:00"),
        town.done(MessageReceived, "2026-04-30 15:01", message_id="m2", automatic=True),
    )

    assert (await town.course())[2:] == [("ClockStarted", "auto_close:m1", at("2026-04-30 15:00"))]
