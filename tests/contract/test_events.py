"""What was ever written stays readable, and the language is written down as it is."""

import json
from pathlib import Path

import jsonschema
import pytest

from libs.events.base import ERASED
from libs.events.codec import CATALOGUE, OWNER_OF, FromTheFuture, decode, encode
from libs.events.documents import asyncapi, page, schema_of, schemas
from libs.events.upcasters import UPCASTERS

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"
SAMPLES = sorted((HERE / "samples").glob("*.json"))
NEWEST = [f"{name}.v{cls.version}" for name, cls in CATALOGUE.items()]


def split(path):
    """A sample's name and version, its facts, and its personal half where it has one."""
    name, version = path.stem.split(".v")
    sample = json.loads(path.read_text())
    fields = CATALOGUE[name].personal_fields()
    half = {field: sample.pop(field) for field in fields & sample.keys()}
    return name, int(version), json.dumps(sample), json.dumps(half) if fields else None


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_version_ever_written_can_be_read(path):
    event = decode(*split(path))

    assert event is not None
    assert not event.is_erased()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_version_can_be_read_when_its_personal_half_is_gone(path):
    name, version, facts, _ = split(path)

    event = decode(name, version, facts, None)

    assert all(getattr(event, field) is ERASED for field in event.personal_fields())


@pytest.mark.parametrize("stem", NEWEST)
def test_the_newest_version_is_written_just_as_its_sample(stem):
    name, version, facts, half = split(HERE / "samples" / f"{stem}.json")

    written = encode(decode(name, version, facts, half))

    assert json.loads(written.facts) == json.loads(facts)
    assert (half is None) == (written.personal is None)
    if half is not None:
        assert json.loads(written.personal) == json.loads(half)


@pytest.mark.parametrize("cls", CATALOGUE.values(), ids=lambda cls: cls.__name__)
def test_no_version_is_without_its_sample(cls):
    kept = {path.stem for path in SAMPLES}

    assert {f"{cls.__name__}.v{n}" for n in range(1, cls.version + 1)} <= kept


@pytest.mark.parametrize("cls", CATALOGUE.values(), ids=lambda cls: cls.__name__)
def test_every_older_version_has_its_upcaster(cls):
    assert {(cls.__name__, n) for n in range(1, cls.version)} == {
        key for key in UPCASTERS if key[0] == cls.__name__
    }


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_sample_is_of_an_event_that_nobody_knows(path):
    assert path.stem.split(".v")[0] in CATALOGUE


@pytest.mark.parametrize("cls", CATALOGUE.values(), ids=lambda cls: cls.__name__)
def test_a_personal_field_names_whose_it_is(cls):
    if cls.personal_fields():
        assert cls.person in cls.model_fields
        assert cls.person not in cls.personal_fields()
    else:
        assert cls.person is None


@pytest.mark.parametrize("stem", NEWEST)
def test_a_sample_agrees_with_its_json_schema(stem):
    name, _, facts, half = split(HERE / "samples" / f"{stem}.json")

    jsonschema.validate(json.loads(facts) | json.loads(half or "{}"), schema_of(CATALOGUE[name]))


def test_the_first_version_of_a_submission_is_lifted():
    path = HERE / "samples" / "TicketSubmitted.v1.json"

    event = decode(*split(path))

    assert (
        event.channel
        == {"web": "portal", "product": "embedded", "call": "phone"}[
            json.loads(path.read_text())["source"]
        ]
    )
    assert event.kind == "problem"


def test_a_newer_version_than_ours_stops_the_reader():
    with pytest.raises(FromTheFuture):
        decode("TicketClosed", 99, "{}")


def test_an_unknown_name_is_passed_over():
    assert decode("CoffeeSpilled", 1, "{}") is None


def test_each_event_has_one_owner():
    assert set(OWNER_OF) == set(CATALOGUE)


def test_the_page_of_events_is_current():
    assert (DOCS / "events.md").read_text() == page(), "run `make docs`"


def test_the_json_schemas_are_current():
    written = {path.name: path.read_text() for path in (DOCS / "events").glob("*.json")}

    assert written == schemas(), "run `make docs`"


def test_the_asyncapi_document_is_current_and_valid():
    text = (DOCS / "asyncapi.json").read_text()

    assert text == asyncapi(), "run `make docs`"
    schema = json.loads((HERE / "schemas" / "asyncapi-3.0.0.json").read_text())
    jsonschema.Draft7Validator(schema).validate(json.loads(text))
