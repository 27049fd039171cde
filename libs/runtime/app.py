"""A service as an HTTP application: its routes between what every request needs."""

import json
import re
import time
from codecs import BOM_UTF8
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import structlog
from fastapi import FastAPI, Request
from opentelemetry.trace import SpanKind

from libs.regulation.base import Said, Slip
from libs.runtime.identity import event_id
from libs.runtime.internal import health, internal
from libs.runtime.parking import described
from libs.runtime.problems import Problem, add_handlers, answer, unforeseen
from libs.runtime.replica import Replica
from libs.runtime.telemetry import REQUESTS, span

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
SURROGATE = re.compile(rb"\\u[dD]")
log = structlog.get_logger()


def create_app(replica: Replica) -> FastAPI:
    """The service's routes, health and internals, all errors as problem documents."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await replica.open()
        replica.start()
        yield
        await replica.stop()

    name = replica.service.name
    app = FastAPI(
        title=f"Vakhta · {name}",
        version="1",
        lifespan=lifespan,
        openapi_url="/v1/openapi.json",
        telemetry={"tracing": False, "metrics": False, "logs": False},  # ours stands around it
    )
    app.state.replica = replica
    routers = (*replica.service.routers, health, internal)
    # In front of the pages about them, which are asked for rarely.
    app.router.routes[:0] = [route for router in routers for route in router.routes]
    add_handlers(app)
    app.add_middleware(Around, max_body_bytes=replica.settings.max_body_bytes)
    return app


class Around:
    """Around each request: an id, a span, the body's limit and form, a metric, the last resort."""

    def __init__(self, app: Any, max_body_bytes: int) -> None:
        self.app = app
        self.most = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = str(event_id())
        scope.setdefault("state", {})["request_id"] = request_id
        headers = dict(scope["headers"])
        started, status = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        parent = headers.get(b"traceparent", b"").decode("latin-1") or None
        with span(f"{scope['method']} request", SpanKind.SERVER, parent, request_id=request_id):
            try:
                checked = await self._checked(scope, receive, headers)
                await self.app(scope, checked, sending)
            except Problem as problem:
                await answer(Request(scope), problem)(scope, receive, sending)
            except Exception as error:
                log.error("request_failed", request_id=request_id, error=described(error))
                if not status:
                    await answer(Request(scope), unforeseen())(scope, receive, sending)
        route = getattr(scope.get("route"), "path", "none")
        REQUESTS.labels(scope["method"], route, status).observe(time.perf_counter() - started)

    async def _checked(
        self, scope: Scope, receive: Receive, headers: dict[bytes, bytes]
    ) -> Receive:
        """Read the whole body and refuse what is too large or no sound JSON."""
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return receive
        body = await self._body(receive, headers)
        if body:
            kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
            if kind != b"application/json":
                raise Problem(
                    415,
                    "Send the body as application/json",
                    ru="Передайте тело как application/json",
                )
            check_json(body)
        sent = False

        async def replay() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        return replay

    async def _body(self, receive: Receive, headers: dict[bytes, bytes]) -> bytes:
        declared = headers.get(b"content-length", b"0")
        too_large = Problem(
            413,
            f"At most {self.most} bytes are taken",
            ru=f"Принимается не больше {self.most} байт",
            headers={"Connection": "close"},
        )
        if not declared.isdigit() or int(declared) > self.most:
            raise too_large
        parts, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                break
            part = message.get("body", b"")
            size += len(part)
            if size > self.most:
                raise too_large
            parts.append(part)
            more = message.get("more_body", False)
        return b"".join(parts)


def check_json(body: bytes) -> None:
    """Refuse what JSON parsers read differently, or what cannot be kept. Raises Problem 400."""
    try:
        if body.startswith(BOM_UTF8):
            raise Slip(
                "it begins with a byte order mark (BOM): leave it out",
                "оно начинается с метки порядка байтов (BOM): уберите её",
            )
        found = STRICT.decode(body.decode())
        if SURROGATE.search(body):
            json.dumps(found, ensure_ascii=False).encode()
    except RecursionError as deep:
        raise Problem(
            400, "The body is nested too deeply", ru="Слишком глубокая вложенность тела"
        ) from deep
    except ValueError as broken:
        said = _place(broken)
        raise Problem(
            400, f"The body is not JSON: {said.en}", ru=f"Тело — не JSON: {said.ru}"
        ) from broken
    if b"\\u0000" in body and NUL.search(body):
        raise Problem(
            400,
            "The body holds the character NUL, which cannot be kept",
            ru="В теле есть символ NUL, его нельзя сохранить",
        )


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Slip("an object names a member twice", "в объекте одно имя стоит дважды")
    return found


def _no_number(name: str) -> None:
    raise Slip(f"{name} is not a number", f"{name} — не число")


STRICT = json.JSONDecoder(object_pairs_hook=_without_duplicates, parse_constant=_no_number)


def _place(error: ValueError) -> Said:
    """What is wrong and where, without what was typed."""
    if isinstance(error, json.JSONDecodeError):
        line, column = error.lineno, error.colno
        return Said(f"{error.msg} (line {line}, column {column})", f"строка {line}, знак {column}")
    if isinstance(error, UnicodeDecodeError):
        return Said(f"not UTF-8 at byte {error.start}", f"байт {error.start} — не UTF-8")
    if isinstance(error, UnicodeEncodeError):
        return Said(
            "half of a surrogate pair, which is no character",
            "половина суррогатной пары — не символ",
        )
    return error.said if isinstance(error, Slip) else Said(str(error), "его нельзя прочитать")
