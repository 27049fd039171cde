"""Makes what services run on: roles, schemas, tables, row-level security, topics. Repeatable."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import asyncpg
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from libs.runtime import reference
from libs.runtime.columns import refuse_other_columns
from libs.runtime.service import Service
from libs.runtime.settings import PrepareSettings

STORE = (Path(__file__).parent / "store.sql").read_text()
API_READS = ("watermarks", "erased_persons", "log_settings", "closed_shards", "relayed")
API_INSERTS = ("errands", "tasks", "erased_persons", "tombstones")

UNLIMITED = {"retention.ms": "-1", "retention.bytes": "-1", "max.message.bytes": "2097152"}
COMPACTED = {
    "cleanup.policy": "compact",
    "segment.ms": "3600000",
    "max.compaction.lag.ms": "43200000",
    "delete.retention.ms": "604800000",
    "max.message.bytes": "2097152",
}


async def prepare(services: Iterable[Service], settings: PrepareSettings) -> None:
    """Prepare databases and topics.

    Raises ValueError where the log has another shard count, or a table other columns.
    """
    db = await asyncpg.connect(settings.database_url)
    try:
        await db.execute("select pg_advisory_lock(hashtext('vakhta prepare'))")
        for service in services:
            await prepare_service(db, service, settings)
    finally:
        await db.close()
    await prepare_topics(settings)


async def prepare_service(
    db: "asyncpg.Connection[asyncpg.Record]", service: Service, settings: PrepareSettings
) -> None:
    """One service's roles and schema; for a reader, its first generation."""
    password = settings.roles_password.get_secret_value()
    for kind in ("runtime", "api"):
        await _create_role(db, f"{service.name}_{kind}", password)
    await db.execute(f"create schema if not exists {service.name}")
    await _grant_usage(db, service, service.name)
    if not service.is_reader:
        await create_tables(db, service, service.name, settings.shards)
        return
    await db.execute(
        f"create table if not exists {service.name}.generation"
        " (single bool primary key default true check (single), current text not null);"
        f"create table if not exists {service.name}.log_settings"
        " (single bool primary key default true check (single), shards int not null);"
    )
    first = f"{service.name}_1"
    await db.execute(
        f"insert into {service.name}.generation (current) values ($1) on conflict do nothing", first
    )
    await db.execute(
        f"insert into {service.name}.log_settings (shards) values ($1) on conflict do nothing",
        settings.shards,
    )
    await db.execute(
        f"grant select on all tables in schema {service.name}"
        f" to {service.name}_runtime, {service.name}_api"
    )
    current = await db.fetchval(f"select current from {service.name}.generation")
    await create_generation(db, service, current, settings.shards)


async def create_generation(
    db: "asyncpg.Connection[asyncpg.Record]", service: Service, schema: str, shards: int
) -> None:
    """A whole copy of a reader's tables in a schema of its own."""
    await db.execute(f"create schema if not exists {schema}")
    await _grant_usage(db, service, schema)
    await create_tables(db, service, schema, shards)


async def create_tables(
    db: "asyncpg.Connection[asyncpg.Record]", service: Service, schema: str, shards: int
) -> None:
    """Make what is not there. Raises ValueError where what is there is not what is wanted."""
    projections = (*reference.PROJECTIONS, *service.projections)
    ddl = "".join([STORE, *(projection.ddl for projection in projections)])
    async with db.transaction():
        await refuse_other_columns(db, service, schema, ddl)
        await db.execute(f"set local search_path = {schema}; {ddl}")
        if service.functions:
            await db.execute(service.functions)
        await db.execute(
            "insert into log_settings (shards) values ($1) on conflict do nothing", shards
        )
        known = await db.fetchval("select shards from log_settings")
        if known != shards:
            raise ValueError(
                f"the log of {service.name} has {known} shards; {shards} were asked for. The count"
                " is fixed when a log is created: set VAKHTA_SHARDS to it"
            )
        await _protect(db, service, schema)


async def _protect(db: "asyncpg.Connection[asyncpg.Record]", service: Service, schema: str) -> None:
    """Row-level security on every table with a vendor, and no more rights than needed."""
    runtime, api = f"{service.name}_runtime", f"{service.name}_api"
    await db.execute(
        f"grant select, insert, update, delete on all tables in schema {schema} to {runtime}"
    )
    await db.execute(f"grant usage on all sequences in schema {schema} to {runtime}, {api}")
    await db.execute(f"revoke all on all tables in schema {schema} from {api}")
    await db.execute(f"revoke update, delete, truncate on events from {runtime}")
    await db.execute(f"grant select, insert on events, personal to {api}")
    await db.execute(f"grant delete on personal to {api}")
    await db.execute(f"grant select on {', '.join(API_READS)}, parked_keys to {api}")
    await db.execute(f"grant insert on {', '.join(API_INSERTS)} to {api}")
    for projection in (*reference.PROJECTIONS, *service.projections):
        await db.execute(f"grant select, insert, update, delete on {projection.table} to {api}")
    for row in await db.fetch(
        "select table_name from information_schema.columns c join information_schema.tables t"
        " using (table_schema, table_name) where column_name = 'vendor' and table_schema = $1"
        " and table_type = 'BASE TABLE'",
        schema,
    ):
        await _isolate(db, row["table_name"], runtime, api)


async def _isolate(
    db: "asyncpg.Connection[asyncpg.Record]", table: str, runtime: str, api: str
) -> None:
    own = "vendor = current_setting('app.vendor', true)"
    await db.execute(
        f"alter table {table} enable row level security;"
        f"alter table {table} force row level security;"
        f"drop policy if exists own_vendor on {table};"
        f"drop policy if exists all_vendors on {table};"
        f"create policy own_vendor on {table} to {api}"
        f" using ({own} or vendor = '*') with check ({own});"
        f"create policy all_vendors on {table} to {runtime}, current_user"
        " using (true) with check (true);"
    )


async def _grant_usage(
    db: "asyncpg.Connection[asyncpg.Record]", service: Service, schema: str
) -> None:
    await db.execute(
        f"grant usage on schema {schema} to {service.name}_runtime, {service.name}_api"
    )


async def _create_role(db: "asyncpg.Connection[asyncpg.Record]", role: str, password: str) -> None:
    if not password.replace("-", "").replace("_", "").isalnum():
        raise ValueError("VAKHTA_ROLES_PASSWORD: letters, digits, - and _ only")
    if await db.fetchval("select true from pg_roles where rolname = $1", role):
        await db.execute(f"alter role {role} login password '{password}'")
    else:
        await db.execute(f"create role {role} login nosuperuser nobypassrls password '{password}'")


async def prepare_topics(settings: PrepareSettings) -> None:
    """Both topics with one partition a shard. Raises ValueError for another count."""
    broker = settings.broker
    admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
    await admin.start()
    try:
        answer = await admin.create_topics(
            [
                NewTopic(name, settings.shards, settings.replication, topic_configs=config)
                for name, config in ((broker.events, UNLIMITED), (broker.personal, COMPACTED))
            ]
        )
        for topic, code, *_ in answer.topic_errors:
            error = for_code(code)
            if code and error is not TopicAlreadyExistsError:
                raise error(f"topic {topic}")
        for name in (broker.events, broker.personal):
            found = await _partitions(admin, name)
            if found != settings.shards:
                raise ValueError(
                    f"the topic {name} has {found} partitions, the log has"
                    f" {settings.shards} shards: they have to be one number"
                )
    finally:
        await admin.close()


async def _partitions(admin: AIOKafkaAdminClient, topic: str) -> int:
    """How many the topic has; a topic made just now is not known to the broker at once."""
    for _ in range(100):
        (described,) = await admin.describe_topics([topic])
        if described["partitions"]:
            break
        await asyncio.sleep(0.1)
    return len(described["partitions"])
