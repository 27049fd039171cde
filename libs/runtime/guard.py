"""The second lock: for what needs a common picture of several shards."""

from libs.runtime.database import Db, guards_of
from libs.runtime.shards import lock_space


async def guard(db: Db, name: str, id: str) -> None:
    """Have `id` to oneself until the transaction ends; what is read from now on is current.

    Taken after the shard's lock, never before it. Whoever takes several must take them in one
    order, as two who wait for each other are both thrown back by Postgres.
    """
    await _lock(db, "pg_advisory_xact_lock", name, id)


async def share(db: Db, name: str, id: str) -> None:
    """Have `id` until the transaction ends together with others who share it, and with nobody
    who has it to himself: what he wrote is read from now on, and what is written here by him."""
    await _lock(db, "pg_advisory_xact_lock_shared", name, id)


async def _lock(db: Db, function: str, name: str, id: str) -> None:
    guards, one = guards_of(db), f"{function} {name} {id}"
    if one not in guards:
        await db.execute(f"select {function}($1, $2)", lock_space(name), lock_space(id))
        guards.add(one)
