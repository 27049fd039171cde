"""A person who is forgotten is found nowhere any more, and never was where he does not belong.

The catcher's mail is the world outside: what was sent is the recipients' own, and not looked at.
"""

import json
import secrets
from pathlib import Path
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from libs.runtime.command import SERVICES
from libs.runtime.prepare import COMPACTED
from tests.e2e.checker import SHARDS, check, settled
from tests.waiting import eventually

AT_ONCE = {
    "segment.ms": "100",
    "min.cleanable.dirty.ratio": "0.001",
    "max.compaction.lag.ms": "100",
    "file.delete.delay.ms": "100",
}
TOPIC = "vakhta.personal"


async def test_what_a_person_typed_is_gone_from_everywhere_once_he_is_erased(up, typed, tmp_path):
    ticket = await up.submit("cryptopro", await up.url("intake"), **typed.request)
    await settled(up)

    belongs = await tables_with(up, typed.marks)
    assert {schema for schema, _ in belongs} == {"intake", "notification", await generation(up)}
    assert ("intake", "personal") in belongs
    assert not [table for _, table in belongs if table == "events"]
    assert {path.parent.name.rpartition("-")[0] for path in files_with(up, typed.marks)} == {TOPIC}
    assert not await told(up, tmp_path / "before.jsonl", typed.marks)
    before = await counts(up)

    await erase(up, ticket)

    await eventually(lambda: nothing_in_tables(up, typed.marks))
    await settled(up)
    assert await counts(up) == before
    await compacted(up, typed.marks)
    assert not files_with(up, typed.marks)
    assert not await told(up, tmp_path / "after.jsonl", typed.marks)
    rebuilt = json.loads(await up.vakhta("rebuild", "views", "--json"))
    assert rebuilt["same"], [table for table in rebuilt["tables"] if not table["same"]]
    assert await tables_with(up, typed.marks) == []
    await check(up)


class Typed:
    """What somebody types, unlike anything else on this machine."""

    def __init__(self):
        word = f"zz{secrets.token_hex(6)}"
        number = f"916{secrets.randbelow(10**7):07}"
        self.marks = [word, f"Зюзя-{word[-6:]}", number]
        self.request = {
            "subject": f"{word} subject",
            "body": f"{word} text",
            "contact": {
                "email": f"{word}@example.com",
                "phone": f"+7{number}",
                "name": self.marks[1],
            },
            "answers": {
                "first_name": self.marks[1],
                "last_name": f"{word}-last",
                "patronymic": f"{word}-patronymic",
                "os_version": "Windows 11",
                "product_versions": "5.0.12000",
            },
        }


@pytest.fixture
def typed():
    return Typed()


async def erase(up, ticket):
    db = await up.connect()
    contact = await db.fetchval(
        "select facts->>'contact_id' from intake.events where stream = 'ticket-' || $1", ticket
    )
    await db.close()
    answer = await up.client.post(
        f"{await up.url('intake')}/v1/contacts/{contact}/erasure",
        headers={"Authorization": f"Bearer {up.operator_key}", "Vakhta-Vendor": "cryptopro"},
    )
    assert answer.status_code == 200, answer.text


async def generation(up):
    db = await up.connect()
    try:
        return await db.fetchval("select current from views.generation")
    finally:
        await db.close()


async def tables_with(up, marks):
    """Every table, of whatever schema, with a row in which one of the texts occurs."""
    db = await up.connect()
    try:
        tables = await db.fetch(
            "select schemaname, tablename from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema')"
        )
        occurs = " or ".join(f"strpos(row_::text, ${n}) > 0" for n in range(1, len(marks) + 1))
        return [
            (schema, table)
            for schema, table in tables
            if await db.fetchval(
                f'select exists (select from "{schema}"."{table}" row_ where {occurs})', *marks
            )
        ]
    finally:
        await db.close()


async def nothing_in_tables(up, marks):
    return await tables_with(up, marks) == []


def files_with(up, marks):
    """Files of the desk that hold one of the texts, as they are or as JSON escapes them.

    The server's own files are looked at through its tables: dead rows stay until it reuses them.
    """
    sought = [text for mark in marks for text in (mark.encode(), json.dumps(mark)[1:-1].encode())]
    apart = {up.folder / "mail", up.folder / "postgres"}
    return [
        path
        for path in up.folder.rglob("*")
        if path.is_file() and not apart.intersection(path.parents) and holds(path, sought)
    ]


def holds(path: Path, sought):
    try:
        content = path.read_bytes()
    except FileNotFoundError:  # a segment that was removed meanwhile
        return False
    return any(text in content for text in sought)


async def told(up, export: Path, marks):
    """What of the texts the export of the log or any service's metrics give away."""
    await up.vakhta("log", "export", "--output", str(export))
    metrics = [(await up.client.get(f"{await up.url(name)}/metrics")).text for name in SERVICES]
    return [mark for mark in marks if mark in "".join(metrics) or holds(export, [mark.encode()])]


async def counts(up):
    db = await up.connect()
    try:
        current = await db.fetchval("select current from views.generation")
        return {
            table: await db.fetchval(f"select count(*) from {table}")
            for table in (f"{current}.tickets", "notification.mails", "sla_clock.events")
        }
    finally:
        await db.close()


async def compacted(up, marks):
    """Let the broker compact the personal halves at once instead of within its usual day."""
    bootstrap = (await up.status())["kafka"]["bootstrap"]
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await admin.start()
    await producer.start()

    async def configure(kind, name, settings):
        answers = await admin.alter_configs([ConfigResource(kind, name, settings)])
        assert all(code == 0 for answer in answers for code, *_ in answer.resources), answers

    async def nothing_in_segments():
        for shard in range(SHARDS):  # a segment ends with the first record after its time
            await producer.send(TOPIC, None, key=str(uuid4()).encode(), partition=shard)
        await producer.flush()
        return not files_with(up, marks)

    try:
        await configure(ConfigResourceType.BROKER, "1", {"log.cleaner.backoff.ms": "500"})
        await configure(ConfigResourceType.TOPIC, TOPIC, COMPACTED | AT_ONCE)
        await eventually(nothing_in_segments, 60)
        await configure(ConfigResourceType.TOPIC, TOPIC, COMPACTED)
    finally:
        await producer.stop()
        await admin.close()
