"""What happens to a ticket's promises as others act and time passes, on a real Postgres."""

from datetime import timedelta

import pytest

from libs.events.intake import (
    CallAnswered,
    CallExtended,
    InformationRequested,
    MessageReceived,
    ReplySent,
    SolutionProposed,
    SolutionRejected,
    TicketClosed,
    TicketReopened,
    TicketTakenIntoWork,
)
from libs.regulation import load
from libs.regulation.tests.desk import CALENDAR, TEXTS
from services.sla_clock.law import Law
from services.sla_clock.main import service
from services.sla_clock.queries import due_clocks
from services.sla_clock.reactions import tick
from services.sla_clock.tests.conftest import calendar, published
from services.sla_clock.tests.laws import CRYPTOPRO, ROWS, TECHNOKAD, at
from tests.desk import SHARDS
from tests.speaking import say

FRIDAY, WARN, DUE = "2026-02-20 17:30", "2026-02-25 09:06", "2026-02-25 11:30"
CALL = {"channel": "phone"}
EMBEDDED = {"law": TECHNOKAD, "channel": "embedded", "level": "priority"}


async def test_an_entitled_ticket_is_promised_an_answer_from_the_instant_it_came(town):
    await town.submit(FRIDAY)

    assert await town.course() == [("ClockStarted", "first_response", at(FRIDAY))]


async def test_a_ticket_nobody_answers_is_warned_of_and_broken_each_at_its_own_instant(town):
    await town.submit(FRIDAY)

    await town.desk.at(at("2026-03-01 12:00"))

    assert await town.course() == [
        ("ClockStarted", "first_response", at(FRIDAY)),
        ("ClockWarned", "first_response", at(WARN)),
        ("ClockBroken", "first_response", at(DUE)),
    ]


async def test_a_ticket_answered_in_time_is_neither_warned_of_nor_broken(town):
    await town.submit(FRIDAY)
    await town.say(town.done(ReplySent, "2026-02-24 10:00"))

    await town.desk.at(at("2026-03-01 12:00"))

    assert await town.course() == [
        ("ClockStarted", "first_response", at(FRIDAY)),
        ("ClockMet", "first_response", at("2026-02-24 10:00")),
    ]


async def test_nothing_is_said_a_second_before_it_is_due(town):
    await town.submit(FRIDAY)

    await town.desk.at(at(WARN) - timedelta(seconds=1))
    before_the_warning = await town.course()
    await town.desk.at(at(DUE) - timedelta(seconds=2))

    assert len(before_the_warning) == 1
    assert len(await town.course()) == 2


async def test_nothing_is_broken_before_the_shard_was_read_past_the_due_instant(town):
    await town.submit(FRIDAY)
    replica = town.desk.replicas["sla_clock"]
    behind = dict.fromkeys(range(SHARDS), at(DUE))
    past = dict.fromkeys(range(SHARDS), at(DUE) + timedelta(seconds=1))
    await town.desk.at(at(WARN))

    async with replica.database.reading(None) as db:
        while_unread = await tick(at("2026-03-01 12:00"), behind, db)
        once_read = await tick(at("2026-03-01 12:00"), past, db)

    assert while_unread == []
    assert [command.clock_id for command in once_read] == ["t1:first_response"]


async def test_a_reply_in_time_that_arrives_late_corrects_the_broken_promise(town):
    await town.submit(FRIDAY)
    await town.desk.at(at("2026-03-01 12:00"))

    await town.say(town.done(ReplySent, "2026-02-24 10:00"))

    assert (await town.course())[-1] == (
        "ClockCorrected",
        "first_response",
        at("2026-02-24 10:00"),
    )


async def test_each_later_message_of_the_user_is_promised_a_reply(town):
    await town.submit("2026-03-02 09:00")
    await town.say(
        town.done(ReplySent, "2026-03-02 10:00"),
        town.done(MessageReceived, "2026-03-02 15:00", message_id="m2"),
        town.done(SolutionRejected, "2026-03-02 16:00", message_id="m3"),
        town.done(ReplySent, "2026-03-02 17:00", message_id="m4"),
    )

    assert (await town.course())[2:] == [
        ("ClockStarted", "reply:m2", at("2026-03-02 15:00")),
        ("ClockStarted", "reply:m3", at("2026-03-02 16:00")),
        ("ClockMet", "reply:m2", at("2026-03-02 17:00")),
        ("ClockMet", "reply:m3", at("2026-03-02 17:00")),
    ]


async def test_a_ticket_without_a_right_is_promised_nothing(town):
    await town.say(town.submitted(FRIDAY), town.uncovered(FRIDAY))
    await town.say(town.done(MessageReceived, "2026-02-24 10:00", message_id="m2"))

    assert await town.course() == []


async def test_what_was_done_before_the_right_was_known_is_made_good(town):
    """Entitlement was away: the engineer has answered, and the user has written again."""
    await town.say(
        town.submitted("2026-03-02 09:00"),
        town.done(ReplySent, "2026-03-02 10:00"),
        town.done(MessageReceived, "2026-03-02 15:00", message_id="m2"),
        town.entitled("2026-03-02 09:00"),
    )

    assert await town.course() == [
        ("ClockStarted", "first_response", at("2026-03-02 09:00")),
        ("ClockMet", "first_response", at("2026-03-02 10:00")),
        ("ClockStarted", "reply:m2", at("2026-03-02 15:00")),
    ]


async def test_a_ticket_closed_before_its_right_was_known_keeps_no_promise_running(town):
    await town.say(
        town.submitted("2026-03-02 09:00"),
        town.done(TicketClosed, "2026-03-02 10:00"),
        town.entitled("2026-03-02 09:00"),
    )

    assert await town.rows("select * from running_clocks") == []


async def test_a_regulation_that_comes_late_holds_the_ticket_up_and_loses_nothing(town):
    await town.desk.empty()
    await town.say(town.submitted(FRIDAY), town.entitled(FRIDAY))
    waits = await town.rows("select waits_for from parked_keys")

    await town.say(published(CRYPTOPRO), calendar(ROWS))
    failed = await town.desk.replicas["sla_clock"].retry_parked("t1")

    assert failed is None
    assert waits == [{"waits_for": f"edition:{CRYPTOPRO.edition.id}"}]
    assert await town.course() == [("ClockStarted", "first_response", at(FRIDAY))]


async def test_a_call_is_answered_or_broken_within_10_real_minutes(town):
    await town.submit("2026-07-03 17:55", **CALL)
    await town.submit("2026-07-03 17:55", ticket="t2", **CALL)
    await town.say(town.done(CallAnswered, "2026-07-03 18:04"))

    await town.desk.at(at("2026-07-03 18:06"))

    assert (await town.course())[-1] == ("ClockMet", "phone_answer", at("2026-07-03 18:04"))
    assert (await town.course("t2"))[-1] == ("ClockBroken", "phone_answer", at("2026-07-03 18:05"))


async def test_a_call_extended_with_a_reason_has_no_deadline_any_more(town):
    await town.submit("2026-07-03 17:00", **CALL)
    await town.say(town.done(CallExtended, "2026-07-03 17:09"))

    assert (await town.course())[-1][0] == "ClockCancelled"


async def test_a_call_outside_the_hours_is_promised_nothing(town):
    await town.submit("2026-07-04 12:00", **CALL)

    assert await town.course() == []


@pytest.mark.parametrize("act", [TicketTakenIntoWork, ReplySent])
async def test_taking_a_ticket_into_work_is_an_engineers_act_or_his_first_reply(town, act):
    await town.submit("2026-07-03 17:30", **EMBEDDED)
    await town.say(town.done(act, "2026-07-06 05:00", TECHNOKAD))

    assert await town.course() == [
        ("ClockStarted", "take_into_work", at("2026-07-03 17:30")),
        ("ClockMet", "take_into_work", at("2026-07-06 05:00")),
    ]


async def test_the_level_decides_how_long_taking_into_work_may_take(town):
    for ticket, level in (("t1", "basic"), ("t2", "extended"), ("t3", "priority")):
        await town.submit("2026-07-03 02:00", ticket=ticket, **EMBEDDED | {"level": level})

    due = await town.rows("select due_at from running_clocks order by ticket_id")
    assert [row["due_at"] for row in due] == [
        at("2026-07-03 12:00"),
        at("2026-07-03 08:00"),
        at("2026-07-03 06:00"),
    ]


@pytest.mark.parametrize("act", [InformationRequested, SolutionProposed])
async def test_a_ticket_whose_user_does_not_react_elapses_after_3_working_days(town, act):
    await town.submit("2026-04-30 09:00")
    await town.say(
        town.done(act, "2026-04-30 14:00"),
        town.received("2026-04-30 15:00"),
    )

    await town.desk.at(at("2026-05-06 18:00"))

    assert (await town.course())[2:] == [
        ("ClockStarted", "auto_close:m1", at("2026-04-30 15:00")),
        ("ClockWarned", "auto_close:m1", at("2026-05-05 18:00")),
        ("ClockElapsed", "auto_close:m1", at("2026-05-06 18:00")),
    ]


async def test_a_ticket_is_reminded_of_as_often_as_its_edition_says(town):
    text = TEXTS["cryptopro"].replace("cryptopro-2015", "cryptopro-2016")
    text = text.replace("remind_days = 1\n", "remind_days = [2, 1]\n")
    law = Law(load(text), CALENDAR)
    await town.say(published(law))
    await town.submit("2026-04-30 09:00", law=law)
    await town.say(
        town.done(SolutionProposed, "2026-04-30 14:00", law),
        town.received("2026-04-30 15:00", law=law),
    )

    for day in ("04", "05", "06"):
        await town.desk.at(at(f"2026-05-{day} 18:00"))

    assert (await town.course())[3:] == [
        ("ClockWarned", "auto_close:m1", at("2026-05-04 18:00")),
        ("ClockWarned", "auto_close:m1", at("2026-05-05 18:00")),
        ("ClockElapsed", "auto_close:m1", at("2026-05-06 18:00")),
    ]


async def test_without_a_receipt_a_ticket_never_closes_by_itself(town):
    await town.submit("2026-04-30 09:00")
    await town.say(town.done(SolutionProposed, "2026-04-30 14:00"))

    await town.desk.at(at("2026-12-01 12:00"))

    assert "ClockElapsed" not in {name for name, _, _ in await town.course()}


async def test_a_receipt_of_a_plain_reply_closes_nothing(town):
    await town.submit("2026-04-30 09:00")
    await town.say(town.done(ReplySent, "2026-04-30 14:00"), town.received("2026-04-30 15:00"))

    assert len(await town.course()) == 2


async def test_a_regulation_without_the_rule_never_closes_by_silence(town):
    await town.submit("2026-04-30 09:00", **EMBEDDED)
    await town.say(
        town.done(SolutionProposed, "2026-04-30 10:00", TECHNOKAD),
        town.received("2026-04-30 15:00", law=TECHNOKAD),
    )

    assert [name for name, _, _ in await town.course()] == ["ClockStarted", "ClockMet"]


async def test_an_uncovered_ticket_closes_by_silence_too(town):
    await town.say(
        town.submitted("2026-04-30 09:00"),
        town.uncovered("2026-04-30 09:00"),
        town.done(SolutionProposed, "2026-04-30 14:00"),
        town.received("2026-04-30 15:00"),
    )

    assert [name for name, _, _ in await town.course()] == ["ClockStarted"]


async def test_a_user_who_reacts_keeps_the_ticket_open_and_is_promised_a_reply(town):
    await town.submit("2026-04-30 09:00")
    await town.say(
        town.done(InformationRequested, "2026-04-30 14:00"),
        town.received("2026-04-30 15:00"),
        town.done(MessageReceived, "2026-05-05 12:00", message_id="m2"),
    )

    assert (await town.course())[3:] == [
        ("ClockCancelled", "auto_close:m1", at("2026-05-05 12:00")),
        ("ClockStarted", "reply:m2", at("2026-05-05 12:00")),
    ]


async def test_a_reopened_ticket_is_promised_a_reply_anew(town):
    await town.submit("2026-03-02 09:00")
    await town.say(
        town.done(ReplySent, "2026-03-02 10:00"),
        town.done(TicketClosed, "2026-03-02 11:00"),
        town.done(TicketReopened, "2026-03-10 10:00", message_id="m9"),
    )

    assert (await town.course())[2:] == [("ClockStarted", "reply:m9", at("2026-03-10 10:00"))]


async def test_a_reopened_ticket_that_lost_its_right_is_promised_nothing(town):
    await town.submit("2026-03-02 09:00")
    await town.say(
        town.done(TicketClosed, "2026-03-02 11:00"),
        town.done(TicketReopened, "2026-03-10 10:00", message_id="m9"),
        town.uncovered("2026-03-10 10:00"),
    )

    assert await town.rows("select * from running_clocks") == []


async def test_a_reopened_ticket_that_got_a_right_is_promised_a_reply(town):
    await town.say(
        town.submitted("2026-03-02 09:00"),
        town.uncovered("2026-03-02 09:00"),
        town.done(TicketClosed, "2026-03-02 11:00"),
        town.done(TicketReopened, "2026-03-10 10:00", message_id="m9"),
        town.entitled("2026-03-10 10:00"),
    )

    assert await town.course() == [("ClockStarted", "reply:m9", at("2026-03-10 10:00"))]


async def test_a_ticket_denied_after_its_reopening_has_no_promises_left(town):
    await town.submit("2026-03-02 09:00")
    await town.say(
        town.done(TicketClosed, "2026-03-02 11:00"),
        town.done(TicketReopened, "2026-03-10 10:00", message_id="m9"),
        town.denied("2026-03-10 10:00"),
    )

    assert await town.rows("select * from running_clocks") == []


async def test_everything_delivered_twice_happens_once(town):
    await town.submit(FRIDAY)
    await town.say(
        town.done(ReplySent, "2026-02-24 10:00"),
        town.done(MessageReceived, "2026-02-24 12:00", message_id="m2"),
    )
    before = await town.course()

    await town.desk.redeliver()

    assert await town.course() == before


async def test_many_clocks_due_at_one_instant_are_all_broken_at_it(town):
    tickets = [f"t{n}" for n in range(40)]
    for ticket in tickets:
        submitted = town.submitted(FRIDAY, ticket=ticket)
        await say(town.desk, submitted, town.entitled(FRIDAY, ticket=ticket))
    await town.desk.settle()

    await town.desk.at(at("2026-03-01 12:00"))

    broken = await town.rows("select distinct occurred_at from events where type = 'ClockBroken'")
    assert [row["occurred_at"] for row in broken] == [at(DUE)]
    assert await town.rows("select * from running_clocks") == []


async def test_of_many_due_clocks_the_earliest_come_first_and_only_so_many_at_once(town):
    for minute in (3, 1, 5, 2, 4):
        await town.submit(f"2026-07-03 10:0{minute}", ticket=f"t{minute}", **CALL)
    unread = dict.fromkeys(range(SHARDS), at("2026-07-03 10:00"))

    async with town.desk.replicas["sla_clock"].database.reading(None) as db:
        due = await due_clocks(db, at("2026-07-03 12:00"), unread, 3)

    assert [clock["ticket_id"] for clock in due] == ["t1", "t2", "t3"]


async def test_the_next_instant_to_wake_up_at_is_the_earliest_warning_or_due(town):
    await town.submit(FRIDAY)
    replica = town.desk.replicas["sla_clock"]

    async with replica.database.reading(None) as db:
        first = await service.ticking.next_due(range(SHARDS), db)
        without_shards = await service.ticking.next_due([], db)

    assert (first, without_shards) == (at(WARN), None)
