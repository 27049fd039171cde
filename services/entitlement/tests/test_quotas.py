"""The requests of a subscription over HTTP: reserved, spent, given back, and told line by line."""

from datetime import timedelta

import pytest

from libs.events.intake import MergeUndone, TicketClosed, TicketTakenIntoWork
from services.entitlement.tests.conftest import TODAY
from services.entitlement.tests.test_reactions import facts, reopened, submitted

CUSTOMER = {"number": "N-1", "kind": "organisation", "name": "ООО «Чертёж»"}
ABONEMENT = {"number": "SN-1", "customer": "N-1", "plan": "abonement", "seats": 1}
PAYMENT = {"fact": "PaymentReceived", "order": "118", "happened_at": "2026-03-01T09:00:00Z"}


async def post(vendors, path, body, key="once"):
    answer = await vendors.post(path, body, key=key, vendor="nanosoft")
    assert answer.status_code == 201, answer.json()
    return answer.json()


@pytest.fixture
async def drawing(vendors):
    """A customer with the ten requests a year of one workplace."""
    await post(vendors, "customers", CUSTOMER)
    right = await post(vendors, "entitlements", ABONEMENT)
    await post(vendors, f"entitlements/{right['entitlement_id']}/facts", PAYMENT)
    await vendors.desk.settle()
    vendors.right = right["entitlement_id"]
    return vendors


def request(n, **changes):
    at = TODAY + timedelta(minutes=n)
    own = {"vendor": "nanosoft", "edition": "nanosoft-2019", "kind": "question"}
    own |= {"certificate": "SN-1", "product": None, "occurred_at": at}
    return submitted(f"t{n}", **own | changes)


def taken(n):
    at = TODAY + timedelta(hours=1, minutes=n)
    return TicketTakenIntoWork(
        vendor="nanosoft", occurred_at=at, ticket_id=f"t{n}", engineer_id="vera"
    )


def closed(n, outcome):
    at = TODAY + timedelta(hours=2, minutes=n)
    return TicketClosed(
        vendor="nanosoft", occurred_at=at, ticket_id=f"t{n}", outcome=outcome, closed_by="engineer"
    )


async def statement(drawing):
    path = f"entitlements/{drawing.right}/statement"
    return (await drawing.get(path, vendor="nanosoft")).json()


@pytest.mark.keeps("NANO-55")
async def test_the_statement_tells_each_movement_with_its_balance(drawing):
    await drawing.say(request(1), request(2), request(3))
    await drawing.say(taken(1), taken(2), closed(2, "refused"))

    told = await statement(drawing)

    assert [(each["act"], each["left"]) for each in told["lines"]] == [
        ("opened", 10),
        ("reserved", 9),
        ("reserved", 8),
        ("reserved", 7),
        ("spent", 7),
        ("spent", 7),
        ("returned", 8),
    ]
    assert (told["requests"], told["reserved"], told["spent"], told["left"]) == (10, 1, 1, 8)
    assert (told["window_from"], told["window_to"]) == ("2026-03-01", "2027-02-28")
    assert told["lines"][0]["at"] == "2026-02-28T21:00:00Z", "midnight at the vendor's"
    first = told["lines"][1]
    assert (first["ticket"], first["what"]["ru"]) == ("AC-t1", "резерв")
    assert first["because"]["ru"] == "Запрос зарезервирован: осталось 9 из 10"
    assert {"NANO-55", "NANO-56"} <= set(first["because"]["rules"])
    assert told["lines"][-1]["because"]["ru"] == "Запрос возвращён: в поддержке отказано"


@pytest.mark.keeps("NANO-63")
@pytest.mark.breaks("NANO-55")
async def test_a_request_past_the_quota_is_served_free_with_the_link_to_buy_more(drawing):
    await drawing.say(*(request(n) for n in range(1, 12)))

    entitled = await facts(drawing, "TicketEntitled")

    assert [each["plan"] for each in entitled].count("abonement") == 10
    (beyond,) = [each for each in entitled if each["plan"] == "free"]
    assert (beyond["lack"], beyond["entitlement_id"], beyond["queue"]) == (
        "quota_spent",
        None,
        "minimum",
    )
    assert "Запросы абонемента на этот год израсходованы" in beyond["because"]["ru"]
    assert "Купить абонемент вы можете в личном кабинете" in beyond["because"]["ru"]
    assert "https://www.nanocad.ru" in beyond["because"]["ru"]
    assert {"NANO-55", "NANO-63"} <= set(beyond["because"]["rules"])


@pytest.mark.shows("NANO-63")
async def test_whoever_spent_all_requests_reads_where_to_buy_more(drawing):
    await drawing.say(*(request(n) for n in range(1, 11)))

    spent = await drawing.get("entitlements/check", vendor="nanosoft", number="SN-1")
    over = await drawing.get(
        "entitlements/check", vendor="nanosoft", number="SN-1", on="2027-03-02"
    )

    assert (spent.json()["plan"], spent.json()["lack"]) == ("free", "quota_spent")
    assert spent.json()["because"]["ru"] == (
        "Запросы абонемента на этот год израсходованы, поэтому запрос рассматривается на"
        " бесплатном уровне. Купить абонемент вы можете в личном кабинете. https://www.nanocad.ru"
    )
    assert over.json()["because"]["ru"] == (
        "Срок абонемента истёк, поэтому оказывается бесплатная техническая поддержка: время"
        " первого ответа не регламентируется. Купить абонемент вы можете в личном кабинете."
    )


async def test_requests_of_all_shards_at_once_never_take_more_than_there_is(drawing):
    await drawing.say(*(request(n) for n in range(1, 31)))

    reserved = await facts(drawing, "QuotaReserved")

    assert sorted(each["left"] for each in reserved) == list(range(10))
    assert (await statement(drawing))["left"] == 0


async def test_a_ticket_opened_again_takes_no_further_request(drawing):
    await drawing.say(request(1))
    await drawing.say(taken(1), closed(1, "solved"))
    again = reopened(TODAY + timedelta(days=1)).model_copy(update={"vendor": "nanosoft"})

    await drawing.say(again)

    assert (await statement(drawing))["left"] == 9


async def test_more_workplaces_give_more_requests_and_what_was_spent_stays_so(drawing):
    await drawing.say(request(1), taken(1))
    drawing.desk.set_time(TODAY + timedelta(days=1))
    body = {"fact": "SeatsChanged", "seats": 5, "happened_at": "2026-11-24T08:00:00Z"}
    await post(drawing, f"entitlements/{drawing.right}/facts", body, key="seats")

    told = await statement(drawing)

    assert (told["requests"], told["spent"], told["left"]) == (50, 1, 49)
    assert told["lines"][-1]["act"] == "seats_changed"
    assert "NANO-57" in told["lines"][-1]["because"]["rules"]


async def test_workplaces_changed_at_the_very_beginning_of_a_year_are_in_its_opening(drawing):
    body = {"fact": "SeatsChanged", "seats": 5, "happened_at": "2026-02-28T21:00:00Z"}
    await post(drawing, f"entitlements/{drawing.right}/facts", body, key="seats")

    told = await statement(drawing)

    assert [(each["act"], each["left"]) for each in told["lines"]] == [("opened", 50)]


async def test_a_subscription_learned_late_entitles_open_requests_and_their_work(vendors):
    await vendors.say(request(1), request(2), request(3))
    await vendors.say(taken(1), closed(2, "solved"))
    vendors.desk.set_time(TODAY + timedelta(days=1))
    await post(vendors, "customers", CUSTOMER)
    right = await post(vendors, "entitlements", ABONEMENT)
    vendors.right = right["entitlement_id"]
    await post(vendors, f"entitlements/{vendors.right}/facts", PAYMENT)

    await vendors.desk.settle()

    entitled = [each for each in await facts(vendors, "TicketEntitled") if each["entitlement_id"]]
    assert sorted(each["ticket_id"] for each in entitled) == ["t1", "t3"]
    assert {each["received_at"] for each in entitled} == {"2026-11-24T09:00:00Z"}
    told = await statement(vendors)
    assert (told["reserved"], told["spent"], told["left"]) == (1, 1, 8)


async def test_a_subscription_learned_late_is_for_the_requests_that_came_first(vendors):
    came = [f"NS-{number}" for number in range(994, 1006)]
    await vendors.say(*(request(90 - n, number=number) for n, number in enumerate(came)))
    await post(vendors, "customers", CUSTOMER)
    right = await post(vendors, "entitlements", ABONEMENT)
    await post(vendors, f"entitlements/{right['entitlement_id']}/facts", PAYMENT)

    await vendors.desk.settle()

    entitled = [each for each in await facts(vendors, "TicketEntitled") if each["entitlement_id"]]
    tickets = {f"t{90 - n}": number for n, number in enumerate(came)}
    assert sorted(tickets[each["ticket_id"]] for each in entitled) == sorted(came[:10])


async def test_the_year_of_a_subscription_gives_its_requests_anew(drawing):
    await drawing.say(*(request(n) for n in range(1, 11)))
    next_year = TODAY.replace(year=2027, month=2, day=28, hour=20)

    path = f"entitlements/{drawing.right}/statement"
    kept = await drawing.get(path, vendor="nanosoft", on=next_year.date().isoformat())
    last = await drawing.get(path, vendor="nanosoft", on="2027-03-01")

    assert kept.json()["left"] == 0
    assert last.json()["left"] == 0


async def test_a_request_whose_merge_was_undone_is_taken_again(drawing):
    await drawing.say(request(1), taken(1), closed(1, "merged"))
    assert (await statement(drawing))["left"] == 10

    undone = MergeUndone(
        vendor="nanosoft",
        occurred_at=TODAY + timedelta(hours=3),
        ticket_id="t1",
        number="NS-1",
        engineer_id="vera",
        target_id="t0",
        target_number="NS-0",
    )
    await drawing.say(undone)

    told = await statement(drawing)
    acts = [(each["act"], each["left"]) for each in told["lines"][1:]]
    assert acts == [("reserved", 9), ("spent", 9), ("returned", 10), ("reserved", 9), ("spent", 9)]


async def test_each_line_is_told_with_its_balance_though_the_workplaces_were_corrected(drawing):
    await drawing.say(request(1))
    drawing.desk.set_time(TODAY + timedelta(days=1))
    body = {"fact": "SeatsChanged", "seats": 5, "happened_at": "2026-11-20T08:00:00Z"}
    await post(drawing, f"entitlements/{drawing.right}/facts", body, key="seats")

    line = (await statement(drawing))["lines"][-1]

    assert (line["requests"], line["left"]) == (50, 49)
    assert line["because"]["ru"] == "Запрос зарезервирован: осталось 49 из 50"


async def test_more_taken_than_fewer_workplaces_give_is_told_in_words(drawing):
    many = {"fact": "SeatsChanged", "seats": 5, "happened_at": "2026-11-20T08:00:00Z"}
    await post(drawing, f"entitlements/{drawing.right}/facts", many, key="many")
    await drawing.say(*(request(n) for n in range(1, 13)))
    drawing.desk.set_time(TODAY + timedelta(days=1))
    between = (TODAY + timedelta(minutes=11, seconds=30)).isoformat()
    few = {"fact": "SeatsChanged", "seats": 1, "happened_at": between}
    await post(drawing, f"entitlements/{drawing.right}/facts", few, key="few")

    *_, changed, last = (await statement(drawing))["lines"]

    assert (changed["requests"], changed["left"]) == (10, -1)
    assert changed["because"]["ru"] == (
        "Рабочих мест: 1, запросов: 10; взято на 1 больше, чем положено (10)"
    )
    assert last["left"] == -2
    assert last["because"]["ru"] == ("Запрос зарезервирован: взято на 2 больше, чем положено (10)")
    assert last["because"]["en"] == (
        "A request is reserved: 2 more taken than the 10 that are given"
    )


async def test_a_right_that_is_over_tells_its_last_year_and_has_none_beside_its_term(drawing):
    path = f"entitlements/{drawing.right}/statement"
    drawing.desk.set_time(TODAY + timedelta(days=400))

    last = (await drawing.get(path, vendor="nanosoft")).json()
    early = await drawing.get(path, vendor="nanosoft", on="2026-02-28")
    late = await drawing.get(path, vendor="nanosoft", on="2027-03-02")

    assert (last["window_from"], last["window_to"]) == ("2026-03-01", "2027-03-01")
    assert [early.status_code, late.status_code] == [409, 409]
    assert late.json()["detail_ru"] == (
        "Право действует с 01.03.2026 по 01.03.2027: назовите день из этого срока."
    )
