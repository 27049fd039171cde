"""Answers in pages: where one begins, how long it is, and the link to the next."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request, Response

Row = TypeVar("Row")


class Page:
    """A page that is asked for; a dependency of the routes that answer with lists."""

    def __init__(
        self,
        request: Request,
        response: Response,
        cursor: Annotated[
            str | None, Query(max_length=500, description="`next` of the page before")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
    ) -> None:
        self._request = request
        self._response = response
        self.cursor = cursor
        self.limit = limit

    @property
    def and_one(self) -> int:
        """How many rows to read: one more tells whether there is a next page."""
        return self.limit + 1

    def cut(
        self, rows: Sequence[Row], cursor_of: Callable[[Row], str]
    ) -> tuple[Sequence[Row], str | None]:
        """The rows of the page and the cursor of the next one, which is also linked."""
        if len(rows) <= self.limit:
            return rows, None
        following = cursor_of(rows[self.limit - 1])
        given: dict[str, Any] = {**self._request.query_params, "cursor": following}
        target = f"{self._request.url.path}?{urlencode(given)}"
        self._response.headers["Link"] = f'<{target}>; rel="next"'
        return rows[: self.limit], following


def answer_unless_known(body: str, version: int, if_none_match: str | None) -> Response:
    """The body with its ETag, or 304 where the client has it already.

    The tag is the ticket's version, which commands are compared with, and a digest of what other
    services told since: a deadline that passes changes the answer and not the version.
    """
    tag = f'"{version}.{sha256(body.encode()).hexdigest()[:12]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    known = {given.strip().removeprefix("W/") for given in (if_none_match or "").split(",")}
    if known & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
