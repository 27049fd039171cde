"""The documents that are generated from the model: JSON Schemas for editors."""

import json
from collections.abc import Callable, Mapping
from functools import partial

from libs.regulation.base import Stated
from libs.regulation.edition import Edition
from libs.regulation.facts import Facts
from libs.regulation.load import json_schema


def _written(model: type[Stated]) -> str:
    return json.dumps(json_schema(model), ensure_ascii=False, indent=1) + "\n"


SCHEMAS: Mapping[str, Callable[[], str]] = {
    "regulation.schema.json": partial(_written, Edition),
    "facts.schema.json": partial(_written, Facts),
}
"""The text of each file in docs/."""
