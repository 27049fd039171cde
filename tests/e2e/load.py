"""Requests of both vendors that come in at a steady rate, whatever happens to the desk."""

import asyncio
import itertools
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx

from tests.e2e.processes import SUBMISSIONS, UpDesk
from tests.waiting import eventually

AT_ONCE = 16
"""So many are on their way at most: the others wait, as people do, while nobody answers."""


@asynccontextmanager
async def incoming(
    desk: UpDesk, urls: Sequence[str], per_second: float = 20
) -> AsyncIterator[None]:
    """Submit until the block ends, then wait until each submission has been accepted."""
    room = asyncio.Semaphore(AT_ONCE)

    async def submit(vendor: str) -> None:
        async with room:
            await desk.submit(vendor, *urls)

    async def arrive(tasks: asyncio.TaskGroup) -> None:
        for vendor in itertools.cycle(SUBMISSIONS):
            tasks.create_task(submit(vendor))
            await asyncio.sleep(1 / per_second)

    async with asyncio.TaskGroup() as tasks:
        arriving = tasks.create_task(arrive(tasks))
        yield
        arriving.cancel()


async def more_accepted(desk: UpDesk, number: int) -> None:
    """Let time pass until so many more submissions have been accepted."""
    wanted = len(desk.accepted) + number

    async def accepted() -> bool:
        return len(desk.accepted) >= wanted

    await eventually(accepted, 120)


async def submit_once(
    desk: UpDesk, vendor: str, url: str, key: str | None = None
) -> httpx.Response:
    """Submit one ticket, never repeating it; whatever the answer is."""
    contact = {"email": f"{secrets.token_hex(4)}@example.com"}
    headers = {
        "Authorization": f"Bearer {desk.keys[vendor]['client']}",
        "Idempotency-Key": key or secrets.token_hex(12),
    }
    answer = await desk.client.post(
        f"{url}/v1/tickets", json=SUBMISSIONS[vendor] | {"contact": contact}, headers=headers
    )
    if answer.status_code == 201:
        desk.accepted[answer.json()["ticket_id"]] = answer.json() | {"vendor": vendor}
    return answer
