"""What a request would get, asked beforehand over HTTP."""

from datetime import date

import pytest

from libs.regulation.tests.desk import CRYPTOPRO, REGIONSOFT
from libs.regulation.tests.test_services_rules import INCLUDED, NOT_GIVEN
from services.entitlement.domain.ageing import version_covered
from services.entitlement.tests.test_api import CUSTOMER

SUBSCRIPTION = {"number": "P-1", "customer": "K-1", "plan": "priority"}
RELEASES = """
vendor = "regionsoft"
[[releases]]
product = "crm"
version = "7"
released_on = 2020-02-01
[[releases]]
product = "crm"
version = "8"
released_on = 2024-02-01
[[releases]]
product = "crm"
version = "9"
released_on = 2026-02-01
"""


@pytest.fixture
async def client(vendors):
    assert (await vendors.post("customers", CUSTOMER, vendor="regionsoft")).status_code == 201
    vendors.vendor = "regionsoft"
    return vendors


async def check(client, **query):
    answer = await client.get("entitlements/check", vendor=client.vendor, **query)
    assert answer.status_code == 200, answer.json()
    return answer.json()


async def subscribe(client, month="2026-11", order="11"):
    made = await client.post("entitlements", SUBSCRIPTION, vendor="regionsoft")
    right = made.json()["entitlement_id"]
    fact = {"fact": "PaymentReceived", "order": order, "happened_at": f"{month}-10T09:00:00Z"}
    answer = await client.post(f"entitlements/{right}/facts", fact, key=order, vendor="regionsoft")
    assert answer.status_code == 201, answer.json()
    return right


def named(items, slug):
    return next(each for each in items if each["slug"] == slug)


async def test_without_a_subscription_the_warranty_answers_each_service(client):
    told = await check(client)

    assert (told["outcome"], told["valid"], told["plan"], told["cost"]) == (
        "plan",
        False,
        "warranty",
        "free",
    )
    remote = named(told["services"], "remote_help")
    assert remote["terms"] == "diagnostics_only"
    assert "RGN-79" in remote["because"]["rules"]


def of(plan, table, mark):
    """The rows of RegionSoft's table of work that name the plan."""
    rows = [row[2:] for row in table if row[0] is REGIONSOFT and row[1] == plan]
    return [pytest.param(*row, marks=mark(*row[1]), id=row[0]) for row in rows]


@pytest.mark.parametrize(("service", "rules"), of("warranty", INCLUDED, pytest.mark.keeps))
async def test_who_asks_reads_what_the_warranty_gives_and_by_which_rule(client, service, rules):
    given = named((await check(client))["services"], service)

    assert given["terms"] == "included"
    assert set(rules) <= set(given["because"]["rules"])


@pytest.mark.parametrize(("service", "rules"), of("warranty", NOT_GIVEN, pytest.mark.breaks))
async def test_who_asks_reads_what_the_warranty_does_not_give(client, service, rules):
    given = named((await check(client))["services"], service)

    assert given["terms"] == "not_provided"
    assert set(rules) <= set(given["because"]["rules"])


@pytest.mark.parametrize(("service", "rules"), of("priority", INCLUDED, pytest.mark.keeps))
async def test_who_subscribed_reads_what_he_is_given_and_by_which_rule(client, service, rules):
    await subscribe(client)

    given = named((await check(client, number="P-1"))["services"], service)

    assert given["terms"] == "included"
    assert set(rules) <= set(given["because"]["rules"])


async def test_work_that_the_warranty_does_not_give_is_paid(client):
    told = await check(client, service="integration")

    assert (told["plan"], told["cost"]) == ("standard", "by_time")
    assert named(told["services"], "integration")["terms"] == "paid"


async def test_a_subscription_says_what_it_gives_and_how_long(client):
    await subscribe(client)

    told = await check(client, number="P-1", service="integration")

    assert (told["outcome"], told["plan"], told["dedicated_engineer"]) == (
        "entitled",
        "priority",
        True,
    )
    assert (told["starts_on"], told["ends_on"], told["days_left"]) == (
        "2026-11-10",
        "2026-12-10",
        17,
    )
    versions = named(told["grants"], "new_versions")
    assert versions["terms"] == "not_provided"
    assert "подписка непрерывна с 10.11.2026, нужно 12 мес." in versions["because"]["ru"]
    assert "RGN-44" in versions["because"]["rules"]


async def test_new_versions_come_by_a_subscription_since_the_base_licence(client):
    fact = {
        "fact": "LicenceKeyHandedOver",
        "number": "L-7",
        "happened_at": "2026-10-11T09:00:00Z",
    }
    answer = await client.post("customers/K-1/facts", fact, key="licence", vendor="regionsoft")
    assert answer.json()["entitlement"]["ends_on"] == "2026-11-11"
    await subscribe(client)

    told = await check(client, number="P-1")

    assert named(told["grants"], "new_versions")["terms"] == "included"
    assert (await check(client, number="L-7", on="2026-10-20"))["plan"] == "priority"


async def test_a_duty_is_told_until_it_is_fulfilled(client):
    body = {"circumstance": "personal_configuration"}
    answer = await client.post("customers/K-1/circumstances", body, vendor="regionsoft")
    assert answer.json() == {"circumstances": ["personal_configuration"]}
    await subscribe(client)

    (gone,) = (await check(client, number="P-1", on="2027-02-01"))["duties"]
    (held,) = (await check(client, number="P-1"))["duties"]

    assert (gone["fulfilled"], held["fulfilled"]) == (False, True)
    assert gone["because"]["rules"] == ["RGN-47"]
    assert "подписка на ПТП обязательна" in gone["because"]["ru"]


async def test_the_warranty_covers_the_current_and_the_previous_version_for_five_years(client):
    facts = await client.post("facts", {"facts": RELEASES}, vendor="regionsoft")
    assert facts.status_code == 200, facts.json()
    await client.desk.settle()

    told = {
        version: (await check(client, product="crm", version=version))["version"]
        for version in ("9", "8", "7")
    }

    assert [told[each]["result"] for each in ("9", "8", "7")] == ["covered", "covered", "too_old"]
    assert told["8"]["until"] == "2029-02-01"
    assert (await check(client, product="crm", version="7"))["plan"] == "standard"
    assert {"RGN-28", "RGN-29"} <= set(told["7"]["because"]["rules"])


@pytest.mark.keeps("CPRO-R-08", "CPRO-R-09")
def test_a_number_is_read_as_the_document_says():
    plan, on = CRYPTOPRO.plan("certificate"), date(2026, 11, 26)

    told = version_covered(CRYPTOPRO, plan, [], "5.0.12000", on).because.facts

    assert (told["read_as"], told["build"]) == ("5", "0.12000")


async def test_an_exclusion_yields_to_the_service_that_names_the_work(client):
    bare = (await check(client, topic="other_software"))["topic"]
    named_so = (await check(client, topic="other_software", service="integration"))["topic"]

    assert (bare["excluded"], named_so["excluded"]) == (True, False)
    assert "RGN-53" in bare["because"]["rules"]


async def test_what_the_edition_does_not_know_is_said(client):
    for query in ({"service": "gardening"}, {"topic": "gardening"}):
        answer = await client.get("entitlements/check", vendor="regionsoft", **query)
        assert answer.status_code == 422
