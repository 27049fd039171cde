"""When a bought right holds: by which facts, for how long, and what late facts correct."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from libs.decider import Invalid
from libs.regulation.tests.desk import NANOSOFT, REGIONSOFT, msk
from services.entitlement.domain.commands import (
    ChangeSeats,
    FinishPilot,
    GiveFreeTime,
    NoteOrderFact,
    RegisterEntitlement,
)
from services.entitlement.domain.entitlements import decider

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
ABONEMENT = RegisterEntitlement(
    id="e1",
    vendor="nanosoft",
    at=NOW,
    number="SN-1",
    customer_id="c1",
    plan="abonement",
    product=None,
    services=(),
    level=None,
    starts_on=None,
    ends_on=None,
    digest="first",
    edition=NANOSOFT,
    seats=5,
)
PAYMENT = NoteOrderFact(
    id="e1",
    vendor="nanosoft",
    at=NOW,
    happened_at=msk("2026-03-10T12:00"),
    fact="PaymentReceived",
    order="2026-118",
    terms=None,
    route=None,
    digest="payment",
    edition=NANOSOFT,
)
CONFIRMATION = replace(
    PAYMENT,
    happened_at=msk("2026-03-01T12:00"),
    fact="DealerOrderConfirmed",
    digest="confirmation",
)
SUBSCRIPTION = replace(
    ABONEMENT, vendor="regionsoft", plan="priority", seats=None, edition=REGIONSOFT
)
KEY = GiveFreeTime(
    id="e2",
    vendor="regionsoft",
    at=NOW,
    happened_at=msk("2026-01-31T12:00"),
    fact="LicenceKeyHandedOver",
    number="L-1",
    customer_id="c1",
    product=None,
    digest="key",
    edition=REGIONSOFT,
)


def told(*commands):
    """All that is said of one right, command by command."""
    events = []
    for command in commands:
        events += decider.decide(command, decider.fold(events))
    return events


def named(events, name):
    return [event for event in events if type(event).__name__ == name]


def span(event):
    return (event.starts_on, event.ends_on)


@pytest.mark.keeps("NANO-26")
@pytest.mark.parametrize(("terms", "ends"), [(1, date(2027, 3, 10)), (3, date(2029, 3, 10))])
def test_a_subscription_is_for_a_whole_number_of_years(terms, ends):
    *_, begun = told(replace(ABONEMENT, terms=terms), PAYMENT)

    assert span(begun) == (date(2026, 3, 10), ends)
    assert "NANO-26" in begun.because.rules


@pytest.mark.breaks("NANO-26")
def test_a_subscription_of_another_term_is_refused():
    with pytest.raises(Invalid, match="PaymentReceived or DealerOrderConfirmed") as refused:
        told(replace(ABONEMENT, starts_on=date(2026, 3, 1), ends_on=date(2026, 9, 1)))

    assert refused.value.rules == ("NANO-27", "NANO-28")


@pytest.mark.keeps("NANO-27")
def test_sold_directly_it_begins_with_the_money():
    *_, begun = told(replace(ABONEMENT, route="direct"), CONFIRMATION, PAYMENT)

    assert span(begun) == (date(2026, 3, 10), date(2027, 3, 10))
    assert "NANO-27" in begun.because.rules
    assert "оплата получена 10.03.2026" in begun.because.ru


@pytest.mark.breaks("NANO-27")
def test_sold_directly_a_dealers_order_begins_nothing():
    events = told(replace(ABONEMENT, route="direct"), CONFIRMATION)

    assert named(events, "EntitlementActivated") == []
    assert "NANO-27" in events[0].because.rules


@pytest.mark.keeps("NANO-28")
def test_sold_by_a_dealer_it_begins_with_his_order():
    *_, begun = told(replace(ABONEMENT, route="dealer"), PAYMENT, CONFIRMATION)

    assert span(begun) == (date(2026, 3, 1), date(2027, 3, 1))
    assert "NANO-28" in begun.because.rules


@pytest.mark.breaks("NANO-28")
def test_sold_by_a_dealer_money_begins_nothing():
    events = told(replace(ABONEMENT, route="dealer"), PAYMENT)

    assert named(events, "EntitlementActivated") == []
    assert "NANO-28" in events[0].because.rules


@pytest.mark.keeps("NANO-28")
def test_where_nobody_knows_how_it_was_sold_the_earlier_fact_begins_it():
    (begun,) = named(told(ABONEMENT, CONFIRMATION, PAYMENT), "EntitlementActivated")

    assert span(begun) == (date(2026, 3, 1), date(2027, 3, 1))
    assert "NANO-28" in begun.because.rules


def test_a_22_a_late_fact_moves_the_start_and_never_brings_the_end_nearer():
    first, corrected = named(told(ABONEMENT, PAYMENT, CONFIRMATION), "EntitlementActivated")

    assert span(first) == (date(2026, 3, 10), date(2027, 3, 10))
    assert span(corrected) == (date(2026, 3, 1), date(2027, 3, 10))
    assert (first.corrects, corrected.corrects) == (False, True)


def test_a_fact_told_twice_is_no_news():
    assert len(told(ABONEMENT, PAYMENT, PAYMENT)) == 3


def test_another_order_renews_from_the_day_after_the_end():
    again = replace(PAYMENT, order="2027-7", happened_at=msk("2026-05-20T12:00"), digest="again")

    *_, renewed = told(ABONEMENT, PAYMENT, again)

    assert type(renewed).__name__ == "EntitlementRenewed"
    assert span(renewed) == (date(2027, 3, 11), date(2028, 3, 10))


def test_a_renewal_after_a_gap_begins_on_its_own_day():
    late = replace(PAYMENT, happened_at=msk("2024-03-10T12:00"))
    again = replace(PAYMENT, order="2", happened_at=msk("2026-05-20T12:00"), digest="again")

    *_, renewed = told(ABONEMENT, late, again)

    assert span(renewed) == (date(2026, 5, 20), date(2027, 5, 20))


@pytest.mark.keeps("NANO-62")
def test_above_100_workplaces_the_contract_names_the_number():
    _, change = told(ABONEMENT, seats(101, 700))

    assert change.quota == 700
    assert "NANO-62" in change.because.rules


@pytest.mark.breaks("NANO-62")
def test_above_100_workplaces_no_right_begins_without_the_contracts_number():
    for commands in ([replace(ABONEMENT, seats=101)], [ABONEMENT, seats(101)]):
        with pytest.raises(Invalid, match="the contract sets the number") as refused:
            told(*commands)
        assert refused.value.rules == ("NANO-62",)


@pytest.mark.breaks("NANO-55")
def test_without_workplaces_nobody_knows_how_many_requests_there_are():
    with pytest.raises(Invalid, match="say how many") as refused:
        told(replace(ABONEMENT, seats=None))

    assert refused.value.rules == ("NANO-55",)


@pytest.mark.parametrize(
    ("number", "quota", "rule"),
    [
        pytest.param(1, 10, "NANO-56", marks=pytest.mark.keeps("NANO-56")),
        pytest.param(2, 50, "NANO-57", marks=pytest.mark.breaks("NANO-56")),
        pytest.param(5, 50, "NANO-57", marks=pytest.mark.keeps("NANO-57")),
        pytest.param(6, 80, "NANO-58", marks=pytest.mark.breaks("NANO-57")),
        pytest.param(10, 80, "NANO-58", marks=pytest.mark.keeps("NANO-58")),
        pytest.param(11, 160, "NANO-59", marks=pytest.mark.breaks("NANO-58")),
        pytest.param(25, 160, "NANO-59", marks=pytest.mark.keeps("NANO-59")),
        pytest.param(26, 300, "NANO-60", marks=pytest.mark.breaks("NANO-59")),
        pytest.param(50, 300, "NANO-60", marks=pytest.mark.keeps("NANO-60")),
        pytest.param(51, 500, "NANO-61", marks=pytest.mark.breaks("NANO-60")),
        pytest.param(100, 500, "NANO-61", marks=pytest.mark.keeps("NANO-61")),
    ],
)
def test_the_workplaces_give_the_number_of_requests(number, quota, rule):
    _, change = told(ABONEMENT, seats(number))

    assert change.quota == quota
    assert rule in change.because.rules


@pytest.mark.breaks("NANO-61")
def test_101_workplaces_are_not_given_the_500_requests_of_100():
    with pytest.raises(Invalid):
        told(ABONEMENT, seats(101))
    assert told(ABONEMENT, seats(100))[-1].quota == 500


@pytest.mark.keeps("RGN-48", "RGN-49")
def test_the_first_licence_gives_a_month_of_priority_from_its_key():
    _, given = told(KEY)

    assert (given.plan, *span(given)) == ("priority", date(2026, 1, 31), date(2026, 2, 28))
    assert {"RGN-48", "RGN-49"} <= set(given.because.rules)


@pytest.mark.breaks("RGN-48", "RGN-49")
def test_a_second_licence_gives_no_free_month():
    assert [type(event).__name__ for event in told(replace(KEY, before=1))] == [
        "LicenceKeyHandedOver"
    ]
    assert {"RGN-48", "RGN-49"} <= set(told(KEY)[-1].because.rules)


@pytest.mark.keeps("RGN-50")
def test_a_pilot_has_priority_for_as_long_as_it_runs():
    _, given = told(replace(KEY, fact="PilotStarted", number="P-1"))

    assert (given.plan, *span(given)) == ("priority", date(2026, 1, 31), None)
    assert "RGN-50" in given.because.rules


@pytest.mark.breaks("RGN-50")
def test_the_free_time_of_a_pilot_ends_with_it():
    finish = FinishPilot(
        "e2", "regionsoft", NOW, msk("2026-05-15T12:00"), "P-1", "finish", REGIONSOFT
    )

    *_, ended = told(replace(KEY, fact="PilotStarted", number="P-1"), finish)

    assert span(ended) == (date(2026, 1, 31), date(2026, 5, 15))
    assert "RGN-50" in ended.because.rules


@pytest.mark.keeps("RGN-75")
def test_each_monthly_payment_renews_priority_by_a_month():
    march = replace(PAYMENT, vendor="regionsoft", edition=REGIONSOFT, order="03")
    april = replace(march, order="04", happened_at=msk("2026-04-09T12:00"), digest="april")

    *_, renewed = told(SUBSCRIPTION, march, april)

    assert span(renewed) == (date(2026, 4, 11), date(2026, 5, 10))
    assert "RGN-75" in renewed.because.rules


@pytest.mark.breaks("RGN-75")
def test_an_unpaid_month_leaves_a_gap():
    march = replace(PAYMENT, vendor="regionsoft", edition=REGIONSOFT, order="03")
    may = replace(march, order="05", happened_at=msk("2026-05-11T12:00"), digest="may")

    *_, renewed = told(SUBSCRIPTION, march, may)

    assert span(renewed) == (date(2026, 5, 11), date(2026, 6, 11))
    assert "RGN-75" in renewed.because.rules


def seats(number, requests=None):
    return ChangeSeats("e1", "nanosoft", NOW, NOW, number, requests, "seats", NANOSOFT)
