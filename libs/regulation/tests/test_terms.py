"""How rights begin, what time of them is free, and what they give and ask for."""

from datetime import date

import pytest
from pydantic import ValidationError

from libs.regulation.terms import FreePeriod
from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT, TECHNOKAD

ABONEMENT = NANOSOFT.plan("abonement")
PRIORITY = REGIONSOFT.plan("priority")
MARCH, APRIL = date(2026, 3, 15), date(2026, 4, 1)


def begins(happened, route=None):
    start, day = ABONEMENT.begins(happened, route)
    return start.rules[0], day


def test_nano_27_an_abonement_sold_directly_begins_with_the_payment():
    both = {"DealerOrderConfirmed": MARCH, "PaymentReceived": APRIL}

    assert begins(both, "direct") == ("NANO-27", APRIL)


def test_nano_28_one_sold_by_a_dealer_begins_with_his_confirmation():
    both = {"PaymentReceived": MARCH, "DealerOrderConfirmed": APRIL}

    assert begins(both, "dealer") == ("NANO-28", APRIL)
    assert ABONEMENT.begins({"PaymentReceived": MARCH}, "dealer") is None


def test_a_22_where_the_route_is_unknown_the_earlier_fact_begins_it():
    assert begins({"PaymentReceived": APRIL, "DealerOrderConfirmed": MARCH}) == ("NANO-28", MARCH)
    assert begins({"PaymentReceived": APRIL}) == ("NANO-27", APRIL)
    assert ABONEMENT.begins({}) is None


def test_nano_26_an_abonement_is_for_any_number_of_years():
    assert ABONEMENT.last_day(date(2024, 2, 29), terms=2) == date(2026, 2, 28)
    assert ABONEMENT.last_day(MARCH) == date(2027, 3, 15)


def test_cpro_r_38_a_certificate_is_for_one_term_only():
    with pytest.raises(ValueError, match="sold for one term of 12"):
        CRYPTOPRO.plan("certificate").last_day(MARCH, terms=2)


def test_rgn_48_and_49_the_first_licence_gives_a_free_month_from_its_key():
    month = PRIORITY.free_after("LicenceKeyHandedOver")

    assert month.last_day(date(2026, 1, 31), PRIORITY.term_end) == date(2026, 2, 28)
    assert month.first_only
    assert month.continues


def test_rgn_50_a_pilot_is_free_until_it_is_finished():
    pilot = PRIORITY.free_after("PilotStarted")

    assert pilot.last_day(MARCH, PRIORITY.term_end) is None
    assert pilot.until == "PilotFinished"
    assert PRIORITY.free_after("PaymentReceived") is None


def test_free_time_ends_in_one_way():
    with pytest.raises(ValidationError, match="give one of the two"):
        FreePeriod(starts="PilotStarted")


@pytest.mark.parametrize(
    ("held_since", "licensed_on", "given"),
    [
        (date(2025, 3, 15), None, True),
        (date(2025, 3, 16), None, False),
        (date(2026, 1, 10), date(2026, 1, 10), True),
        (date(2026, 1, 11), date(2026, 1, 10), False),
    ],
)
def test_rgn_44_new_versions_come_after_a_year_or_since_the_base_licence(
    held_since, licensed_on, given
):
    assert PRIORITY.grant("new_versions").holds(MARCH, held_since, licensed_on) is given


@pytest.mark.parametrize(
    "grant",
    ["site_resources", "special_builds", "network_licences", "printed_certificate", "materials"],
)
def test_nano_36_to_40_an_abonement_gives_its_grants_at_once(grant):
    assert ABONEMENT.grant(grant).holds(MARCH, MARCH)
    assert NANOSOFT.plan("free").grant(grant) is None


@pytest.mark.parametrize(
    ("circumstance", "rule"), [("implementation", "RGN-42"), ("personal_configuration", "RGN-47")]
)
def test_rgn_42_and_47_priority_support_is_obligatory_in_two_circumstances(circumstance, rule):
    assert PRIORITY.is_required(frozenset({circumstance, "other"})).rules == (rule,)
    assert PRIORITY.is_required(frozenset({"other"})) is None


def test_rgn_45_and_81_priority_support_comes_with_a_dedicated_engineer():
    dedicated = [plan.slug for plan in REGIONSOFT.plans if plan.dedicated_engineer]

    assert dedicated == ["priority"]


@pytest.mark.parametrize(
    ("plan", "cost", "queue"),
    [
        ("warranty", "free", "general"),
        ("standard", "by_time", "general"),
        ("priority", "monthly", "priority"),
    ],
)
def test_rgn_73_to_75_and_78_each_type_has_its_cost_and_its_queue(plan, cost, queue):
    found = REGIONSOFT.plan(plan)

    assert (found.cost, found.queue) == (cost, queue)


def test_rgn_30_priority_is_tried_before_warranty_and_standard_last():
    def tried(*held):
        return [plan.slug for plan in REGIONSOFT.tried(held)]

    assert tried("priority") == ["priority", "warranty", "standard"]
    assert tried() == ["warranty", "standard"]


def test_plans_are_tried_as_they_stand_where_no_order_is_given():
    held = {"certificate", "support_contract"}

    assert [plan.slug for plan in CRYPTOPRO.tried(held)] == ["certificate", "support_contract"]
    assert CRYPTOPRO.tried(()) == ()


@pytest.mark.parametrize("lack", ["none", "unknown", "not_started", "expired", "wrong_product"])
def test_nano_65_and_rgn_30_without_a_right_the_plan_of_every_client_serves(lack):
    assert NANOSOFT.lacking(lack).plan == "free"
    assert REGIONSOFT.lacking(lack).plan == "warranty"
    assert TECHNOKAD.lacking(lack).plan is None


def test_rgn_48_the_free_month_is_for_the_first_licence():
    month = PRIORITY.free_after("LicenceKeyHandedOver")

    assert month.is_given(licences_before=0)
    assert not month.is_given(licences_before=1)
    assert PRIORITY.free_after("PilotStarted").is_given(licences_before=3)


def test_a_16_a_right_paid_from_the_next_day_continues_the_free_month():
    month = PRIORITY.free_after("LicenceKeyHandedOver")

    assert month.links(date(2026, 2, 28), date(2026, 3, 1))
    assert not month.links(date(2026, 2, 28), date(2026, 3, 2))


@pytest.mark.parametrize(
    ("number", "taken"),
    [("ТП-2026-001", True), ("12/345", True), ("№1", False), ("a b c d", False)],
)
def test_cpro_p_12_a_number_that_is_written_wrongly_is_known_as_such(number, taken):
    assert CRYPTOPRO.plan("certificate").takes(number) is taken
    assert TECHNOKAD.plan("general_agreement").takes(number)


def test_rgn_28_a_plan_that_names_no_versions_covers_them_all():
    assert PRIORITY.covered_version([], "1", MARCH).result == "covered"
    assert REGIONSOFT.plan("warranty").covered_version([], "1", MARCH).result == "unknown"


def test_rgn_30_the_client_agrees_to_pay_before_standard_support_only():
    standard = REGIONSOFT.plan("standard")

    assert standard.asks_consent("paid")
    assert not standard.asks_consent("not_provided")
    assert not REGIONSOFT.plan("warranty").asks_consent("included")
    assert not PRIORITY.asks_consent("included")


def test_rgn_78_and_nano_71_priority_comes_before_general_and_minimum_last():
    plans = [NANOSOFT.plan("free"), REGIONSOFT.plan("warranty"), PRIORITY]

    assert sorted(plans, key=lambda plan: plan.place_in_queue()) == plans[::-1]
