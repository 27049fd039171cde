"""To which edition a user consents, by which request, and from when an edition holds."""

import pytest

from libs.regulation.tests.desk import CRYPTOPRO, REGIONSOFT, TECHNOKAD, msk
from services.entitlement.domain.acceptance import AcceptRegulation, decider

keeps, breaks = pytest.mark.keeps, pytest.mark.breaks


def request(ticket, given=(), edition=CRYPTOPRO):
    """What a request of Anna's puts on record of her consent."""
    acceptance = edition.acceptance
    because = edition.because(acceptance, ru=acceptance.text.ru, en=acceptance.text.en)
    command = AcceptRegulation(
        "anna", edition.vendor, msk("2026-03-02 12:00"), edition.id, ticket, because
    )
    return decider.decide(command, decider.fold(given))


@keeps("CPRO-R-15")
def test_the_first_request_is_the_consent():
    (accepted,) = request("t1")

    assert (accepted.contact_id, accepted.edition) == ("anna", "cryptopro-2015")
    assert accepted.because.ru == (
        "С первого запроса, устного или письменного, вы считаетесь согласным с условиями"
        " Регламента."
    )
    assert {"CPRO-R-15", "CPRO-R-16"} <= set(accepted.because.rules)


@breaks("CPRO-R-15")
def test_no_later_request_is_one_again_and_elsewhere_none_is():
    assert request("t2", given=request("t1")) == []
    assert TECHNOKAD.acceptance is None


@keeps("CPRO-R-16")
@pytest.mark.parametrize("channel", ["phone", "portal"])
def test_a_request_by_word_of_mouth_is_a_consent_as_one_in_writing(channel):
    assert CRYPTOPRO.acceptance.is_given_by(channel)
    assert "CPRO-R-16" in request("t1")[0].because.rules


@breaks("CPRO-R-16")
def test_where_only_a_written_request_is_one_a_call_is_not():
    written = CRYPTOPRO.acceptance.model_copy(update={"orally": False})

    assert not written.is_given_by("phone")
    assert written.is_given_by("portal")


@keeps("RGN-01")
def test_an_edition_holds_from_the_first_instant_of_its_day():
    assert REGIONSOFT.in_force_at() == msk("2019-08-01 00:00")
    assert "RGN-01" in REGIONSOFT.because(REGIONSOFT, ru="", en="").rules


@breaks("RGN-01")
def test_the_evening_before_it_does_not_hold():
    assert msk("2019-07-31 23:59") < REGIONSOFT.in_force_at() <= msk("2019-08-01 00:00")
