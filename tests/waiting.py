"""Waiting for a condition with a deadline, which is all the waiting that tests do."""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def eventually(condition: Callable[[], Awaitable[object]], within: float = 30.0) -> object:
    """Ask until the answer is true; returns it. Raises AssertionError when the time is over."""
    deadline = time.monotonic() + within
    poll = asyncio.Event()
    while True:
        answer = await condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {within} s: {condition.__qualname__}"
        try:
            async with asyncio.timeout(0.05):
                await poll.wait()
        except TimeoutError:
            continue
