"""Rights that become known when requests are open already, at the same instant, or for one of
whom nobody knew that he has them."""

from asyncio import create_task
from datetime import date, timedelta

import pytest

from libs.runtime.groups import Request
from libs.runtime.shards import shard_of
from services.entitlement.domain.commands import RegisterEntitlement
from services.entitlement.projections.customers import customer_numbered
from services.entitlement.tests.conftest import TODAY
from services.entitlement.tests.editions import ACME, DOCUMENT, lack
from services.entitlement.tests.test_api import CERTIFICATE, CUSTOMER
from services.entitlement.tests.test_reactions import closed, submitted
from tests.desk import SHARDS
from tests.speaking import CAUSE

ADDRESS = "anna@romashka.example"
STRICT = DOCUMENT | {
    "id": "acme-strict",
    "in_force_from": "2026-11-01",
    "without_entitlement": [
        lack(each["lack"], "denied") for each in DOCUMENT["without_entitlement"]
    ],
}


@pytest.fixture
async def known(town):
    """A town that knows the customer, and no right of his."""
    await town.post("customers", CUSTOMER)
    return town


async def covered(town):
    rows = await town.rows(
        "select facts->>'ticket_id' as ticket from events where type = 'TicketEntitled'"
        " order by shard, position"
    )
    return [row["ticket"] for row in rows]


def elsewhere(id):
    """A ticket whose facts lie in another shard than those of `id`."""
    tickets = (f"t{n}" for n in range(100))
    return next(each for each in tickets if shard_of(each, SHARDS) != shard_of(id, SHARDS))


async def test_a_right_registered_while_a_request_is_judged_covers_it(known):
    """Neither transaction sees what the other has not committed: one waits for the other."""
    service = known.desk.replicas["entitlement"]
    ticket = elsewhere("e1")
    async with service.database.reading(None) as db:
        customer = await customer_numbered(db, "acme", "K-1")
    command = RegisterEntitlement(
        id="e1",
        vendor="acme",
        at=TODAY,
        number="A-1",
        customer_id=customer["customer_id"],
        plan="certificate",
        product="signer",
        services=(),
        level=None,
        starts_on=date(2026, 3, 1),
        ends_on=None,
        digest="",
        edition=ACME,
    )
    asked = []

    async def is_asked(db):
        """The request is judged now, or waits for us."""
        asked.append(create_task(known.say(submitted(ticket))))
        waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        while not asked[0].done() and not await db.fetchval(waiting):
            pass

    await service.execution.run_group([Request(command, CAUSE, TODAY, None)], "acme", is_asked)
    await asked[0]
    await known.desk.settle()

    assert await covered(known) == [ticket]


async def test_a_right_known_before_its_request_was_judged_covers_it_from_then(known):
    """The request came after the right, and was judged before that could be found."""
    await known.say(submitted(occurred_at=TODAY + timedelta(seconds=1)))
    await known.post("entitlements", CERTIFICATE)

    await known.desk.settle()

    assert await covered(known) == ["t1"]
    (entitled,) = await known.rows(
        "select facts->>'received_at' as at from events where type = 'TicketEntitled'"
    )
    assert entitled["at"] == "2026-11-23T09:00:01Z"


async def test_a_request_that_was_denied_stays_closed_when_the_right_is_learned(known):
    await known.post("regulations", {"edition": STRICT})
    await known.say(submitted(edition="acme-strict"))
    await known.post("entitlements", CERTIFICATE)

    await known.desk.settle()

    assert await covered(known) == []


async def test_a_right_that_a_contact_claims_covers_his_open_requests(known):
    await known.post("entitlements", CERTIFICATE)
    anna = known.desk.replicas["intake"].identity.derive("contact", "acme", ADDRESS, "0")
    await known.say(submitted("t1", contact_id=anna, certificate=None))
    await known.say(submitted("t2", contact_id=anna, certificate=None), closed("t2"))
    await known.say(submitted("t3", contact_id="boris", certificate=None))

    await known.post("entitlements/claims", {"number": "A-1", "email": ADDRESS})
    await known.desk.settle()

    assert await covered(known) == ["t1"]


@pytest.mark.parametrize("first", ["the right", "the licence"])
async def test_the_number_of_a_licence_leads_to_its_customers_right_whichever_is_learned_first(
    known, first
):
    handed = {
        "fact": "LicenceKeyHandedOver",
        "number": "NC-7",
        "happened_at": "2026-02-01T09:00:00Z",
    }
    told = [("entitlements", CERTIFICATE), ("customers/K-1/facts", handed)]
    await known.say(submitted(certificate="NC-7"))
    for path, body in told if first == "the right" else reversed(told):
        known.desk.set_time(TODAY + timedelta(hours=1))
        assert (await known.post(path, body)).status_code == 201

    await known.desk.settle()

    assert await covered(known) == ["t1"]
    (entitled,) = await known.rows(
        "select facts->>'received_at' as at from events where type = 'TicketEntitled'"
    )
    assert entitled["at"] == "2026-11-23T10:00:00Z"
