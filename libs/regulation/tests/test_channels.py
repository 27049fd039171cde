"""What each channel is for, and at which addresses."""

import pytest

from libs.regulation.tests.desk import CRYPTOPRO, EDITIONS, NANOSOFT, REGIONSOFT, TECHNOKAD


def test_nano_05_and_82_both_mailboxes_count_and_one_is_told():
    email = NANOSOFT.channel("email")

    assert email.receives("support@nanosoft.pro")
    assert email.receives("Support@nanoCAD.ru")
    assert email.told() == ("support@nanosoft.pro",)


def test_nano_06_any_other_mailbox_is_off_the_channel():
    assert not NANOSOFT.channel("email").receives("sales@nanosoft.pro")
    notice = NANOSOFT.notices_at("off_channel", "email")[-1]
    assert notice.rules == ("NANO-06",)


@pytest.mark.parametrize(
    ("channel", "rule"), [("chat", "NANO-42"), ("remote_session", "NANO-43"), ("phone", "NANO-44")]
)
def test_nano_42_to_44_some_channels_are_opened_by_the_desk_only(channel, rule):
    assert NANOSOFT.channel(channel) is None

    problem = NANOSOFT.problems({"channel": channel})[0]

    assert problem.field == "channel"
    assert problem.rules == (rule,)
    assert "support@nanosoft.pro" in problem.text.ru or channel == "remote_session"


def test_a_channel_that_the_regulation_does_not_have_is_answered_with_those_it_has():
    (problem,) = TECHNOKAD.problems({"channel": "portal"})

    assert "встроенная техническая поддержка ПО (embedded)" in problem.text.ru
    assert problem.rules == ("TKAD-20", "TKAD-16", "TKAD-17", "TKAD-18", "TKAD-19")


def test_nano_41_answers_go_by_mail_unless_the_contact_chose_another_way():
    assert NANOSOFT.replies_by() == "email"
    assert TECHNOKAD.replies_by() is None


@pytest.mark.parametrize(
    ("vendor", "first"),
    [
        ("cryptopro", "portal"),
        ("technokad", "embedded"),
        ("regionsoft", "portal"),
        ("nanosoft", "email"),
    ],
)
def test_tkad_20_and_rgn_07_the_preferred_channel_is_named_first(vendor, first):
    assert EDITIONS[vendor].opening_channels()[0].name == first


def test_rgn_09_five_numbers_with_their_places():
    phones = REGIONSOFT.channel("phone").phones

    assert [phone.region.ru for phone in phones] == [
        "Москва",
        "Москва",
        "Санкт-Петербург",
        "Нижний Новгород",
        "Украина",
    ]


@pytest.mark.parametrize("vendor", ["cryptopro", "nanosoft", "regionsoft"])
def test_nano_33_rgn_05_and_cpro_p_01_a_portal_is_for_those_with_an_account(vendor):
    channels = {channel.name: channel.registered_only for channel in EDITIONS[vendor].channels}

    assert channels.pop("portal")
    assert not any(channels.values())


def test_cpro_r_32_a_call_may_be_moved_to_the_portal_by_the_engineer():
    assert CRYPTOPRO.channel("phone").moves_to == "portal"
    assert CRYPTOPRO.right("choose_channel").decider == "engineer_may"


def test_rgn_70_and_71_a_remote_session_is_prepared():
    remote = next(each for each in REGIONSOFT.channels if each.name == "remote_session")

    assert [each.rules for each in remote.before] == [("RGN-70",), ("RGN-71",)]
