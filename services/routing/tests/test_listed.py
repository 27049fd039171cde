"""Engineers whom the vendor's dated facts name take tickets from a day on, until a last one."""

import pytest

from libs.regulation import facts_from_document
from libs.regulation.published import addresses, events_of
from services.routing.tests import words
from services.routing.tests.boards import MONDAY_NOON, TKAD, msk

TUESDAY, WEDNESDAY = msk("2026-03-03T09:00"), msk("2026-03-04T09:00")


async def listed(town, *people):
    """The vendor publishes these engineers; returns their ids."""
    engineers = [
        {"name": name, "email": f"{name}@support.example", "office": "moscow"} | about
        for name, about in people
    ]
    facts = facts_from_document({"vendor": "technokad", "engineers": engineers}, TKAD)
    persons = {each: f"staff-{each.partition('@')[0]}" for each in addresses(facts)}
    now, digest = town.routing.clock.now(), town.routing.identity.digest
    for event in events_of(facts, now, persons, digest, "ru"):
        await town.say("technokad", event)
    return [f"staff-{name}" for name, _ in people]


async def away(town, engineer, since, until):
    body = {"engineer": engineer, "absent_from": since.isoformat()}
    body |= {"absent_until": until.isoformat()}
    return await town.post("absences", body)


async def test_who_is_listed_takes_tickets_though_nobody_hired_him(town):
    (vera,) = await listed(town, ("vera", {}))

    await town.covered("t1")

    assert await town.holder("t1") == vera
    (shown,) = (await town.get("engineers")).json()["items"]
    assert (shown["engineer_id"], shown["office_id"], shown["open_tickets"]) == (vera, "moscow", 1)
    assert (await town.get("offices")).json()["items"][0]["office_id"] == "moscow"


async def test_who_was_listed_before_routing_began_is_known_when_it_begins(town):
    """It reads the log from the beginning: nothing has to be published again."""
    town.desk.passive.add("routing")
    (vera,) = await listed(town, ("vera", {}))
    town.desk.passive.discard("routing")

    await town.desk.redeliver()
    await town.covered("t1")

    assert await town.holder("t1") == vera


async def test_a_ticket_that_waits_goes_to_who_is_listed_at_once(town):
    await town.covered("t1")
    assert await town.holder("t1") is None

    (vera,) = await listed(town, ("vera", {}))

    assert await town.holder("t1") == vera


async def test_who_is_listed_from_a_day_on_takes_nothing_before_it(town):
    (vera,) = await listed(town, ("vera", {"from_date": "2026-03-03"}))

    await town.covered("t1")
    before = await town.history("t1")
    await town.desk.at(TUESDAY)

    assert before == [("TicketQueued", None)]
    assert (await town.rows("select next_try from tickets"))[0]["next_try"] is None
    assert await town.holder("t1") == vera


async def test_who_is_listed_takes_tickets_of_his_products_alone(town):
    first, second = [each.slug for each in TKAD.products][:2]
    vera, gleb = await listed(town, ("vera", {"products": [first]}), ("gleb", {}))
    await town.covered("t0", product=first)
    await town.covered("t1", product=second)
    await town.covered("t2", product=second)

    assert [await town.holder(t) for t in ("t1", "t2")] == [gleb, gleb]
    assert await town.holder("t0") in (vera, gleb)


async def test_who_was_hired_and_is_listed_is_one_engineer(town):
    first, second = [each.slug for each in TKAD.products][:2]
    anna = await town.hire("anna", products=[first])
    await town.covered("t1", product=second)
    assert await town.holder("t1") is None

    await listed(town, ("anna", {"products": [second]}))

    assert await town.holder("t1") == anna
    assert len((await town.get("engineers")).json()["items"]) == 1


async def test_who_is_listed_cannot_be_hired_as_somebody_else(town):
    (vera,) = await listed(town, ("vera", {}))
    body = {"office": "moscow", "name": "Вера", "email": "Vera@support.example"}

    answer = await town.post("engineers", body)

    assert answer.status_code == 409
    assert vera in answer.json()["detail"]


async def test_after_his_last_day_he_gets_no_more_tickets(town):
    vera, gleb = await listed(town, ("vera", {"last_day": "2026-03-02"}), ("gleb", {}))
    await town.desk.at(TUESDAY)

    for ticket in ("t1", "t2", "t3"):
        await town.covered(ticket)

    assert {await town.holder(each) for each in ("t1", "t2", "t3")} == {gleb}
    assert vera != gleb


@pytest.mark.parametrize("when", ["told in advance", "told late"])
async def test_what_he_has_goes_to_others_when_he_leaves(town, when):
    (vera,) = await listed(town, ("vera", {}))
    await town.covered("t1")
    leaving = ("vera", {"last_day": "2026-03-02"}), ("gleb", {})
    if when == "told in advance":
        await listed(town, *leaving)
        assert await town.holder("t1") == vera
        await town.desk.at(msk("2026-03-03T00:00"))
    await town.desk.at(TUESDAY)
    if when == "told late":
        await listed(town, *leaving)

    assert await town.holder("t1") == "staff-gleb"
    names = [name for name, _ in await town.history("t1")]
    assert "TicketReturned" in names
    (back,) = await town.rows(
        "select facts->'because' as because from events where type = 'TicketReturned'"
    )
    assert back["because"]["ru"] == (
        "Специалист больше не работает в поддержке: обращение возвращается в очередь"
    )


async def test_who_stays_after_all_keeps_what_he_has(town):
    (vera,) = await listed(town, ("vera", {"last_day": "2026-03-03"}))
    await town.covered("t1")

    await listed(town, ("vera", {}), ("gleb", {}))
    await town.desk.at(WEDNESDAY)

    assert await town.holder("t1") == vera


async def test_a_promise_that_falls_due_after_the_last_day_is_handed_over(town):
    vera, gleb = await listed(town, ("vera", {"last_day": "2026-03-02"}), ("gleb", {}))
    for ticket in ("t1", "t2"):
        await town.covered(ticket)
        await town.promised(ticket, TUESDAY.replace(hour=15))
    (held,) = [t for t in ("t1", "t2") if await town.holder(t) == vera]

    await town.desk.at(MONDAY_NOON.replace(hour=18))

    assert await town.holder(held) == gleb
    assert ("TicketHandedOver", gleb) in await town.history(held)


async def test_the_listed_engineer_of_a_customer_takes_his_tickets(town):
    await town.say("customer-K-1", words.customer("K-1"))
    _, own = await listed(town, ("anna", {}), ("vera", {"dedicated_to": ["K-1"]}))

    for ticket in ("t1", "t2"):
        await town.covered(ticket, customer="customer-K-1")

    assert [await town.holder(each) for each in ("t1", "t2")] == [own, own]


async def test_the_listed_deputy_serves_while_the_engineer_of_the_customer_is_away(town):
    await town.say("customer-K-1", words.customer("K-1"))
    own = ("vera", {"dedicated_to": ["K-1"], "deputy": "gleb@support.example"})
    _, vera, gleb = await listed(town, ("anna", {}), own, ("gleb", {}))
    for ticket in ("t0", "t1"):
        await town.covered(ticket, customer="k2")
    assert (await away(town, "vera@support.example", MONDAY_NOON, TUESDAY)).status_code == 201

    await town.covered("t2", customer="customer-K-1")
    await town.covered("t3", customer="customer-K-1")
    await town.desk.at(TUESDAY)
    await town.covered("t4", customer="customer-K-1")

    assert [await town.holder(each) for each in ("t2", "t3", "t4")] == [gleb, gleb, vera]
    (shown,) = (await town.get("dedications")).json()["items"]
    assert shown == {"engineer_id": vera, "customer_id": "customer-K-1", "deputy_id": gleb}


async def test_the_deputy_serves_while_the_dedicated_engineer_is_away(town):
    await town.say("customer-K-1", words.customer("K-1"))
    await town.hire("anna")
    boris, vera = await town.hire("boris"), await town.hire("vera")
    body = {"engineer": vera, "customer": "K-1", "deputy": boris}
    assert (await town.post("dedications", body)).status_code == 201
    assert (await away(town, vera, MONDAY_NOON, TUESDAY)).status_code == 201

    for ticket in ("t1", "t2"):
        await town.covered(ticket, customer="customer-K-1")
    await town.desk.at(TUESDAY)
    await town.covered("t3", customer="customer-K-1")

    assert [await town.holder(each) for each in ("t1", "t2", "t3")] == [boris, boris, vera]
