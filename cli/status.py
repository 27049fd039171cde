"""How a desk is: which of its programs run, where they are reached, and whether they answer."""

import asyncio
from typing import Any

import httpx

from cli.home import Home
from cli.readiness import kafka_answers, postgres_answers, ready_process
from cli.supervisor.state import State, process, read


async def status(home: Home) -> dict[str, Any]:
    """The status as `vakhta status --json` gives it; `running` is false where no desk is up."""
    state = read(home)
    if state is None or not state.supervisor.is_alive():
        return nothing(running=False, phase="stopped")
    if not state.addresses:
        return nothing(running=True, phase=state.phase)
    addresses = state.addresses
    names = list(addresses["replicas"])
    async with httpx.AsyncClient(timeout=2) as client:
        *processes, kafka_ready, postgres_ready = await asyncio.gather(
            *(ready_process(client, url) for url in addresses["replicas"].values()),
            kafka_answers(addresses["kafka"]),
            postgres_answers(addresses["postgres"]),
        )
    answering = dict(zip(names, processes, strict=True))
    return {
        "running": True,
        "phase": state.phase,
        "pid": state.supervisor.pid,
        "services": {
            service: {"replicas": [replica(state, name, answering[name]) for name in replicas]}
            for service, replicas in addresses["services"].items()
        },
        "kafka": {
            "bootstrap": addresses["kafka"],
            "pid": process(state, "kafka"),
            "ready": kafka_ready,
        },
        "postgres": {
            "url": addresses["postgres"],
            "pid": process(state, "postgres"),
            "ready": postgres_ready,
        },
        "mail": {"url": addresses["mail"], "pid": process(state, "mail")},
    }


def nothing(*, running: bool, phase: str) -> dict[str, Any]:
    """The status of a desk that has no programs: none is up, or it is only being prepared."""
    return {"running": running, "phase": phase, "services": {}, "kafka": {}, "postgres": {}}


def replica(state: State, name: str, answering: int | None) -> dict[str, Any]:
    """One replica of a service."""
    url = state.addresses["replicas"][name]
    own = process(state, name)
    return {"name": name, "pid": own, "url": url, "ready": own is not None and own == answering}
