from uuid import UUID

from libs.runtime.identity import Identity, event_id


def test_the_same_parts_give_the_same_id_and_other_parts_another():
    identity = Identity("secret")

    assert identity.derive("ticket", "a", "b") == identity.derive("ticket", "a", "b")
    assert identity.derive("ticket", "ab", "") != identity.derive("ticket", "a", "b")
    assert Identity("other").derive("ticket") != identity.derive("ticket")


def test_an_event_id_is_a_uuid_of_version_7_that_grows_with_time():
    first, second = event_id(), event_id()

    assert isinstance(first, UUID)
    assert first.version == 7
    assert first.int >> 80 <= second.int >> 80
