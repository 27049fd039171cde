"""Looks at every store, read model, the topic and the mail, and names what is lost or doubled."""

from collections import Counter, defaultdict
from email import message_from_bytes
from pathlib import Path

from aiokafka import AIOKafkaConsumer, TopicPartition

from libs.events.codec import OWNER_OF
from libs.runtime.envelope import Alien, Record, from_message
from services.views.projections.lines import LINES
from tests.e2e.processes import UpDesk
from tests.waiting import eventually

SHARDS = 16
WRITERS = ("intake", "entitlement", "sla_clock", "routing", "notification")
TOLD = {event.__name__ for event in LINES}
DECIDED = {"TicketEntitled", "TicketLeftUncovered", "TicketDenied"}


async def settled(desk: UpDesk, within: float = 120) -> None:
    """Wait until every event is published and taken in everywhere, and nothing is left to do."""

    async def quiet() -> bool:
        try:
            db = await desk.connect()
        except OSError:
            return False
        try:
            return await _is_quiet(db)
        finally:
            await db.close()

    await eventually(quiet, within)


async def _is_quiet(db) -> bool:
    generation = await db.fetchval("select current from views.generation")
    heads = {}
    for name in WRITERS:
        rows = await db.fetch(f"select shard, max(position) as head from {name}.events group by 1")
        heads |= {(name, row["shard"]): row["head"] for row in rows}
        for table in ("errands", "tasks"):
            if await db.fetchval(f"select count(*) from {name}.{table}"):
                return False
        rows = await db.fetch(f"select shard, position from {name}.relayed")
        if any(heads[name, row["shard"]] > row["position"] for row in rows):
            return False
    for reader in (*WRITERS, generation):
        rows = await db.fetch(f"select source, shard, position from {reader}.watermarks")
        reached = {(row["source"], row["shard"]): row["position"] for row in rows}
        for at, head in heads.items():
            if at[0] != reader and reached.get(at, 0) < head:
                return False
    return True


async def read_topic(bootstrap: str, topic: str = "vakhta.events") -> list[Record]:
    """Every record of the topic, repeats included, by partition and offset."""
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False) as consumer:
        partitions = [TopicPartition(topic, number) for number in range(SHARDS)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        for partition in partitions:
            consumer.seek(partition, 0)
        records = []
        while [p for p in partitions if await consumer.position(p) < ends[p]]:
            for messages in (await consumer.getmany(timeout_ms=500)).values():
                for message in messages:
                    try:
                        records.append(
                            from_message(message.partition, message.value, message.headers)
                        )
                    except Alien:
                        continue
        return records


async def check(desk: UpDesk) -> dict[str, int]:
    """Everything that must hold of a settled desk; figures of what was looked at."""
    status = await desk.status()
    topic = await read_topic(status["kafka"]["bootstrap"])
    db = await desk.connect()
    try:
        for name in (*WRITERS, await db.fetchval("select current from views.generation")):
            assert await db.fetch(f"select key, error from {name}.parked_keys") == [], name
        stores = {name: await _store(db, name) for name in WRITERS}
        _check_positions(stores)
        _check_ids(stores)
        _check_topic(topic, stores)
        _check_tickets(desk, stores)
        await _check_views(db, stores, desk)
    finally:
        await db.close()
    sent, doubled = _check_mail(desk.folder / "mail", stores["notification"])
    events = sum(len(found) for found in stores.values())
    return {
        "tickets": len(desk.accepted),
        "events": events,
        "repeats_on_topic": len(topic) - events,
        "mails": sent,
        "mails_repeated": doubled,
    }


async def _store(db, name: str) -> list[dict]:
    rows = await db.fetch(
        "select shard, position, stream, stream_version, id, type, vendor, facts->>'ticket_id'"
        f" as ticket from {name}.events order by shard, position"
    )
    return [dict(row) for row in rows]


def _check_positions(stores: dict[str, list[dict]]) -> None:
    for name, events in stores.items():
        by_shard = defaultdict(list)
        for event in events:
            by_shard[event["shard"]].append(event["position"])
        for shard, positions in by_shard.items():
            assert positions == list(range(1, len(positions) + 1)), (name, shard)


def _check_ids(stores: dict[str, list[dict]]) -> None:
    ids = Counter(event["id"] for events in stores.values() for event in events)
    assert [id_ for id_, count in ids.items() if count > 1] == []


def _check_topic(topic: list[Record], stores: dict[str, list[dict]]) -> None:
    """Each stored event lies on the topic, in its shard's order, and nothing else does."""
    first_seen: dict[tuple[str, int], list] = defaultdict(list)
    seen = set()
    for record in topic:
        assert OWNER_OF[record.type] == record.source
        if record.id not in seen:
            seen.add(record.id)
            first_seen[record.source, record.shard].append(record.position)
    for key, positions in first_seen.items():
        assert positions == sorted(positions), f"out of order: {key}"
    stored = {event["id"] for events in stores.values() for event in events}
    assert stored - seen == set(), "stored and never published"
    assert seen - stored == set(), "published and not stored"


def _check_tickets(desk: UpDesk, stores: dict[str, list[dict]]) -> None:
    course: dict[str, Counter] = defaultdict(Counter)
    for events in stores.values():
        for event in events:
            if event["ticket"]:
                course[event["ticket"]][event["type"]] += 1
    submitted = {ticket for ticket, types in course.items() if types["TicketSubmitted"]}
    assert set(desk.accepted) - submitted == set(), "accepted and lost"
    assert submitted - set(desk.accepted) == set(), "never accepted, yet there"
    for ticket in desk.accepted:
        types = course[ticket]
        assert types["TicketSubmitted"] == 1, ticket
        assert sum(types[name] for name in DECIDED) == 1, (ticket, types)
        assert types["TicketAssigned"] + types["TicketQueued"] >= 1, (ticket, types)
        assert types["TicketAssigned"] <= 1, (ticket, types)
        assert types["ClockStarted"] == 1, (ticket, types)
        assert types["ClockBroken"] == 0, (ticket, types)
        assert types["NotificationScheduled"] == types["NotificationDelivered"], (ticket, types)


async def _check_views(db, stores: dict[str, list[dict]], desk: UpDesk) -> None:
    generation = await db.fetchval("select current from views.generation")
    rows = await db.fetch(f"select ticket_id from {generation}.tickets")
    assert {row["ticket_id"] for row in rows} == set(desk.accepted)
    told = Counter(
        (row["source"], row["shard"], row["position"])
        for row in await db.fetch(f"select source, shard, position from {generation}.timeline")
    )
    assert [at for at, count in told.items() if count > 1] == []
    to_tell = {
        (source, event["shard"], event["position"])
        for source, events in stores.items()
        for event in events
        if event["type"] in TOLD
    }
    assert to_tell - told.keys() == set(), "taken in by views and lost there"
    wordless = await db.fetch(
        f"select ticket_id from {generation}.texts t where subject is null and not exists"
        " (select from intake.erased_persons e where e.person = t.contact_id)"
    )
    assert wordless == [], "a text came and was lost"


def _check_mail(folder: Path, events: list[dict]) -> tuple[int, int]:
    """Each delivery is in the catcher; a crash may repeat a mail, under its one Message-ID."""
    ids = Counter(
        message_from_bytes(path.read_bytes())["Message-ID"] for path in folder.glob("*.eml")
    )
    delivered = sum(event["type"] == "NotificationDelivered" for event in events)
    assert len(ids) == delivered
    return len(ids), sum(count - 1 for count in ids.values())
