"""Faults that a request meets, as problems in words."""

import httpx
import pytest
from asyncpg import ConnectionDoesNotExistError, InterfaceError, InternalClientError
from fastapi import FastAPI

from libs.runtime.problems import add_handlers


@pytest.mark.parametrize(
    "fault",
    [
        ConnectionRefusedError(),
        ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        InterfaceError("connection is closed"),
        InternalClientError("cannot switch to state 12; another operation (2) is in progress"),
    ],
    ids=lambda fault: type(fault).__name__,
)
async def test_a_database_that_dies_puts_the_request_off(fault):
    answer = await ask(fault)

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "Repeat the request" in answer.json()["detail"]


async def test_a_fault_of_our_own_is_told_without_its_words():
    answer = await ask(ValueError("secret"))

    assert answer.status_code == 500
    assert "secret" not in answer.text


async def ask(fault):
    """What the one route of an app answers that meets a fault."""
    app = FastAPI()
    add_handlers(app)

    @app.get("/")
    async def route():
        raise fault

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        return await client.get("/")
