"""The page that tells how to write a regulation, and the schemas that editors use."""

import json
import re
import tomllib

import jsonschema
import pytest
from pydantic import TypeAdapter, ValidationError

from libs.regulation import Edition, Facts
from libs.regulation.documents import SCHEMAS
from libs.regulation.tests.desk import REGULATIONS, TEXTS

DOCS = REGULATIONS.parent / "docs"
EXAMPLES = re.findall(r"```toml\n(.*?)```", (DOCS / "regulation.md").read_text(), re.DOTALL)
FACTS = {path.name: path.read_text() for path in sorted((REGULATIONS / "facts").glob("*.toml"))}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_of_the_editors_are_current(name):
    assert (DOCS / name).read_text() == SCHEMAS[name](), "run `make docs`"


def fits(text, schema):
    document = json.loads(json.dumps(tomllib.loads(text), default=str))
    jsonschema.Draft202012Validator(json.loads((DOCS / schema).read_text())).validate(document)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_edition_names_the_schema_that_it_fits(text):
    assert text.startswith("#:schema ../docs/regulation.schema.json\n")

    fits(text, "regulation.schema.json")


@pytest.mark.parametrize("text", FACTS.values(), ids=FACTS)
def test_dated_facts_name_the_schema_that_they_fit(text):
    assert text.startswith("#:schema ../../docs/facts.schema.json\n")

    fits(text, "facts.schema.json")


def faults(annotation, value):
    """All that is wrong with an excerpt; what it leaves out is not."""
    try:
        TypeAdapter(annotation).validate_python(value)
    except ValidationError as error:
        return [each for each in error.errors() if each["type"] != "missing"]
    return []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("\n")[0])
def test_every_example_of_the_page_is_what_a_part_may_say(example):
    document = tomllib.loads(example)
    model = Facts if "price_lists" in document else Edition

    for key, value in document.items():
        assert faults(model.model_fields[key].annotation, value) == []


def test_the_page_has_an_example_of_most_parts():
    shown = {key for example in EXAMPLES for key in tomllib.loads(example)}

    assert len(shown & set(Edition.model_fields)) > 8
