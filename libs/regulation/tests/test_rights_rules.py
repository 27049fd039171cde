"""Who holds a right, for how long, and what it opens to him."""

from datetime import date

import pytest

from libs.regulation import Release
from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT, TECHNOKAD
from libs.regulation.tests.test_form_rules import marked

keeps, breaks = pytest.mark.keeps, pytest.mark.breaks

MARCH = date(2026, 3, 15)
TERM = ("CPRO-R-38",)
CERTIFICATE = CRYPTOPRO.plan("certificate")


@keeps(*TERM)
@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2024, 3, 15), date(2025, 3, 15)),
        (date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_a_certificate_holds_for_12_months(starts, ends):
    assert CERTIFICATE.last_day(starts) == ends
    assert set(TERM) <= set(CERTIFICATE.rules)


@breaks(*TERM)
def test_a_certificate_is_not_sold_for_longer():
    with pytest.raises(ValueError, match="sold for one term of 12"):
        CERTIFICATE.last_day(MARCH, terms=2)


@breaks(*TERM)
@pytest.mark.parametrize("lack", ["not_started", "expired"])
def test_before_its_term_and_after_it_a_certificate_gives_nothing(lack):
    outcome = CRYPTOPRO.lacking(lack)

    assert (outcome.outcome, outcome.priority) == ("uncovered", "minimum")
    assert set(TERM) <= set(outcome.rules)


@keeps("CPRO-R-45", "CPRO-R-46")
def test_a_certificate_may_name_other_services_and_another_term():
    assert CERTIFICATE.sets_own == ("services", "term")
    assert {"CPRO-R-45", "CPRO-R-46"} <= set(CERTIFICATE.rules)


@breaks("CPRO-R-45", "CPRO-R-46")
def test_what_a_certificate_may_not_name_itself_is_the_regulations():
    assert NANOSOFT.plan("abonement").sets_own == ()
    assert set(CERTIFICATE.sets_own) == {"services", "term"}


@keeps("CPRO-P-28")
def test_a_certificates_title_names_product_scope_and_term():
    assert [scope.ru for scope in CERTIFICATE.scopes] == ["на р/м"]
    assert (CERTIFICATE.per_product, CERTIFICATE.term_months) == (True, 12)
    assert CRYPTOPRO.product("dotnet").name.ru == "КриптоПро .NET"


@breaks("CPRO-P-28")
def test_a_product_without_a_name_in_the_list_is_not_sold_support():
    assert CRYPTOPRO.product("КриптоПро .NET") is None
    assert "CPRO-P-28" in CRYPTOPRO.product("dotnet").rules


PRIORITY = REGIONSOFT.plan("priority")
ABONEMENT = NANOSOFT.plan("abonement")
GRANTS = [
    ("site_resources", ("NANO-36",)),
    ("special_builds", ("NANO-37",)),
    ("network_licences", ("NANO-38",)),
    ("printed_certificate", ("NANO-39",)),
    ("materials", ("NANO-40",)),
]


@pytest.mark.parametrize(("grant", "rules"), marked(keeps, GRANTS))
def test_an_abonement_opens_what_is_for_its_holders_alone(grant, rules):
    found = ABONEMENT.grant(grant)

    assert found.holds(MARCH, MARCH)
    assert set(rules) <= set(found.rules)


@pytest.mark.parametrize(("grant", "rules"), marked(breaks, GRANTS))
def test_free_support_does_not(grant, rules):
    assert NANOSOFT.plan("free").grant(grant) is None


@keeps("NANO-38", "NANO-39")
@pytest.mark.parametrize(
    ("kind", "grant", "rule"),
    [
        ("network_licence", "network_licences", "NANO-38"),
        ("printed_certificate", "printed_certificate", "NANO-39"),
    ],
)
def test_such_a_request_asks_for_the_grant(kind, grant, rule):
    assert NANOSOFT.form.kind(kind).grant == grant
    assert rule in NANOSOFT.form.kind(kind).rules


@keeps("RGN-43", "RGN-44")
@pytest.mark.parametrize(
    ("held_since", "licensed_on"),
    [(date(2025, 3, 15), None), (date(2026, 1, 10), date(2026, 1, 10))],
)
def test_new_versions_come_after_a_year_without_a_gap_or_since_the_base_licence(
    held_since, licensed_on
):
    grant = PRIORITY.grant("new_versions")

    assert grant.holds(MARCH, held_since, licensed_on)
    assert {"RGN-43", "RGN-44"} <= set(grant.rules)


@breaks("RGN-43", "RGN-44")
@pytest.mark.parametrize(
    ("held_since", "licensed_on"),
    [(date(2025, 3, 16), None), (date(2026, 1, 11), date(2026, 1, 10))],
)
def test_new_versions_do_not_come_sooner(held_since, licensed_on):
    assert not PRIORITY.grant("new_versions").holds(MARCH, held_since, licensed_on)
    assert REGIONSOFT.plan("warranty").grant("new_versions") is None


OBLIGED = [("implementation", ("RGN-42",)), ("personal_configuration", ("RGN-47",))]


@pytest.mark.parametrize(("circumstance", "rules"), marked(keeps, OBLIGED))
def test_who_is_in_such_circumstances_must_have_priority_support(circumstance, rules):
    obligation = PRIORITY.is_required(frozenset({circumstance}))

    assert obligation.rules == rules


@pytest.mark.parametrize(("circumstance", "rules"), marked(breaks, OBLIGED))
def test_who_is_not_need_not_have_it(circumstance, rules):
    assert PRIORITY.is_required(frozenset({f"no_{circumstance}"})) is None
    assert REGIONSOFT.plan("warranty").is_required(frozenset({circumstance})) is None


RELEASES = [
    Release(product="crm", version="6", released_on=date(2018, 2, 1)),
    Release(product="crm", version="7", released_on=date(2021, 3, 15)),
    Release(product="crm", version="8", released_on=date(2024, 9, 2)),
]


def covered(version, on):
    return REGIONSOFT.plan("warranty").versions.coverage(RELEASES, version, on).result


@keeps("RGN-28", "RGN-29")
@pytest.mark.parametrize("version", ["8", "7"])
def test_warranty_covers_the_current_version_and_the_previous_one_for_five_years(version):
    assert covered(version, MARCH) == "covered"
    assert {"RGN-28", "RGN-29"} <= set(REGIONSOFT.plan("warranty").versions.rules)


@breaks("RGN-28")
def test_warranty_covers_no_version_before_the_previous_one():
    assert covered("6", date(2022, 1, 1)) == "covered"
    assert covered("6", date(2024, 9, 2)) == "too_old"


@breaks("RGN-29")
def test_warranty_covers_the_previous_version_no_day_longer():
    assert covered("7", date(2026, 3, 16)) == "too_old"


@keeps("RGN-45", "RGN-81")
def test_priority_support_comes_with_an_engineer_of_ones_own():
    assert PRIORITY.dedicated_engineer
    assert "RGN-45" in PRIORITY.rules or "RGN-45" in REGIONSOFT.service("dedicated_engineer").rules


@breaks("RGN-45", "RGN-81")
def test_no_other_type_does():
    assert not REGIONSOFT.plan("warranty").dedicated_engineer
    assert not REGIONSOFT.plan("standard").dedicated_engineer


LACKS = ("none", "unknown", "not_started", "expired", "wrong_product", "another_holder")


@breaks("TKAD-03")
@pytest.mark.parametrize("lack", LACKS)
def test_without_an_agreement_in_force_a_request_is_denied_by_the_rule_itself(lack):
    outcome = TECHNOKAD.lacking(lack)

    assert (outcome.outcome, outcome.decider) == ("denied", "automatic")
    assert outcome.rules == ("TKAD-03",)


@keeps("TKAD-03")
def test_an_agreement_serves_its_holder():
    plan = TECHNOKAD.plan("general_agreement")

    assert TECHNOKAD.tried({"general_agreement"}) == (plan,)
    assert "TKAD-03" in plan.rules


@keeps("CPRO-R-13", "CPRO-R-14")
def test_a_certificate_or_a_contract_serves_its_holder():
    assert [plan.slug for plan in CRYPTOPRO.tried({"certificate"})] == ["certificate"]
    assert {"CPRO-R-13", "CPRO-R-14"} <= set(CERTIFICATE.rules)


@breaks("CPRO-R-13", "CPRO-R-14")
def test_nobody_is_served_for_nothing_where_support_is_paid():
    assert CRYPTOPRO.tried(()) == ()
    assert CRYPTOPRO.lacking("none").outcome == "uncovered"


@keeps("CPRO-P-15")
def test_a_certificate_is_for_one_product():
    assert CERTIFICATE.per_product
    assert "CPRO-P-15" in CERTIFICATE.rules


@breaks("CPRO-P-15")
def test_a_certificate_for_another_product_is_none():
    outcome = CRYPTOPRO.lacking("wrong_product")

    assert outcome.outcome == "uncovered"
    assert "CPRO-P-15" in outcome.rules
    assert outcome.message.ru.startswith("Сертификат ТП выдан на другой продукт")


REASONS = ("unknown", "malformed", "expired", "taken")


@keeps("CPRO-P-11", "CPRO-P-12")
def test_a_certificate_is_registered_step_by_step():
    registration = CERTIFICATE.registration

    assert len(registration.steps) == 3
    assert registration.success.ru == "Сертификат ТП успешно зарегистрирован."
    assert {"CPRO-P-11", "CPRO-P-12"} <= set(registration.rules)


@breaks("CPRO-P-11", "CPRO-P-12")
@pytest.mark.parametrize("why", REASONS)
def test_one_that_cannot_be_registered_is_told_why(why):
    reason = CRYPTOPRO.reason(f"certificate_{why}")

    assert (reason.decider, reason.leads_to) == ("automatic", ("entitlement_refused",))
    assert reason.rules == ("CPRO-P-12",)
    assert not CERTIFICATE.takes("№1")


@keeps("RGN-02")
def test_a_product_of_the_brand_is_supported():
    assert [product.slug for product in REGIONSOFT.products if "RGN-02" in product.rules]


@breaks("RGN-02", "TKAD-01")
def test_a_product_of_another_vendor_is_not():
    asked = {"channel": "portal", "kind": "defect", "product": "autocad"}
    (problem, *_) = REGIONSOFT.problems(asked)

    assert problem.field == "product"
    assert problem.text.ru.startswith("Выберите продукт из списка")
    assert TECHNOKAD.product("autocad") is None


@keeps("TKAD-01")
def test_the_vendors_own_products_are_supported():
    assert [product.name.ru for product in TECHNOKAD.products] == [
        "ТехноКад-Экспресс",
        "ТехноКад-Гео",
        "ТехноКад-Муниципалитет",
    ]
    assert "TKAD-01" in TECHNOKAD.rules
