"""Whose a right was when a request came counts for it, also where it is judged only later."""

from datetime import timedelta

import pytest

from services.entitlement.tests.conftest import TODAY
from services.entitlement.tests.test_api import CERTIFICATE, CUSTOMER
from services.entitlement.tests.test_reactions import submitted

ANNA = "anna@romashka.example"
BORIS = "boris@romashka.example"
AN_HOUR = timedelta(hours=1)
FROM_WHEN_IT_CAME = ("TicketEntitled", "2026-11-23T10:00:00Z")
FROM_WHEN_IT_WAS_TOLD = ("TicketEntitled", "2026-11-23T11:00:00Z")
UNCOVERED = ("TicketLeftUncovered", "2026-11-23T10:00:00Z")


@pytest.fixture
async def holder(town):
    """A town that knows a customer whose rights whoever knows their numbers may use."""
    await town.post("customers", CUSTOMER)
    await town.post("entitlements", CERTIFICATE)
    return town


async def told(town, hours, path, body):
    """What is told so many hours after the beginning."""
    town.desk.set_time(TODAY + hours * AN_HOUR)
    answer = await town.post(path, body, key=str(hours))
    assert answer.is_success, answer.json()
    await town.desk.settle()


async def named(town, hours, *addresses):
    await told(town, hours, f"customers/{CUSTOMER['number']}/contacts", {"contacts": addresses})


async def claimed(town, hours, address):
    await told(town, hours, "entitlements/claims", {"number": "A-1", "email": address})


async def released(town, hours, address):
    await told(town, hours, "entitlements/releases", {"number": "A-1", "email": address})


async def asks(town, address, number=None):
    """A request that came an hour after the beginning, and is read only now."""
    contact = town.desk.replicas["intake"].identity.derive("contact", "acme", address, "0")
    about = {"contact_id": contact, "certificate": number, "occurred_at": TODAY + AN_HOUR}
    await town.say(submitted("t1", **about))


async def covered(town):
    """How the request was judged, from when on."""
    rows = await town.rows(
        "select type, facts->>'received_at' as at from events"
        " where type in ('TicketEntitled', 'TicketLeftUncovered') order by shard, position"
    )
    return [(row["type"], row["at"]) for row in rows]


async def test_who_knew_the_number_before_others_were_named_was_covered(holder):
    await named(holder, 2, ANNA)

    await asks(holder, BORIS, "A-1")

    assert await covered(holder) == [FROM_WHEN_IT_CAME]


async def test_who_was_named_after_he_had_asked_is_covered_from_then(holder):
    await named(holder, 2, ANNA)

    await asks(holder, ANNA)

    assert await covered(holder) == [UNCOVERED, FROM_WHEN_IT_WAS_TOLD]


async def test_who_was_named_in_between_alone_stays_covered_from_then(holder):
    await named(holder, 2, ANNA)
    await named(holder, 3, BORIS)

    await asks(holder, ANNA)

    assert await covered(holder) == [UNCOVERED, FROM_WHEN_IT_WAS_TOLD]


async def test_who_was_named_no_more_after_he_had_asked_was_covered(holder):
    await named(holder, 0, ANNA)
    await named(holder, 2, BORIS)

    await asks(holder, ANNA)

    assert await covered(holder) == [FROM_WHEN_IT_CAME]


async def test_who_knew_the_number_before_another_claimed_it_was_covered(holder):
    await claimed(holder, 2, ANNA)

    await asks(holder, BORIS, "A-1")

    assert await covered(holder) == [FROM_WHEN_IT_CAME]


async def test_who_claimed_it_after_he_had_asked_is_covered_from_then(holder):
    await claimed(holder, 2, ANNA)

    await asks(holder, ANNA)

    assert await covered(holder) == [UNCOVERED, FROM_WHEN_IT_WAS_TOLD]


async def test_who_gave_it_up_after_he_had_asked_was_covered(holder):
    await claimed(holder, 0, ANNA)
    await released(holder, 2, ANNA)

    await asks(holder, ANNA)

    assert await covered(holder) == [FROM_WHEN_IT_CAME]


@pytest.mark.parametrize("judged", ["in time", "late"])
async def test_late_judgement_says_the_same_as_one_in_time(holder, judged):
    if judged == "in time":
        holder.desk.set_time(TODAY + AN_HOUR)
        await asks(holder, ANNA)
    await named(holder, 2, ANNA)
    if judged == "late":
        await asks(holder, ANNA)

    assert await covered(holder) == [UNCOVERED, FROM_WHEN_IT_WAS_TOLD]
