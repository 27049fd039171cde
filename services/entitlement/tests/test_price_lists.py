"""A price list that is published after the work: what had no price gets one, all else stays."""

import pytest

from libs.events.work import WorkLogged
from libs.regulation.tests.desk import msk
from services.entitlement.tests.test_reactions import facts, submitted

DECEMBER = msk("2026-12-30 15:00")
BEGUN = msk("2026-12-30 14:00")


def listed(day, amount):
    price = {"plan": "standard", "per": "hour", "amount": amount}
    return {"from_date": day, "currency": "RUB", "prices": [price]}


def worked(ticket, name="w1", began=DECEMBER, minutes=40):
    return WorkLogged(
        vendor="regionsoft",
        occurred_at=began,
        ticket_id=ticket,
        message_id=f"{ticket}:{name}",
        contact_id="anna",
        engineer_id="vera",
        began_at=began,
        ended_at=began,
        minutes=minutes,
        service="analysis",
        plan="standard",
        terms="paid",
        digest="",
        body="Разбор",
    )


@pytest.fixture
async def desk(vendors):
    """Two requests with work that was done before any price list was published."""
    vendors.desk.set_time(msk("2027-01-13 12:00"))
    about = {"vendor": "regionsoft", "edition": "regionsoft-2019", "occurred_at": BEGUN}
    for ticket in ("t1", "t2"):
        await vendors.say(
            submitted(ticket, kind="technical_problem", product="crm", certificate=None, **about)
        )
        await vendors.say(worked(ticket))
    return vendors


async def publish(town, *lists):
    body = {"facts": {"vendor": "regionsoft", "price_lists": [*lists]}}
    assert (await town.post("facts", body, vendor="regionsoft")).status_code == 200
    await town.desk.settle()


async def charged(town, ticket="t1"):
    reckonings = await facts(town, "WorkCharged")
    return [each["amount"] for each in reckonings if each["ticket_id"] == ticket]


@pytest.mark.keeps("RGN-39")
async def test_work_without_a_price_is_reckoned_when_the_list_of_its_day_is_published(desk):
    await publish(desk, listed("2026-01-01", "3000.00"))

    assert await charged(desk, "t1") == ["0.00", "3000.00"]
    assert await charged(desk, "t2") == ["0.00", "3000.00"]
    last = (await facts(desk, "WorkCharged"))[-1]
    assert last["occurred_at"].startswith("2027-01-13T12:00:00")
    assert "RGN-39" in last["because"]["rules"]


@pytest.mark.breaks("RGN-39")
async def test_a_list_that_was_not_in_force_on_the_day_of_the_work_prices_nothing(desk):
    await publish(desk, listed("2027-01-01", "4000.00"))

    assert await charged(desk) == ["0.00"]
    (_, first) = await facts(desk, "WorkCharged")
    assert "RGN-39" in first["because"]["rules"]


async def test_a_later_list_leaves_what_was_charged_as_it_is(desk):
    await publish(desk, listed("2026-01-01", "3000.00"))
    await publish(desk, listed("2026-01-01", "3000.00"), listed("2026-12-01", "5000.00"))

    assert await charged(desk) == ["0.00", "3000.00"]


async def test_a_list_sent_again_reckons_nothing_anew(desk):
    await publish(desk, listed("2026-01-01", "3000.00"))
    await publish(desk, listed("2026-01-01", "3000.00"))

    assert await charged(desk) == ["0.00", "3000.00"]


async def test_work_logged_after_the_list_is_priced_at_once(desk):
    await publish(desk, listed("2026-01-01", "3000.00"))
    await desk.say(worked("t1", "w2", msk("2026-12-31 11:00"), 20))

    assert await charged(desk) == ["0.00", "3000.00", "3000.00"]
