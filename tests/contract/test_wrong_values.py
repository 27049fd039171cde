"""Whatever value does not fit its field is told of in Russian and in English."""

from typing import get_args

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

from libs.runtime.misfits import ELSE_RU, IN_TIME, SAID, misfit
from tests.contract.documents import app_of
from tests.contract.problems import is_a_problem
from tests.contract.world import SERVICES

NUMBERS = [7, 1.5, -1e9, 1e9, 1e30, 1e300, float("inf")]
TEXTS = ["", "x", "x" * 100_001, "a@b", "a\x07b", "https://example.org/" + "x" * 3000]
TIMES = ["2026-13-01", "2026-03-17", "2026-03-17T10:00:00", "2026-03-17T10:00:00Z"]
TIMES += ["1800-01-01", "2999-01-01", "1800-01-01T10:00:00Z", "2999-01-01T10:00:00Z"]
LISTS = [[], ["x"], [{}], ["x"] * 101]
OBJECTS = [{}, {"x": 1}, {"fact": "x"}, {str(number): "x" for number in range(51)}]
VALUES = [None, True, *NUMBERS, *TEXTS, *TIMES, *LISTS, *OBJECTS]


def errors_of(service):
    """All that pydantic says of such values in every field that the service takes."""
    models = set()
    for route in app_of(service).routes:
        for part in parts_of(route.dependant) if isinstance(route, APIRoute) else ():
            for field in part.body_params:
                models |= models_in(field.field_info.annotation)
            for field in part.body_params + part.query_params + part.header_params:
                for value in VALUES:
                    yield from field.validate(value, {}, loc=(field.name,))[1] or []
    for model in models:
        for name in model.model_fields:
            for value in VALUES:
                try:
                    model.model_validate({name: value})
                except ValidationError as wrong:
                    yield from wrong.errors()


def parts_of(dependant):
    yield dependant
    for each in dependant.dependencies:
        yield from parts_of(each)


def models_in(annotation):
    """The models that a value may be of, with those of their fields."""
    found = set().union(*map(models_in, get_args(annotation)))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = (field.annotation for field in annotation.model_fields.values())
        found.add(annotation)
        found.update(*map(models_in, fields))
    return found


@pytest.mark.parametrize("service", [each.name for each in SERVICES])
def test_every_value_that_does_not_fit_is_told_of_in_words_of_ours(service):
    untold = {
        (error["type"], error["msg"])
        for error in errors_of(service)
        if misfit(error).en == error["msg"] or misfit(error).ru == ELSE_RU
    }

    assert untold == set()


def test_no_sentence_stands_there_that_nothing_brings_about():
    met = {error["type"] for each in SERVICES for error in errors_of(each.name)}

    assert SAID.keys() | IN_TIME.keys() <= met


@pytest.mark.parametrize("service", [each.name for each in SERVICES])
def test_only_an_address_is_checked_by_code(service):
    checked = [error for error in errors_of(service) if error["type"] == "value_error"]

    assert all("email address" in error["msg"] for error in checked)


@pytest.mark.parametrize(
    ("body", "en", "ru"),
    [
        ({}, "body.channel: It is required: add it", "body.channel: Обязательно: добавьте"),
        (
            {"channel": "portal", "subjct": "a"},
            "body.subjct: There is no such field here: remove it",
            "body.subjct: Такого поля здесь нет: уберите его",
        ),
        (
            {"channel": "portal", "language": "de"},
            "body.language: Choose 'ru' or 'en'",
            "body.language: Выберите 'ru' или 'en'",
        ),
        (
            {"channel": "portal", "subject": 7},
            'body.subject: It must be text: write it in "quotes"',
            'body.subject: Здесь нужен текст: пишите в "кавычках"',
        ),
        (
            {"channel": "portal", "client_time": "yesterday"},
            "body.client_time: It must be a date with a time and a zone,"
            " such as 2026-03-17T09:00:00+03:00",
            "body.client_time: Здесь нужны дата, время и часовой пояс,"
            " например 2026-03-17T09:00:00+03:00",
        ),
        (
            {"channel": "portal", "client_time": "1999-12-31T23:59:59Z"},
            "body.client_time: It must be 2000-01-01T00:00:00Z or later",
            "body.client_time: Не раньше 2000-01-01T00:00:00Z",
        ),
        (
            {"channel": "portal", "contact": "me"},
            'body.contact: It must be an object: write {"name": "value"}',
            'body.contact: Здесь нужен объект: пишите {"имя": "значение"}',
        ),
    ],
)
async def test_a_client_reads_what_to_correct_in_his_language(world, body, en, ru):
    key = world.keys["cryptopro"]["all"]

    problem = is_a_problem(await world.post("intake", "tickets", key, body), 422)

    assert (problem["detail"], problem["detail_ru"]) == (en, ru)


@pytest.mark.parametrize(
    ("question", "ru"),
    [
        ("limit=many", "query.limit: Здесь нужно целое число, например 30"),
        ("limit=1000", "query.limit: Не больше 100"),
        ("limit=0", "query.limit: Не меньше 1"),
    ],
)
async def test_who_asks_reads_what_to_correct(world, question, ru):
    answer = await world.ask("views", f"tickets?{question}", world.keys["cryptopro"]["all"])

    assert is_a_problem(answer, 422)["detail_ru"] == ru


def test_an_error_that_nobody_foresaw_is_told_in_general():
    said = misfit({"type": "uuid_parsing", "msg": "Input should be a valid UUID", "ctx": {}})

    assert said == (
        "Input should be a valid UUID",
        "Такое значение здесь не подходит: смотрите /v1/openapi.json",
    )
