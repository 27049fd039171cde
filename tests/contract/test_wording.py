"""Every part of an edition says to all services, word for word, what its document says."""

import pytest

from libs.regulation.tests.desk import EDITIONS
from tests.rules.wording import approved, said

PARTS = [
    pytest.param(name, place, id=f"{name}: {place}", marks=pytest.mark.words(*part["rules"]))
    for name in EDITIONS
    for place, part in approved(name).items()
]


@pytest.fixture(scope="module")
def editions():
    """Edition → place → what is said there."""
    return {name: said(name) for name in EDITIONS}


@pytest.mark.parametrize(("name", "place"), PARTS)
def test_a_part_says_what_its_document_says(editions, name, place):
    assert editions[name].get(place) == approved(name)[place]


@pytest.mark.parametrize("name", EDITIONS)
def test_no_part_is_left_out(editions, name):
    assert list(editions[name]) == list(approved(name))
