"""A request that turns out to be of another kind is judged as if it had come so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from libs.events.base import Because
from libs.events.intake import TicketClassified
from libs.regulation.tests.desk import NANOSOFT, REGIONSOFT
from services.entitlement.domain.asking import DecideCoverage
from services.entitlement.domain.coverage import decider
from services.entitlement.domain.quotas import Allowance
from services.entitlement.tests.conftest import TODAY
from services.entitlement.tests.test_api import CUSTOMER
from services.entitlement.tests.test_plans_of_everybody import RECEIVED, right
from services.entitlement.tests.test_reactions import closed, facts, submitted
from services.entitlement.tests.test_work_not_given import KYMA

LATER = RECEIVED + timedelta(days=3)
ABONEMENT = right(NANOSOFT, "abonement")
SEEN = Because(ru="Уточнено", en="It was seen")
ABOUT = {"vendor": "nanosoft", "edition": "nanosoft-2019", "product": None}


def asked(edition, held=None, kind=None, **changes):
    command = DecideCoverage(
        id="t1",
        vendor=edition.vendor,
        at=RECEIVED,
        edition=edition,
        channel="portal",
        product=None,
        number="A-1" if held else None,
        contact_id="anna",
        right=held,
        kind=kind,
    )
    return replace(command, **changes)


def turned_out(edition, kind, held=None, came_as="question"):
    """What is said when a request turns out to be of a kind."""
    came = decider.decide(asked(edition, held, came_as), decider.initial)
    anew = asked(edition, held, kind, act="classified", at=LATER, came_at=RECEIVED)
    return decider.decide(anew, decider.fold(came))


@pytest.mark.breaks("NANO-38", "NANO-39")
@pytest.mark.parametrize(
    ("kind", "rule"), [("network_licence", "NANO-38"), ("printed_certificate", "NANO-39")]
)
def test_what_turns_out_to_be_for_subscribers_alone_is_denied_to_others(kind, rule):
    (denied,) = turned_out(NANOSOFT, kind)

    assert (type(denied).__name__, denied.reason) == ("TicketDenied", "not_granted")
    assert denied.occurred_at == LATER
    assert rule in denied.because.rules


@pytest.mark.keeps("NANO-38", "NANO-39")
@pytest.mark.parametrize("kind", ["network_licence", "printed_certificate"])
def test_a_subscriber_stays_covered_whatever_it_turns_out_to_be(kind):
    assert turned_out(NANOSOFT, kind, ABONEMENT) == []


def test_a_subscription_that_ended_since_counts_as_on_the_day_the_request_came():
    over = replace(ABONEMENT, ends_on=RECEIVED.date())

    assert turned_out(NANOSOFT, "network_licence", over) == []


@pytest.mark.keeps("RGN-30")
def test_what_turns_out_to_be_paid_work_is_served_by_the_plan_that_gives_it():
    (served,) = turned_out(REGIONSOFT, "integration", came_as="defect")

    assert (served.plan, served.service, served.terms) == ("standard", "integration", "paid")
    assert (served.occurred_at, served.received_at) == (LATER, RECEIVED)
    assert "RGN-30" in served.because.rules


def test_another_kind_on_the_same_terms_is_no_news():
    assert turned_out(REGIONSOFT, "technical_problem", came_as="defect") == []


CAPTAIN = right(KYMA, "captain")
"""Of two requests a month one is spent when it is sent; tuning is paid by the hour."""
IN_TURN = Allowance(RECEIVED.date(), None, requests=2, taken=0)


def captains(*kinds):
    """What is said of a request of these kinds, one after another, by their names."""
    said = decider.decide(asked(KYMA, CAPTAIN, kinds[0], allowance=IN_TURN), decider.initial)
    for kind in kinds[1:]:
        anew = asked(KYMA, CAPTAIN, kind, act="classified", at=LATER, came_at=RECEIVED)
        said += decider.decide(replace(anew, allowance=IN_TURN), decider.fold(said))
    return said


def test_work_that_turns_out_not_to_be_given_gives_its_request_back_at_once():
    *_, returned, served = captains("question", "tuning")

    assert (type(returned).__name__, returned.outcome) == ("QuotaReturned", "classified")
    assert returned.occurred_at == LATER
    assert returned.because.ru == "Запрос возвращён: такая работа сюда не входит"
    assert (served.plan, served.entitlement_id) == ("hourly", None)


def test_work_that_turns_out_to_be_given_after_all_takes_its_request_again():
    said = captains("question", "tuning", "question")

    assert [type(each).__name__ for each in said] == [
        *("TicketEntitled", "QuotaReserved", "QuotaSpent"),
        *("QuotaReturned", "TicketEntitled"),
        *("TicketEntitled", "QuotaReserved", "QuotaSpent"),
    ]


def test_another_kind_of_work_that_is_given_keeps_its_request():
    assert [type(each).__name__ for each in captains("question", "outage")] == [
        *("TicketEntitled", "QuotaReserved", "QuotaSpent")
    ]


def test_what_is_denied_for_its_kind_settles_its_request_when_it_ends():
    assert [type(each).__name__ for each in captains("question", "crew")] == [
        *("TicketEntitled", "QuotaReserved", "QuotaSpent", "TicketDenied")
    ]


def classified(kind, before, ticket="t1", at=TODAY + timedelta(hours=2)):
    return TicketClassified(
        vendor="nanosoft",
        occurred_at=at,
        ticket_id=ticket,
        engineer_id="vera",
        kind=kind,
        kind_before=before,
        topic=None,
        cause=None,
        because=SEEN,
    )


@pytest.fixture
async def subscriber(vendors):
    """A town that knows a subscription to nanosoft's support."""
    await vendors.post("customers", CUSTOMER, vendor="nanosoft")
    body = {"number": "SN-1", "customer": "K-1", "plan": "abonement", "seats": 1}
    right = (await vendors.post("entitlements", body, vendor="nanosoft")).json()["entitlement_id"]
    paid = {"fact": "PaymentReceived", "order": "1", "happened_at": "2026-11-15T09:00:00Z"}
    await vendors.post(f"entitlements/{right}/facts", paid, vendor="nanosoft")
    return vendors


@pytest.mark.breaks("NANO-38")
async def test_an_engineers_finding_denies_what_others_alone_may_ask_for(subscriber):
    await subscriber.say(submitted("t1", certificate="SN-1", **ABOUT))
    await subscriber.say(submitted("t2", certificate=None, **ABOUT))
    await subscriber.say(submitted("t3", certificate=None, **ABOUT), closed("t3"))

    for ticket in ("t1", "t2", "t3"):
        await subscriber.say(classified("network_licence", "problem", ticket))

    (denied,) = await facts(subscriber, "TicketDenied")
    assert (denied["ticket_id"], denied["reason"]) == ("t2", "not_granted")
    assert denied["occurred_at"] == "2026-11-23T11:00:00Z"
    assert "NANO-38" in denied["because"]["rules"]


async def test_another_topic_of_the_same_kind_is_not_judged(subscriber):
    await subscriber.say(submitted("t2", certificate=None, kind="problem", **ABOUT))
    await subscriber.say(classified("network_licence", "network_licence", "t2"))

    assert await facts(subscriber, "TicketDenied") == []


async def test_each_kind_that_a_request_was_of_is_judged_also_when_all_is_read_at_once(subscriber):
    await subscriber.say(
        submitted("t2", certificate=None, **ABOUT),
        classified("network_licence", "problem", "t2", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        classified("problem", "network_licence", "t2", datetime(2026, 11, 23, 11, tzinfo=UTC)),
    )

    (denied,) = await facts(subscriber, "TicketDenied")
    assert denied["occurred_at"] == "2026-11-23T10:00:00Z"
