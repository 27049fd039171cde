"""What a form requires is required of each request that is sent: it is told with its rule."""

import pytest

from libs.regulation.form_schema import OWN_FIELDS
from libs.regulation.tests.test_form_rules import REQUIRED, marked
from services.intake.tests.hearing import publish
from services.intake.tests.speaking import Client

EXACTLY = pytest.mark.parametrize(
    ("edition", "request_", "field", "rules"), marked(pytest.mark.breaks, REQUIRED)
)


def as_sent(request):
    """The request as a client sends it, who says who he is beside what the form asks."""
    own = {name: said for name, said in request.items() if name in (*OWN_FIELDS, "kind", "channel")}
    answers = {name: said for name, said in request.items() if name not in own}
    return own | {"answers": answers, "contact": {"email": "anna@example.com"}}


@EXACTLY
async def test_a_request_that_lacks_a_field_is_sent_in_vain(desk, edition, request_, field, rules):
    await publish(desk, edition.vendor)
    lacking = {name: said for name, said in request_.items() if name != field}

    async with desk.client("intake", vendor=edition.vendor) as http:
        answer = await Client(http).submit(as_sent(lacking))

    assert answer.status_code == 422, answer.text
    wrong = {each["field"].rpartition(".")[2]: each for each in answer.json()["errors"]}
    assert set(wrong) == {field}
    assert set(rules) <= set(wrong[field]["rule"].split(", "))
