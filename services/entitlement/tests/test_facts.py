"""Dated facts beside an edition: published without notice, each once, and read back."""

from services.entitlement.tests.editions import text
from tests.desk import names

HOURS = {"date": "2026-12-30", "windows": [], "reason": text("переезд", "we move")}
PRICES = {
    "from_date": "2026-01-01",
    "currency": "RUB",
    "prices": [{"plan": "certificate", "per": "hour", "amount": "3000.00"}],
}
RELEASE = {"product": "signer", "version": "5.0", "released_on": "2026-02-01"}
ENGINEER = {
    "name": "Анна Соколова",
    "email": "anna@acme.example",
    "office": "moscow",
    "manager": "boss@acme.example",
}


async def publish(town, vendor="acme", **facts):
    return await town.post("facts", {"facts": {"vendor": "acme"} | facts}, vendor=vendor)


async def published(town, **facts):
    answer = await publish(town, **facts)
    assert answer.status_code == 200
    return [(each["part"], each["name"]) for each in answer.json()["published"]]


async def test_facts_hold_at_once_and_are_read_back_as_they_were_stated(town):
    told = await published(town, hours=[HOURS], price_lists=[PRICES], releases=[RELEASE])

    assert told == [
        ("hours", "2026-12-30"),
        ("price_lists", "2026-01-01"),
        ("releases", "signer:5.0"),
    ]
    assert names(await town.desk.settle())[-3:] == [
        "ScheduleOverridden",
        "PriceListPublished",
        "VersionReleased",
    ]
    facts = (await town.get("facts")).json()["facts"]
    assert facts["price_lists"][0]["prices"][0]["amount"] == "3000.00"
    assert facts["hours"][0]["reason"]["ru"] == "переезд"


async def test_a_fact_sent_again_is_nothing_new(town):
    await published(town, hours=[HOURS], releases=[RELEASE])

    assert await published(town, hours=[HOURS], releases=[RELEASE]) == []


async def test_a_fact_stated_otherwise_replaces_the_one_before_and_others_stay(town):
    await published(town, hours=[HOURS], releases=[RELEASE])
    shorter = HOURS | {"windows": [{"opens": "12:00", "closes": "15:00"}]}

    assert await published(town, hours=[shorter]) == [("hours", "2026-12-30")]
    facts = (await town.get("facts")).json()["facts"]
    assert [len(each["windows"]) for each in facts["hours"]] == [1]
    assert len(facts["releases"]) == 1


async def test_who_holds_a_role_lies_in_the_half_that_can_be_deleted(town):
    await published(town, engineers=[ENGINEER], special_days_off="closed")

    records = {record.type: record.facts for record in await town.desk.settle()}

    assert "anna@" not in records["EngineerListed"]
    assert "boss@" not in records["EngineerListed"]
    facts = (await town.get("facts")).json()["facts"]
    assert facts["engineers"][0]["manager"] == "boss@acme.example"
    assert facts["special_days_off"] == "closed"


async def test_facts_that_the_edition_does_not_know_are_refused_with_the_remedy(town):
    answer = await publish(town, releases=[RELEASE | {"product": "abacus"}])

    assert answer.status_code == 422
    assert "'abacus' is not in acme-2020; it has server, signer" in answer.json()["detail"]


async def test_facts_of_another_vendor_are_not_ones_own_to_publish(town):
    answer = await town.post("facts", {"facts": {"vendor": "other"}})

    assert answer.status_code == 422
    assert "these are facts of other" in answer.json()["detail"]


async def test_before_the_first_edition_there_is_nothing_to_check_facts_against(town):
    answer = await publish(town, vendor="beta")

    assert answer.status_code == 409
    assert "No regulation is in force yet" in answer.json()["detail"]


async def test_the_domain_is_told_the_facts_of_a_vendor_and_a_day(town):
    await published(town, price_lists=[PRICES])
    editions = town.desk.replicas["entitlement"].editions
    editions.forget()

    facts = await editions.facts("acme")

    assert facts.price_list(facts.price_lists[0].from_date).price("certificate").amount == 3000
