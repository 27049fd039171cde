"""What every refusal must be: an RFC 9457 problem with words in both languages and a request id."""

import re
from uuid import UUID

RUSSIAN = re.compile("[а-яё]")


def is_a_problem(answer, status, *words):
    """An RFC 9457 answer of this status, with these words, under a request's id."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert UUID(answer.headers["x-request-id"]).version == 7
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert RUSSIAN.search(problem["title_ru"]), problem
    assert RUSSIAN.search(problem["detail_ru"]), problem
    assert problem["instance"].startswith("/")
    for word in words:
        assert word in problem["detail"], problem
    return problem


def wrong_fields(answer):
    return {error["field"] for error in is_a_problem(answer, 422)["errors"]}
