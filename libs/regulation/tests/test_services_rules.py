"""Which work each right gives: with it the work is done, without it it is not."""

import pytest

from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT, TECHNOKAD
from libs.regulation.tests.test_form_rules import marked

keeps, breaks = pytest.mark.keeps, pytest.mark.breaks

INCLUDED = [
    (NANOSOFT, "abonement", "installation", ("NANO-50",)),
    (NANOSOFT, "free", "installation", ("NANO-50",)),
    (NANOSOFT, "abonement", "basic_functions", ("NANO-51",)),
    (NANOSOFT, "free", "basic_functions", ("NANO-51",)),
    (NANOSOFT, "abonement", "defects", ("NANO-52",)),
    (NANOSOFT, "free", "defects", ("NANO-52",)),
    (NANOSOFT, "abonement", "proposals", ("NANO-53",)),
    (NANOSOFT, "free", "proposals", ("NANO-53",)),
    (CRYPTOPRO, "certificate", "setup_advice", ("CPRO-R-39",)),
    (CRYPTOPRO, "support_contract", "setup_advice", ("CPRO-R-39",)),
    (CRYPTOPRO, "certificate", "administration_advice", ("CPRO-R-40",)),
    (CRYPTOPRO, "support_contract", "administration_advice", ("CPRO-R-40",)),
    (CRYPTOPRO, "certificate", "kit_recovery", ("CPRO-R-41",)),
    (CRYPTOPRO, "support_contract", "kit_recovery", ("CPRO-R-41",)),
    (CRYPTOPRO, "certificate", "recovery_advice", ("CPRO-R-42",)),
    (CRYPTOPRO, "support_contract", "recovery_advice", ("CPRO-R-42",)),
    (CRYPTOPRO, "certificate", "build_update_advice", ("CPRO-R-43", "CPRO-R-44")),
    (CRYPTOPRO, "support_contract", "build_update_advice", ("CPRO-R-43", "CPRO-R-44")),
    (REGIONSOFT, "warranty", "setup_advice", ("RGN-76",)),
    (REGIONSOFT, "standard", "setup_advice", ("RGN-76",)),
    (REGIONSOFT, "priority", "setup_advice", ("RGN-76",)),
    (REGIONSOFT, "warranty", "problem_advice", ("RGN-77",)),
    (REGIONSOFT, "standard", "problem_advice", ("RGN-77",)),
    (REGIONSOFT, "priority", "problem_advice", ("RGN-77",)),
    (REGIONSOFT, "warranty", "use_advice", ("RGN-17",)),
    (REGIONSOFT, "warranty", "defects", ("RGN-57", "RGN-78")),
    (REGIONSOFT, "standard", "defects", ("RGN-57", "RGN-78")),
    (REGIONSOFT, "priority", "defects", ("RGN-57", "RGN-78")),
    (REGIONSOFT, "priority", "remote_help", ("RGN-79",)),
    (REGIONSOFT, "priority", "integration", ("RGN-80",)),
    (REGIONSOFT, "priority", "dedicated_engineer", ("RGN-45", "RGN-81")),
    (REGIONSOFT, "priority", "personal_configuration", ("RGN-82",)),
    (REGIONSOFT, "priority", "implementation", ("RGN-58",)),
    (TECHNOKAD, "general_agreement", "software_setup", ("TKAD-39",)),
    (TECHNOKAD, "general_agreement", "signature", ("TKAD-40",)),
    (TECHNOKAD, "general_agreement", "documents", ("TKAD-41",)),
    (TECHNOKAD, "general_agreement", "product_errors", ("TKAD-42",)),
    (TECHNOKAD, "general_agreement", "web_service_errors", ("TKAD-43",)),
    (TECHNOKAD, "general_agreement", "wishes", ("TKAD-44",)),
]


@pytest.mark.parametrize(("edition", "plan", "service", "rules"), marked(keeps, INCLUDED))
def test_a_right_gives_the_work_that_its_document_names(edition, plan, service, rules):
    found = edition.service(service)

    assert found.terms(plan) == "included"
    assert found in edition.services_of(plan)
    assert set(rules) <= set(edition.because(found, ru="входит", en="included").rules)


@pytest.mark.parametrize(("edition", "plan", "service", "rules"), marked(breaks, INCLUDED))
def test_who_has_no_such_right_does_not_get_the_work(edition, plan, service, rules):
    assert edition.service(service).terms("no_such_right") == "not_provided"
    assert edition.service(service) not in edition.services_of("no_such_right")


NOT_GIVEN = [
    (REGIONSOFT, "warranty", "integration", ("RGN-80",)),
    (REGIONSOFT, "warranty", "dedicated_engineer", ("RGN-45", "RGN-81")),
    (REGIONSOFT, "standard", "dedicated_engineer", ("RGN-45", "RGN-81")),
    (REGIONSOFT, "warranty", "personal_configuration", ("RGN-82",)),
    (REGIONSOFT, "standard", "personal_configuration", ("RGN-82",)),
    (REGIONSOFT, "warranty", "implementation", ("RGN-58",)),
    (REGIONSOFT, "warranty", "recovery", ("RGN-63",)),
    (REGIONSOFT, "priority", "recovery", ("RGN-63",)),
    (REGIONSOFT, "warranty", "analysis", ("RGN-36",)),
    (REGIONSOFT, "warranty", "scripts_and_database", ("RGN-37",)),
]


@pytest.mark.parametrize(("edition", "plan", "service", "rules"), marked(breaks, NOT_GIVEN))
def test_another_type_of_support_does_not_give_it(edition, plan, service, rules):
    assert edition.service(service).terms(plan) == "not_provided"
    assert set(rules) <= set(edition.service(service).rules)


PAID = [
    (REGIONSOFT, "standard", "integration", ("RGN-80",)),
    (REGIONSOFT, "standard", "remote_help", ("RGN-79",)),
    (REGIONSOFT, "standard", "analysis", ("RGN-36",)),
    (REGIONSOFT, "standard", "scripts_and_database", ("RGN-37",)),
    (REGIONSOFT, "standard", "recovery", ("RGN-63",)),
]


@pytest.mark.parametrize(("edition", "plan", "service", "rules"), marked(keeps, PAID))
def test_standard_support_does_it_for_pay_and_asks_before(edition, plan, service, rules):
    found = edition.service(service)

    assert found.terms(plan) == "paid"
    assert edition.plan(plan).asks_consent(found.terms(plan))
    assert set(rules) <= set(found.rules)


@breaks("RGN-79")
def test_warranty_connects_to_a_desktop_for_a_diagnosis_alone():
    assert REGIONSOFT.service("remote_help").terms("warranty") == "diagnostics_only"
    assert not REGIONSOFT.service("remote_help").is_given_by("portal")


@keeps("RGN-17", "RGN-76")
def test_advice_is_given_by_phone():
    assert REGIONSOFT.service("use_advice").is_given_by("phone")
    assert REGIONSOFT.service("setup_advice").is_given_by("phone")


@breaks("RGN-17", "RGN-76")
@pytest.mark.parametrize("channel", ["portal", "email"])
def test_advice_is_not_given_in_writing(channel):
    assert not REGIONSOFT.service("use_advice").is_given_by(channel)
    assert not REGIONSOFT.service("setup_advice").is_given_by(channel)
    assert "RGN-17" in REGIONSOFT.service("use_advice").rules
    assert "RGN-76" in REGIONSOFT.service("setup_advice").rules


@keeps("CPRO-R-41")
def test_a_lost_kit_is_restored_to_who_shows_that_he_bought_it():
    needs = CRYPTOPRO.service("kit_recovery").needs

    assert needs.ru == "Подтвердите покупку комплекта: номер лицензии или накладной."


@keeps("CPRO-R-08", "CPRO-R-09", "CPRO-R-43")
def test_another_build_of_the_version_in_use_is_an_update():
    numbers = CRYPTOPRO.versions

    assert (numbers.version("5.0.12000"), numbers.build("5.0.12000")) == ("5", "0.12000")
    assert numbers.is_an_update("4.0.9963", "4.0.9973")
    assert set(numbers.rules) == {"CPRO-R-08", "CPRO-R-09"}


@breaks("CPRO-R-08", "CPRO-R-09", "CPRO-R-44")
def test_another_version_is_no_update_and_no_part_of_the_support():
    upgrade = CRYPTOPRO.topic("version_upgrade")

    assert not CRYPTOPRO.versions.is_an_update("4.0.9963", "5.0.9963")
    assert CRYPTOPRO.versions.build("4.0.9963") != CRYPTOPRO.versions.build("4.0.9973")
    assert upgrade.is_excluded(CRYPTOPRO.service("build_update_advice"), "certificate")
    assert (upgrade.outcome, upgrade.rules) == ("refused", ("CPRO-R-44",))
