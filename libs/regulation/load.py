"""An edition from its TOML text, and the JSON Schema that editors can check it by."""

import tomllib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from libs.regulation.checks import disagreements
from libs.regulation.edition import Edition
from libs.regulation.errors import RegulationError, sentences


def load(text: str, source: str = "the edition") -> Edition:
    """Read an edition from TOML. Raises RegulationError; `source` names the file in its words."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RegulationError(source, [f"this is no TOML: {error}; correct it there"]) from error
    return from_document(document, source)


def from_document(document: Mapping[str, Any], source: str = "the edition") -> Edition:
    """Read an edition from plain data. Raises RegulationError with every problem at once."""
    try:
        edition = Edition.model_validate(document)
    except ValidationError as error:
        raise RegulationError(source, sentences(error, document, _keys())) from error
    if problems := disagreements(edition):
        raise RegulationError(source, problems)
    return edition


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an edition."""
    schema = Edition.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _keys() -> set[str]:
    schema = json_schema()
    models = [schema, *schema["$defs"].values()]
    return {key for model in models for key in model.get("properties", {})}
