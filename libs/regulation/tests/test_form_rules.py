"""What each document wants in a request: a full one is taken, and one that lacks it is told so."""

import pytest

from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT, TECHNOKAD
from libs.regulation.tests.test_form import ANNA, DRAWING, ERROR, PAVEL

keeps, breaks = pytest.mark.keeps, pytest.mark.breaks

REPRESENTATIVE = ANNA | {"represents_organisation": True, "organisation": "ООО «Ромашка»"}
LICENSING = DRAWING | {"kind": "licensing", "product_paid": "paid", "licence_type": "network"}
ELSEWHERE = {
    key: DRAWING[key]
    for key in ("channel", "subject", "body", "login", "certificate", "organisation", "city")
} | {
    "kind": "not_software",
    "contact_name": "Иван",
    "contact_email": "ivan@example.org",
    "contact_phone": "+7 (495) 123-45-67",
    "source_link": "https://nanosoft.pro/serial",
}
SHOWN = ERROR | {"message_shown": True, "attachments": ["error.png"]}
CLARIFICATION = PAVEL | {"kind": "clarification", "document_link": "https://technokad.ru/faq/7"}

REQUIRED = [
    (CRYPTOPRO, ANNA, "last_name", ("CPRO-R-03", "CPRO-R-17")),
    (CRYPTOPRO, ANNA, "first_name", ("CPRO-R-03", "CPRO-R-17")),
    (CRYPTOPRO, ANNA, "patronymic", ("CPRO-R-03", "CPRO-R-17")),
    (CRYPTOPRO, REPRESENTATIVE, "organisation", ("CPRO-R-03", "CPRO-R-04")),
    (CRYPTOPRO, ANNA, "certificate", ("CPRO-R-18", "CPRO-P-14", "CPRO-P-26")),
    (CRYPTOPRO, ANNA, "product", ("CPRO-P-15",)),
    (CRYPTOPRO, ANNA, "product_versions", ("CPRO-P-16",)),
    (CRYPTOPRO, ANNA, "os_version", ("CPRO-P-16",)),
    (CRYPTOPRO, ANNA, "subject", ("CPRO-P-29",)),
    (CRYPTOPRO, ANNA, "body", ("CPRO-R-19", "CPRO-P-16")),
    (NANOSOFT, DRAWING, "product", ("NANO-10",)),
    (NANOSOFT, DRAWING, "product_version", ("NANO-10",)),
    (NANOSOFT, DRAWING, "build", ("NANO-10",)),
    (NANOSOFT, DRAWING, "os_version", ("NANO-11",)),
    (NANOSOFT, DRAWING, "service_pack", ("NANO-11",)),
    (NANOSOFT, ELSEWHERE, "source_link", ("NANO-12",)),
    (NANOSOFT, DRAWING, "login", ("NANO-13",)),
    (NANOSOFT, DRAWING, "certificate", ("NANO-13",)),
    (NANOSOFT, DRAWING, "steps", ("NANO-15",)),
    (NANOSOFT, DRAWING, "result", ("NANO-16",)),
    (NANOSOFT, DRAWING, "expected", ("NANO-17",)),
    (NANOSOFT, DRAWING, "contact_name", ("NANO-21",)),
    (NANOSOFT, DRAWING, "contact_email", ("NANO-21",)),
    (NANOSOFT, DRAWING, "contact_phone", ("NANO-21",)),
    (NANOSOFT, DRAWING, "city", ("NANO-21",)),
    (NANOSOFT, DRAWING, "organisation", ("NANO-21",)),
    (NANOSOFT, DRAWING, "reproduced", ("NANO-25",)),
    (NANOSOFT, LICENSING, "product_paid", ("NANO-74",)),
    (NANOSOFT, LICENSING, "licence_type", ("NANO-74",)),
    (NANOSOFT, LICENSING, "product_version", ("NANO-74",)),
    (NANOSOFT, LICENSING, "os_version", ("NANO-74",)),
    (REGIONSOFT, SHOWN, "attachments", ("RGN-22",)),
    (REGIONSOFT, ERROR, "steps", ("RGN-23",)),
    (REGIONSOFT, ERROR, "product", ("RGN-24",)),
    (REGIONSOFT, ERROR, "product_version", ("RGN-24",)),
    (REGIONSOFT, ERROR, "build", ("RGN-24",)),
    (TECHNOKAD, PAVEL, "employee_name", ("TKAD-21", "TKAD-29")),
    (TECHNOKAD, PAVEL, "employee_contact", ("TKAD-29",)),
    (TECHNOKAD, PAVEL, "organisation", ("TKAD-21",)),
    (TECHNOKAD, PAVEL, "body", ("TKAD-26",)),
    (TECHNOKAD, CLARIFICATION, "document_link", ("TKAD-25",)),
]


def marked(mark, rows):
    """A case for each row, which bears its rules and is called by them."""
    return [pytest.param(*row, marks=mark(*row[-1]), id=f"{row[-1][0]} {row[-2]}") for row in rows]


@pytest.mark.parametrize(("edition", "request_", "field", "rules"), marked(keeps, REQUIRED))
def test_a_request_that_says_all_is_taken(edition, request_, field, rules):
    (asked,) = [each for each in edition.form.asked(request_) if each.name == field]

    assert edition.problems(request_) == []
    assert asked.need == "required"
    assert set(rules) <= set(asked.rules)


@pytest.mark.parametrize(("edition", "request_", "field", "rules"), marked(breaks, REQUIRED))
def test_a_request_that_lacks_a_field_is_told_which_and_by_which_rules(
    edition, request_, field, rules
):
    (problem,) = edition.problems(request_ | {field: ""})

    assert problem.field == field
    assert set(rules) <= set(problem.rules)


CLAUSE_3_4 = [
    (PAVEL, "body", ("TKAD-26",)),
    (PAVEL, "steps", ("TKAD-27",)),
    (PAVEL, "attachments", ("TKAD-28",)),
    (PAVEL, "employee_contact", ("TKAD-29",)),
]


@pytest.mark.parametrize(("request_", "field", "rules"), marked(keeps, CLAUSE_3_4))
def test_a_request_that_fills_clause_3_4_is_complete_by_it(request_, field, rules):
    done = TECHNOKAD.form.completeness(request_, "clause_3_4")

    assert (done.percent, done.lacking) == (100, ())
    assert field in done.filled


@pytest.mark.parametrize(("request_", "field", "rules"), marked(breaks, CLAUSE_3_4))
def test_a_request_that_does_not_is_told_what_clause_3_4_wants(request_, field, rules):
    done = TECHNOKAD.form.completeness(request_ | {field: ""}, "clause_3_4")
    (lacking,) = done.lacking

    assert lacking.field == field
    assert set(rules) <= set(lacking.rules)


@keeps("NANO-21")
@pytest.mark.parametrize("phone", ["+7 (495) 123-45-67", "+7 812 1234567"])
def test_a_phone_with_its_area_code_is_taken(phone):
    assert NANOSOFT.problems(DRAWING | {"contact_phone": phone}) == []


@breaks("NANO-21")
@pytest.mark.parametrize("phone", ["123-45-67", "5551234"])
def test_a_phone_without_its_area_code_is_not(phone):
    (problem,) = NANOSOFT.problems(DRAWING | {"contact_phone": phone})

    assert (problem.field, problem.rules) == ("contact_phone", ("NANO-21",))


@keeps("CPRO-R-01", "CPRO-R-04")
def test_who_holds_the_certificate_himself_names_no_organisation():
    assert CRYPTOPRO.problems(ANNA | {"represents_organisation": False}) == []
    assert "organisation" not in asked(CRYPTOPRO, ANNA)


@keeps("CPRO-R-02")
@breaks("CPRO-R-01")
def test_who_acts_for_another_is_asked_for_whom():
    assert "organisation" in asked(CRYPTOPRO, REPRESENTATIVE)
    assert CRYPTOPRO.problems(REPRESENTATIVE) == []


@breaks("CPRO-R-02")
def test_who_acts_for_another_and_does_not_say_for_whom_is_not_taken():
    (problem,) = CRYPTOPRO.problems(REPRESENTATIVE | {"organisation": ""})
    (tick,) = [each for each in CRYPTOPRO.form.fields if each.name == "represents_organisation"]

    assert (problem.field, problem.text.ru) == (
        "organisation",
        "Заполните поле «Наименование юридического лица».",
    )
    assert {"CPRO-R-01", "CPRO-R-02"} <= set(tick.rules)


@keeps("CPRO-P-27")
def test_a_request_may_say_that_it_has_no_certificate():
    without = ANNA | {"certificate": "", "without_certificate": True}

    assert CRYPTOPRO.problems(without) == []
    assert "CPRO-P-27" in CRYPTOPRO.lacking("none").rules


@breaks("CPRO-P-27")
def test_an_empty_certificate_alone_does_not_say_so():
    (problem,) = CRYPTOPRO.problems(ANNA | {"certificate": "", "without_certificate": False})

    assert problem.field == "certificate"


CHANNELS = [
    (NANOSOFT, "email", "support@nanosoft.pro", ("NANO-05", "NANO-31")),
    (NANOSOFT, "email", "support@nanocad.ru", ("NANO-82",)),
    (NANOSOFT, "portal", "support.nanosoft.pro", ("NANO-33",)),
    (NANOSOFT, "portal", "www.nanocad.ru", ("NANO-32",)),
    (CRYPTOPRO, "portal", "https://support.cryptopro.ru", ("CPRO-R-21",)),
    (REGIONSOFT, "email", "support@regionsoft.ru", ("RGN-08",)),
    (TECHNOKAD, "email", "support@technokad.ru", ("TKAD-19",)),
]


@pytest.mark.parametrize(("edition", "name", "address", "rules"), marked(keeps, CHANNELS))
def test_what_comes_to_a_vendors_own_address_came_by_its_channel(edition, name, address, rules):
    channel = edition.channel(name)
    other = [rule for each in channel.other_addresses for rule in each.rules]

    assert channel.receives(address)
    assert channel.opens
    assert set(rules) <= {*channel.rules, *other}


@pytest.mark.parametrize(("edition", "name", "address", "rules"), marked(breaks, CHANNELS))
def test_what_comes_to_any_other_address_did_not(edition, name, address, rules):
    assert not edition.channel(name).receives(f"sales-{address}")
    assert not edition.channel(name).receives("")


@keeps("NANO-06")
def test_mail_to_the_printed_address_is_support_and_only_that_one_is_printed():
    assert NANOSOFT.channel("email").told() == ("support@nanosoft.pro",)


@breaks("CPRO-R-21")
def test_mail_is_no_channel_where_the_regulation_names_none():
    (problem,) = CRYPTOPRO.problems(ANNA | {"channel": "email"})

    assert problem.field == "channel"
    assert problem.text.ru == (
        "По этому каналу обращения не принимаются. Воспользуйтесь одним из: "
        "портал технической поддержки (portal), телефон (phone)."
    )


INITIATED = [
    (NANOSOFT, "chat", ("NANO-42",)),
    (NANOSOFT, "remote_session", ("NANO-43",)),
    (NANOSOFT, "phone", ("NANO-44",)),
]


@pytest.mark.parametrize(("edition", "name", "rules"), marked(breaks, INITIATED))
def test_a_way_that_only_the_desk_opens_takes_no_request(edition, name, rules):
    (problem,) = edition.problems(DRAWING | {"channel": name})

    assert (problem.field, problem.rules) == ("channel", rules)
    assert edition.channel(name) is None


@keeps("RGN-16")
def test_an_error_is_taken_on_the_portal():
    assert REGIONSOFT.problems(ERROR) == []


@breaks("RGN-16", "RGN-21")
@pytest.mark.parametrize("channel", ["email", "phone"])
def test_an_error_told_elsewhere_becomes_a_draft_on_the_portal(channel):
    kind = REGIONSOFT.form.kind("defect")

    assert not kind.is_taken_by(channel)
    assert (kind.elsewhere, kind.channels) == ("draft", ("portal",))
    assert REGIONSOFT.channel(channel).moves_to == "portal"


@keeps("RGN-66")
def test_programming_is_talked_about_on_the_phone():
    request = {"channel": "phone", "kind": "programming", "body": "SQL?"}

    assert "kind" not in {problem.field for problem in REGIONSOFT.problems(request)}


@breaks("RGN-66")
@pytest.mark.parametrize("channel", ["portal", "email"])
def test_programming_is_not_asked_about_in_writing(channel):
    (problem,) = REGIONSOFT.problems({"channel": channel, "kind": "programming", "body": "SQL?"})

    assert (problem.field, problem.rules) == ("kind", ("RGN-66",))


PROPOSAL = PAVEL | {"kind": "proposal"}


@keeps("TKAD-56", "TKAD-57")
@pytest.mark.parametrize("channel", ["embedded", "email"])
def test_a_proposal_is_taken_in_writing(channel):
    assert TECHNOKAD.problems(PROPOSAL | {"channel": channel}) == []


@breaks("TKAD-56", "TKAD-57")
def test_a_proposal_is_not_taken_by_phone():
    problem = TECHNOKAD.problems(PROPOSAL | {"channel": "phone"})[0]

    assert (problem.field, problem.rules) == ("kind", ("TKAD-56", "TKAD-57"))


def asked(edition, request):
    return {field.name for field in edition.form.asked(request)}
