"""Dated facts beside an edition: which of them holds on a day."""

from datetime import date
from decimal import Decimal

import pytest

from libs.regulation import RegulationError, facts_from_document, load, load_facts
from libs.regulation.published import events_of, gathered, told
from libs.regulation.tests.desk import (
    CALENDAR,
    CRYPTOPRO,
    OTHER_HOURS,
    OTHER_WINDOWS,
    TECHNOKAD,
    TEXTS,
    msk,
)

TEXT = (
    OTHER_HOURS
    + """
[[price_lists]]
from_date = 2026-01-01
currency = "RUB"
prices = [{ plan = "general_agreement", per = "hour", amount = "3000.00" }]

[[price_lists]]
from_date = 2027-01-01
currency = "RUB"
prices = [{ plan = "general_agreement", per = "hour", amount = "3500.00" }]

[[releases]]
product = "geo"
version = "7"
released_on = 2026-02-01

[[holders]]
role = "head_of_department"
name = "Чумакова Екатерина"
email = "cep@technokad.ru"
from_date = 2015-01-01

[[holders]]
role = "head_of_department"
name = "Новый Руководитель"
email = "head@technokad.ru"
from_date = 2026-06-01

[[engineers]]
name = "Ирина"
email = "irina@technokad.ru"
office = "moscow"
manager = "boss@technokad.ru"
dedicated_to = ["K-17"]
deputy = "oleg@technokad.ru"

[[engineers]]
name = "Олег"
email = "oleg@technokad.ru"
office = "novosibirsk"
"""
)
FACTS = load_facts(TEXT, TECHNOKAD)
WINDOWS = 'windows = [{ opens = "10:00", closes = "16:00" }]'
BY_PHONE = load(TEXTS["regionsoft"].replace('name = "phone"', f'name = "phone"\n{WINDOWS}', 1))
"""An edition whose telephone is answered from 10 to 16."""


def open_hours(day, office):
    hours = TECHNOKAD.working_time(CALENDAR, office, FACTS.overrides(TECHNOKAD))
    return hours.between(msk(f"{day} 00:00"), msk(f"{day} 23:59")) / 3600


def test_nano_49_other_hours_of_one_office_leave_the_other_as_it_is():
    assert open_hours("2026-07-03", "moscow") == 6
    assert open_hours("2026-07-03", "novosibirsk") == 9


def test_other_hours_that_name_no_office_are_of_all_and_without_windows_closed():
    assert open_hours("2026-07-06", "moscow") == 0
    assert open_hours("2026-07-06", "novosibirsk") == 0


def test_other_hours_of_a_channel_leave_those_of_offices_as_they_are():
    facts = load_facts(OTHER_WINDOWS, BY_PHONE).overrides(BY_PHONE)

    def open_on(day, *channel):
        by = BY_PHONE.attends(*channel) if channel else None
        hours = BY_PHONE.working_time(CALENDAR, None, facts, by)
        return hours.between(msk(f"{day} 00:00"), msk(f"{day} 23:59")) / 3600

    days = ("2026-07-02", "2026-07-03", "2026-07-06")
    assert [open_on(day, "phone") for day in days] == [6, 2, 0]
    assert [open_on(day, "email") for day in days] == [8, 8, 8]
    assert [open_on(day) for day in days] == [8, 8, 8]


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (
            'channel = "phone"',
            'channel = "email"',
            "'email' is not in regionsoft-2019; it has phone",
        ),
        ('channel = "phone"', 'channel = "phone"\noffice = "office"', "an office and a channel"),
    ],
)
def test_other_hours_are_of_an_office_or_of_a_channel_that_has_windows(good, bad, said):
    with pytest.raises(RegulationError, match=said):
        load_facts(OTHER_WINDOWS.replace(good, bad, 1), BY_PHONE)


def test_hours_of_a_channel_and_of_all_on_one_date_are_two_facts():
    facts = load_facts(
        OTHER_WINDOWS.replace('channel = "phone"\nreason', "reason")
        + '\n[[hours]]\ndate = 2026-07-06\nchannel = "phone"\n'
        + 'reason = { ru = "учения", en = "a drill" }\n',
        BY_PHONE,
    )
    events = events_of(facts, msk("2026-07-01 10:00"), {}, lambda *_: "", "ru")

    assert gathered("regionsoft", map(told, events)) == facts
    names = [told(each).name for each in events_of(facts, msk("2026-07-01 10:00"), {}, str, "ru")]
    assert len(set(names)) == 3


def test_rgn_39_the_list_in_force_on_a_day_gives_the_price():
    def price(on):
        return FACTS.price_list(on).price("general_agreement").amount

    assert price(date(2026, 12, 31)) == Decimal("3000.00")
    assert price(date(2027, 1, 1)) == Decimal("3500.00")
    assert FACTS.price_list(date(2025, 12, 31)) is None


def test_tkad_61_a_role_has_the_holder_of_its_day():
    assert FACTS.holder("head_of_department", date(2026, 5, 31)).name == "Чумакова Екатерина"
    assert FACTS.holder("head_of_department", date(2026, 6, 1)).name == "Новый Руководитель"


def test_rgn_45_a_dedicated_engineer_has_a_deputy():
    irina = FACTS.dedicated("K-17")

    assert irina.name == "Ирина"
    assert FACTS.deputy(irina).name == "Олег"
    assert FACTS.dedicated("K-18") is None


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [("office", "mars", "moscow"), ("products", ["mars"], "express")],
)
def test_an_engineer_is_of_an_office_and_of_products_that_the_edition_knows(field, value, told):
    engineer = {"name": "Вера", "email": "vera@technokad.ru", "office": "moscow", field: value}

    with pytest.raises(RegulationError, match=f"mars.*{told}"):
        facts_from_document({"vendor": "technokad", "engineers": [engineer]}, TECHNOKAD)


def test_cpro_r_36_an_engineers_own_manager_is_known_by_the_engineer():
    assert FACTS.manager("irina@technokad.ru") == "boss@technokad.ru"
    assert FACTS.manager("oleg@technokad.ru") is None
    assert FACTS.manager("nobody@technokad.ru") is None


def test_the_two_roles_of_complaint_lead_to_two_persons():
    _escalation, head = TECHNOKAD.escalation("complaint")
    _escalation, manager = CRYPTOPRO.escalation("conduct")
    day = date(2026, 7, 3)

    assert FACTS.person(head, "irina@technokad.ru", day) == "head@technokad.ru"
    assert FACTS.person(manager, "irina@technokad.ru", day) == "boss@technokad.ru"
    assert FACTS.person(head, "irina@technokad.ru", date(2014, 1, 1)) is None


def test_rgn_28_releases_are_found_by_their_product():
    assert [each.version for each in FACTS.releases_of("geo")] == ["7"]
    assert FACTS.releases_of("express") == ()


def test_a_27_special_days_are_off_only_where_the_facts_say_so():
    usual = load_facts('vendor = "technokad"', TECHNOKAD)

    assert FACTS.special_days("rows") == "rows"
    assert usual.special_days("rows") == ""


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('product = "geo"', 'product = "cad"', "line 26, .*'cad' is not in technokad-2015; it has"),
        ('role = "head_of_department"', 'role = "boss"', "line 31, .*'boss' is not in .*it has"),
        ("from_date = 2026-01-01", "from = 2026-01-01", "did you mean 'from_date'"),
        ('currency = "RUB"', 'currency = "roubles"', "'roubles' has another form; write it like"),
    ],
)
def test_facts_that_the_edition_does_not_know_are_refused_with_the_remedy(good, bad, said):
    with pytest.raises(RegulationError, match=said):
        load_facts(TEXT.replace(good, bad, 1), TECHNOKAD, "facts.toml")
