"""Reading what one has written: answers that wait until a position is visible here."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from libs.events.codec import OWNERS
from libs.runtime.database import Db
from libs.runtime.http import AnyCaller
from libs.runtime.problems import Problem
from libs.runtime.signals import wait

LONGEST_WAIT = 5.0
LOOK_AGAIN = 0.1
TOKEN = re.compile(r"([a-z_]{1,40})\.([0-9]{1,5})\.([0-9]{1,18})")

Position = tuple[str, int, int]


def position_in(token: str, shards: int) -> Position:
    """Source, shard and position. Raises Problem 400 for what no command's answer held."""
    found = TOKEN.fullmatch(token)
    if found and found[1] in OWNERS and int(found[2]) < shards:
        return found[1], int(found[2]), int(found[3])
    raise Problem(
        400,
        "at_least: send the Vakhta-Position of an earlier answer, as it was",
        ru="at_least: передайте Vakhta-Position прежнего ответа без изменений",
    )


async def wait_until_visible(replica: Any, position: Position) -> None:
    """Until that position was taken in. Raises Problem 503 after five seconds."""
    news = replica.signals.subscription()
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            while not await _is_visible(replica, position):
                await wait(news, LOOK_AGAIN)
    except TimeoutError as late:
        raise Problem(
            503,
            "What you wrote is not visible here yet; it is not lost. Ask again.",
            ru="Записанное здесь ещё не видно, но не потеряно. Спросите ещё раз.",
            headers={"Retry-After": "1"},
        ) from late
    finally:
        replica.signals.cancel(news)


async def _is_visible(replica: Any, position: Position) -> bool:
    """Asks this replica's memory first: where it takes in the shard itself, Postgres may wait."""
    source, shard, wanted = position
    here = replica.delivery.shards.get(shard)
    if wanted == 0 or (here and source in here.marks and here.marks[source].position >= wanted):
        return True
    async with replica.database.reading(None) as db:
        found = await db.fetchval(
            "select true from watermarks where source = $1 and shard = $2 and position >= $3",
            *position,
        )
    return bool(found)


async def _fresh(
    request: Request,
    caller: AnyCaller,
    at_least: Annotated[
        str | None,
        Query(
            max_length=70,
            description="The Vakhta-Position of a command's answer: wait until it is visible",
            examples=["intake.0.0"],
        ),
    ] = None,
) -> AsyncIterator[Db]:
    """Waits without a connection in hand, then reads as the caller's vendor."""
    replica = request.app.state.replica
    if at_least is not None:
        await wait_until_visible(replica, position_in(at_least, replica.database.shards))
    async with replica.database.reading(caller.vendor) as db:
        yield db


FreshReading = Annotated[Db, Depends(_fresh)]
