"""A parked key tried again, with its events as their owner holds them by now."""

import httpx

from libs.runtime import parking
from libs.runtime.delivery import Delivery
from libs.runtime.gaps import GapRemains, Owners


async def retry(delivery: Delivery, owners: Owners, shard: int, key: str) -> str | None:
    """Try a key's events in their order; returns the error they stopped at.

    An event that fails is asked for anew: what was mended in its owner's store heals here too.
    """
    error = await delivery.retry(shard, key)
    while error and await _mended(delivery, owners, key):
        error = await delivery.retry(shard, key)
    return error


async def _mended(delivery: Delivery, owners: Owners, key: str) -> bool:
    """Put the owner's record in the place of the one that the key is parked on, if it differs."""
    async with delivery.database.reading(None) as db:
        first = await parking.next_parked(db, key)
    if first is None:
        return False
    sequence, parked = first
    at = parked.position
    try:
        found = await owners.fetch(parked.source, parked.shard, at - 1, at + 1)
    except (httpx.HTTPError, GapRemains):
        return False
    if [record.id for record in found] != [parked.id] or found == [parked]:
        return False
    async with delivery.database.noting() as db:
        await parking.replace(db, key, sequence, found[0])
    return True
