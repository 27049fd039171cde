"""The form's schema and the API are of one mind on every request."""

import json
from functools import cache

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from libs.regulation.form_schema import OWN_FIELDS, form_schema
from libs.regulation.tests.desk import CRYPTOPRO, EDITIONS, NANOSOFT
from services.intake.api.drafts import drafted
from services.intake.api.requests import NewTicket
from services.intake.tests.words import NOON

FORMS = [
    (edition, way, kind)
    for edition in EDITIONS.values()
    for way in edition.opening_channels()
    for kind in edition.form.kinds
    if kind.is_taken_by(way.name) or kind.elsewhere == "draft"
]
WORDS = ["", " ", "1", "текст", "Ромашка ООО", "две\nстроки", "2.1"]
EMAILS = ["anna@example.com", "nobody", "a@b", ""]
PHONES = ["+7 (916) 123-45-67", "8 800 200-87-75", "123-45-67", ""]
LINKS = ["https://nanosoft.pro/x", "nanosoft.pro/x", "сюда", ""]


def validator(edition, way, kind):
    return validators()[edition.vendor, way.name, kind.slug]


@cache
def validators():
    made = {}
    for edition, way, kind in FORMS:
        schema = form_schema(edition, way, kind, "ru")
        jsonschema.Draft202012Validator.check_schema(schema)
        made[edition.vendor, way.name, kind.slug] = jsonschema.Draft202012Validator(schema)
    return made


def accepts(edition, request):
    """The API's own verdict."""
    try:
        body = NewTicket.model_validate_json(json.dumps(request))
    except ValidationError:
        return False
    return not drafted(body, body.product, edition, NOON).errors


def values(field):
    """Answers of the field's type, good and bad, and now and then of another type."""
    good = {
        "tick": st.booleans(),
        "files": st.lists(st.sampled_from(["error.png", "", " "]), max_size=2),
        "choice": st.sampled_from([*(each.slug for each in field.choices), "", "другое"]),
        "email": st.sampled_from(EMAILS),
        "phone": st.sampled_from(PHONES),
        "link": st.sampled_from(LINKS),
        "product": st.sampled_from(["nothing", "csp", "nanocad"]),
    }.get(field.type, st.sampled_from(WORDS))
    return st.one_of(good, good, good, st.sampled_from([True, "x", ["a"], 7, None]))


def full(field, edition):
    """An answer with which the field is content."""
    return {
        "tick": True,
        "files": ["error.png"],
        "choice": field.choices[0].slug if field.choices else "",
        "email": "anna@example.com",
        "phone": "+7 (916) 123-45-67",
        "link": "https://nanosoft.pro/x",
        "product": edition.products[0].slug,
    }.get(field.type, "текст")


def filled(edition, way, kind):
    """A request in which everything is answered."""
    standing = edition.form.standing(way.name, kind.slug)
    request = {"channel": way.name, "kind": kind.slug, "answers": {}}
    for field in standing:
        place = request if field.name in OWN_FIELDS else request["answers"]
        place[field.name] = full(field, edition)
    return request | {"contact": {"email": "anna@example.com"}}


@st.composite
def requests(draw):
    """A full request to one of all forms, with some of it taken away or answered otherwise.

    The form is given by its place in FORMS: an edition is too long to be written out for a case.
    """
    place_of_form = draw(st.integers(0, len(FORMS) - 1))
    edition, way, kind = FORMS[place_of_form]
    request = filled(edition, way, kind)
    standing = edition.form.standing(way.name, kind.slug)
    for field in draw(st.lists(st.sampled_from(standing), max_size=4, unique_by=id)):
        place = request if field.name in OWN_FIELDS else request["answers"]
        if draw(st.booleans()):
            place.pop(field.name, None)
        else:
            place[field.name] = draw(values(field))
    if draw(st.integers(0, 3)) == 0:
        request["contact"] = draw(st.sampled_from([{}, {"email": None}, {"shoes": "43"}]))
    if draw(st.integers(0, 9)) == 0:
        request |= draw(
            st.sampled_from(
                [{"kind": None}, {"kind": "x"}, {"surprise": 1}, {"language": "fr"}, {"body": 7}]
            )
        )
    if draw(st.integers(0, 9)) == 0:
        request["answers"]["shoe_size"] = "43"
    return place_of_form, request


def is_of_this_form(kind, edition, request):
    """A kind not named is the first one's, whose form is another one."""
    return request["kind"] not in (None, *(each.slug for each in edition.form.kinds)) or (
        (request["kind"] or edition.form.kinds[0].slug) == kind.slug
    )


@settings(max_examples=400)
@given(requests())
def test_the_schema_refuses_what_the_api_refuses_and_nothing_else(case):
    place_of_form, request = case
    edition, way, kind = FORMS[place_of_form]
    if not is_of_this_form(kind, edition, request):
        return

    errors = [error.message for error in validator(edition, way, kind).iter_errors(request)]

    assert (not errors) == accepts(edition, request), (request, errors)


@pytest.mark.parametrize(
    "form", FORMS, ids=lambda form: f"{form[0].vendor} {form[1].name} {form[2].slug}"
)
def test_a_form_that_is_filled_in_is_accepted_by_both(form):
    request = filled(*form)

    assert list(validator(*form).iter_errors(request)) == []
    assert accepts(form[0], request)


@pytest.mark.parametrize(
    "form", FORMS, ids=lambda form: f"{form[0].vendor} {form[1].name} {form[2].slug}"
)
def test_an_empty_form_is_judged_alike(form):
    request = {"channel": form[1].name, "kind": form[2].slug}

    assert validator(*form).is_valid(request) == accepts(form[0], request)


def test_a_field_says_its_words_its_need_and_its_rule():
    (portal,) = [way for way in CRYPTOPRO.channels if way.name == "portal"]
    schema = form_schema(CRYPTOPRO, portal, CRYPTOPRO.form.kinds[0], "en")

    versions = schema["properties"]["answers"]["properties"]["product_versions"]
    assert versions["title"] == "Versions of CryptoPro products"
    assert versions["x-need"] == "required"
    assert versions["x-rule"] == ["CPRO-P-16", "CPRO-P-30", "CPRO-R-08", "CPRO-R-09"]


def test_a_condition_is_an_if_with_its_then():
    (email,) = [way for way in NANOSOFT.channels if way.name == "portal"]
    schema = form_schema(NANOSOFT, email, NANOSOFT.form.kinds[0], "ru")

    ticked = {"properties": {"no_serial": {"enum": ["true", True]}}, "required": ["no_serial"]}
    unless = {"not": {"properties": {"answers": ticked}, "required": ["answers"]}}
    assert {"if": {"allOf": [unless]}} in [
        {"if": demand["if"]} for demand in schema["allOf"] if "if" in demand
    ]
