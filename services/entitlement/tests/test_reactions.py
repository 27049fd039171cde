"""What entitlement does when intake speaks and when time passes, on a real Postgres."""

from datetime import UTC, datetime, timedelta

import pytest

from libs.events.intake import TicketClosed, TicketReopened, TicketSubmitted
from services.entitlement.reactions import tick
from services.entitlement.tests.conftest import TODAY
from services.entitlement.tests.editions import DOCUMENT
from services.entitlement.tests.test_api import CERTIFICATE, CUSTOMER
from tests.desk import SHARDS, names

EXPIRY = datetime(2027, 3, 1, 21, tzinfo=UTC)

NUMBERED = DOCUMENT | {
    "id": "acme-2027",
    "in_force_from": "2027-01-01",
    "form": DOCUMENT["form"]
    | {
        "fields": [
            {
                "name": "certificate",
                "type": "text",
                "need": "required",
                "label": {"ru": "Сертификат ТП", "en": "Certificate"},
            }
        ]
    },
}


def submitted(ticket="t1", **changes):
    return TicketSubmitted(
        vendor="acme",
        occurred_at=TODAY,
        ticket_id=ticket,
        number=f"AC-{ticket}",
        contact_id="anna",
        client="portal",
        channel="portal",
        kind="problem",
        language="ru",
        product="signer",
        certificate=" a-1",
        edition="acme-2020",
        digest="",
        subject="Ключ",
        body="Не читается",
    ).model_copy(update=changes)


def closed(ticket):
    return TicketClosed(
        vendor="acme",
        occurred_at=TODAY,
        ticket_id=ticket,
        outcome="solved",
        closed_by="engineer",
        engineer_id="vera",
    )


def reopened(at):
    return TicketReopened(
        vendor="acme",
        occurred_at=at,
        ticket_id="t1",
        message_id="t1:1",
        contact_id="anna",
        reopened_by="contact",
        digest="",
        body="Снова",
    )


@pytest.fixture
async def holder(town):
    await town.post("customers", CUSTOMER)
    await town.post("entitlements", CERTIFICATE)
    return town


async def facts(town, name):
    rows = await town.rows(
        f"select facts from events where type = '{name}'"
        " order by recorded_at, stream, stream_version"
    )
    return [row["facts"] for row in rows]


async def test_a_request_is_found_entitled_and_the_edition_accepted(holder):
    carried = await holder.say(submitted())

    assert sorted(names(carried)) == [
        "CustomerRegistered",
        "EntitlementRegistered",
        "RegulationAccepted",
        "TicketEntitled",
        "TicketSubmitted",
    ]
    (entitled,) = await facts(holder, "TicketEntitled")
    assert entitled["because"]["facts"]["number"] == "A-1"
    (accepted,) = await facts(holder, "RegulationAccepted")
    assert accepted["contact_id"] == "anna"


async def test_a_contact_accepts_an_edition_with_his_first_request_alone(holder):
    await holder.say(submitted("t1"))
    await holder.say(submitted("t2"))

    (accepted,) = await facts(holder, "RegulationAccepted")
    assert accepted["ticket_id"] == "t1"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"certificate": None}, "none"),
        ({"certificate": "  "}, "none"),
        ({"certificate": "A-9"}, "unknown"),
        ({"product": "server"}, "wrong_product"),
        ({"occurred_at": EXPIRY}, "expired"),
    ],
)
async def test_a_request_without_a_right_is_left_uncovered(holder, changes, reason):
    await holder.say(submitted(**changes))

    (uncovered,) = await facts(holder, "TicketLeftUncovered")
    assert uncovered["reason"] == reason


async def test_a_right_learned_late_entitles_open_requests_from_that_moment(town):
    await town.say(submitted("t1"), submitted("t2"))
    await town.say(closed("t2"))
    town.desk.set_time(TODAY + timedelta(hours=2))
    await town.post("customers", CUSTOMER)
    await town.post("entitlements", CERTIFICATE)

    await town.desk.settle()

    (entitled,) = await facts(town, "TicketEntitled")
    assert (entitled["ticket_id"], entitled["received_at"]) == ("t1", "2026-11-23T11:00:00Z")


async def test_a_ticket_opened_again_is_looked_up_anew(town):
    await town.say(submitted(), closed("t1"))
    await town.post("customers", CUSTOMER)
    await town.post("entitlements", CERTIFICATE)

    await town.say(reopened(TODAY + timedelta(days=1)))

    (entitled,) = await facts(town, "TicketEntitled")
    assert entitled["received_at"] == "2026-11-24T09:00:00Z"


async def test_only_named_contacts_use_a_customers_certificate(town):
    address = "anna@romashka.example"
    await town.post("customers", CUSTOMER | {"contacts": [address]})
    await town.post("entitlements", CERTIFICATE)
    anna = town.desk.replicas["intake"].identity.derive("contact", "acme", address, "0")

    await town.say(submitted("t1", contact_id=anna))
    await town.say(submitted("t2", contact_id="boris"))

    assert [each["ticket_id"] for each in await facts(town, "TicketEntitled")] == ["t1"]
    (uncovered,) = await facts(town, "TicketLeftUncovered")
    assert uncovered["reason"] == "another_holder"


async def test_who_asks_is_enough_where_the_form_asks_for_no_number(town):
    address = "anna@romashka.example"
    anna = town.desk.replicas["intake"].identity.derive("contact", "acme", address, "0")
    await town.post("customers", CUSTOMER | {"contacts": [address]})
    for n, changes in enumerate(
        ({}, {"product": "server"}, {"number": "A-0", "ends_on": "2026-04-01"})
    ):
        await town.post("entitlements", CERTIFICATE | {"number": f"A-{n + 1}"} | changes, f"{n}")

    await town.say(submitted("t1", contact_id=anna, certificate=None))
    await town.say(submitted("t2", contact_id=anna, certificate=None, product="server"))
    await town.say(submitted("t3", contact_id="boris", certificate=None))

    found = {each["ticket_id"]: each for each in await facts(town, "TicketEntitled")}
    assert found["t1"]["because"]["facts"]["number"] == "A-1"
    assert found["t2"]["because"]["facts"]["number"] == "A-2"
    assert "t3" not in found


async def test_where_the_form_requires_the_number_only_the_number_counts(town):
    address = "anna@romashka.example"
    anna = town.desk.replicas["intake"].identity.derive("contact", "acme", address, "0")
    await town.post("customers", CUSTOMER | {"contacts": [address]})
    await town.post("entitlements", CERTIFICATE)
    await town.post("regulations", {"edition": NUMBERED})

    await town.say(submitted(contact_id=anna, certificate=None, edition=NUMBERED["id"]))

    (uncovered,) = await facts(town, "TicketLeftUncovered")
    assert uncovered["reason"] == "none"


async def test_a_request_waits_for_an_edition_that_is_not_known_yet(town):
    await town.say(submitted(edition="acme-2026"))

    (parked,) = await town.rows("select key, waits_for from parked_keys")
    assert parked == {"key": "t1", "waits_for": "edition:acme-2026"}


async def test_what_is_delivered_twice_is_judged_once(holder):
    await holder.say(submitted())
    await holder.desk.redeliver()

    assert len(await facts(holder, "TicketEntitled")) == 1


async def test_a_right_expires_at_the_end_of_its_last_day_and_once(holder):
    before = await holder.desk.at(EXPIRY - timedelta(seconds=1))
    after = await holder.desk.at(EXPIRY + timedelta(hours=5))
    later = await holder.desk.at(EXPIRY + timedelta(days=1))

    assert "EntitlementExpired" not in names(before)
    assert names(after) == ["EntitlementExpired"]
    assert after[0].occurred_at == EXPIRY
    assert later == []
    assert (await holder.get("entitlements")).json()["items"][0]["expired"] is True


async def test_time_passes_only_for_the_shards_that_are_held(holder):
    (row,) = await holder.rows("select shard from entitlements")
    others = [shard for shard in range(SHARDS) if shard != row["shard"]]

    async with holder.desk.replicas["entitlement"].database.reading(None) as db:
        elsewhere = await tick(EXPIRY, dict.fromkeys(others, EXPIRY), db)
        here = await tick(EXPIRY, {row["shard"]: EXPIRY}, db)

    assert (len(elsewhere), len(here)) == (0, 1)


async def test_a_kind_that_asks_for_a_grant_is_denied_to_who_has_none_and_given_to_others(vendors):
    about = {"vendor": "nanosoft", "edition": "nanosoft-2019", "product": None}
    licence = about | {"kind": "network_licence"}
    await vendors.post("customers", CUSTOMER, vendor="nanosoft")
    body = {"number": "SN-1", "customer": "K-1", "plan": "abonement", "seats": 1}
    right = (await vendors.post("entitlements", body, vendor="nanosoft")).json()["entitlement_id"]
    paid = {"fact": "PaymentReceived", "order": "1", "happened_at": "2026-11-15T09:00:00Z"}
    await vendors.post(f"entitlements/{right}/facts", paid, vendor="nanosoft")

    await vendors.say(submitted("t1", certificate="SN-1", **licence))
    await vendors.say(submitted("t2", certificate=None, **licence))

    assert [e["ticket_id"] for e in await facts(vendors, "TicketEntitled")] == ["t1"]
    (denied,) = await facts(vendors, "TicketDenied")
    assert (denied["ticket_id"], denied["reason"]) == ("t2", "not_granted")
