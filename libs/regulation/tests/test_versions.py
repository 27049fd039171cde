"""Version numbers, and the versions that a warranty covers."""

from datetime import date

import pytest

from libs.regulation import Release
from libs.regulation.tests.desk import CRYPTOPRO, REGIONSOFT

NUMBERS = CRYPTOPRO.versions
WARRANTY = REGIONSOFT.plan("warranty").versions
RELEASES = [
    Release(product="crm", version=version, released_on=day)
    for version, day in [
        ("6", date(2018, 2, 1)),
        ("7", date(2021, 3, 15)),
        ("8", date(2024, 9, 2)),
        ("9", date(2027, 1, 11)),
    ]
]


def covered(version, on):
    found = WARRANTY.coverage(RELEASES, version, on)
    return found.result, found.until


def test_cpro_r_08_and_09_the_first_group_is_the_version_and_the_rest_the_build():
    assert NUMBERS.version("5.0.12000") == "5"
    assert NUMBERS.build("5.0.12000") == "0.12000"
    assert NUMBERS.build("5") == ""


def test_cpro_r_43_and_44_a_new_build_is_an_update_and_a_new_version_is_not():
    assert NUMBERS.is_an_update("4.0.9963", "4.0.9973")
    assert not NUMBERS.is_an_update("4.0.9963", "5.0.12000")


@pytest.mark.parametrize(
    ("version", "on", "result"),
    [
        ("8", date(2026, 3, 15), ("covered", None)),
        ("7", date(2026, 3, 15), ("covered", date(2026, 3, 15))),
        ("7", date(2026, 3, 16), ("too_old", date(2026, 3, 15))),
        ("6", date(2026, 3, 15), ("too_old", date(2023, 2, 1))),
        ("9", date(2026, 3, 15), ("unknown", None)),
        ("9", date(2027, 1, 11), ("covered", None)),
        ("7", date(2027, 1, 11), ("too_old", date(2026, 3, 15))),
    ],
)
def test_rgn_28_and_29_the_current_version_and_the_previous_one_for_five_years(version, on, result):
    assert covered(version, on) == result


def test_a_version_is_covered_as_the_current_one_however_old_it_is():
    old = [
        Release(product="crm", version="1", released_on=date(2010, 1, 1)),
        Release(product="crm", version="2", released_on=date(2021, 11, 20)),
    ]

    assert WARRANTY.coverage(old, "1", date(2021, 11, 19)).result == "covered"
    found = WARRANTY.coverage(old, "1", date(2021, 11, 20))
    assert (found.result, found.until) == ("too_old", date(2021, 11, 19))


def test_a_version_that_two_others_followed_was_covered_until_the_second_came_out():
    long = WARRANTY.model_copy(update={"years": 20})

    found = long.coverage(RELEASES, "6", date(2026, 3, 15))

    assert (found.result, found.until) == ("too_old", date(2024, 9, 1))


@pytest.mark.parametrize(
    ("number", "on", "result"),
    [
        ("9.2.100", date(2027, 3, 1), ("covered", None)),
        ("8.4", date(2027, 3, 1), ("covered", date(2029, 9, 2))),
        ("7.1.5", date(2027, 3, 1), ("too_old", date(2026, 3, 15))),
        ("10.0", date(2027, 3, 1), ("unknown", None)),
    ],
)
def test_where_the_document_says_how_a_number_is_read_its_build_does_not_matter(number, on, result):
    edition = REGIONSOFT.model_copy(update={"versions": NUMBERS})
    later = Release(product="crm", version="8.5.1", released_on=date(2026, 1, 1))
    releases = [
        *RELEASES[:2],
        later,
        RELEASES[2].model_copy(update={"version": "8.0.1"}),
        RELEASES[3],
    ]

    found = edition.covered_version(edition.plan("warranty"), releases, number, on)

    assert (found.result, found.until) == result


def test_a_14_a_version_that_the_registry_lacks_is_checked_by_a_person():
    assert covered("5.5", date(2026, 3, 15)) == ("unknown", None)
