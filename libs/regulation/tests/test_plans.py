"""Rights to support: their terms, and what a request without one gets."""

from datetime import date

import pytest

from libs.regulation import last_day
from libs.regulation.tests.desk import CRYPTOPRO, TECHNOKAD


@pytest.mark.parametrize(
    ("starts", "months", "ends"),
    [
        (date(2024, 3, 15), 12, date(2025, 3, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
    ],
)
def test_a_25_a_term_ends_with_the_same_date_or_the_last_of_its_month(starts, months, ends):
    assert last_day(starts, months) == ends


def test_a_25_an_edition_may_end_the_term_a_day_sooner():
    assert last_day(date(2024, 3, 15), 12, "day_before") == date(2025, 3, 14)


def test_cpro_r_38_a_certificate_holds_for_12_months():
    assert CRYPTOPRO.plan("certificate").last_day(date(2024, 2, 29)) == date(2025, 2, 28)


def test_cpro_r_39_to_44_a_certificate_gives_five_services():
    assert len(CRYPTOPRO.services_of("certificate")) == 5


def test_cpro_r_45_a_certificate_may_set_its_own_services_and_term():
    assert CRYPTOPRO.plan("certificate").sets_own == ("services", "term")


def test_cpro_p_15_a_certificate_covers_its_product_and_an_agreement_covers_all():
    assert CRYPTOPRO.plan("certificate").per_product
    assert not TECHNOKAD.plan("general_agreement").per_product


LACKS = ("none", "unknown", "not_started", "expired", "wrong_product", "another_holder")


@pytest.mark.parametrize("lack", LACKS)
def test_cpro_p_19_without_a_certificate_a_request_is_served_last(lack):
    outcome = CRYPTOPRO.lacking(lack)

    assert (outcome.outcome, outcome.priority) == ("uncovered", "minimum")
    assert {"CPRO-P-19", "CPRO-P-20"} <= set(outcome.rules)


@pytest.mark.parametrize("lack", ["unknown", "another_holder"])
def test_cpro_r_25_a_number_in_doubt_comes_with_a_hint(lack):
    assert CRYPTOPRO.lacking(lack).hint is not None
    assert "CPRO-R-25" in CRYPTOPRO.lacking(lack).rules


@pytest.mark.parametrize("lack", LACKS)
def test_tkad_03_without_an_agreement_in_force_a_request_is_denied_by_the_rule_itself(lack):
    outcome = TECHNOKAD.lacking(lack)

    assert (outcome.outcome, outcome.decider) == ("denied", "automatic")
    assert outcome.rules == ("TKAD-03",)


def test_readings_1_a_right_to_refuse_is_never_used_by_the_system_itself():
    for edition in (CRYPTOPRO, TECHNOKAD):
        rights = [each for each in edition.reasons if "entitlement_refused" not in each.leads_to]

        assert {reason.decider for reason in rights} == {"engineer_may"}


def test_tkad_32_five_reasons_let_a_question_be_postponed_or_not_solved():
    reasons = [each for each in TECHNOKAD.reasons if "postponed" in each.leads_to]

    assert len(reasons) == 5


def test_cpro_r_25_the_doubt_has_three_sub_reasons_and_needs_grounds():
    reason = CRYPTOPRO.reason("certificate_in_doubt")

    assert reason.needs_grounds
    assert [each.slug for each in reason.of] == ["inaccurate", "incomplete", "someone_elses"]
