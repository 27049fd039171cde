"""Faults that a request meets, as problems in words."""

import re

import httpx
import pytest
from asyncpg import ConnectionDoesNotExistError, InterfaceError, InternalClientError
from fastapi import FastAPI
from pydantic import BaseModel, Field

from libs.regulation.base import PHONE
from libs.runtime.forms import ELSE, FORMS, said_of
from libs.runtime.misfits import field_at
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


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (("body", "answers", "files", "function-before[plain(), constrained-str]"), "files"),
        (("body", "answers", "files", "bool"), "files"),
        (("body", "answers", "files", "list[constrained-str]", 0), "files.0"),
        (("body", "answers", "list"), "list"),
    ],
)
def test_a_field_is_told_without_the_types_that_it_may_be_of(place, field):
    assert field_at(place) == f"body.answers.{field}"


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


class Call(BaseModel):
    line: str = Field(pattern=PHONE)
    caller: str = Field(default="", pattern=r"^(?:anna|boris)?$")


async def called(**body):
    """What an app answers to a call that is put on record."""
    app = FastAPI()
    add_handlers(app)

    @app.post("/")
    async def route(call: Call):
        return call

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        return await client.post("/", json=body)


async def test_a_value_of_another_form_is_told_how_it_is_written_with_an_example():
    answer = await called(line="8 495 995-48-21")

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error == {
        "field": "body.line",
        "message": "It is written otherwise: + and 11 to 15 digits, such as +74959954821",
        "message_ru": "Записано не так: + и от 11 до 15 цифр, например +74959954821",
    }
    assert answer.json()["detail"] == f"body.line: {error['message']}"
    assert answer.json()["detail_ru"] == f"body.line: {error['message_ru']}"


async def test_a_pattern_without_words_is_not_shown_either():
    answer = await called(line="+74959954821", caller="vera")

    (error,) = answer.json()["errors"]
    assert (error["message"], error["message_ru"]) == ELSE
    assert "anna" not in answer.text


@pytest.mark.parametrize("pattern", FORMS)
def test_the_example_of_a_form_is_written_so(pattern):
    example = FORMS[pattern].example

    assert re.search(pattern, example)
    assert example in said_of(pattern).en
    assert example in said_of(pattern).ru
