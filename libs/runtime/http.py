"""What an API may ask for: who calls, what time it is, to read, and to have a command decided."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Annotated, Any, Protocol
from uuid import UUID

from fastapi import Depends, Header, Request, Response, Security
from fastapi.security import HTTPBearer

from libs.decider import Command
from libs.events.intake import Scope
from libs.runtime.callers import Caller
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Cause
from libs.runtime.groups import Executed
from libs.runtime.identity import Identity
from libs.runtime.problems import Problem
from libs.runtime.telemetry import traceparent

bearer = HTTPBearer(auto_error=False, description="A client's key: `Authorization: Bearer vk_…`")


class Executor(Protocol):
    """Has one command decided; `expected` is the version that the caller saw."""

    def __call__(self, command: Command, *, expected: int | None = None) -> Awaitable[Executed]: ...


async def _now(request: Request) -> datetime:
    return request.app.state.replica.clock.now()  # type: ignore[no-any-return]


async def _identity(request: Request) -> Identity:
    return request.app.state.replica.identity  # type: ignore[no-any-return]


async def _editions(request: Request) -> Editions:
    return request.app.state.replica.editions  # type: ignore[no-any-return]


async def _caller(
    request: Request,
    _bearer: Annotated[Any, Security(bearer)] = None,
    vakhta_vendor: Annotated[str | None, Header(description="For the operator alone")] = None,
) -> Caller:
    return await recognised(request, vakhta_vendor)


async def recognised(request: Request, vendor: str | None) -> Caller:
    """The caller of a request. Raises Problem 401 for a wrong or missing key."""
    replica = request.app.state.replica
    caller: Caller = await replica.callers.recognise(
        request.headers.get("authorization"), vendor, replica.clock.now()
    )
    request.state.caller = caller
    return caller


async def _reading(request: Request, caller: "AnyCaller") -> AsyncIterator[Db]:
    async with AsyncExitStack() as reading:
        request.state.reading = reading
        yield await reading.enter_async_context(
            request.app.state.replica.database.reading(caller.vendor)
        )


async def _executor(request: Request, response: Response) -> Executor:
    return executor(request, response)


def executor(request: Request, response: Response) -> Executor:
    """Acts for the caller whom the route's own dependency recognised: FastAPI solves a nested
    one anew at each use, which is felt on the route that must be fast."""
    replica = request.app.state.replica

    async def execute(command: Command, *, expected: int | None = None) -> Executed:
        caller: Caller = request.state.caller
        cause = Cause(UUID(request.state.request_id), None, traceparent())
        await _finish_reading(request)
        executed: Executed = await replica.execution.execute(
            command, cause, replica.clock.now(), vendor=caller.vendor, expected=expected
        )
        response.headers["ETag"] = f'"{executed.version}"'
        if executed.token:
            response.headers["Vakhta-Position"] = executed.token
        return executed

    return execute


async def _finish_reading(request: Request) -> None:
    """Give the connection back before another one is needed, or requests wait for each other."""
    reading: AsyncExitStack | None = getattr(request.state, "reading", None)
    if reading is not None:
        await reading.aclose()


def requires(*scopes: Scope) -> Callable[..., Awaitable[Caller]]:
    """A dependency: the caller, who must have one of the scopes. Raises Problem 403."""

    async def check(caller: "AnyCaller") -> Caller:
        return having(caller, *scopes)

    return check


def having(caller: Caller, *scopes: Scope) -> Caller:
    """The caller. Raises Problem 403 where he has none of the scopes."""
    if not caller.scopes.intersection(scopes):
        raise Problem(
            403,
            f"This needs a key with the scope {' or '.join(scopes)}",
            ru=f"Нужен ключ с правом {' или '.join(scopes)}",
        )
    return caller


async def _expected_version(
    if_match: Annotated[str, Header(description='The ETag that you saw, or `"*"`')],
) -> int | None:
    version = if_match.strip().strip('"').partition(".")[0]
    if version == "*":
        return None
    if not version.isdecimal() or len(version) > 9:
        raise Problem(
            412,
            f"If-Match is not an ETag of ours: {if_match[:40]}",
            ru=f"If-Match — не наш ETag: {if_match[:40]}",
        )
    return int(version)


async def _idempotency_key(
    idempotency_key: Annotated[
        str,
        Header(
            description="Any text of your own; repeat it with the same body to get the same answer"
        ),
    ],
) -> str:
    return known_key(idempotency_key)


def known_key(idempotency_key: str) -> str:
    """The key of a request that may be repeated. Raises Problem 400 for an unusable one."""
    key = idempotency_key.strip().strip('"')
    if not 1 <= len(key) <= 255 or not key.isprintable():
        raise Problem(
            400,
            "Idempotency-Key: 1 to 255 printable characters",
            ru="Idempotency-Key: от 1 до 255 печатных знаков",
        )
    return key


Now = Annotated[datetime, Depends(_now)]
Ids = Annotated[Identity, Depends(_identity)]
KnownEditions = Annotated[Editions, Depends(_editions)]
AnyCaller = Annotated[Caller, Depends(_caller)]
ClientOrColleague = Annotated[
    Caller, Depends(requires("read_own", "submit", "engineer", "administer"))
]
"""Whoever acts for a client or for the vendor, and may see where a ticket stands whose id he
knows: not those who only tell of deliveries."""
Reading = Annotated[Db, Depends(_reading)]
Execute = Annotated[Executor, Depends(_executor)]
ExpectedVersion = Annotated[int | None, Depends(_expected_version)]
IdempotencyKey = Annotated[str, Depends(_idempotency_key)]
