"""Which work is done under which plan, and what is not done, or only by word of mouth."""

import pytest

from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT, TECHNOKAD

PLANS = ("warranty", "standard", "priority")


@pytest.mark.parametrize(
    ("service", "rule", "terms"),
    [
        ("setup_advice", "RGN-76", ("included", "included", "included")),
        ("problem_advice", "RGN-77", ("included", "included", "included")),
        ("defects", "RGN-78", ("included", "included", "included")),
        ("remote_help", "RGN-79", ("diagnostics_only", "paid", "included")),
        ("integration", "RGN-80", ("not_provided", "paid", "included")),
        ("dedicated_engineer", "RGN-81", ("not_provided", "not_provided", "included")),
        ("personal_configuration", "RGN-82", ("not_provided", "not_provided", "included")),
        ("analysis", "RGN-36", ("not_provided", "paid", "not_provided")),
        ("recovery", "RGN-63", ("not_provided", "paid", "not_provided")),
        ("implementation", "RGN-58", ("not_provided", "not_provided", "included")),
    ],
)
def test_rgn_76_to_82_the_matrix_of_services(service, rule, terms):
    found = REGIONSOFT.service(service)

    assert tuple(found.terms(plan) for plan in PLANS) == terms
    assert rule in found.rules


def test_rgn_76_advice_on_installation_is_given_by_phone():
    assert REGIONSOFT.service("setup_advice").is_given_by("phone")
    assert not REGIONSOFT.service("setup_advice").is_given_by("portal")
    assert REGIONSOFT.service("defects").is_given_by("portal")


def excluded(topic, service, plan):
    return REGIONSOFT.topic(topic).is_excluded(REGIONSOFT.service(service), plan)


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(
    "topic",
    ["installation", "training", "development", "other_software", "deployment", "users_code"],
)
def test_rgn_51_to_60_exclusions_hold_for_all_three_types(topic, plan):
    assert excluded(topic, None, plan)
    assert excluded(topic, "problem_advice", plan)


def test_a_15_an_exclusion_yields_only_to_the_service_that_names_the_work():
    assert excluded("other_software", "integration", "warranty")
    assert not excluded("other_software", "integration", "standard")
    assert not excluded("development", "scripts_and_database", "standard")
    assert excluded("development", "scripts_and_database", "warranty")
    assert excluded("installation", "setup_advice", "priority")


def test_rgn_66_programming_is_advised_on_by_word_of_mouth_only():
    topic = REGIONSOFT.topic("programming")

    assert topic.treatment == "oral_only"
    assert topic.is_served_by("phone")
    assert not topic.is_served_by("portal")
    assert not topic.is_excluded(None, "warranty")


def test_rgn_67_and_69_what_is_not_guaranteed_ends_as_advice():
    topic = REGIONSOFT.topic("ports_and_firewalls")

    assert (topic.treatment, topic.outcome) == ("no_guarantee", "advice_only")
    assert REGIONSOFT.topic("devices_and_network").is_served_by("portal")


@pytest.mark.parametrize(
    ("cause", "rule"),
    [
        ("others_acts", "RGN-31"),
        ("changed_environment", "RGN-32"),
        ("antivirus_or_firewall", "RGN-33"),
        ("damaged_database", "RGN-34"),
        ("lost_password", "RGN-35"),
        ("own_changes", "RGN-62"),
    ],
)
def test_rgn_31_to_35_and_62_such_causes_make_it_standard_support(cause, rule):
    found = REGIONSOFT.cause(cause)

    assert found.plan == "standard"
    assert rule in found.rules


def test_cpro_r_39_to_43_certificate_and_contract_give_the_same_five_services():
    assert CRYPTOPRO.services_of("certificate") == CRYPTOPRO.services_of("support_contract")
    assert CRYPTOPRO.service("kit_recovery").needs is not None


def test_cpro_r_44_an_upgrade_to_another_version_is_no_part_of_it():
    assert CRYPTOPRO.topic("version_upgrade").is_excluded(
        CRYPTOPRO.service("build_update_advice"), "certificate"
    )


def test_tkad_39_to_44_six_tasks_are_in_the_departments_competence():
    assert len(TECHNOKAD.services_of("general_agreement")) == 6


def test_nano_54_news_come_with_an_abonement_only():
    assert "news" in [each.slug for each in NANOSOFT.services_of("abonement")]
    assert "news" not in [each.slug for each in NANOSOFT.services_of("free")]
