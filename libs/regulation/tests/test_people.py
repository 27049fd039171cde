"""Who may do what, to whom a matter goes, and what people read."""

from datetime import date

import pytest

from libs.regulation.publication import Acceptance
from libs.regulation.tests.desk import (
    CRYPTOPRO,
    EDITIONS,
    NANOSOFT,
    REGIONSOFT,
    TECHNOKAD,
    TECHNOKADS_FACTS,
)
from libs.regulation.texts import Noun


@pytest.mark.parametrize(
    ("vendor", "act", "rule"),
    [
        ("cryptopro", "extend_call", "CPRO-R-31"),
        ("cryptopro", "involve_third_party", "CPRO-R-47"),
        ("technokad", "request_information", "TKAD-31"),
        ("technokad", "answer_by_link", "TKAD-30"),
        ("technokad", "involve_third_party", "TKAD-38"),
        ("technokad", "move_to_development", "TKAD-12"),
        ("regionsoft", "choose_channel", "RGN-11"),
        ("nanosoft", "request_information", "NANO-22"),
    ],
)
def test_an_engineers_rights_are_those_of_his_regulation(vendor, act, rule):
    right = EDITIONS[vendor].right(act)

    assert (right.decider, right.rules) == ("engineer_may", (rule,))


def test_cpro_r_47_the_user_is_not_told_of_third_parties():
    assert not CRYPTOPRO.right("involve_third_party").notice
    assert NANOSOFT.right("involve_third_party") is None


def test_cpro_r_36_a_stop_is_reported_to_the_engineers_own_manager():
    escalation, role = CRYPTOPRO.escalation("conduct")

    assert role.of_engineer
    assert escalation.rules == ("CPRO-R-36",)


def test_cpro_r_37_a_complaint_goes_to_the_head_and_past_the_engineer():
    escalation, role = CRYPTOPRO.escalation("complaint")

    assert (escalation.decider, escalation.hidden_from_engineer) == ("user_may", True)
    assert role.slug == "head_of_support"
    assert NANOSOFT.escalation("complaint") is None


def test_tkad_61_and_62_who_heads_the_department_is_a_dated_fact():
    _escalation, role = TECHNOKAD.escalation("complaint")
    holder = TECHNOKADS_FACTS.holder(role.slug, date(2026, 3, 2))

    assert (holder.name, holder.email) == ("Чумакова Екатерина", "cep@technokad.ru")
    assert TECHNOKADS_FACTS.holder(role.slug, date(2014, 12, 31)) is None


def test_cpro_r_33_conduct_is_asked_of_both_sides_and_its_breach_gives_a_reason():
    etiquette = CRYPTOPRO.etiquette

    assert "Пользователя и Сотрудника" in etiquette.text.ru
    assert CRYPTOPRO.reason(etiquette.reason).leads_to == ("stopped",)


@pytest.mark.parametrize(
    ("vendor", "place", "rules"),
    [
        ("nanosoft", "expired", {"NANO-63"}),
        ("nanosoft", "quota_spent", {"NANO-63"}),
        ("nanosoft", "free_level", {"NANO-63", "NANO-67", "NANO-76"}),
        ("nanosoft", "registration", {"NANO-78", "NANO-79", "NANO-81"}),
        ("cryptopro", "outside_hours", {"CPRO-R-20", "CPRO-R-29"}),
        ("regionsoft", "home", {"RGN-04", "RGN-07"}),
        ("technokad", "every_page", {"TKAD-63", "TKAD-64"}),
        ("technokad", "home", set()),
    ],
)
def test_texts_are_read_at_their_places(vendor, place, rules):
    notices = EDITIONS[vendor].notices_at(place)

    assert {rule for notice in notices for rule in notice.rules} == rules


def test_cpro_p_19_the_warning_of_the_lowest_priority_stands_on_the_portals_form():
    def slugs(channel):
        return [notice.slug for notice in CRYPTOPRO.notices_at("form", channel)]

    assert "lowest_priority" in slugs("portal")
    assert "lowest_priority" not in slugs("phone")


def test_cpro_p_36_to_38_seven_columns_and_the_priority_is_not_shown():
    assert len(CRYPTOPRO.view.columns) == 7
    assert not CRYPTOPRO.view.shows("priority")
    assert CRYPTOPRO.view.shows("department")
    assert CRYPTOPRO.view.solved == "on_demand"


def test_cpro_p_04_another_address_is_another_account():
    assert not CRYPTOPRO.accounts.survives_a_new_email()
    assert REGIONSOFT.accounts.survives_a_new_email()


def test_cpro_r_15_and_16_a_first_request_by_word_of_mouth_is_consent_too():
    assert CRYPTOPRO.acceptance.is_given_by("phone")
    assert CRYPTOPRO.acceptance.is_given_by("portal")
    assert not Acceptance(orally=False, text=CRYPTOPRO.name).is_given_by("phone")
    assert TECHNOKAD.acceptance is None


def test_tkad_13_a_release_proposes_the_solution_and_does_not_close():
    assert not TECHNOKAD.deferral.closes_with_release()
    assert TECHNOKAD.deferral.tells_changes


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 обращений"),
        (1, "1 обращение"),
        (2, "2 обращения"),
        (5, "5 обращений"),
        (11, "11 обращений"),
        (14, "14 обращений"),
        (21, "21 обращение"),
        (22, "22 обращения"),
        (112, "112 обращений"),
    ],
)
def test_russian_plurals_are_right(number, words):
    assert TECHNOKAD.words.request.counted(number).ru == words


def test_english_plurals_are_right():
    noun = Noun(ru=("запрос", "запроса", "запросов"), en=("request", "requests"))

    assert [noun.counted(number).en for number in (0, 1, 2)] == [
        "0 requests",
        "1 request",
        "2 requests",
    ]
