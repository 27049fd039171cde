"""What operators and the other replicas ask of a service: health, metrics, its log, its parked."""

import os
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response, Security
from fastapi.responses import PlainTextResponse
from prometheus_client import generate_latest
from pydantic import BaseModel

from libs.runtime import parking
from libs.runtime.gaps import records
from libs.runtime.http import bearer
from libs.runtime.problems import RESPONSES, Problem
from libs.runtime.store import read
from libs.runtime.telemetry import REGISTRY

MOST = 5000

health = APIRouter(tags=["health"])


@health.get("/healthz", summary="The process lives; says nothing of Postgres or Kafka")
async def healthz() -> dict[str, str]:
    return {"status": "alive"}


@health.get(
    "/readyz",
    summary="Whether requests are welcome, and which part is degraded",
    responses={503: {"description": "Not ready: Postgres does not answer"}},
)
async def readyz(request: Request, response: Response) -> dict[str, Any]:
    """Kafka away is a degradation and no reason to refuse requests; Postgres away is one."""
    replica = request.app.state.replica
    degraded = replica.not_ready()
    try:
        await replica.database.runtime.fetchval("select 1", timeout=2)
    except Exception:
        response.status_code = 503
        return {"status": "not ready", "degraded": ["Postgres does not answer", *degraded]}
    status = "degraded" if degraded else "ready"
    return {"status": status, "degraded": degraded, "process": os.getpid()}


@health.get("/metrics", summary="Prometheus metrics", response_class=PlainTextResponse)
async def metrics() -> Response:
    return Response(generate_latest(REGISTRY), media_type="text/plain; version=0.0.4")


async def _operator(request: Request) -> None:
    if not request.app.state.replica.callers.is_operator(request.headers.get("authorization")):
        raise Problem(
            403,
            "Only the operator's key is taken here",
            ru="Здесь принимается только ключ оператора",
        )


internal = APIRouter(
    prefix="/internal",
    dependencies=[Security(bearer), Depends(_operator)],
    responses=RESPONSES,
    tags=["internal"],
)


class Skip(BaseModel):
    """Why the event that a key is parked on is left out, for ever."""

    reason: str


@internal.get("/events", summary="Records of one shard, for a reader that misses some")
async def events(
    request: Request,
    shard: Annotated[int, Query(ge=0, le=65535)],
    after: Annotated[int, Query(ge=0, le=2**62)],
    before: Annotated[int, Query(ge=0, le=2**62)],
) -> Response:
    replica = request.app.state.replica
    async with replica.database.reading(None) as db:
        found = await read(
            db, replica.service.name, shard, after, max(0, min(before - after - 1, MOST))
        )
    return Response(records.dump_json(found), media_type="application/json")


@internal.get("/parked", summary="Keys that were set aside, and on what")
async def parked(request: Request) -> list[dict[str, Any]]:
    async with request.app.state.replica.database.reading(None) as db:
        return await parking.listing(db)


@internal.post(
    "/parked/{key}/retry", summary="Try a parked key again, its events as their owner has them now"
)
async def retry(request: Request, key: str) -> dict[str, str | None]:
    return {"key": key, "error": await request.app.state.replica.retry_mended(key)}


@internal.post("/parked/{key}/skip", summary="Leave out the event a key is parked on; recorded")
async def skip(request: Request, key: str, body: Skip) -> dict[str, str | None]:
    replica = request.app.state.replica
    if await replica.skip_first(key, body.reason) is None:
        raise Problem(
            404, "Nothing is parked under this key", ru="По этому ключу ничего не отложено"
        )
    return {"key": key, "error": await replica.retry_mended(key)}
