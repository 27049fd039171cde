"""Errors over HTTP as RFC 9457 problem details, whatever went wrong."""

from typing import Any

from asyncpg import InterfaceError, InternalClientError, PostgresConnectionError
from asyncpg.exceptions import CannotConnectNowError, InsufficientResourcesError
from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import Match

from libs.decider import Invalid, Refused
from libs.runtime.appending import EventTooLarge
from libs.runtime.groups import Stale
from libs.runtime.misfits import field_at, misfit
from libs.runtime.store import ShardClosed
from libs.runtime.titles import OTHER_TITLE, TITLES

MISSING_HEADERS = {
    "idempotency-key": (
        400,
        "Send Idempotency-Key: the same key and body give the same answer",
        "Передайте Idempotency-Key: те же ключ и тело дают тот же ответ",
    ),
    "if-match": (
        428,
        "Send If-Match with the ETag of the ticket that you decided on",
        "Передайте If-Match с ETag обращения, по которому вы решали",
    ),
}
METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
UNAVAILABLE = (
    OSError,
    TimeoutError,
    PostgresConnectionError,
    CannotConnectNowError,
    InsufficientResourcesError,
    InterfaceError,
    InternalClientError,  # what a connection that breaks in the middle of a step may say
)


class FieldError(BaseModel):
    """One wrong or missing field: where it is, what to do, and by which rule."""

    field: str
    message: str
    message_ru: str
    rule: str | None = None


class ProblemDetails(BaseModel):
    """The body of every answer from 400 on."""

    type: str = "about:blank"
    title: str
    title_ru: str
    status: int
    detail: str
    detail_ru: str | None = None
    rule: str | None = None
    instance: str | None = None
    errors: list[FieldError] | None = None


class Problem(Exception):
    """An answer that says what was wrong, where, and what to do; `rule` names the regulation's
    rules where they refuse, `ru` is the detail in Russian."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: list[FieldError] | None = None,
        headers: dict[str, str] | None = None,
        kind: str = "about:blank",
        ru: str | None = None,
        rule: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}
        self.kind = kind
        self.ru = ru
        self.rule = rule


_SCHEMA = {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}
_PROBLEM = {"model": ProblemDetails, "content": {"application/problem+json": _SCHEMA}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "What was wrong", **_PROBLEM},
    "5XX": {"description": "Try again later", **_PROBLEM},
}


def answer(request: Request, problem: Problem) -> JSONResponse:
    title, title_ru = TITLES.get(problem.status, OTHER_TITLE)
    details = ProblemDetails(
        type=problem.kind,
        title=title,
        title_ru=title_ru,
        status=problem.status,
        detail=problem.detail,
        detail_ru=problem.ru,
        rule=problem.rule,
        instance=request.url.path,
        errors=problem.errors,
    )
    return JSONResponse(
        jsonable_encoder(details, exclude_none=True),
        problem.status,
        problem.headers,
        media_type="application/problem+json",
    )


def add_handlers(app: FastAPI) -> None:
    """Make every error of the app a problem document."""

    def handle(cls: type[Exception], to_problem: Any) -> None:
        async def handler(request: Request, error: Exception) -> JSONResponse:
            return answer(request, to_problem(error))

        app.add_exception_handler(cls, handler)

    async def of_http(request: Request, error: Exception) -> JSONResponse:
        return answer(request, _of_http(request, error))

    app.add_exception_handler(HTTPException, of_http)
    handle(Problem, lambda problem: problem)
    handle(RequestValidationError, _of_validation)
    handle(Stale, lambda e: Problem(412, str(e), ru=e.ru))
    handle(Invalid, lambda e: _of_refused(422, e))
    handle(Refused, lambda e: _of_refused(409, e))
    handle(EventTooLarge, lambda e: Problem(413, str(e), ru="Слишком много текста: сократите"))
    handle(ShardClosed, _of_closed)
    for cls in UNAVAILABLE:
        handle(cls, _of_unavailable)
    handle(Exception, lambda _: unforeseen())


def unforeseen() -> Problem:
    """What is told of an error that nobody thought of."""
    return Problem(
        500,
        "The error is in the log under the request's id",
        ru="Ошибка записана в журнал под id запроса",
    )


def _of_refused(status: int, refused: Refused) -> Problem:
    return Problem(status, str(refused), ru=refused.ru, rule=", ".join(refused.rules) or None)


def _of_closed(closed: Exception) -> Problem:
    return Problem(
        503,
        str(closed),
        headers={"Retry-After": "30"},
        ru="Хранилище потеряло последние события и пока не принимает новых. Сообщите оператору.",
    )


def _of_unavailable(_error: Exception) -> Problem:
    return Problem(
        503,
        "The database does not answer; nothing was written. Repeat the request.",
        ru="База данных не отвечает; ничего не записано. Повторите запрос.",
        headers={"Retry-After": "2"},
    )


def _of_http(request: Request, error: Exception) -> Problem:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return Problem(
            404,
            f"There is no {request.url.path} here: see /v1/openapi.json",
            ru=f"Адреса {request.url.path} здесь нет: смотрите /v1/openapi.json",
        )
    if error.status_code == 405:
        allowed = ", ".join(_allowed(request))
        return Problem(
            405,
            f"This address takes {allowed}",
            ru=f"Этот адрес принимает {allowed}",
            headers={"Allow": allowed},
        )
    return Problem(
        error.status_code,
        str(error.detail),
        headers=dict(error.headers or {}),
        ru="Запрос не выполнен: смотрите /v1/openapi.json",
    )


def _allowed(request: Request) -> list[str]:
    """All methods of an address; the router itself names those of its first route alone."""
    scopes = {method: {**request.scope, "method": method} for method in METHODS}
    return [
        method
        for method, scope in scopes.items()
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)
    ]


def _of_validation(error: RequestValidationError) -> Problem:
    found = error.errors()
    for item in found:
        if item["type"] == "missing" and item["loc"][-1] in MISSING_HEADERS:
            status, detail, ru = MISSING_HEADERS[item["loc"][-1]]
            return Problem(status, detail, ru=ru)
    if any(item["type"] == "json_invalid" for item in found):
        broken = found[0].get("ctx", {}).get("error", "")
        return Problem(400, f"The body is not JSON: {broken}", ru=f"Тело — не JSON: {broken}")
    by_field: dict[str, FieldError] = {}
    for each in map(_of_field, found):
        by_field.setdefault(each.field, each)
    errors = list(by_field.values())
    told = errors[:5]
    return Problem(
        422,
        "; ".join(f"{each.field}: {each.message}" for each in told),
        ru="; ".join(f"{each.field}: {each.message_ru}" for each in told),
        errors=errors,
    )


def _of_field(item: dict[str, Any]) -> FieldError:
    said = misfit(item)
    return FieldError(field=field_at(item["loc"]), message=said.en, message_ru=said.ru)
