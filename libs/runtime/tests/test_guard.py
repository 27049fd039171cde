import pytest

from libs.runtime.database import savepoint
from libs.runtime.guard import guard, share
from libs.runtime.shards import lock_space


async def locks(db):
    """The locks that this transaction has of the guard's kind."""
    rows = await db.fetch(
        "select mode from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
        " and classid = $1 order by mode",
        lock_space("toys") % 2**32,
    )
    return [row["mode"] for row in rows]


async def guard_and_fail(db):
    async with savepoint(db):
        await guard(db, "toys", "all")
        raise ZeroDivisionError


async def test_a_guard_is_had_until_the_transaction_ends(scribe):
    async with scribe.database.writing(0) as db:
        await guard(db, "toys", "all")
        await guard(db, "toys", "all")

        assert await locks(db) == ["ExclusiveLock"]

    async with scribe.database.writing(0) as db:
        assert await locks(db) == []
        await guard(db, "toys", "all")
        assert await locks(db) == ["ExclusiveLock"]


async def test_a_guard_that_went_with_a_savepoint_is_taken_again(scribe):
    async with scribe.database.writing(0) as db:
        await share(db, "toys", "shared")
        with pytest.raises(ZeroDivisionError):
            await guard_and_fail(db)
        assert await locks(db) == ["ShareLock"]

        await guard(db, "toys", "all")

        assert await locks(db) == ["ExclusiveLock", "ShareLock"]
