"""A ticket as it is read: its state, its coverage, its engineer and its promises."""

from datetime import timedelta

import pytest

from services.views.tests.telling import (
    DUE,
    FRIDAY,
    HOUR,
    VENDOR,
    asked,
    assigned,
    broken,
    closed,
    contact,
    customer,
    delivered,
    engineer,
    entitled,
    key,
    listed,
    message,
    met,
    met_late,
    moved_to,
    office,
    queued,
    reopened,
    returned,
    scheduled,
    started,
    submitted,
    uncovered,
    warned,
)

COURSE = (
    contact(),
    submitted(),
    customer(),
    entitled(),
    started(),
    office(),
    engineer(),
    assigned(),
)


async def test_a_ticket_says_whom_it_is_with_until_when_and_why(world):
    await world.say(*COURSE)

    ticket = await world.ticket()

    assert (ticket["status"], ticket["number"], ticket["version"]) == ("open", "CP-t1", 1)
    assert ticket["subject"] == "Не ставится программа"
    assert ticket["contact"]["name"] == "Иван Петров"
    assert ticket["coverage"]["state"] == "covered"
    assert ticket["coverage"]["customer"]["name"] == "ООО «Ромашка»"
    assert ticket["assignment"]["engineer"] == "Анна Смирнова"
    assert ticket["assignment"]["office"]["ru"] == "головной офис"
    assert ticket["deadline"]["due_at"] == "2026-02-25T08:30:00Z"
    assert ticket["deadline"]["because"]["ru"] == "потому что"
    assert ticket["deadline"]["because"]["facts"] == {"n": 12}
    assert ticket["set_aside"] is None


async def test_a_ticket_is_found_by_its_number(world):
    await world.say(submitted())

    assert (await world.get("tickets/by-number/CP-t1")).json()["ticket_id"] == "t1"
    assert (await world.get("tickets/by-number/CP-9")).status_code == 404


async def test_a_promise_is_overdue_from_its_instant_before_anybody_declares_it_broken(world):
    await world.say(submitted(), entitled(), started(), warned())
    world.desk.set_time(DUE - timedelta(seconds=1))
    assert (await world.ticket())["deadline"]["overdue"] is False

    world.desk.set_time(DUE)
    ticket = await world.ticket()

    assert (ticket["deadline"]["overdue"], ticket["broken"]) == (True, False)
    assert ticket["deadline"]["warned_at"] == "2026-02-25T07:30:00Z"


async def test_a_broken_promise_stays_the_next_one_until_it_is_done_late(world):
    await world.say(submitted(), entitled(), started(), broken())
    world.desk.set_time(DUE + HOUR)
    assert (await world.ticket())["deadline"]["state"] == "broken"

    await world.say(met_late())
    ticket = await world.ticket()

    assert (ticket["deadline"], ticket["broken"]) == (None, True)


async def test_a_kept_promise_is_no_deadline_any_more(world):
    await world.say(submitted(), entitled(), started(), met())

    ticket = await world.ticket()

    assert ticket["deadline"] is None
    assert [clock["state"] for clock in ticket["clocks"]] == ["met"]


async def test_the_nearest_of_two_promises_is_the_deadline_and_closing_is_none(world):
    await world.say(
        submitted(),
        entitled(),
        started(due_at=DUE + HOUR),
        started(due_at=DUE, clock="reply"),
        started(due_at=FRIDAY + HOUR, clock="auto_close"),
    )

    ticket = await world.ticket()

    assert ticket["deadline"]["clock"] == "reply"
    assert ticket["closes_at"] == "2026-02-20T15:30:00Z"


async def test_a_ticket_waits_and_is_open_again_after_the_contacts_reaction(world):
    await world.say(submitted(), asked())
    waiting = await world.ticket()
    await world.say(message())
    again = await world.ticket()

    assert (waiting["status"], waiting["waits_for"]) == ("waiting", "information")
    assert (again["status"], again["waits_for"], again["version"]) == ("open", None, 3)


async def test_a_closed_ticket_says_how_it_ended_until_it_is_reopened(world):
    await world.say(submitted(), closed())
    ended = await world.ticket()
    await world.say(reopened())
    again = await world.ticket()

    assert (ended["status"], ended["outcome"]) == ("closed", "solved")
    assert (again["status"], again["outcome"], again["closed_at"]) == ("open", None, None)


async def test_a_returned_ticket_remembers_its_last_engineer_and_a_queued_one_has_none(world):
    await world.say(submitted(), assigned(), returned())
    kept = (await world.ticket())["assignment"]
    await world.say(queued())
    queue = (await world.ticket())["assignment"]

    assert (kept["state"], kept["engineer_id"]) == ("returned", "anna")
    assert (queue["state"], queue["engineer_id"]) == ("queued", None)
    assert queue["next_try"] == "2026-02-25T08:30:00Z"


async def test_a_ticket_that_was_closed_in_the_queue_waits_for_nobody(world):
    await world.say(*COURSE[:-1], queued(), closed())

    assert (await world.ticket())["assignment"] is None


async def test_an_uncovered_ticket_says_why_and_has_no_deadline(world):
    await world.say(submitted(), uncovered())

    ticket = await world.ticket()

    assert (ticket["coverage"]["state"], ticket["coverage"]["reason"]) == ("uncovered", "unknown")
    assert ticket["deadline"] is None


async def test_engineers_see_what_was_sent_and_customers_do_not(world):
    await world.say(submitted(), scheduled(), delivered(), key("vk_shop", "read_own"))

    sent = (await world.ticket())["notifications"]
    shown = (await world.get("tickets/t1", key="vk_shop")).json()["notifications"]

    assert [(one["template"], one["state"]) for one in sent] == [("submitted", "delivered")]
    assert shown is None


async def test_a_client_sees_its_own_tickets_alone(world):
    await world.say(
        submitted("t1", client="shop"),
        submitted("t2", client="other"),
        key("vk_shop", "read_own"),
        key("vk_anna", "engineer"),
    )

    assert await world.listed(key="vk_shop") == ["t1"]
    assert (await world.get("tickets/t2", key="vk_shop")).status_code == 404
    assert (await world.get("tickets/by-number/CP-t2", key="vk_shop")).status_code == 404
    assert (await world.get("tickets/t2/timeline", key="vk_shop")).status_code == 404
    assert (await world.get("queue", key="vk_shop")).status_code == 403
    assert await world.listed(key="vk_anna") == ["t2", "t1"]


@pytest.mark.parametrize("scope", ["submit", "deliveries"])
@pytest.mark.parametrize(
    "path",
    [
        "tickets",
        "tickets/t1",
        "tickets/by-number/CP-t1",
        "tickets/t1/timeline",
        "tickets/t1/similar",
        "contacts/c1/requests",
        "changes",
    ],
)
async def test_a_key_that_may_not_read_sees_nothing(world, path, scope):
    await world.say(*COURSE, key("vk_shop", scope))

    assert (await world.get(path, key="vk_shop")).status_code == 403


async def test_another_vendor_sees_nothing(world):
    await world.say(*COURSE)

    assert await world.listed(vendor="technokad") == []
    assert await world.listed(vendor="technokad", text="программа") == []
    assert await world.listed("queue", vendor="technokad") == []
    assert (await world.get("tickets/t1", vendor="technokad")).status_code == 404
    assert (await world.get("tickets/t1/timeline", vendor="technokad")).status_code == 404
    assert (await world.get("engineers/anna/load", vendor="technokad")).status_code == 404


async def test_the_tag_changes_with_whatever_the_answer_says(world):
    await world.say(submitted(), entitled(), started())
    first = (await world.get("tickets/t1")).headers["ETag"]
    same = await world.get("tickets/t1", headers={"If-None-Match": first})
    world.desk.set_time(DUE)
    overdue = await world.get("tickets/t1", headers={"If-None-Match": first})

    assert first.startswith('"1.')
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", first)
    assert overdue.status_code == 200


async def test_an_engineer_whom_the_facts_alone_name_has_his_name_and_his_load(world):
    await world.say(listed("vera", "Вера Орлова"))

    load = (await world.get("engineers/vera/load")).json()

    assert (load["name"], load["open"]) == ("Вера Орлова", 0)


async def test_an_engineers_load_counts_what_is_assigned_to_him_now(world):
    await world.say(office(), engineer())
    for ticket in ("t1", "t2", "t3", "t4"):
        await world.say(submitted(ticket), entitled(ticket), started(ticket), assigned(ticket))
    await world.say(asked("t2"), met("t2"), closed("t3"), returned("t4"))
    world.desk.set_time(DUE)

    load = (await world.get("engineers/anna/load")).json()

    assert (load["open"], load["waiting"], load["overdue"]) == (1, 1, 1)
    assert load["name"] == "Анна Смирнова"
    assert load["next_due_at"] == "2026-02-25T08:30:00Z"
    assert (await world.get("engineers/nobody/load")).status_code == 404


async def test_a_vendor_with_the_same_office_id_keeps_its_own_name_of_it(world):
    other = office().model_copy(update={"vendor": "technokad", "ru": "филиал"})
    await world.say(office(), other, submitted(), assigned())

    assert VENDOR != "technokad"
    assert (await world.ticket())["assignment"]["office"]["ru"] == "головной офис"


async def test_the_coverage_shows_the_plan_that_the_contact_agreed_to(world):
    await world.say(*COURSE, moved_to("paid"))
    assert (await world.ticket())["coverage"]["plan"] == "paid"

    await world.say(closed(), reopened())
    assert (await world.ticket())["coverage"]["plan"] == "premium"
