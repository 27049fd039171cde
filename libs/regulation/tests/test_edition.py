"""An edition as a whole: how it is read, how it travels, and what is said of a broken one."""

import json
import re
import tomllib
from copy import deepcopy
from datetime import date

import jsonschema
import pytest

from libs.regulation import Edition, RegulationError, from_document, json_schema, load
from libs.regulation.notice import earliest_start
from libs.regulation.tests.desk import CALENDAR, CRYPTOPRO, EDITIONS, TECHNOKAD, TEXTS, msk


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_an_edition_travels_inside_an_event_and_stays_the_same(edition):
    travelled = json.loads(json.dumps(edition.model_dump(mode="json")))

    assert Edition.model_validate(travelled) == edition


@pytest.mark.parametrize("name", TEXTS)
def test_an_edition_fits_its_json_schema(name):
    document = json.loads(json.dumps(tomllib.loads(TEXTS[name]), default=str))

    jsonschema.Draft202012Validator(json_schema()).validate(document)


def test_an_edition_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        CRYPTOPRO.vendor = "other"


def test_cpro_r_50_the_day_of_publication_is_not_counted():
    assert earliest_start(CRYPTOPRO, CRYPTOPRO, date(2026, 3, 1)) == date(2026, 3, 17)


def test_an_edition_holds_from_midnight_at_the_vendors():
    assert CRYPTOPRO.in_force_at() == msk("2015-01-01 00:00")


def test_a_09_a_short_day_shortens_both_offices_of_technokad_and_not_cryptopros():
    day = msk("2026-04-30 00:00"), msk("2026-05-01 00:00")
    hours = {
        office: TECHNOKAD.working_time(CALENDAR, office).between(*day) / 3600
        for office in ("moscow", "novosibirsk", None)
    }

    assert hours == {"moscow": 8, "novosibirsk": 8, None: 13}
    assert CRYPTOPRO.working_time(CALENDAR).between(*day) == 9 * 3600


def test_an_unknown_office_is_named_with_those_there_are():
    with pytest.raises(KeyError, match="no office 'omsk'; there are moscow, novosibirsk"):
        TECHNOKAD.working_time(CALENDAR, "omsk")


def test_a_decision_carries_the_rules_and_assumptions_of_what_led_to_it():
    uncovered = CRYPTOPRO.lacking("none")
    because = CRYPTOPRO.because(
        CRYPTOPRO.schedule, uncovered, ru="без сертификата ТП", en="no certificate", calendar="7f"
    )

    assert because.edition == "cryptopro-2015"
    assert because.rules[:3] == ("CPRO-R-10", "CPRO-R-11", "CPRO-R-12")
    assert because.assumed == ("A-02", "A-09", "A-06")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_ticket_is_never_called_a_tiket_in_russian(text):
    assert not re.search(r"\bтикет", text.lower())


BROKEN = [
    (
        'ticket_prefix = "CP"',
        "",
        "cp.toml: ticket_prefix: is missing; add it",
    ),
    (
        'zone = "Europe/Moscow"',
        'zone = "Moscow"',
        "cp.toml: schedule › zone: 'Moscow' is no IANA time zone; write one such as Europe/Moscow",
    ),
    (
        "preholiday_cut_minutes = 0",
        "preholiday_cut_minuts = 0",
        "cp.toml: schedule › preholiday_cut_minuts: is no key of an edition's here; "
        "did you mean 'preholiday_cut_minutes'?",
    ),
    (
        '{ amount = 10, unit = "real_minutes" }',
        '{ amount = 10, unit = "minutes" }',
        "cp.toml: promises › phone_answer › limit › unit: 'minutes' is not known; choose "
        "'working_minutes', 'working_hours', 'working_days', 'real_minutes', 'real_hours' or "
        "'calendar_days'",
    ),
    (
        'met_by = ["CallAnswered"]',
        'met_by = ["TicketAssigned"]',
        "cp.toml: promises › phone_answer › met_by › number 1: 'TicketAssigned' is not known; "
        "choose 'TicketTakenIntoWork', 'ReplySent', 'InformationRequested', 'SolutionProposed' "
        "or 'CallAnswered'",
    ),
    (
        'rules = ["CPRO-R-47"]',
        'rules = ["47"]',
        "cp.toml: rules › number 1: '47' has another form; write it like CPRO-R-28",
    ),
    (
        'grounds = "not_identified"',
        'grounds = "unidentified"',
        "cp.toml: form › fields › last_name › grounds: 'unidentified' is not defined; use one of "
        "not_identified, certificate_in_doubt, conduct",
    ),
    (
        'lack = "not_started"',
        'lack = "none"',
        "; add a table with lack = 'not_started'",
    ),
    (
        "Request {number} closes on {closes_at} unless you answer.",
        "Request {nummer} closes unless you answer.",
        "cp.toml: auto_close › texts › waiting: nothing can be put in {nummer}; the places are "
        "{certificate}",
    ),
    (
        'assumed = { term_end = "A-25", number_form = "A-29", remind_days = "A-28" }',
        'assumed = { term_ends = "A-25" }',
        "cp.toml: plans › certificate: assumed names term_ends, which has no place here",
    ),
    (
        'slug = "dotnet"',
        'slug = "csp"',
        "cp.toml: products: 'csp' is there 2 times; keep one or rename the others",
    ),
    (
        "remind_days = 1",
        "remind_days = 3",
        "cp.toml: auto_close: remind_days must be less than working_days",
    ),
    (
        'opens = "09:00"',
        "opens = 9",
        "cp.toml: schedule › offices › moscow › windows › number 1 › opens: 9 is a number; "
        'write a date like 2026-03-17, a time like "09:00"',
    ),
    (
        'closes = "18:00"',
        'closes = "18h"',
        "cp.toml: schedule › offices › moscow › windows › number 1 › closes: '18h' is no time of "
        'day; write it like "09:00"',
    ),
    (
        'evidence = ["portal_view", "tracked_link", "mx_accepted", "delivery_notice"]',
        "evidence = []",
        "cp.toml: auto_close › evidence: is empty; fill it in",
    ),
    (
        "notice_days = 15",
        "notice_days = 15\nseats_from = 1",
        "cp.toml: publication › seats_from: is no key of an edition's here; it belongs to another "
        "part, remove it here",
    ),
    ("notice_days = 15", "notice_days =", "cp.toml: this is no TOML: Invalid value (at line"),
]


@pytest.mark.parametrize(("good", "bad", "said"), BROKEN, ids=[said for *_, said in BROKEN])
def test_a_broken_edition_is_answered_with_the_place_and_the_remedy(good, bad, said):
    assert good in TEXTS["cryptopro"]

    with pytest.raises(RegulationError) as raised:
        load(TEXTS["cryptopro"].replace(good, bad, 1), "cp.toml")

    assert said in re.sub(r"toml: line \d+, ", "toml: ", str(raised.value))
    assert "pydantic" not in str(raised.value)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('zone = "Europe/Moscow"', 'zone = "Moscow"'),
        ('{ amount = 10, unit = "real_minutes" }', '{ amount = 10, unit = "minutes" }'),
        ('grounds = "not_identified"', 'grounds = "unidentified"'),
        ('slug = "incomplete"', 'slug = "in complete"'),
        ("Request {number} closes on {closes_at} unless", "Request {nummer} closes unless"),
    ],
)
def test_a_fault_is_found_by_its_line(good, bad):
    text = TEXTS["cryptopro"].replace(good, bad, 1)
    line = 1 + text[: text.index(bad)].count("\n")

    with pytest.raises(RegulationError, match=rf"^cp\.toml: line {line}, "):
        load(text, "cp.toml")


def test_what_is_missing_is_looked_for_at_its_table():
    text = TEXTS["cryptopro"].replace('zone = "Europe/Moscow"\n', "")
    line = 1 + text[: text.index("[schedule]")].count("\n")

    with pytest.raises(RegulationError, match=rf"line {line}, schedule › zone: is missing; add it"):
        load(text)


def test_a_19_an_edition_by_level_without_the_table_of_levels_is_refused():
    document = tomllib.loads(TEXTS["technokad"])
    without = deepcopy(document)
    del without["plans"][0]["levels"]
    del document["plans"][0]["levels"][1]["limits"]["reply"]

    with pytest.raises(RegulationError, match=r"take_into_work: .* add \[\[plans.levels\]\].*A-19"):
        from_document(without)
    with pytest.raises(RegulationError, match=r"levels › extended: limits\.reply is missing"):
        from_document(document)


def test_all_problems_are_told_at_once():
    with pytest.raises(RegulationError) as raised:
        from_document({"id": "Crypto Pro", "vendor": "cryptopro"})

    assert len(raised.value.problems) > 10
    assert raised.value.problems[0].startswith("id: 'Crypto Pro' has another form")


def places(node, path=()):
    yield path
    children = node.items() if isinstance(node, dict) else ()
    for key, child in enumerate(node) if isinstance(node, list) else children:
        yield from places(child, (*path, key))


def replaced(document, path, value):
    changed = deepcopy(document)
    *way, last = path
    node = changed
    for key in way:
        node = node[key]
    node[last] = value
    return changed


@pytest.mark.parametrize("value", [None, -1, "", "{x", [], {}], ids=repr)
def test_whatever_is_wrong_in_an_edition_no_other_error_escapes(value):
    document = tomllib.loads(TEXTS["technokad"])
    refused = 0
    for path in list(places(document))[1::20]:
        try:
            from_document(replaced(document, path, value))
        except RegulationError:
            refused += 1

    assert refused > 20
