"""One look at a whole desk: it gets time to carry what it holds, then all is compared."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from cli.doctor import findings, timelines
from cli.doctor.findings import Finding, Heads
from cli.doctor.stores import Db, Store, connected, read_heads, read_marks, read_stores
from cli.doctor.topic import OnTopic, read_topic
from cli.log_reading import TopicAway
from cli.running import RunningDesk
from libs.runtime.broker import Broker

PAUSE = 0.2

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Examined:
    """What was found, and the numbers of each service."""

    stores: dict[str, Store]
    topic: OnTopic | None
    findings: list[Finding]

    @property
    def well(self) -> bool:
        """Whether nothing must be put right."""
        return not any(finding.wrong for finding in self.findings)

    def lost(self) -> dict[str, list[int]]:
        """The shards, by service, that the topic can bring events back into."""
        found: dict[str, list[int]] = {}
        for finding in self.findings if self.topic else ():
            if finding.check in ("closed", "lost past"):
                found.setdefault(finding.service, []).append(finding.facts["shard"])
        return found

    def as_data(self) -> dict[str, Any]:
        """The examination for programs."""
        return {
            "well": self.well,
            "findings": [finding.as_data() for finding in self.findings],
            "services": {name: self.numbers(store) for name, store in self.stores.items()},
            "topic": self.topic.as_data() if self.topic else None,
        }

    def numbers(self, store: Store) -> dict[str, int | None]:
        """How much a service holds, has handed over, and has set aside; None: could not be seen."""
        return {
            "events": sum(store.events.values()),
            "relayed": sum(told.position for told in store.relayed.values()),
            "on_topic": self.topic.events_of(store.service) if self.topic else None,
            "parked": len(store.parked),
            "closed_shards": len(store.closed),
        }


async def examine(desk: RunningDesk, patience: float, report: Report) -> Examined:
    """Examine the desk, without the topic where Kafka is away. Raises Trouble without Postgres."""
    services = list(desk.services)
    async with connected(desk.database_url) as db:
        targets = {service: await read_heads(db, service) for service in services}
        await _caught_up(db, targets, patience)
        stores = await read_stores(db, services)
        topic, away = await _topic(desk.broker, stores, report)
        now = {service: await read_heads(db, service) for service in services}
        found = [
            *away,
            *await unready(desk),
            *_compared(stores, targets, topic, now),
            *await timelines.compare(db, [name for name in services if stores[name].heads]),
        ]
    return Examined(stores, topic, found)


async def _topic(
    broker: Broker, stores: dict[str, Store], report: Report
) -> tuple[OnTopic | None, list[Finding]]:
    """What the topic holds, or None and why it cannot be seen."""
    try:
        return await read_topic(broker, stores, report), []
    except TopicAway as away:
        facts = {"address": broker.bootstrap, "why": away.error}
        return None, [Finding("topic away", "kafka", facts)]


def _compared(
    stores: dict[str, Store], targets: Heads, topic: OnTopic | None, now: Heads
) -> Iterator[Finding]:
    for name, store in stores.items():
        yield from findings.in_store(store)
        yield from findings.behind(store, targets)
        if topic:
            yield from findings.on_topic(store, topic, now[name])
    if topic:
        yield from findings.not_ours(topic)


async def _caught_up(db: Db, targets: Heads, patience: float) -> None:
    """Wait until all that was there is relayed and taken in, or the patience is over."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if all([await _has_read(db, service, targets) for service in targets]):
            return
        await asyncio.sleep(PAUSE)


async def _has_read(db: Db, service: str, targets: Heads) -> bool:
    marks, relayed = await read_marks(db, service)
    return all(
        head <= (relayed.get(shard, 0) if source == service else marks.get((source, shard), 0))
        for source, heads in targets.items()
        for shard, head in heads.items()
    )


async def unready(desk: RunningDesk) -> list[Finding]:
    """The replicas that do not answer, or say themselves that something is amiss."""
    found = []
    async with httpx.AsyncClient(timeout=5) as client:
        for service, urls in desk.services.items():
            for url in urls:
                if why := await _amiss(client, url):
                    found.append(Finding("unready", service, {"replica": url, "why": why}))
    return found


async def _amiss(client: httpx.AsyncClient, url: str) -> str:
    try:
        answer = await client.get(f"{url}/readyz")
    except httpx.HTTPError as fault:
        return f"does not answer ({type(fault).__name__})"
    return "; ".join(answer.json()["degraded"])
