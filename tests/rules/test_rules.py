"""Every rule of the documents is proven by tests that bear its id, or listed with the reason."""

import pytest

from libs.events.codec import CATALOGUE
from libs.regulation.tests.desk import PUBLISHED
from tests.rules.book import ELSEWHERE, RULES, SUPPORTED, UNPROVEN, symbol, table, unproven
from tests.rules.events import events
from tests.rules.page import page
from tests.rules.places import places
from tests.rules.proofs import proofs


@pytest.fixture(scope="module")
def found():
    """Rule → mark → tests."""
    return proofs()


def test_all_rules_that_no_test_proves_are_listed_and_no_others(found):
    assert set(unproven(found)) == set(UNPROVEN)


def test_what_is_not_proven_has_its_reason():
    assert all(len(reason) > 20 for reason in UNPROVEN.values())


def test_a_mark_names_a_rule_that_there_is(found):
    assert set(found) <= set(RULES)


def test_an_edition_names_a_rule_that_there_is():
    assert set(places()) <= set(RULES)


def test_what_is_kept_elsewhere_or_supported_is_a_rule_that_there_is():
    assert set(ELSEWHERE) | set(SUPPORTED) <= set(RULES)


def test_a_rule_is_said_to_be_supported_once():
    named = [each["rule"] for each in table("supported.toml")["supported"]]

    assert len(named) == len(set(named))


@pytest.mark.parametrize("rule", SUPPORTED)
def test_the_symbol_that_supports_a_rule_is_there(rule):
    assert symbol(SUPPORTED[rule])


def test_the_record_names_rules_and_events_that_there_are():
    assert set(events()) <= set(RULES)
    assert {event for named in events().values() for event in named} <= set(CATALOGUE)


def test_the_page_of_rules_is_as_it_would_be_written_now(found):
    written = (PUBLISHED.parent / "docs/rules.md").read_text()

    assert written == page(places(), found, events()), "write it anew by `make docs`"
