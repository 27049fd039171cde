"""The embedded servers: started, killed, and started again on what they kept."""

import os

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from cli.embedded.servers import (
    kafka_bootstrap,
    postgres_url,
    prepare_kafka,
    prepare_postgres,
    running,
    running_postgres,
)
from cli.home import Home
from cli.readiness import kafka_answers, postgres_answers
from cli.trouble import Trouble
from libs.runtime.database import Database

LARGE = os.urandom(1024 * 1024)


async def test_the_fixtures_give_servers_that_answer(database_url, kafka_bootstrap):
    assert await postgres_answers(database_url)
    assert await kafka_answers(kafka_bootstrap)


async def test_a_killed_postgres_starts_again_with_what_was_committed(tmp_path):
    home = Home(tmp_path)
    program = prepare_postgres(home)
    url = postgres_url(home, "postgres")
    async with running(program, lambda: postgres_answers(url)) as process:
        await ask(url, "create table kept as select 'вахта' as word")
        process.kill()

    async with running(program, lambda: postgres_answers(url)):
        assert await ask(url, "select word from kept") == "вахта"


@pytest.mark.parametrize("is_reader", [False, True])
async def test_what_a_service_was_told_is_committed_outlives_a_killed_postgres(tmp_path, is_reader):
    home = Home(tmp_path)
    program = prepare_postgres(home)
    url = postgres_url(home, "postgres")
    database = Database("toy", is_reader=is_reader)
    async with running(program, lambda: postgres_answers(url)) as process:
        await ask(url, "create schema toy")
        await ask(url, "create table toy.log_settings as select 16 as shards")
        await ask(url, "create table toy.generation as select 'toy' as current")
        await ask(url, "create table toy.taken (n int)")
        await database.open(url, url, 1)
        for n in range(20):
            async with database.writing(n % 16) as db:
                await db.execute("insert into taken values ($1)", n)
        process.kill()
    for pool in (database.runtime, database.notes, database.api):
        pool.terminate()

    async with running(program, lambda: postgres_answers(url)):
        assert await ask(url, "select count(*) from toy.taken") == 20


async def test_a_postgres_is_reached_by_its_password_on_this_machine_alone(tmp_path):
    async with running_postgres(Home(tmp_path)) as url:
        assert await ask(url, "show listen_addresses") == "127.0.0.1"
        assert await ask(url, "show unix_socket_directories") == ""
        assert await ask(url, "show fsync") == "on"
        assert await ask(url, "select datcollate from pg_database limit 1") == "C.UTF-8"
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(url.replace("postgres:", "postgres:x", 2), "select 1")


async def test_a_lock_held_by_a_stranger_does_not_stop_postgres(tmp_path):
    home = Home(tmp_path)
    async with running_postgres(home):
        lock = tmp_path / "postgres" / "data" / "postmaster.pid"
        left_by_a_kill = lock.read_text().split("\n", 1)[1]
    lock.write_text(f"{os.getppid()}\n{left_by_a_kill}")

    async with running_postgres(home) as url:
        assert await ask(url, "select 1") == 1


async def test_folders_above_the_data_stay_closed(tmp_path):
    above = tmp_path / "closed"
    above.mkdir(mode=0o700)
    async with running_postgres(Home(above / "desk")):
        assert above.stat().st_mode & 0o777 == 0o700


async def test_folders_stay_closed_where_user_namespaces_are_forbidden(tmp_path, monkeypatch):
    refuses = tmp_path / "bin" / "unshare"
    refuses.parent.mkdir()
    refuses.write_text("#!/bin/sh\nexit 1\n")
    refuses.chmod(0o755)
    monkeypatch.setenv("PATH", str(refuses.parent), prepend=":")
    above = tmp_path / "closed"
    above.mkdir(mode=0o700)

    async with running_postgres(Home(above / "desk")) as url:
        assert await ask(url, "select 1") == 1
        assert above.stat().st_mode & 0o777 == 0o700


async def test_servers_start_in_a_deep_folder_with_a_russian_name(tmp_path):
    home = Home(tmp_path / "вахта и смена" / ("deep/" * 50) / "desk")
    program, bootstrap = prepare_kafka(home), kafka_bootstrap(home)
    async with running_postgres(home) as url, running(program, lambda: kafka_answers(bootstrap)):
        assert await ask(url, "select 1") == 1


async def test_a_killed_kafka_starts_again_with_what_was_acknowledged(tmp_path):
    home = Home(tmp_path)
    program, bootstrap = prepare_kafka(home), kafka_bootstrap(home)
    async with running(program, lambda: kafka_answers(bootstrap)) as process:
        await add_topic(bootstrap, "kept")
        await send(bootstrap, "kept", LARGE)
        process.kill()

    async with running(program, lambda: kafka_answers(bootstrap)):
        assert await first_of(bootstrap, "kept") == LARGE


async def test_an_old_postgres_is_refused_in_a_sentence(tmp_path, monkeypatch):
    old = tmp_path / "postgres"
    old.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.4'\n")
    old.chmod(0o700)
    monkeypatch.setenv("PG_BIN", str(tmp_path))

    with pytest.raises(Trouble, match=r"is postgres \(PostgreSQL\) 13.4: 16 or newer is needed"):
        prepare_postgres(Home(tmp_path / "desk"))


async def ask(url, statement):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def add_topic(bootstrap, name):
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(name, 1, 1)])
    await admin.close()


async def send(bootstrap, topic, value):
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, max_request_size=2**21) as producer:
        await producer.send_and_wait(topic, value)


async def first_of(bootstrap, topic):
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    async with consumer:
        consumer.assign([TopicPartition(topic, 0)])
        return (await consumer.getone()).value
