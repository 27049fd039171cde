"""No rule of the four documents is forgotten: it stands in an edition, or it is said where else."""

import re
import tomllib
from collections import Counter

import pytest

from libs.regulation.tests.desk import REGULATIONS, TEXTS

ID = re.compile(r'"((?:NANO|CPRO-[PR]|RGN|TKAD)-\d+)"')
RULES = REGULATIONS / "rules"
ELSEWHERE = tomllib.loads((RULES / "elsewhere.toml").read_text())
KEPT_ELSEWHERE = [each["rule"] for each in ELSEWHERE["elsewhere"]]
DOCUMENTS = [
    document
    for document in (tomllib.loads(path.read_text()) for path in sorted(RULES.glob("*.toml")))
    if "prefix" in document
]


def rules_of(document):
    return {rule["id"] for rule in document["rules"]}


def stated(edition):
    return set(ID.findall(TEXTS[edition]))


def test_the_documents_have_327_rules():
    assert sum(len(rules_of(document)) for document in DOCUMENTS) == 327


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["prefix"])
def test_every_rule_stands_in_its_edition_or_has_its_place_elsewhere(document):
    missing = rules_of(document) - stated(document["edition"]) - set(KEPT_ELSEWHERE)

    assert not missing


@pytest.mark.parametrize("edition", TEXTS)
def test_an_edition_names_no_rule_that_its_document_does_not_have(edition):
    own = set().union(*(rules_of(each) for each in DOCUMENTS if each["edition"] == edition))

    assert stated(edition) <= own


def test_what_is_kept_elsewhere_stands_in_no_edition_and_once_with_its_reason():
    in_editions = set().union(*map(stated, TEXTS))

    assert not in_editions & set(KEPT_ELSEWHERE)
    assert max(Counter(KEPT_ELSEWHERE).values()) == 1
    assert {each["where"] for each in ELSEWHERE["elsewhere"]} <= {"code", "page", "outside"}
    assert all(len(each["reason"]) > 40 for each in ELSEWHERE["elsewhere"])


def test_few_rules_are_out_of_the_products_hands():
    outside = [each for each in ELSEWHERE["elsewhere"] if each["where"] == "outside"]

    assert len(outside) < 5
