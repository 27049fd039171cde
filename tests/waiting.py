"""Waiting for a condition with a deadline, which is all the waiting that tests do."""

import asyncio
import time
from collections.abc import Awaitable, Callable

FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.5
"""Seconds between two questions: few while an answer may come at once, more as it takes long, for
what is waited for needs the processor itself."""


async def eventually(condition: Callable[[], Awaitable[object]], within: float = 30.0) -> object:
    """Ask until the answer is true; returns it. Raises AssertionError when the time is over."""
    deadline = time.monotonic() + within
    never, pause = asyncio.Event(), FIRST_PAUSE
    while True:
        answer = await condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {within} s: {condition.__qualname__}"
        try:
            async with asyncio.timeout(pause):
                await never.wait()
        except TimeoutError:
            pause = min(pause * 1.2, LONGEST_PAUSE)
