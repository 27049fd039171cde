"""What a request must say, by vendor and channel."""

import pytest

from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT, TECHNOKAD

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


ERROR = {
    "channel": "portal",
    "kind": "defect",
    "product": "crm",
    "product_version": "7.0",
    "build": "7.0.12",
    "steps": "Открыл карточку клиента",
    "body": "Отчёт не строится",
}
DRAWING = {
    "channel": "portal",
    "kind": "defect",
    "subject": "Чертёж не печатается на листе А3",
    "product": "nanocad",
    "product_version": "20",
    "build": "20.0.4",
    "os_version": "Windows 10",
    "service_pack": "22H2",
    "login": "ivanov",
    "certificate": "NC200P-12345",
    "body": "Чертёж не печатается",
    "steps": "Файл, печать",
    "result": "Пустой лист",
    "expected": "Чертёж",
    "reproduced": True,
    "reproducible": "always",
    "attachments": ["plan.dwg"],
    "contact_name": "Иван",
    "contact_email": "ivan@example.org",
    "contact_phone": "+7 (495) 123-45-67",
    "city": "Москва",
    "organisation": "Проект",
}


def test_complete_requests_of_the_other_two_vendors_have_no_problems():
    assert REGIONSOFT.problems(ERROR) == []
    assert NANOSOFT.problems(DRAWING) == []
    assert NANOSOFT.form.hints(DRAWING | {"licence_state": "registered"}) == []


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("product", "NANO-10"),
        ("product_version", "NANO-10"),
        ("build", "NANO-10"),
        ("os_version", "NANO-11"),
        ("service_pack", "NANO-11"),
        ("login", "NANO-13"),
        ("certificate", "NANO-13"),
        ("steps", "NANO-15"),
        ("result", "NANO-16"),
        ("expected", "NANO-17"),
        ("reproduced", "NANO-25"),
        ("contact_name", "NANO-21"),
        ("contact_email", "NANO-21"),
        ("contact_phone", "NANO-21"),
        ("city", "NANO-21"),
        ("organisation", "NANO-21"),
    ],
)
def test_nano_10_to_25_what_a_remark_on_the_software_must_say(field, rule):
    (problem,) = NANOSOFT.problems(DRAWING | {field: ""})

    assert problem.field == field
    assert rule in problem.rules


def test_nano_12_what_is_not_about_the_software_needs_its_link_and_no_product():
    contact = {key: DRAWING[key] for key in ("login", "subject", "body", "contact_name", "city")}
    reached = {key: DRAWING[key] for key in ("contact_email", "contact_phone", "organisation")}
    request = {"channel": "portal", "kind": "not_software", "no_serial": True} | contact | reached

    assert faults(NANOSOFT, request) == {"source_link"}
    assert faults(NANOSOFT, request | {"source_link": "https://nanosoft.pro/serial"}) == set()


def test_nano_74_a_licensing_request_names_product_and_licence_type():
    request = DRAWING | {"kind": "licensing"}

    assert faults(NANOSOFT, request) == {"product_paid", "licence_type"}


@pytest.mark.parametrize("phone", ["123-45-67", "5551234", "скажу позже"])
def test_nano_21_a_phone_has_its_area_code(phone):
    (problem,) = NANOSOFT.problems(DRAWING | {"contact_phone": phone})

    assert problem.text.ru == (
        "Проверьте поле «Телефон с кодом города»: значение записано не полностью."
    )


@pytest.mark.parametrize("subject", ["Вопрос", "Не работает!", "CAD"])
def test_nano_09_a_subject_that_says_too_little_is_hinted_at_and_not_refused(subject):
    request = DRAWING | {"subject": subject, "licence_state": "registered"}

    assert NANOSOFT.problems(request) == []
    assert [hint.rules for hint in NANOSOFT.form.hints(request)] == [("NANO-09",)]


def test_nano_07_several_questions_in_one_request_are_hinted_at():
    request = DRAWING | {"body": "Как печатать? Где лист? Что с осями?", "licence_state": "demo"}

    assert [hint.rules for hint in NANOSOFT.form.hints(request)] == [("NANO-07",)]


def test_nano_19_and_20_files_are_known_by_their_names():
    (field,) = [each for each in NANOSOFT.form.fields if each.name == "attachments"]

    assert field.file("План.DWG").confidential
    assert field.file("blackbox.log").collected
    assert field.file("notes.txt") is None


def test_nano_23_the_author_sees_how_complete_his_request_is():
    bare = {"channel": "portal", "kind": "question", "subject": "Слои", "body": "Как?"}

    assert NANOSOFT.form.completeness(DRAWING, "rules_of_request").percent == 100
    assert NANOSOFT.form.completeness(bare, "rules_of_request").percent == 28


def test_rgn_22_the_screenshot_is_required_where_a_message_was_shown():
    shown = ERROR | {"message_shown": True}

    assert faults(REGIONSOFT, shown) == {"attachments"}
    assert faults(REGIONSOFT, shown | {"attachments": ["error.png"]}) == set()


@pytest.mark.parametrize("field", ["steps", "product", "product_version", "build"])
def test_rgn_23_and_24_an_error_needs_its_steps_and_the_program(field):
    assert faults(REGIONSOFT, ERROR | {field: ""}) == {field}


@pytest.mark.parametrize("channel", ["email", "phone"])
def test_rgn_21_an_error_told_elsewhere_becomes_a_draft_on_the_portal(channel):
    kind = REGIONSOFT.form.kind("defect")

    assert not kind.is_taken_by(channel)
    assert (kind.elsewhere, kind.channels[0]) == ("draft", "portal")
    assert "kind" not in faults(REGIONSOFT, ERROR | {"channel": channel})


def test_rgn_66_programming_is_not_asked_about_in_writing():
    (problem,) = REGIONSOFT.problems({"channel": "portal", "kind": "programming", "body": "SQL?"})

    assert problem.field == "kind"
    assert "только устные консультации" in problem.text.ru


def test_tkad_56_a_proposal_by_phone_is_told_where_it_is_taken():
    problem = TECHNOKAD.problems({"channel": "phone", "kind": "proposal"})[0]

    assert problem.rules == ("TKAD-56", "TKAD-57")
    assert "support@technokad.ru" in problem.text.ru


def test_nano_38_and_39_some_requests_are_for_those_with_a_grant():
    assert NANOSOFT.form.kind("network_licence").grant == "network_licences"
    assert NANOSOFT.form.kind("printed_certificate").grant == "printed_certificate"


def test_cpro_p_30_the_description_begins_with_three_prompts():
    body = next(field for field in CRYPTOPRO.form.fields if field.name == "body")

    assert body.template.ru.count(": ") == 3
