"""What hours changed on a date, without notice, do to promises (NANO-49)."""

from datetime import date

import pytest

from libs.events.entitlement import ScheduleOverridden, SpecialDaysChosen
from libs.regulation import Situation, load_facts
from libs.regulation.tests.desk import CALENDAR, NANOSOFT
from services.sla_clock.law import Law
from services.sla_clock.tests.conftest import calendar
from services.sla_clock.tests.laws import CRYPTOPRO, ROWS, TECHNOKAD, at

SPECIAL = "date,base_kind,decree,note\n2026-03-03,workday,decree 1 of 2026-02-01,days off\n"


def other_hours(when, on, *windows, law=CRYPTOPRO, office=None):
    """The desk is open between these hours on a date; closed without them."""
    content = {
        "date": on,
        "windows": [{"opens": opens, "closes": closes} for opens, closes in windows],
        "reason": {"ru": "учения", "en": "a drill"},
    }
    return ScheduleOverridden(
        vendor=law.edition.vendor,
        occurred_at=at(when),
        on=date.fromisoformat(on),
        office=office,
        digest=f"{on}{windows}",
        content=content | ({"office": office} if office else {}),
    )


async def running(town):
    return [
        (row["ticket_id"], row["due_at"])
        for row in await town.rows("select * from running_clocks order by clock_id")
    ]


NANOSOFTS = load_facts(
    """
vendor = "nanosoft"
[[hours]]
date = 2026-07-06
windows = [{ opens = "10:00", closes = "15:00" }]
reason = { ru = "переезд", en = "we move" }
""",
    NANOSOFT,
)


def promised_by_nanosoft(start, overrides):
    law = Law(NANOSOFT, CALENDAR, overrides)
    (promise,) = law.promises(
        Situation(occasion="first", channel="portal", covered=True), at(start)
    )
    return promise


@pytest.mark.keeps("NANO-49")
def test_the_hours_of_a_date_may_differ_from_the_standard_ones():
    promise = promised_by_nanosoft("2026-07-03 17:00", NANOSOFTS.overrides(NANOSOFT))

    assert promise.due_at == at("2026-07-06 15:00")
    assert "NANO-49" in promise.because.rules


@pytest.mark.breaks("NANO-49")
def test_without_a_change_on_record_the_standard_hours_hold():
    promise = promised_by_nanosoft("2026-07-03 17:00", {})

    assert promise.due_at == at("2026-07-06 17:00")
    assert "NANO-49" not in promise.because.rules


async def test_changed_hours_move_a_promise_that_runs_and_say_why(town):
    await town.submit("2026-03-02 09:00")

    await town.say(other_hours("2026-03-02 10:00", "2026-03-03", ("14:00", "18:00")))

    assert await running(town) == [("t1", at("2026-03-03 17:00"))]
    assert (await town.course())[-1] == ("ClockMoved", "first_response", at("2026-03-02 10:00"))
    (clock,) = (await town.clocks()).json()
    assert clock["because"]["ru"].startswith("Часы работы на 03.03.2026 изменены: учения. Поступ")
    assert "3 ч вт (учения)" in clock["because"]["ru"]
    assert clock["because"]["en"].startswith("The hours of 3 Mar 2026 were changed: a drill. ")


async def test_without_changed_hours_the_standard_ones_count(town):
    await town.submit("2026-03-02 09:00")

    assert await running(town) == [("t1", at("2026-03-03 12:00"))]


async def test_a_promise_made_later_is_counted_by_the_changed_hours(town):
    await town.say(other_hours("2026-03-02 08:00", "2026-03-03"))

    await town.submit("2026-03-02 09:00")

    assert await running(town) == [("t1", at("2026-03-04 12:00"))]
    (clock,) = (await town.clocks()).json()
    assert "03.03 не считается (учения)" in clock["because"]["ru"]


async def test_the_hours_of_one_vendor_leave_the_promises_of_others(town):
    await town.submit("2026-03-02 09:00")

    await town.say(other_hours("2026-03-02 10:00", "2026-03-03", law=TECHNOKAD))

    assert [name for name, _, _ in await town.course()] == ["ClockStarted"]


async def test_hours_that_were_changed_back_bring_the_old_instant_back(town):
    await town.submit("2026-03-02 09:00")
    await town.say(other_hours("2026-03-02 10:00", "2026-03-03"))

    await town.say(other_hours("2026-03-02 11:00", "2026-03-03", ("09:00", "18:00")))

    assert await running(town) == [("t1", at("2026-03-03 12:00"))]


async def test_special_days_are_off_only_where_the_vendor_says_so(town):
    special = calendar(ROWS, "2026-03-02 09:30").model_copy(
        update={"calendar_version": "with special days", "special_days": SPECIAL}
    )
    await town.submit("2026-03-02 09:00")
    await town.say(special)
    before = await running(town)

    await town.say(
        SpecialDaysChosen(
            vendor="cryptopro", occurred_at=at("2026-03-02 10:00"), days="closed", digest="1"
        )
    )

    assert before == [("t1", at("2026-03-03 12:00"))]
    assert await running(town) == [("t1", at("2026-03-04 12:00"))]
