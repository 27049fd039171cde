"""Loops that are started again when they fail, with growing pauses."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger()

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 3.0
SOUND_AFTER = 30.0


async def keep_running(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run `loop` for ever; what it raises is logged and it is started again.

    A library may let the cancellation of a task of its own escape (aiokafka does, where it closes
    a consumer in the middle of a fetch): that is a fault like others, and not the end.
    """
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            await loop()
        except (Exception, asyncio.CancelledError) as error:
            if _is_cancelled():
                raise
            log.warning("loop_failed", loop=name, error=f"{type(error).__name__}: {error}"[:300])
        if time.monotonic() - started > SOUND_AFTER:
            pause = FIRST_PAUSE
        await asyncio.sleep(pause)
        pause = min(LONGEST_PAUSE, pause * 2)


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def first_to_fail(*loops: Coroutine[Any, Any, None]) -> None:
    """Run loops beside each other until one ends; the others are cancelled. Raises what it did."""
    running = [asyncio.create_task(loop) for loop in loops]
    try:
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
