"""What a whole desk bears: from a submission to its assignment in views, and at which rate."""

import asyncio
import json
from contextlib import suppress
from time import perf_counter

import httpx

from bench.load import Line, percentile
from tests.e2e.processes import UpDesk

DECIDED = ("TicketAssigned", "TicketQueued")


class Watch:
    """Listens to views' changes, as a client would, and notes when each ticket was decided on."""

    def __init__(self, desk: UpDesk, url: str) -> None:
        self.desk = desk
        self.url = url
        self.seen: dict[str, float] = {}
        self.kinds: set[str] = set()
        self._news = asyncio.Event()

    async def run(self) -> None:
        headers = {"Authorization": f"Bearer {self.desk.keys['cryptopro']['engineer']}"}
        async with (
            httpx.AsyncClient(timeout=None) as client,
            client.stream("GET", f"{self.url}/v1/changes", headers=headers) as answer,
        ):
            async for line in answer.aiter_lines():
                if line.startswith("data:"):
                    change = json.loads(line[5:])
                    if change["what"] in DECIDED:
                        self.seen.setdefault(change["ticket_id"], perf_counter())
                        self.kinds.add(change["what"])
                        self._news.set()

    async def until(self, number: int, seconds: float) -> None:
        """Wait until so many tickets were seen, or the time is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while len(self.seen) < number:
                    self._news.clear()
                    await self._news.wait()


async def steady(desk: UpDesk, rate: float, seconds: float) -> dict[str, object]:
    """Submit at a steady rate; how long until views tell who has the ticket."""
    intake, views = await desk.url("intake"), await desk.url("views")
    watch = Watch(desk, views)
    watching = asyncio.create_task(watch.run())
    began: dict[str, float] = {}
    line = Line(f"{intake}/v1/tickets", desk.keys["cryptopro"]["client"])

    async def one() -> None:
        started = perf_counter()
        status, body = await line.submit()
        assert status == 201, body
        began[json.loads(body)["ticket_id"]] = started

    await one()
    submitting = []
    first = perf_counter()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, first + number / rate - perf_counter()))
        submitting.append(asyncio.create_task(one()))
    await asyncio.gather(*submitting)
    lag_at_end = len(began) - len(watch.seen)
    await watch.until(len(began), 30)
    line.close()
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    waits = [
        (watch.seen[ticket] - at) * 1000 for ticket, at in began.items() if ticket in watch.seen
    ]
    return {
        "tickets_a_second": rate,
        "tickets": len(began),
        "decided": len(waits),
        "decision": sorted(watch.kinds),
        "p50_ms": round(percentile(waits, 0.5)),
        "p99_ms": round(percentile(waits, 0.99)),
        "behind_at_the_end": lag_at_end,
    }


async def sustained(desk: UpDesk, rates: tuple[float, ...], seconds: float) -> dict[str, object]:
    """The highest of the rates at which no more than two seconds of tickets stay behind."""
    tried, best = [], 0.0
    for rate in rates:
        figures = await steady(desk, rate, seconds)
        tried.append(figures)
        if figures["behind_at_the_end"] > 2 * rate or figures["decided"] < figures["tickets"]:
            break
        best = rate
    return {"tickets_a_second": best, "tried": tried}
