"""What the doctor makes of what stores and topic say, each defect by itself."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from cli.doctor import findings
from cli.doctor.findings import SENTENCES, Finding
from cli.doctor.stores import Parked, Store, Told
from cli.doctor.topic import OnTopic
from libs.runtime.editions import MissingFact
from libs.runtime.envelope import Record
from libs.runtime.store import loss

NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)
IDS = [UUID(int=number) for number in (0, 11, 12, 13)]
SOUND = Store(
    service="intake",
    heads={3: 3},
    events={3: 3},
    relayed={3: Told(position=3, events=3, digest=11 ^ 12 ^ 13)},
    repeated_ids=0,
    closed={},
    marks={("routing", 3): 5},
    parked=(),
    aliens=0,
    failing_errands=0,
)
TARGETS = {"intake": {3: 3}, "routing": {3: 5}}


def topic(*positions, ids=IDS, handed_over=3):
    """A topic with these positions of intake's shard 3."""
    found = OnTopic()
    for position in positions:
        found.add(record(position, ids[position]), handed_over)
    return found


def record(position, event_id):
    return Record(
        source="intake",
        shard=3,
        position=position,
        stream="ticket-t",
        stream_version=position,
        id=event_id,
        type="TicketTakenIntoWork",
        version=1,
        vendor="cryptopro",
        occurred_at=NOON,
        recorded_at=NOON,
        correlation=UUID(int=1),
        causation=None,
        traceparent="",
        facts="{}",
    )


def all_of(store=SOUND, on_topic=None, heads=None):
    """Every finding, as check and facts."""
    on_topic = on_topic or topic(1, 2, 3)
    found = [
        *findings.in_store(store),
        *findings.behind(store, TARGETS),
        *findings.on_topic(store, on_topic, heads or {3: 3}),
        *findings.not_ours(on_topic),
    ]
    return [(finding.check, finding.facts) for finding in found]


def test_a_sound_store_gives_no_findings():
    assert all_of() == []


@pytest.mark.parametrize(
    ("defect", "expected"),
    [
        ({"events": {3: 2}}, ("holes", {"shard": 3, "missing": 1, "head": 3})),
        ({"repeated_ids": 2}, ("repeated ids", {"events": 2})),
        ({"failing_errands": 4}, ("errands", {"errands": 4})),
        ({"closed": {3: "it lost"}}, ("closed", {"shard": 3, "why": "it lost"})),
        ({"parked": (Parked("t", "no", False),)}, ("parked", {"key": "t", "why": "no"})),
        ({"parked": (Parked("t", "soon", True),)}, ("waits", {"key": "t", "why": "soon"})),
        ({"aliens": 1}, ("set aside", {"records": 1})),
        ({"marks": {("routing", 3): 2}}, ("lag", {"source": "routing", "events": 3})),
        ({"marks": {}}, ("lag", {"source": "routing", "events": 5})),
        ({"relayed": {}}, ("relay", {"events": 3})),
    ],
)
def test_each_defect_of_a_store_is_named(defect, expected):
    assert all_of(replace(SOUND, **defect)) == [expected]


def test_an_event_that_the_topic_lacks_is_missed():
    assert all_of(on_topic=topic(1, 3)) == [("counts", {"shard": 3, "in_store": 3, "on_topic": 2})]


def test_another_event_at_a_position_is_noticed_by_its_id():
    other = [*IDS[:2], UUID(int=99), IDS[3]]

    assert all_of(on_topic=topic(1, 2, 3, ids=other)) == [("ids", {"shard": 3})]


def test_events_relayed_after_the_store_was_examined_are_not_compared():
    assert all_of(on_topic=topic(1, 2, 3, 4, ids=[*IDS, UUID(int=14)]), heads={3: 4}) == []


def test_a_topic_that_remembers_more_than_its_store_tells_of_a_lost_past():
    lost = replace(SOUND, heads={3: 2}, events={3: 2}, relayed={3: Told(3, 2, 11 ^ 12)})

    assert ("lost past", {"shard": 3, "head": 2, "last": 3}) in all_of(lost, heads={3: 2})


def test_records_that_are_not_ours_are_only_told_of():
    strange = topic(1, 2, 3)
    strange.aliens = 2

    assert all_of(on_topic=strange) == [("aliens", {"records": 2})]
    assert not Finding("aliens", "topic", {"records": 2}).wrong


def test_every_sentence_takes_the_same_facts_in_both_languages():
    for ru, en in SENTENCES.values():
        assert named(ru) == named(en)


def named(sentence):
    """The facts that a sentence speaks of."""
    return {part.split("}")[0] for part in sentence.split("{")[1:]}


@pytest.mark.parametrize(
    ("why", "ru"),
    [
        (str(MissingFact("edition:cp-2026")), "ждёт edition:cp-2026"),
        (
            loss("intake", 3, 7, 9),
            "хранилище intake в разделе 3 кончается на позиции 7, топик на 9: хранилище потеряло"
            " новейшие события, их вернёт `vakhta doctor --refill`",
        ),
        ("KeyError in evolve:17", "KeyError in evolve:17"),
    ],
)
def test_what_a_service_says_of_itself_is_told_in_both_languages(why, ru):
    finding = Finding("closed", "intake", {"shard": 3, "why": why})

    assert finding.said("ru") == f"intake: раздел 3 закрыт для записи: {ru}"
    assert finding.said("en") == f"intake: shard 3 takes no writes: {why}"
    assert finding.facts["why"] == why
