"""An edition or dated facts from their TOML text, and the JSON Schemas that editors use."""

from collections.abc import Mapping
from typing import Any, TypeVar

import tomli
from pydantic import ValidationError

from libs.regulation.base import Stated
from libs.regulation.checks import disagreements
from libs.regulation.edition import Edition
from libs.regulation.errors import Problem, RegulationError, unwritable
from libs.regulation.facts import Facts, strangers
from libs.regulation.keys import keys_of
from libs.regulation.lines import lines_of
from libs.regulation.misfits import misfits
from libs.regulation.no_toml import TOO_DEEP, no_toml
from libs.regulation.repeated import repeated

Document = Mapping[str, Any]
Kind = TypeVar("Kind", bound=Stated)


def load(text: str, source: str = "the edition") -> Edition:
    """Read an edition from TOML. Raises RegulationError; `source` names the file in its words."""
    return _edition(_parsed(text, source), source, text)


def from_document(document: Document, source: str = "the edition") -> Edition:
    """Read an edition from plain data. Raises RegulationError with every problem at once."""
    return _edition(document, source, "")


def load_facts(text: str, edition: Edition, source: str = "the facts") -> Facts:
    """Read a vendor's dated facts from TOML; they name only what its edition knows.

    Raises RegulationError with every problem at once."""
    return _facts(_parsed(text, source), edition, source, text)


def facts_from_document(document: Document, edition: Edition, source: str = "the facts") -> Facts:
    """Read dated facts from plain data. Raises RegulationError with every problem at once."""
    return _facts(document, edition, source, "")


def json_schema(model: type[Stated] = Edition) -> dict[str, Any]:
    """The JSON Schema (2020-12) of an edition, or of dated facts."""
    schema = model.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _edition(document: Document, source: str, text: str) -> Edition:
    edition = _modelled(Edition, document, source, text)
    _refuse([*repeated(document), *disagreements(edition)], document, source, text)
    return edition


def _facts(document: Document, edition: Edition, source: str, text: str) -> Facts:
    facts = _modelled(Facts, document, source, text)
    _refuse([*repeated(document), *strangers(facts, edition)], document, source, text)
    return facts


def _modelled(model: type[Kind], document: Document, source: str, text: str) -> Kind:
    _refuse(list(unwritable(document)), document, source, text)
    try:
        return model.model_validate(document)
    except ValidationError as error:
        _refuse(misfits(error, document, keys_of(model)), document, source, text)
        raise


def _refuse(problems: list[Problem], document: Document, source: str, text: str) -> None:
    if problems:
        lines = lines_of(text)
        raise RegulationError(source, [each.sentence(document, lines) for each in problems])


def _parsed(text: str, source: str) -> dict[str, Any]:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise RegulationError(source, [no_toml(error)]) from error
    except RecursionError as error:
        raise RegulationError(source, [TOO_DEEP]) from error
