"""One look for all who ask the same at the same moment."""

import asyncio
from asyncio import Future
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")


class Lookups(Generic[Key, Found]):
    """Shares what is being looked up: when a cached answer grows old, many requests notice at
    once, and only the first has to ask."""

    def __init__(self) -> None:
        self._under_way: dict[Key, Future[Found]] = {}

    async def once(self, key: Key, look: Callable[[Key], Awaitable[Found]]) -> Found:
        """What `look` gives; it goes on even if who asked first does not wait for it."""
        under_way = self._under_way.get(key)
        if under_way is None:
            under_way = self._under_way[key] = asyncio.ensure_future(look(key))
            under_way.add_done_callback(lambda _: self._under_way.pop(key, None))
        return await asyncio.shield(under_way)
