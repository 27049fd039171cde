"""What no promise is made of, and where a request goes that its document sends elsewhere."""

import pytest

from libs.regulation import Situation
from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT, TECHNOKAD
from libs.regulation.tests.test_form import ANNA, DRAWING, ERROR, PAVEL

keeps, breaks = pytest.mark.keeps, pytest.mark.breaks


def situation(covered=True, channel="email", **about):
    return Situation(occasion="first", channel=channel, covered=covered, **about)


def not_promised(edition, about):
    return {rule for each in edition.not_promised(about) for rule in each.rules}


@keeps("NANO-35", "NANO-46")
def test_a_subscriber_is_promised_a_first_answer_within_a_working_day():
    (clock,) = NANOSOFT.clocks(situation())

    assert (clock.name, clock.limit.amount, clock.limit.unit) == (
        "first_response",
        1,
        "working_days",
    )
    assert {"NANO-35", "NANO-46", "NANO-83"} <= set(clock.rules)


@keeps("NANO-69")
@breaks("NANO-35", "NANO-46", "NANO-71")
def test_the_free_level_is_promised_no_time_at_all():
    about = situation(covered=False)

    assert NANOSOFT.clocks(about) == ()
    assert {"NANO-69", "NANO-71"} <= not_promised(NANOSOFT, about)
    assert NANOSOFT.lacking("none").priority == "minimum"


@breaks("NANO-69")
def test_a_subscriber_is_not_told_that_nothing_is_promised():
    assert "NANO-69" not in not_promised(NANOSOFT, situation())
    assert NANOSOFT.clocks(situation()) != ()


@keeps("NANO-83")
def test_an_employees_answer_counts():
    assert NANOSOFT.answers_count(by_employee=True)
    assert "NANO-83" in NANOSOFT.rules


@breaks("NANO-83")
def test_a_partners_answer_does_not_and_elsewhere_it_would():
    assert not NANOSOFT.answers_count(by_employee=False)
    assert CRYPTOPRO.answers_count(by_employee=False)


@keeps("RGN-67")
def test_blocked_ports_are_promised_no_solution():
    assert "RGN-67" in not_promised(REGIONSOFT, situation(topic="ports_and_firewalls"))


@breaks("RGN-67")
def test_of_anything_else_that_is_not_said():
    assert "RGN-67" not in not_promised(REGIONSOFT, situation(topic="training"))
    assert "RGN-67" not in not_promised(REGIONSOFT, situation())


@keeps("RGN-25")
def test_an_error_is_corrected_within_a_reasonable_time():
    assert "RGN-25" in not_promised(REGIONSOFT, situation(kind="defect", channel="portal"))
    assert REGIONSOFT.clocks(situation(kind="defect", channel="portal")) == ()


PHONES = {
    "+7 (499) 709-81-41": "Москва",
    "+7 (499) 709-82-48": "Москва",
    "+7 (812) 458-09-06": "Санкт-Петербург",
    "+7 (831) 233-13-03": "Нижний Новгород",
    "+380 (94) 710-02-01": "Украина",
}


@keeps("RGN-09")
@pytest.mark.parametrize(("shown", "region"), PHONES.items())
def test_five_numbers_on_four_lines_are_told_by_region(shown, region):
    phones = {phone.shown: phone for phone in REGIONSOFT.channel("phone").phones}

    assert phones[shown].region.ru == region
    assert phones[shown].rules == ("RGN-09",)


@breaks("RGN-09")
def test_no_other_number_is_told():
    phones = REGIONSOFT.channel("phone").phones

    assert [phone.shown for phone in phones] == list(PHONES)
    assert [phone.number for phone in phones] == [
        "+74997098141",
        "+74997098248",
        "+78124580906",
        "+78312331303",
        "+380947100201",
    ]


@keeps("TKAD-18")
def test_the_number_of_siberia_is_picked_up_in_novosibirsk_first():
    offices = {phone.shown: phone.office for phone in TECHNOKAD.channel("phone").phones}

    assert offices["8 (383) 383-57-68"] == "novosibirsk"
    assert "TKAD-18" in {
        rule for phone in TECHNOKAD.channel("phone").phones for rule in phone.rules
    }


@breaks("TKAD-18")
def test_no_other_number_is():
    offices = {phone.shown: phone.office for phone in TECHNOKAD.channel("phone").phones}

    assert [shown for shown, office in offices.items() if office == "novosibirsk"] == [
        "8 (383) 383-57-68"
    ]


@keeps("TKAD-20")
def test_a_program_of_the_vendor_sends_requests_itself_and_that_way_is_preferred():
    assert [product.slug for product in TECHNOKAD.products if product.embedded] == [
        "express",
        "geo",
        "municipality",
    ]
    assert TECHNOKAD.opening_channels()[0].name == "embedded"
    assert TECHNOKAD.problems(PAVEL) == []
    assert "TKAD-20" in TECHNOKAD.channel("embedded").rules


@breaks("TKAD-20")
def test_the_portal_is_no_way_to_a_vendor_that_has_none():
    (problem,) = TECHNOKAD.problems(PAVEL | {"channel": "portal"})

    assert problem.field == "channel"
    assert "(embedded)" in problem.text.ru


@keeps("RGN-05", "RGN-06")
def test_whoever_has_an_account_sends_his_request_on_the_portal():
    portal = REGIONSOFT.channel("portal")

    assert REGIONSOFT.problems(ERROR) == []
    assert (portal.opens, portal.registered_only, portal.preferred) == (True, True, True)
    assert REGIONSOFT.words.department.ru == "Отдел техподдержки"
    assert {"RGN-05", "RGN-06"} <= set(portal.rules)


@breaks("RGN-05", "RGN-06")
def test_by_mail_no_account_is_asked_for():
    assert not REGIONSOFT.channel("email").registered_only
    assert [channel.name for channel in REGIONSOFT.channels if channel.registered_only] == [
        "portal"
    ]


@keeps("RGN-21")
@pytest.mark.parametrize("channel", ["email", "phone"])
def test_an_error_told_elsewhere_is_not_refused(channel):
    request = {key: value for key, value in ERROR.items() if key != "channel"}

    assert REGIONSOFT.problems(request | {"channel": channel}) == []
    assert "RGN-21" in REGIONSOFT.form.kind("defect").rules


@keeps("NANO-41")
def test_answers_go_by_mail_where_the_document_says_so():
    assert NANOSOFT.replies_by() == "email"
    assert "NANO-41" in NANOSOFT.channel("email").rules


@breaks("NANO-41")
def test_no_other_way_of_answering_is_named():
    assert [channel.name for channel in NANOSOFT.channels if channel.replies] == ["email"]
    assert CRYPTOPRO.replies_by() is None


@breaks("NANO-06")
@pytest.mark.parametrize("address", ["sales@nanosoft.pro", "support@nanosoft.ru"])
def test_mail_to_another_mailbox_is_off_the_channel(address):
    assert not NANOSOFT.channel("email").receives(address)


@keeps("NANO-08")
def test_who_has_discussed_it_with_an_engineer_may_say_with_whom():
    told = DRAWING | {"discussed_with": "ivanov@nanosoft.pro"}
    (field,) = [each for each in NANOSOFT.form.asked(told) if each.name == "discussed_with"]

    assert NANOSOFT.problems(told) == []
    assert (field.need, field.rules) == ("optional", ("NANO-08",))


@breaks("NANO-08")
def test_who_has_not_says_nothing():
    assert NANOSOFT.problems(DRAWING | {"discussed_with": ""}) == []


SERVED = ("CPRO-R-26",)


@keeps(*SERVED)
def test_a_request_with_name_and_certificate_fills_what_identifies_its_user():
    done = CRYPTOPRO.form.completeness(ANNA, "identification")

    assert (done.percent, done.lacking) == (100, ())
    assert CRYPTOPRO.problems(ANNA) == []


@breaks(*SERVED)
@pytest.mark.parametrize("field", ["last_name", "first_name", "patronymic", "certificate"])
def test_one_without_gives_the_engineer_the_grounds_to_decline_it(field):
    problems = CRYPTOPRO.problems(ANNA | {"channel": "phone", field: ""})
    reason = CRYPTOPRO.reason(problems[0].grounds)

    assert [problem.field for problem in problems] == [field]
    assert (reason.slug, reason.decider) == ("not_identified", "engineer_may")
    assert set(SERVED) <= set(reason.rules)


ACCOUNT = ("CPRO-P-01", "CPRO-P-04", "CPRO-P-05", "CPRO-P-06")


@keeps(*ACCOUNT)
def test_an_account_is_opened_on_the_vendors_site_and_lives_by_its_address():
    accounts = CRYPTOPRO.accounts

    assert (accounts.opened, accounts.link) == ("on_vendors_site", "https://www.cryptopro.ru")
    assert accounts.email_change == "new_account"
    assert set(ACCOUNT) <= set(accounts.rules)


@breaks(*ACCOUNT)
def test_who_changes_his_address_is_warned_of_what_he_loses():
    assert CRYPTOPRO.accounts.warning.ru == (
        "Сразу указывайте правильный адрес электронной почты: именно на него приходят все"
        " уведомления. При смене адреса создаётся новая учётная запись: сертификаты ТП придётся"
        " зарегистрировать заново, а доступа к ранее созданным обращениям больше не будет."
    )
    assert CRYPTOPRO.channel("portal").registered_only
