from datetime import UTC, datetime
from uuid import UUID

import pytest

from libs.runtime.envelope import Alien, Record, from_message, to_message

RECORD = Record(
    source="intake",
    shard=3,
    position=7,
    stream="ticket-t1",
    stream_version=2,
    id=UUID(int=1),
    type="NoteAdded",
    version=1,
    vendor="acme",
    occurred_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    recorded_at=datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC),
    correlation=UUID(int=2),
    causation=None,
    traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    facts='{"ticket_id":"t1"}',
)


def test_a_record_comes_back_from_the_wire_as_it_went():
    key, value, headers = to_message(RECORD)

    assert key == b"t1"
    assert from_message(3, value, headers) == RECORD


def test_a_message_carries_the_cloudevents_attributes():
    headers = dict(to_message(RECORD)[2])

    assert headers["ce_specversion"] == b"1.0"
    assert headers["ce_type"] == b"vakhta.NoteAdded"
    assert headers["ce_source"] == b"intake"
    assert headers["ce_subject"] == b"ticket-t1"
    assert headers["content-type"] == b"application/json"


@pytest.mark.parametrize("headers", [[], [("ce_id", b"\xff")], [("ce_source", b"intake")]])
def test_garbage_is_no_record_of_ours(headers):
    with pytest.raises(Alien):
        from_message(0, b"garbage", headers)


@pytest.mark.parametrize("name", ["ce_position", "ce_subject", "ce_causationid"])
def test_a_header_without_content_is_no_record_of_ours(name):
    _, value, headers = to_message(RECORD)

    with pytest.raises(Alien):
        from_message(3, value, [*headers, (name, None)])


@pytest.mark.parametrize("changes", [{"source": "nobody"}, {"type": "ClockStarted"}])
def test_what_no_service_of_ours_owns_is_no_record_of_ours(changes):
    strange = RECORD._replace(**changes)
    _, value, headers = to_message(strange)

    with pytest.raises(Alien, match=f"{strange.source} .* writes {strange.type}"):
        from_message(3, value, headers)


def test_a_newer_event_of_a_service_of_ours_is_a_record_of_ours():
    newer = RECORD._replace(type="CoffeeSpilled")
    _, value, headers = to_message(newer)

    assert from_message(3, value, headers) == newer
