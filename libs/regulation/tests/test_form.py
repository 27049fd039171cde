"""What a request must say, by vendor and channel."""

import pytest

from libs.regulation.tests.desk import CRYPTOPRO, TECHNOKAD

ANNA = {
    "channel": "portal",
    "last_name": "Иванова",
    "first_name": "Анна",
    "patronymic": "Петровна",
    "certificate": "ТП-2026-001",
    "product": "csp",
    "product_versions": "5.0.12000",
    "os_version": "Windows 11",
    "subject": "Не виден контейнер",
    "body": "После обновления контейнер не виден",
}
CALL = {key: ANNA[key] for key in ("last_name", "first_name", "patronymic", "certificate", "body")}
PAVEL = {
    "channel": "embedded",
    "kind": "question",
    "employee_name": "Павел Смирнов",
    "employee_contact": "pavel@example.org",
    "organisation": "ООО «Межа»",
    "certificate": "ГС-15",
    "product": "geo",
    "body": "Как подписать межевой план?",
    "steps": "Открыл план, нажал «Подписать»",
    "attachments": ["plan.zip"],
    "documentation_read": True,
}


def faults(edition, request):
    return {problem.field for problem in edition.problems(request)}


def test_complete_requests_have_no_problems():
    assert CRYPTOPRO.problems(ANNA) == []
    assert CRYPTOPRO.problems({**CALL, "channel": "phone"}) == []
    assert TECHNOKAD.problems(PAVEL) == []
    assert TECHNOKAD.form.hints(PAVEL) == []


@pytest.mark.parametrize(
    "field",
    [
        "last_name",
        "first_name",
        "patronymic",
        "certificate",
        "product",
        "product_versions",
        "os_version",
        "subject",
        "body",
    ],
)
@pytest.mark.parametrize("empty", [None, "", "   "])
def test_cpro_r_17_to_19_each_required_field_left_empty_is_a_problem(field, empty):
    assert faults(CRYPTOPRO, {**ANNA, field: empty}) == {field}


def test_cpro_r_03_a_problem_names_the_field_the_rule_and_the_remedy_in_both_languages():
    (problem,) = CRYPTOPRO.problems({**ANNA, "last_name": ""})

    assert problem.rules == ("CPRO-R-03", "CPRO-R-17")
    assert problem.text.ru == "Заполните поле «Фамилия»."
    assert problem.text.en == "Please fill in “Last name”."


def test_a_30_one_without_a_patronymic_says_so():
    request = {**ANNA, "patronymic": ""}

    assert faults(CRYPTOPRO, request) == {"patronymic"}
    assert faults(CRYPTOPRO, {**request, "no_patronymic": True}) == set()


def test_cpro_r_04_a_representative_names_the_organisation_and_a_holder_need_not():
    request = {**ANNA, "represents_organisation": True}

    assert faults(CRYPTOPRO, request) == {"organisation"}
    assert faults(CRYPTOPRO, {**request, "organisation": "ООО «Ромашка»"}) == set()
    assert faults(CRYPTOPRO, {**ANNA, "represents_organisation": False}) == set()


@pytest.mark.parametrize("tick", [True, "true"])
def test_cpro_p_27_a_request_by_the_portal_may_say_without_a_certificate(tick):
    request = {**ANNA, "certificate": "", "without_certificate": tick}

    assert faults(CRYPTOPRO, request) == set()


def test_cpro_r_23_a_call_without_a_certificate_is_recorded_and_may_be_refused():
    request = {**CALL, "channel": "phone", "certificate": "", "without_certificate": True}
    (problem,) = CRYPTOPRO.problems(request)

    assert (problem.field, problem.grounds) == ("certificate", "not_identified")
    assert CRYPTOPRO.reason(problem.grounds).decider == "engineer_may"
    assert CRYPTOPRO.channel("phone").missing_fields == "record"
    assert CRYPTOPRO.channel("portal").missing_fields == "refuse"


def test_cpro_p_17_a_screenshot_is_asked_for_and_never_required():
    assert [hint.field for hint in CRYPTOPRO.form.hints(ANNA)] == ["attachments"]


def test_cpro_r_21_a_channel_that_the_regulation_does_not_name_is_a_problem():
    (problem,) = CRYPTOPRO.problems({**ANNA, "channel": "email"})

    assert problem.field == "channel"
    assert "портал технической поддержки (portal)" in problem.text.ru


def test_cpro_p_15_a_product_that_the_vendor_has_not_is_a_problem():
    assert faults(CRYPTOPRO, {**ANNA, "product": "geo"}) == {"product"}


@pytest.mark.parametrize(
    "field", ["employee_name", "employee_contact", "organisation", "product", "body"]
)
def test_tkad_21_and_29_who_asks_and_what_is_required_in_the_product(field):
    assert faults(TECHNOKAD, {**PAVEL, field: ""}) == {field}


@pytest.mark.parametrize("field", ["certificate", "steps", "attachments", "documentation_read"])
def test_tkad_27_and_28_the_rest_of_clause_3_4_is_a_hint(field):
    request = {**PAVEL, field: ""}

    assert TECHNOKAD.problems(request) == []
    assert [hint.field for hint in TECHNOKAD.form.hints(request)] == [field]


def test_tkad_25_a_clarification_names_the_document_and_a_question_need_not():
    assert faults(TECHNOKAD, {**PAVEL, "kind": "clarification"}) == {"document_link"}


def test_tkad_56_a_proposal_is_not_taken_by_phone():
    assert "kind" in faults(TECHNOKAD, {**PAVEL, "kind": "proposal", "channel": "phone"})
    assert faults(TECHNOKAD, {**PAVEL, "kind": "proposal"}) == set()


def test_a_request_of_no_kind_is_of_the_first_one():
    asked = TECHNOKAD.form.asked({"channel": "embedded"})

    assert "steps" in {field.name for field in asked}


def test_an_unknown_kind_is_a_problem_that_lists_the_kinds():
    (problem,) = TECHNOKAD.problems({**PAVEL, "kind": "complaint"})

    assert "предложение по доработке (proposal)" in problem.text.ru


def test_tkad_20_the_products_that_can_ask_by_themselves_are_three():
    embedded = [product.slug for product in TECHNOKAD.products if product.embedded]

    assert embedded == ["express", "geo", "municipality"]
    assert TECHNOKAD.channel("embedded").preferred
    assert TECHNOKAD.channel("portal") is None


def test_tkad_18_calls_from_siberia_go_to_novosibirsk_first():
    offices = {phone.shown: phone.office for phone in TECHNOKAD.channel("phone").phones}

    assert offices["8 (383) 383-57-68"] == "novosibirsk"
