"""What a request gets for work that its plan does not give, or none: as its edition says."""

from pathlib import Path

import pytest

from libs.regulation import load
from libs.regulation.tests import desk as editions
from services.entitlement.tests.test_plans_of_everybody import judged, right
from services.entitlement.tests.test_reactions import facts, submitted

TEXT = (Path(editions.__file__).parent / "kyma.toml").read_text()
KYMA = load(TEXT)
"""Tuning is paid by the hour, which every client has; crews are found under no plan."""

CREWING = TEXT[TEXT.index('[services.otherwise]\noutcome = "denied"') :].split("[[", 1)[0]
TUNING = TEXT[TEXT.index('[services.otherwise]\noutcome = "plan"') :].split("[[", 1)[0]
PAID = 'outcome = "plan"\nplan = "hourly"'
HELD = right(KYMA, "admiral")


def asked(edition, held, kind, **more):
    return judged(edition, "A-1" if held else None, held, kind=kind, **more)


@pytest.mark.parametrize("held", [None, HELD])
def test_what_no_plan_gives_is_refused_with_the_words_of_the_edition(held):
    event = asked(KYMA, held, "crew")

    assert (type(event).__name__, event.reason) == ("TicketDenied", "not_provided")
    assert event.because.rules == ("KYM-30",)
    assert event.because.en == "We find no crews."
    assert event.because.facts == {"service": "crewing", "plan": None}


@pytest.mark.parametrize("held", [None, HELD])
def test_or_it_is_served_last_and_without_a_promise(held):
    uncovered = load(TEXT.replace(CREWING, CREWING.replace("denied", "uncovered")))

    event = asked(uncovered, held, "crew")

    assert (type(event).__name__, event.reason) == ("TicketLeftUncovered", "not_provided")
    assert event.because.ru == "Экипаж мы не подбираем."


@pytest.mark.parametrize("held", [None, HELD])
def test_what_another_plan_gives_is_offered_paid(held):
    event = asked(KYMA, held, "tuning")

    assert (event.plan, event.terms, event.lack) == ("hourly", "paid", "not_provided")
    assert event.entitlement_id is None
    assert event.customer_id == ("c1" if held else None)
    assert event.because.rules == ("KYM-29", "KYM-13")
    assert event.because.en == "Tuning is paid by the hour."


def test_work_that_the_plan_gives_is_given():
    event = asked(KYMA, HELD, "outage")

    assert (event.plan, event.terms, event.lack) == ("admiral", "included", None)


def test_an_edition_that_says_nothing_leaves_it_to_the_engineer():
    event = asked(load(TEXT.replace(TUNING, "")), HELD, "tuning")

    assert (event.plan, event.terms) == ("admiral", "not_provided")


def test_an_open_request_whose_right_lapsed_is_left_to_the_engineer():
    assert asked(KYMA, HELD, "tuning", act="lapsed").plan == "admiral"


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (PAID, PAID.replace("hourly", "captain"), "captain must be registered; name a plan"),
        (PAID, PAID.replace("hourly", "deckhand"), "deckhand does not give it either; name it"),
        (PAID, PAID.replace('"plan"', '"denied"'), "name the plan and write outcome"),
        (PAID, PAID.replace("hourly", "houry"), "did you mean 'hourly'"),
        (CREWING, "", "no plan gives it; name one in plans, say in otherwise what who asks"),
    ],
)
def test_what_no_desk_can_keep_of_it_is_refused(good, bad, said):
    with pytest.raises(ValueError, match=said):
        load(TEXT.replace(good, bad, 1))


WEEKDAYS = TEXT.replace('calendar = "greek"\n', "")
AGEING = WEEKDAYS.replace(
    'plans = { hourly = "paid" }', 'plans = { hourly = "paid", deckhand = "paid" }'
).replace('cost = "by_time"', 'cost = "by_time"\nversions = { previous = 1, years = 1 }')
"""Tuning of the last version is paid by the hour, that of an old one comes with the least."""
RELEASES = """
vendor = "kyma"
[[releases]]
product = "helm"
version = "1"
released_on = 2024-02-01
[[releases]]
product = "helm"
version = "2"
released_on = 2026-02-01
"""


@pytest.mark.parametrize(("version", "plan"), [("2", "hourly"), ("1", "deckhand")])
async def test_who_asks_beforehand_is_told_the_plan_that_will_serve(town, version, plan):
    async def post(path, body):
        answer = await town.post(path, body, vendor="kyma")
        assert answer.is_success, answer.json()
        return answer.json()

    await post("regulations", {"edition": AGEING})
    await post("facts", {"facts": RELEASES})
    await post("customers", {"number": "K-1", "kind": "organisation", "name": "ООО"})
    body = {"number": "A-1", "customer": "K-1", "plan": "admiral", "level": "gold"}
    entitlement = (await post("entitlements", body))["entitlement_id"]
    bought = {"fact": "PaymentReceived", "order": "1", "happened_at": "2026-11-15T09:00:00Z"}
    await post(f"entitlements/{entitlement}/facts", bought)
    about = {"vendor": "kyma", "edition": "kyma-2026", "certificate": "A-1", "product": "helm"}

    asked = {"number": "A-1", "product": "helm", "version": version, "service": "tuning"}
    told = (await town.get("entitlements/check", vendor="kyma", **asked)).json()
    await town.say(submitted("t1", kind="tuning", product_version=version, **about))

    (event,) = await facts(town, "TicketEntitled")
    assert (told["plan"], told["lack"]) == (plan, "not_provided")
    assert (event["plan"], event["lack"]) == (plan, "not_provided")
