"""What another kind, channel, wait or merge of a ticket makes of its promises."""

import pytest

from libs.events.base import Because
from libs.events.intake import (
    ChannelChanged,
    DraftFiled,
    InformationRequested,
    MergeUndone,
    ReplySent,
    SolutionProposed,
    SysadminRequested,
    TicketClassified,
    TicketClosed,
    TicketDeferred,
    TicketMerged,
    TicketPostponed,
    TicketResumed,
)
from libs.regulation.tests import desk
from libs.regulation.tests.desk import CALENDAR
from services.sla_clock.law import Law
from services.sla_clock.tests.conftest import published
from services.sla_clock.tests.laws import CRYPTOPRO, at
from tests.speaking import say

WHY = Because(ru="потому что", en="because")
REGIONSOFT = Law(desk.REGIONSOFT, CALENDAR)
MERGED = {"number": "N-t1", "target_id": "t9", "target_number": "N-t9"}


def only_for(kind):
    """The law with a promise of a first response for one kind of request alone."""
    promises = tuple(
        each.model_copy(update={"kinds": (kind,)}) if each.name == "first_response" else each
        for each in CRYPTOPRO.edition.promises
    )
    edition = CRYPTOPRO.edition.model_copy(update={"id": "by-kinds", "promises": promises})
    return Law(edition, CALENDAR)


def classified(town, when, kind, law, topic=None):
    return town.done(TicketClassified, when, law, kind=kind, topic=topic, cause=None, because=WHY)


@pytest.fixture
async def by_kinds(town):
    law = only_for("question")
    await say(town.desk, published(law))
    await town.desk.settle()
    return law


async def test_another_kind_brings_the_promises_of_its_own_from_that_moment(town, by_kinds):
    await town.submit("2026-03-02 09:00", by_kinds)
    await town.say(classified(town, "2026-03-02 11:00", "question", by_kinds))

    again = "first_response:20260302110000"
    assert await town.course() == [("ClockStarted", again, at("2026-03-02 11:00"))]


async def test_a_promise_that_no_longer_holds_is_cancelled_with_the_reason(town, by_kinds):
    await town.submit("2026-03-02 09:00", by_kinds)
    await town.say(
        classified(town, "2026-03-02 11:00", "question", by_kinds),
        classified(town, "2026-03-02 12:00", "question", by_kinds),
        classified(town, "2026-03-02 13:00", "problem", by_kinds),
    )

    names = [name for name, _, _ in await town.course()]
    (row,) = await town.rows("select facts from events where type = 'ClockCancelled'")
    assert names == ["ClockStarted", "ClockCancelled"]
    assert row["facts"]["because"]["ru"].startswith(
        "Срок первого ответа больше не идёт: вид или тема обращения изменены 02.03 13:00"
    )


async def test_a_question_that_was_answered_is_promised_nothing_by_another_kind(town, by_kinds):
    await town.submit("2026-03-02 09:00", by_kinds)
    await town.say(
        town.done(ReplySent, "2026-03-02 10:00", by_kinds),
        classified(town, "2026-03-02 11:00", "question", by_kinds),
    )

    assert await town.course() == []


@pytest.mark.keeps("RGN-67")
async def test_what_is_not_promised_for_a_topic_is_said_when_the_ticket_gets_it(town):
    await say(town.desk, published(REGIONSOFT))
    await town.desk.settle()
    await town.submit("2026-03-02 09:00", REGIONSOFT)
    await town.say(
        classified(town, "2026-03-02 11:00", "advice", REGIONSOFT, "ports_and_firewalls")
    )

    rows = await town.rows("select facts from events where type = 'NothingPromised' order by id")
    said = [row["facts"]["because"] for row in rows]
    (ports,) = [because for because in said if "RGN-67" in because["rules"]]
    assert "не гарантирует решение проблем, связанных с блокировкой портов" in ports["ru"]


async def test_a_call_that_is_filed_in_writing_is_answered_in_12_hours_from_that_act(town):
    await town.submit("2026-07-03 17:00", channel="phone")
    await town.say(
        town.done(
            DraftFiled,
            "2026-07-03 17:08",
            message_id="m1",
            filed_by="engineer",
            product=None,
            certificate=None,
            subject="Ключ",
        )
    )

    due = await town.rows("select clock, due_at from running_clocks")
    assert (await town.course())[1:] == [
        ("ClockCancelled", "phone_answer", at("2026-07-03 17:08")),
        ("ClockStarted", "first_response:m1", at("2026-07-03 17:08")),
    ]
    assert [(row["clock"], row["due_at"]) for row in due] == [
        ("first_response", at("2026-07-07 11:08"))
    ]


@pytest.mark.parametrize(
    ("act", "about"),
    [
        (TicketPostponed, {"until": None, "because": WHY}),
        (
            TicketDeferred,
            {
                "product": "csp",
                "release": None,
                "planned_on": None,
                "is_change": False,
                "tells": True,
                "because": WHY,
            },
        ),
        (SysadminRequested, {"because": WHY}),
        (TicketResumed, {}),
    ],
)
async def test_what_ends_the_waiting_ends_the_closing_by_silence(town, act, about):
    await town.submit("2026-04-30 09:00")
    await town.say(
        town.done(SolutionProposed, "2026-04-30 14:00"),
        town.received("2026-04-30 15:00"),
        town.done(act, "2026-05-05 12:00", message_id="m2", **about),
    )

    assert (await town.course())[-1] == (
        "ClockCancelled",
        "auto_close:m1",
        at("2026-05-05 12:00"),
    )


async def test_another_channel_leaves_the_closing_by_silence(town):
    await town.submit("2026-04-30 09:00")
    await town.say(
        town.done(InformationRequested, "2026-04-30 14:00"),
        town.received("2026-04-30 15:00"),
        town.done(ChannelChanged, "2026-05-05 12:00", because=WHY),
    )

    assert (await town.course())[-1][0] == "ClockStarted"


async def test_a_merge_ends_the_promises_and_its_undoing_lets_them_run_unmoved(town):
    await town.submit("2026-03-02 09:00")
    (before,) = await town.rows("select due_at, warn_at, started_at from running_clocks")
    await town.say(
        town.done(TicketMerged, "2026-03-02 10:00", **MERGED),
        town.done(TicketClosed, "2026-03-02 10:00", outcome="merged"),
    )
    while_merged = await town.rows("select * from running_clocks")

    await town.say(town.done(MergeUndone, "2026-03-02 12:00", **MERGED))

    after = await town.rows("select due_at, warn_at, started_at from running_clocks")
    assert (while_merged, after) == ([], [before])
    await town.say(town.done(ReplySent, "2026-03-02 13:00"))
    assert (await town.course())[-1][0] == "ClockMet"


async def test_the_undoing_of_a_merge_brings_back_no_promise_that_was_kept(town):
    await town.submit("2026-03-02 09:00")
    await town.say(
        town.done(ReplySent, "2026-03-02 09:30"),
        town.done(TicketMerged, "2026-03-02 10:00", **MERGED),
        town.done(TicketClosed, "2026-03-02 10:00", outcome="merged"),
        town.done(MergeUndone, "2026-03-02 12:00", **MERGED),
    )

    assert await town.rows("select * from running_clocks") == []
