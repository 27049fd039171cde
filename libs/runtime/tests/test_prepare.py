"""Preparing a database again, as before every start and every upgrade."""

from dataclasses import replace

import asyncpg
import pytest
from pydantic import SecretStr

from libs.runtime.prepare import prepare_service
from libs.runtime.settings import PrepareSettings
from libs.runtime.tests import toys
from tests.desk import PASSWORD

GROWN = replace(
    toys.NOTES,
    columns=f"{toys.NOTES.columns}, urgent bool not null",
    indexes="create index if not exists notes_urgent on notes (urgent);",
)


@pytest.fixture
async def prepare(database_url):
    """Prepares a service in the database of this test."""
    db = await asyncpg.connect(database_url)
    settings = PrepareSettings(
        DATABASE_URL=database_url,
        KAFKA_BOOTSTRAP="unused",
        roles_password=SecretStr(PASSWORD),
        shards=4,
    )

    async def prepared(service):
        await prepare_service(db, service, settings)
        return await db.fetchval("select to_regnamespace('vakhta_wanted')")

    yield prepared
    await db.close()


def with_notes(service, notes):
    return replace(service, projections=(notes,))


@pytest.mark.parametrize("service", [toys.scribe, toys.reader])
async def test_what_is_there_is_prepared_again_and_nothing_is_left_beside_it(prepare, service):
    await prepare(service)

    assert await prepare(service) is None


async def test_a_writers_table_that_lacks_a_column_is_named_with_it_and_altered_by_hand(prepare):
    await prepare(toys.scribe)

    with pytest.raises(ValueError, match="lacks the column") as refused:
        await prepare(with_notes(toys.scribe, GROWN))

    assert str(refused.value) == (
        "the table scribe.notes lacks the column urgent (boolean not null); prepare changes no"
        " table that is there: alter it by hand (`alter table`), then prepare again"
    )


async def test_a_readers_table_that_lacks_a_column_is_to_be_rebuilt(prepare):
    await prepare(toys.reader)

    with pytest.raises(ValueError, match="lacks the column") as refused:
        await prepare(with_notes(toys.reader, GROWN))

    assert "the table reader_1.notes lacks the column urgent" in str(refused.value)
    assert "`vakhta rebuild reader`" in str(refused.value)
    assert "drop the schemas reader and reader_1" in str(refused.value)


async def test_a_column_of_another_type_is_named(prepare):
    await prepare(toys.taker)
    wider = replace(toys.NOTES, columns=toys.NOTES.columns.replace("notes int", "notes bigint"))

    with pytest.raises(ValueError, match=r"of taker\.notes is integer not null and has to"):
        await prepare(with_notes(toys.taker, wider))


async def test_a_table_that_is_new_is_made(prepare):
    await prepare(toys.scribe)
    more = replace(GROWN, table="urgent_notes", indexes="")

    await prepare(replace(toys.scribe, projections=(toys.NOTES, more)))

    assert await prepare(toys.scribe) is None
